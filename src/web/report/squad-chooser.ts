/** Another squad of one's own, and letting a member's new phone in. */

import { h } from './dom.ts'
import type { Squad } from './model.ts'
import { texts } from './texts.ts'
import { t } from './words.ts'

export function squadChooser(squad: Squad, letIn: (personId: string) => void): HTMLElement {
  const others =
    squad.squads.length > 1
      ? h(
          'select',
          {
            'aria-label': t(texts.chooseSquad),
            onchange: (e) => {
              location.assign(`/squad?unit=${encodeURIComponent((e.target as HTMLSelectElement).value)}`)
            },
          },
          squad.squads.map((s) => h('option', { value: s.id, selected: s.id === squad.unit.id }, s.name)),
        )
      : null
  const permit = h(
    'select',
    { 'aria-label': t(texts.permit), onchange: (e) => letIn((e.target as HTMLSelectElement).value) },
    h('option', { value: '' }, t(texts.permit)),
    squad.people.map((p) => h('option', { value: p.id }, p.name)),
  )
  return h('section', { class: 'data' }, others, squad.people.length ? permit : null)
}
