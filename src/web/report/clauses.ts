/** Why the page asks at all: the clause behind each task, folded away until somebody wants to read it. */
import { h } from './dom.ts'
import type { AskedBy } from './model.ts'
import { texts } from './texts.ts'
import { t } from './words.ts'

/** Which are unfolded, by title: a page is drawn anew every half minute, and must not fold them away again. */
const unfolded: { [title: string]: boolean } = {}

export const clauseCards = (clauses: readonly AskedBy[]): HTMLElement[] => clauses.map(card)

function card({ title, directive, text }: AskedBy): HTMLElement {
  const key = title.zh
  const body = h('details', { open: !!unfolded[key] }, [
    h('summary', null, t(texts.askedBy, { title: t(title) })),
    h('p', { class: 'pale' }, t(directive)),
    h('p', null, t(text)),
  ])
  body.addEventListener('toggle', () => {
    unfolded[key] = (body as HTMLDetailsElement).open
  })
  return h('section', { class: 'card' }, body)
}
