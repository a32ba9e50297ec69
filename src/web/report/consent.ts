/** The notice, read once, and a choice for each relative: in person, or for a child under 14 by a guardian. */
import { relationName } from '#core/organisation/relations.ts'
import { post, sentence } from './api.ts'
import { button, choice, draw, h } from './dom.ts'
import { head } from './frame.ts'
import type { Household, Relative } from './model.ts'
import { texts } from './texts.ts'
import { language, names, t } from './words.ts'

interface Choice {
  given?: boolean
  /** Where the year of birth is not known: what the family says. */
  under?: boolean
}

/** @param people who choose now  @param done goes on once the choices are kept; @param leave goes back without choosing */
export function consentPage(home: Household, people: readonly Relative[], done: () => void, leave?: () => void): void {
  const choices: Record<string, Choice> = {}
  for (const r of people) choices[r.id] = r.consent === 'needed' ? {} : { given: r.consent === 'given' }
  let wrong = ''
  let busy = false
  show()

  function show(): void {
    const open = people.filter((r) => !ready(r))
    const chosen = people.length - open.length
    const label = busy ? t(texts.sending) : t(texts.save)
    const send = button(
      'save',
      'send',
      () => void save(),
      label,
      chosen && open.length ? h('small', null, t(texts.later, { names: names(open.map((r) => r.name)) })) : null,
    )
    if (!chosen || busy) send.setAttribute('aria-disabled', 'true')
    draw([
      head([t(home.notice.title)], t(texts.homeOf, { name: home.household.name }), show),
      h(
        'main',
        null,
        h(
          'section',
          { class: 'card notice' },
          home.notice.sections.map((s) => h('div', null, h('h3', null, t(s.title)), h('p', null, t(s.text)))),
        ),
        h('h2', { class: 'over' }, t(texts.consentTitle)),
        people.map(card),
        wrong ? h('p', { class: 'wrong', role: 'alert' }, wrong) : null,
        leave ? button('leave', 'row', leave, t(texts.cancel)) : null,
      ),
      h('footer', null, send),
    ])
  }

  function ready(r: Relative): boolean {
    const c = choices[r.id] as Choice
    return c.given !== undefined && (r.consent_by !== 'either' || c.under !== undefined)
  }

  function card(r: Relative): HTMLElement {
    const c = choices[r.id] as Choice
    const set = (change: Choice) => {
      choices[r.id] = { ...c, ...change }
      show()
    }
    const guardian = r.consent_by === 'guardian' || c.under === true
    const asks = r.consent_by === 'either' && c.under === undefined
    const either =
      r.consent_by === 'either' &&
      h(
        'div',
        { class: 'two', role: 'group', 'aria-label': t(texts.eitherTap, { name: r.name }) },
        choice(`${r.id}-under`, 'b', c.under === true, () => set({ under: true }), t(texts.isUnder)),
        choice(`${r.id}-over`, 'b', c.under === false, () => set({ under: false }), t(texts.isOver)),
      )
    return h(
      'section',
      { class: 'card' },
      h('h2', null, h('span', null, r.name), h('small', null, relationName(r.relation, language))),
      h(
        'p',
        { class: 'pale' },
        t(asks ? texts.eitherTap : guardian ? texts.guardianTap : texts.selfTap, { name: r.name }),
      ),
      either,
      !asks &&
        h(
          'div',
          { class: 'two', role: 'group', 'aria-label': r.name },
          choice(
            `${r.id}-yes`,
            'b',
            c.given === true,
            () => set({ given: true }),
            c.given === true ? '✓ ' : '',
            t(texts.agree),
          ),
          choice(`${r.id}-no`, 'b quiet', c.given === false, () => set({ given: false }), t(texts.decline)),
        ),
    )
  }

  async function save(): Promise<void> {
    const list = people.filter(ready)
    if (busy || !list.length) return
    busy = true
    show()
    try {
      await post('/api/household/consent', {
        notice_version: home.notice.version,
        people: list.map((r) => {
          const c = choices[r.id] as Choice
          return { person: r.id, given: c.given, by: r.consent_by === 'guardian' || c.under ? 'guardian' : 'self' }
        }),
      })
      done()
    } catch (error) {
      busy = false
      wrong = sentence(error, texts.noConnection)
      show()
    }
  }
}
