/** The household's page: three relatives in four taps, on one screen, with or without a network. */

import { relationName } from '#core/organisation/relations.ts'
import type { Text } from '#platform/texts.ts'
import { answerOf, complete, type Draft, draftOf, emptyDraft, entryOf, peopleOf, reports } from './answers.ts'
import { clauseCards } from './clauses.ts'
import { instant, now } from './clock.ts'
import { consentPage } from './consent.ts'
import { button, choice, draw, h, writing } from './dom.ts'
import { foot, head } from './frame.ts'
import { keypad } from './keypad.ts'
import type { Field, Household, Relative } from './model.ts'
import { closedData, myData } from './my-data.ts'
import { type Entry, Queue } from './queue.ts'
import { read, write } from './store.ts'
import { texts } from './texts.ts'
import { toldCard, whyRefused } from './told.ts'
import { whenBack } from './when-back.ts'
import { clock, date, dayOf, degrees, follow, language, names, serverNow, t } from './words.ts'

interface Drafts {
  day: string
  people: { [id: string]: Draft }
  need: string
  helpOpen?: boolean
}

export function householdPage(first: Household, reload: () => Promise<Household>): void {
  let home = first
  const id = home.household.id
  const queue = new Queue(id)
  const draftKey = `draft.${id}`
  let drafts = loadDrafts()
  let said = ''
  const data = closedData()
  /** The notice stands open: an answer that arrives meanwhile must not take it away from under the finger. */
  let choosing = false
  const asker = {
    url: '/api/household',
    get relatives() {
      return home.relatives
    },
    above: () => [
      home.notice.sections.map((s) => h('div', null, h('h3', null, t(s.title)), h('p', null, t(s.text)))),
      button('choose', 'row', () => askConsent(home.relatives, show), t(texts.chooseAgain)),
    ],
  }

  queue.changed = () => {
    if (!writing()) show()
    if (!queue.waiting().length) void refresh()
  }
  whenBack(() => void refresh())

  function begin(): void {
    const undecided = home.relatives.filter((r) => r.consent === 'needed')
    if (undecided.length && undecided.length === home.relatives.length) askConsent(undecided)
    else show()
  }

  function loadDrafts(): Drafts {
    const kept = read<Drafts>(draftKey)
    return kept && kept.day === home.day ? kept : { day: home.day, people: {}, need: '' }
  }

  async function refresh(): Promise<void> {
    try {
      home = await reload()
      follow(home)
      if (drafts.day !== home.day) drafts = loadDrafts()
      if (!writing()) show()
    } catch {
      // Off line or busy: what is shown stays.
    }
  }

  function askConsent(people: readonly Relative[], leave?: () => void): void {
    choosing = true
    consentPage(home, people, () => void chosen(), leave && (() => back(leave)))
  }

  async function chosen(): Promise<void> {
    try {
      home = await reload()
    } catch {
      // Off line by now: the choice is kept, and shows once there is a network.
    }
    data.open = false
    back(show)
    window.scrollTo(0, 0)
  }

  function back(then: () => void): void {
    choosing = false
    then()
  }

  /** Entries of today from this phone. */
  const entries = (): Entry[] => queue.all().filter((e) => dayOf(e.at) === home.day)
  const mine = (): Relative[] => home.relatives.filter((r) => r.consent === 'given')
  const editing = (r: Relative, list: Entry[]): boolean => !!drafts.people[r.id] || !(r.answered || entryOf(list, r.id))

  function set(person: string, change: Partial<Draft> | null): void {
    if (change === null) delete drafts.people[person]
    else drafts.people[person] = { ...(drafts.people[person] || emptyDraft()), ...change }
    keep()
    said = ''
    show()
  }

  function keep(): void {
    write(draftKey, drafts)
  }

  function show(): void {
    if (choosing) return
    const list = entries()
    const owing = mine().filter((r) => editing(r, list))
    const done = mine().length > 0 && !owing.length
    draw([
      head([t(done ? whenDone() : texts.homeTitle)], below(done), show),
      h(
        'main',
        null,
        home.form || list.length
          ? [
              home.relatives.length
                ? home.relatives.map((r) => card(r, list))
                : h('p', { class: 'card' }, t(texts.noRelatives)),
              help(),
            ]
          : h('p', { class: 'card' }, t(texts.noCampaign)),
        clauseCards(home.clauses),
        myData(asker, data, show),
      ),
      foot(action(owing), queue),
    ])
  }

  /** Thanks belong to what has arrived. */
  function whenDone(): Text {
    const waiting = queue.waiting()
    if (!waiting.length) return texts.homeDone
    return waiting.some((e) => e.tries > 0 || e.state === 'blocked') ? texts.homeHeld : texts.homeSending
  }

  function below(done: boolean): string {
    const parts = [t(texts.homeOf, { name: home.household.name }), date(home.day)]
    if (!home.task) parts.push(home.form ? t(texts.noTask) : '')
    else if (!done) {
      const time = clock(home.task.due_at)
      parts.push(
        serverNow() > Date.parse(home.task.due_at)
          ? t(texts.dueOver, { time })
          : time === '12:00'
            ? t(texts.dueNoon)
            : t(texts.dueAt, { time }),
      )
    }
    return parts.filter((p) => p).join(' · ')
  }

  function card(r: Relative, list: Entry[]): HTMLElement {
    const meta = [
      relationName(r.relation, language),
      r.yesterday
        ? r.yesterday.celsius
          ? t(texts.yesterday, { celsius: degrees(r.yesterday.celsius) })
          : t(texts.yesterdayWell)
        : '',
    ]
    const d = drafts.people[r.id]
    const offers = d?.well && !touched(d) && editing(r, list) && r.consent === 'given'
    const fill =
      offers &&
      button(`${r.id}-fill`, 'link inline', () => set(r.id, { reading: { wide: true } }), t(texts.fillCelsius))
    const top = h('h2', null, h('span', null, r.name), h('small', null, meta.filter((m) => m).join(' · '), fill))
    if (r.consent === 'declined')
      return h('section', { class: 'card off' }, top, h('p', { class: 'pale' }, t(texts.declined)))
    if (r.consent === 'needed') {
      return h(
        'section',
        { class: 'card off' },
        top,
        h(
          'p',
          { class: 'pale' },
          t(texts.alone),
          ' ',
          button(
            `${r.id}-notice`,
            'link',
            () =>
              askConsent(
                home.relatives.filter((o) => o.consent === 'needed'),
                show,
              ),
            t(texts.readNotice),
          ),
        ),
      )
    }
    return editing(r, list) ? editor(r, top, list) : told(r, top, list)
  }

  function editor(r: Relative, top: HTMLElement, list: Entry[]): HTMLElement {
    const d = drafts.people[r.id] || emptyDraft()
    const celsius = home.form?.people?.filter((f) => f.name === 'celsius')[0]
    const symptoms = home.form?.people?.filter((f) => f.name === 'symptoms')[0]
    const before = entryOf(list, r.id)
    const refused = queue.all().filter((e) => e.state === 'refused' && peopleOf(e).some((a) => a.person === r.id))[0]
    return h(
      'section',
      { class: 'card' },
      top,
      refused && h('p', { class: 'wrong', role: 'alert' }, t(texts.refusedHere, { why: whyRefused(refused, r.id) })),
      h(
        'div',
        { class: 'two', role: 'group', 'aria-label': r.name },
        choice(
          `${r.id}-well`,
          'b',
          d.well === true,
          () => set(r.id, { well: true, symptoms: [], reading: d.well === false ? {} : d.reading }),
          d.well === true ? '✓ ' : '',
          t(texts.well),
        ),
        choice(`${r.id}-ill`, 'b ill', d.well === false, () => set(r.id, { well: false }), t(texts.ill)),
      ),
      d.well === false && symptoms ? chips(r, d, symptoms) : null,
      reading(r, d, celsius),
      (before || r.answered) && button(`${r.id}-leave`, 'link', () => set(r.id, null), t(texts.cancel)),
    )
  }

  const touched = (d: Draft): boolean =>
    d.reading.whole !== undefined || d.reading.celsius !== undefined || !!d.reading.wide

  /** Somebody unwell is asked for a temperature; somebody well may give one. */
  function reading(r: Relative, d: Draft, field: Field | undefined): HTMLElement | null {
    if (!field || d.well === undefined) return null
    if (d.well && !touched(d)) return null
    return keypad(`${r.id}-c`, `${r.name} ${t(texts.celsius)}`, d.reading, field, (value) =>
      set(r.id, { reading: value }),
    )
  }

  function chips(r: Relative, d: Draft, field: Field): HTMLElement {
    return h(
      'div',
      { class: 'chips', role: 'group', 'aria-label': t(texts.symptoms) },
      (field.choices || []).map((c) => {
        const on = d.symptoms.indexOf(c.code) >= 0
        const next = on ? d.symptoms.filter((s) => s !== c.code) : d.symptoms.concat(c.code)
        return choice(`${r.id}-${c.code}`, 'chip', on, () => set(r.id, { symptoms: next }), t(c.title))
      }),
    )
  }

  function told(r: Relative, top: HTMLElement, list: Entry[]): HTMLElement {
    const entry = entryOf(list, r.id)
    const answer = entry && peopleOf(entry).filter((a) => a.person === r.id)[0]
    const change = button(
      `${r.id}-change`,
      'link',
      () => set(r.id, answer ? draftOf(answer) : emptyDraft()),
      t(texts.change),
    )
    const again = () => answer && set(r.id, { ...draftOf(answer), reading: {}, well: false, again: true })
    const before = list.some((e) => e.id !== entry?.id && e.at < (entry?.at || 0) && feverOf(e, r.id))
    return toldCard(home.form, r, top, { entry, answer, change, again, before })
  }

  const feverOf = (e: Entry, person: string): boolean =>
    (e.result?.flags || []).indexOf('fever') >= 0 &&
    peopleOf(e).some((a) => a.person === person && a.celsius !== undefined && !a.well)

  const needField = (): Field | undefined => home.form?.fields.filter((f) => f.type === 'text')[0]

  function help(): HTMLElement | null {
    const field = needField()
    if (!field) return null
    if (!drafts.helpOpen && !drafts.need) {
      const sent = entries().some((e) => e.state === 'sent' && e.body.answers[field.name])
      return button(
        'help',
        'row card',
        () => {
          drafts.helpOpen = true
          show()
          document.getElementById('need')?.focus()
        },
        sent ? `✓ ${t(texts.needSent)}` : t(texts.help),
        h('span', { 'aria-hidden': 'true' }, ' ›'),
      )
    }
    const area = h('textarea', {
      id: 'need',
      rows: 3,
      maxlength: field.maxLength || 500,
      placeholder: t(texts.helpHint),
      'data-key': 'need',
      oninput: (e) => {
        drafts.need = (e.target as HTMLTextAreaElement).value
        keep()
      },
      onblur: () => setTimeout(show, 150),
    }) as HTMLTextAreaElement
    area.value = drafts.need
    return h('section', { class: 'card' }, h('label', { for: 'need' }, t(texts.help)), area)
  }

  function action(owing: Relative[]) {
    const ready = owing.filter((r) => complete(drafts.people[r.id]))
    const missing = owing.filter((r) => !complete(drafts.people[r.id]))
    const half = missing.filter((r) => drafts.people[r.id]?.well === false)
    const need = drafts.need.trim()
    if (!owing.length && !need) return null
    const press = () => {
      if (half.length) said = t(texts.sayWhat, { names: names(half.map((r) => r.name)) })
      else if (!ready.length && !need) said = t(texts.tapFirst)
      else return send(ready)
      show()
    }
    const on = ready.length > 0 || need !== ''
    const left = missing.length ? t(texts.left, { n: missing.length, names: names(missing.map((r) => r.name)) }) : ''
    const label = on && missing.length && ready.length ? t(texts.sendSome, { n: ready.length }) : t(texts.send)
    return { label, note: said || (ready.length ? left : ''), on, press }
  }

  function send(ready: Relative[]): void {
    if (!home.form) return
    const field = needField()
    const base = {
      form: home.form.code,
      form_version: home.form.version,
      subject: { household: id },
      observed_at: instant(now()),
    }
    const filled = {
      answers: ready.map((r) => answerOf(r.id, drafts.people[r.id] as Draft)),
      again: ready.filter((r) => drafts.people[r.id]?.again).map((r) => r.id),
      need: field && drafts.need.trim() ? { field: field.name, text: drafts.need.trim() } : undefined,
    }
    const items = reports(entries(), filled, base)
    for (const r of ready) delete drafts.people[r.id]
    drafts.need = ''
    drafts.helpOpen = false
    keep()
    queue.put(items)
    window.scrollTo(0, 0)
  }

  follow(home)
  begin()
  queue.wake()
}
