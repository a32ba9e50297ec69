/** At the foot of one's own page: what one may ask about the data that are kept, in one's own words, and what came of it. */
import type { OwnRequests } from '#core/organisation/consent/rights/schema.ts'
import { get, post, sentence } from './api.ts'
import { button, type Child, choice, h } from './dom.ts'
import { texts } from './texts.ts'
import { clock, date, dayOf, t } from './words.ts'

type Kind = OwnRequests['requests'][number]['kind']

/** Whose page it stands on. */
export interface Asker {
  /** `/api/household` or `/api/me`. */
  readonly url: string
  /** Of a household: a request is about one of them or the whole family. Of a member: none. */
  readonly relatives: readonly { readonly id: string; readonly name: string }[]
  /** What stands above the requests: the notice, and choosing again. */
  above(): Child
}

/** What outlives the page being drawn anew: whether it stands open, for whom, and what was last heard. */
export interface MyData {
  open: boolean
  /** The relative whom a request is about; undefined: the whole family. */
  person?: string | undefined
  said: string
  /** What is wrong, while it is being written down; undefined while nobody asks for a correction. */
  wrong?: string | undefined
  requests?: OwnRequests['requests']
}

export const closedData = (): MyData => ({ open: false, said: '' })

const kinds = {
  access: texts.askAccess,
  copy: texts.askCopy,
  correction: texts.askCorrection,
  deletion: texts.askDeletion,
}

export function myData(asker: Asker, state: MyData, show: () => void): HTMLElement {
  const toggle = button(
    'data',
    'row pale',
    () => {
      state.open = !state.open
      if (state.open) void hear()
      show()
    },
    t(texts.myData),
    h('span', { 'aria-hidden': 'true' }, ' ›'),
  )
  toggle.setAttribute('aria-expanded', String(state.open))
  return h('section', { class: 'data' }, toggle, state.open ? body() : null)

  async function hear(): Promise<void> {
    try {
      state.requests = (await get<OwnRequests>(`${asker.url}/rights-requests`)).requests
      show()
    } catch {
      // Off line: what was asked shows once there is a network.
    }
  }

  async function ask(kind: Kind, note?: string): Promise<void> {
    try {
      const asked = { kind, ...(state.person ? { person: state.person } : {}), ...(note ? { note } : {}) }
      const done = await post<{ at: string }>(`${asker.url}/rights-request`, asked)
      state.said = t(texts.asked, { time: clock(done.at) })
      if (kind === 'correction') state.wrong = undefined
      await hear()
    } catch (error) {
      state.said = sentence(error, texts.noConnection)
    }
    show()
  }

  function body(): HTMLElement {
    const tap = (kind: Kind) => button(kind, 'row', () => void ask(kind), t(kinds[kind]))
    return h(
      'div',
      null,
      asked(),
      asker.above(),
      h('h3', null, t(texts.askTitle)),
      asker.relatives.length > 1 ? whom() : null,
      tap('access'),
      tap('copy'),
      correction(),
      tap('deletion'),
      h('p', { role: 'status' }, state.said),
    )
  }

  /** Nobody can correct what nobody names: the words come first. */
  function correction(): Child {
    const open = button(
      'correction',
      'row',
      () => {
        state.wrong = state.wrong === undefined ? '' : undefined
        show()
      },
      t(texts.askCorrection),
    )
    open.setAttribute('aria-expanded', String(state.wrong !== undefined))
    if (state.wrong === undefined) return open
    const field = h('textarea', {
      id: 'what-is-wrong',
      'data-key': 'what-is-wrong',
      rows: 3,
      maxlength: 500,
      oninput: (event) => {
        state.wrong = (event.target as HTMLTextAreaElement).value
      },
    }) as HTMLTextAreaElement
    field.value = state.wrong
    const send = () => {
      const words = (state.wrong || '').trim()
      if (words) return void ask('correction', words)
      state.said = t(texts.whatIsWrongFirst)
      show()
    }
    return [
      open,
      h('div', null, h('label', { for: 'what-is-wrong' }, t(texts.whatIsWrong)), field),
      button('correction-send', 'row', send, t(texts.askSend)),
    ]
  }

  function whom(): HTMLElement {
    const one = (id: string | undefined, name: string) =>
      choice(
        `about-${id || 'all'}`,
        'chip set',
        state.person === id,
        () => {
          state.person = id
          show()
        },
        name,
      )
    return h(
      'div',
      { class: 'chips', role: 'group', 'aria-label': t(texts.askAbout) },
      one(undefined, t(texts.wholeFamily)),
      asker.relatives.map((r) => one(r.id, r.name)),
    )
  }

  function asked(): HTMLElement | null {
    const list = state.requests
    if (!list || !list.length) return null
    return h('div', null, h('h3', null, t(texts.askedBefore)), list.map(line))
  }

  function line(one: OwnRequests['requests'][number]): HTMLElement {
    // A member's own requests are about nobody else.
    const about = asker.relatives.length ? one.person || t(texts.wholeFamily) : ''
    const head = [date(dayOf(one.at)), t(kinds[one.kind]), about].filter((word) => word).join(' · ')
    return h(
      'div',
      { class: 'asked' },
      h('p', null, head),
      one.answered_at
        ? h(
            'p',
            null,
            h('b', null, '✓ '),
            t(texts.answeredOn, { day: date(dayOf(one.answered_at)) }),
            one.outcome || '',
          )
        : h('p', { class: 'pale' }, t(texts.notAnswered)),
    )
  }
}
