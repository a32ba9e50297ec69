/** At the foot of the household's page: the notice again, what the family may ask about its data, and what came of it. */
import type { OwnRequests } from '#core/organisation/consent/rights/schema.ts'
import { get, post, sentence } from './api.ts'
import { button, choice, h } from './dom.ts'
import type { Household } from './model.ts'
import { texts } from './texts.ts'
import { clock, date, dayOf, t } from './words.ts'

type Kind = OwnRequests['requests'][number]['kind']

/** What outlives the page being drawn anew: whether it stands open, for whom, and what was last heard. */
export interface MyData {
  open: boolean
  /** The relative whom a request is about; undefined: the whole family. */
  person?: string | undefined
  said: string
  requests?: OwnRequests['requests']
}

export const closedData = (): MyData => ({ open: false, said: '' })

export function myData(home: Household, state: MyData, show: () => void, choose: () => void): HTMLElement {
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
      state.requests = (await get<OwnRequests>('/api/household/rights-requests')).requests
      show()
    } catch {
      // Off line: what was asked shows once there is a network.
    }
  }

  async function ask(kind: Kind): Promise<void> {
    try {
      const asked = state.person ? { kind, person: state.person } : { kind }
      const done = await post<{ at: string }>('/api/household/rights-request', asked)
      state.said = t(texts.asked, { time: clock(done.at) })
      await hear()
    } catch (error) {
      state.said = sentence(error, texts.noConnection)
    }
    show()
  }

  function body(): HTMLElement {
    return h(
      'div',
      null,
      asked(),
      home.notice.sections.map((s) => h('div', null, h('h3', null, t(s.title)), h('p', null, t(s.text)))),
      button('choose', 'row', choose, t(texts.chooseAgain)),
      h('h3', null, t(texts.askTitle)),
      home.relatives.length > 1 ? whom() : null,
      button('access', 'row', () => void ask('access'), t(texts.askAccess)),
      button('copy', 'row', () => void ask('copy'), t(texts.askCopy)),
      button('deletion', 'row', () => void ask('deletion'), t(texts.askDeletion)),
      h('p', { role: 'status' }, state.said),
    )
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
      home.relatives.map((r) => one(r.id, r.name)),
    )
  }

  function asked(): HTMLElement | null {
    const list = state.requests
    if (!list || !list.length) return null
    return h('div', null, h('h3', null, t(texts.askedBefore)), list.map(line))
  }

  function line(one: OwnRequests['requests'][number]): HTMLElement {
    const words = { access: texts.askAccess, copy: texts.askCopy, deletion: texts.askDeletion }
    const head = [date(dayOf(one.at)), t(words[one.kind]), one.person || t(texts.wholeFamily)].join(' · ')
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
