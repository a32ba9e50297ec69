/** The squad sheet: everybody of a squad on one page, two taps each, one send; what each one's answer was stands in the row. */

import { post, sentence } from './api.ts'
import { clauseCards } from './clauses.ts'
import { instant, now } from './clock.ts'
import { button, type Child, choice, draw, h, writing } from './dom.ts'
import { answers, field, type Values } from './fields.ts'
import { foot, head } from './frame.ts'
import { keypad, type Reading } from './keypad.ts'
import type { Field, Squad, SquadMember } from './model.ts'
import { type Entry, Queue } from './queue.ts'
import { squadChooser } from './squad-chooser.ts'
import { idleSheet, isIdle, isRed } from './squad-idle.ts'
import { read, write } from './store.ts'
import { presences, texts } from './texts.ts'
import { onItsWay, restMs } from './told.ts'
import { whenBack } from './when-back.ts'
import { clock, date, dayOf, degrees, follow, names, serverNow, stretch, t } from './words.ts'

export function squadPage(first: Squad, reload: () => Promise<Squad>): void {
  let squad = first
  const queue = new Queue(`squad.${squad.unit.id}`)
  const readings: { [person: string]: Reading } = {}
  /** Rows opened again: a correction or a second reading. */
  const opened: { [person: string]: 'fix' | 'second' | undefined } = {}
  /** What differs from the sheet in one row: another site, medicine taken. Asked behind one word, never on the way. */
  const extras: { [person: string]: { open: boolean; values: Values } } = {}
  let said = ''
  let site = read<string>('site.squad')
  let permitted = ''

  queue.changed = () => {
    if (!writing()) show()
    if (!queue.waiting().length) void refresh()
  }
  whenBack(() => void refresh())
  setInterval(() => void refresh(), 30000)

  async function refresh(): Promise<void> {
    try {
      squad = await reload()
      follow(squad)
      if (!writing()) show()
    } catch {
      // Off line or busy: what is shown stays.
    }
  }

  /** This phone's newest entry about a person in the present slot. */
  function entryOf(p: SquadMember): Entry | undefined {
    const since = squad.slot ? Date.parse(squad.slot.opens_at) : 0
    return queue
      .all()
      .filter((e) => e.body.subject.person === p.id && e.at >= since)
      .pop()
  }

  const isSent = (p: SquadMember): boolean => p.state === 'met' || p.state === 'exempt' || entryOf(p)?.state === 'sent'
  const onWay = (p: SquadMember): boolean => {
    const state = entryOf(p)?.state
    return state === 'waiting' || state === 'blocked'
  }
  const urgency = (p: SquadMember): number => (isRed(p) ? 2 : p.second ? 1 : 0)
  const enters = (p: SquadMember): boolean => !!opened[p.id] || !(isSent(p) || onWay(p) || p.state === 'none')

  function show(): void {
    if (isIdle(squad)) {
      const choose = (id: string) => void letIn(id)
      return draw([head([squad.unit.name], squad.unit.station, show), idleSheet(squad, choose), foot(null, queue)])
    }
    const counted = squad.people.filter((p) => p.state !== 'none')
    const done = counted.filter((p) => isSent(p) && !enters(p) && p.state !== 'exempt')
    const waits = (p: SquadMember): boolean => (p.state === 'exempt' ? !!opened[p.id] : done.indexOf(p) < 0)
    const left = counted.filter((p) => urgency(p) > 0 || waits(p))
    const settled = counted.filter((p) => left.indexOf(p) < 0)
    // By three passes: an old browser's sort would shuffle those who are alike, and the staff order with them.
    const rest = [2, 1, 0].reduce<SquadMember[]>((all, u) => all.concat(left.filter((p) => urgency(p) === u)), [])
    const expected = counted.filter((p) => p.state !== 'exempt').length
    draw([
      head(
        [
          t(texts.squadTitle, { squad: squad.unit.name, title: t((squad.slot as NonNullable<Squad['slot']>).title) }),
          h(
            'span',
            { class: 'n' },
            h('small', null, `${t(texts.reported)} `),
            String(done.length),
            h('i', null, `/${expected}`),
          ),
        ],
        below(),
        show,
      ),
      h(
        'main',
        null,
        sites(),
        // Who is missing stands first: on a station's sheet those who are in fill screens.
        rest.length ? h('section', { class: 'card flat' }, rest.map(row)) : null,
        settled.length ? h('section', { class: 'card flat' }, settled.map(row)) : null,
        permitted ? h('p', { class: 'card', role: 'status' }, permitted) : null,
        clauseCards(squad.clauses),
        squadChooser(squad, (id) => void letIn(id)),
      ),
      foot(action(rest, expected), queue),
    ])
  }

  function below(): string {
    const slot = squad.slot as NonNullable<Squad['slot']>
    const left = Date.parse(slot.due_at) - serverNow()
    return [
      squad.unit.station,
      t(left >= 0 ? texts.nowDue : texts.overdue, { time: clock(slot.due_at), left: stretch(Math.abs(left)) }),
    ].join(' · ')
  }

  const siteField = () => squad.form?.fields.filter((f) => f.name === 'site')[0]
  const siteNow = (): string | undefined => site || siteField()?.choices?.[0]?.code

  function sites(): HTMLElement | null {
    const field = siteField()
    if (!field) return null
    return h(
      'div',
      { class: 'chips side', role: 'group', 'aria-label': t(texts.site) },
      (field.choices || []).map((c) =>
        choice(
          `site-${c.code}`,
          'chip set',
          siteNow() === c.code,
          () => {
            site = c.code
            write('site.squad', c.code)
            show()
          },
          t(c.title),
        ),
      ),
    )
  }

  function row(p: SquadMember): HTMLElement {
    if (onWay(p)) return told(p)
    if ((p.second || isRed(p)) && !opened[p.id]) return hot(p)
    if (p.state === 'exempt' && !opened[p.id])
      return h('div', { class: 'line' }, who(p), h('span', { class: 'pale' }, t(texts.exempt)), away(p))
    if (!enters(p)) return told(p)
    const celsius = squad.form?.fields.filter((f) => f.name === 'celsius')[0]
    const entry = entryOf(p)
    return h(
      'div',
      { class: readings[p.id]?.celsius === undefined ? 'line' : 'line filled' },
      away(p),
      who(p),
      keypad(p.id, `${p.name} ${t(texts.celsius)}`, readings[p.id] || {}, celsius, (value) => {
        readings[p.id] = value
        said = ''
        show()
      }),
      readings[p.id]?.celsius !== undefined ? more(p) : null,
      opened[p.id]
        ? button(
            `leave-${p.id}`,
            'link',
            () => {
              clear(p)
              show()
            },
            t(texts.cancel),
          )
        : null,
      entry?.state === 'refused'
        ? h(
            'p',
            { class: 'wrong', role: 'alert' },
            t(texts.refusedHere, { why: entry.problem?.wrong?.[0]?.reason || entry.problem?.title || '' }),
          )
        : null,
    )
  }

  /** What a row may say besides the reading; where somebody is, only of those who are away. */
  function rowFields(p: SquadMember): Field[] {
    return (squad.form?.fields || []).filter(
      (f) => f.name !== 'celsius' && f.type !== 'photo' && (f.type !== 'text' || !!p.absent),
    )
  }

  const siteOf = (p: SquadMember): string | undefined =>
    (extras[p.id]?.values.site as string | undefined) ||
    (opened[p.id] === 'fix' && p.last?.site ? p.last.site : siteNow())

  /** One word beside the reading that opens the row; what was chosen there stands below. */
  function more(p: SquadMember): Child {
    const fields = rowFields(p)
    if (!fields.length) return null
    const extra = extras[p.id] || { open: false, values: {} }
    const set = (change: Partial<typeof extra>) => {
      extras[p.id] = { ...extra, ...change }
    }
    const chosen = fields.map((f) => wordOf(f, extra.values[f.name])).filter((w) => w)
    const toggle = button(
      `more-${p.id}`,
      'link small',
      () => {
        set({ open: !extra.open })
        show()
      },
      t(extra.open ? texts.close : texts.more),
    )
    toggle.setAttribute('aria-expanded', String(extra.open))
    toggle.setAttribute('aria-label', t(texts.rowMoreOf, { name: p.name }))
    if (!extra.open) return [toggle, chosen.length ? h('small', { class: 'chosen' }, chosen.join(' · ')) : null]
    const shown = { ...extra.values, site: siteOf(p) }
    return h(
      'div',
      { class: 'fill', role: 'group', 'aria-label': t(texts.rowMoreOf, { name: p.name }) },
      fields.map((f) =>
        field(`row-${p.id}`, f, shown, (value, redraw) => {
          // Typing draws nothing anew, so that the newest values are asked for each time.
          const values = { ...(extras[p.id]?.values || {}), [f.name]: value }
          extras[p.id] = { open: true, values }
          if (redraw) show()
        }),
      ),
      toggle,
    )
  }

  function wordOf(f: Field, value: Values[string]): string {
    if (f.type === 'choice') {
      const found = (f.choices || []).filter((c) => c.code === value)[0]
      return found ? t(found.title) : ''
    }
    return value === true ? t(f.title) : typeof value === 'string' ? value : ''
  }

  function clear(p: SquadMember): void {
    delete readings[p.id]
    delete extras[p.id]
    opened[p.id] = undefined
  }

  function who(p: SquadMember): HTMLElement {
    return h(
      'span',
      { class: 'who' },
      p.name,
      p.yesterday !== null && !isSent(p)
        ? h('small', null, t(texts.yesterday, { celsius: degrees(p.yesterday) }))
        : null,
    )
  }

  /** What is in: the server's word, or this phone's own until the server has been asked again. */
  function told(p: SquadMember): HTMLElement {
    const entry = entryOf(p)
    const own = entry ? Number(entry.body.answers.celsius) : undefined
    const value = onWay(p) ? own : (p.last?.celsius ?? own)
    const at = p.last ? p.last.received_at : (entry?.result?.received_at ?? p.met_at)
    const by = p.last && p.last.self ? texts.bySelf : texts.byLeader
    return h(
      'div',
      { class: 'line' },
      who(p),
      h(
        'span',
        { class: onWay(p) ? '' : 'met' },
        `${onWay(p) ? '…' : '✓'} ${value === undefined ? '' : degrees(value)}`,
      ),
      h('small', null, onWay(p) ? onItsWay(entry) : at ? t(by, { time: clock(at) }) : ''),
      p.last && !p.last.self && !onWay(p) ? button(`fix-${p.id}`, 'link', () => open(p, 'fix'), t(texts.change)) : null,
    )
  }

  function open(p: SquadMember, how: 'fix' | 'second'): void {
    clear(p)
    opened[p.id] = how
    show()
  }

  /** A first reading that is high, or one that was high again: what happens now, and the next reading. */
  function hot(p: SquadMember): HTMLElement {
    const celsius = p.last ? degrees(p.last.celsius) : ''
    const place = siteField()?.choices?.filter((c) => c.code === p.last?.site)[0]
    return h(
      'div',
      { class: p.second ? 'line hot' : 'line hot red' },
      h(
        'div',
        { class: 'top' },
        h('span', { class: 'who' }, p.name),
        h('strong', null, `${celsius} ℃`),
        h(
          'small',
          null,
          [place ? t(place.title) : '', p.last ? clock(p.last.observed_at) : ''].filter((x) => x).join(' · '),
        ),
      ),
      h('p', { class: 'next' }, nextOf(p)),
      button(`second-${p.id}`, 'b warm', () => open(p, 'second'), t(p.second ? texts.measureAgain : texts.measureOnce)),
    )
  }

  function nextOf(p: SquadMember): string {
    const { second, last } = p
    if (!second) return t(texts.redHe, { time: last ? clock(Date.parse(last.observed_at) + restMs) : '' })
    const left = Date.parse(second.due_at) - serverNow()
    const words =
      left > 0 ? texts.feverHe : Date.parse(second.until_at) > serverNow() ? texts.feverHeNow : texts.feverHeOver
    return t(words, { left: stretch(left), time: clock(second.due_at), until: clock(second.until_at) })
  }

  function away(p: SquadMember): HTMLElement | null {
    if (!p.absent) return null
    const kind = presences[p.absent.kind]
    const back = p.absent.until ? t(texts.until, { day: date(dayOf(p.absent.until)) }) : ''
    const words = [kind ? t(kind) : p.absent.kind, p.absent.place || '', back].filter((x) => x).join(' · ')
    return h(
      'span',
      { class: 'away' },
      words,
      p.phone ? h('a', { class: 'link', href: `tel:${p.phone}` }, t(texts.call)) : null,
    )
  }

  function action(rest: SquadMember[], expected: number) {
    const ready = rest.filter((p) => enters(p) && readings[p.id]?.celsius !== undefined)
    const missing = rest.filter((p) => p.state === 'open' && !onWay(p) && !isSent(p) && ready.indexOf(p) < 0)
    if (!rest.some(enters))
      return rest.length ? null : { label: t(texts.allIn, { n: expected }), on: false, press: () => {} }
    return {
      label: ready.length ? t(texts.sendN, { n: ready.length }) : t(texts.send),
      note:
        said || (missing.length ? t(texts.left, { n: missing.length, names: names(missing.map((p) => p.name)) }) : ''),
      on: ready.length > 0,
      press: () => {
        if (ready.length) return send(ready)
        said = `${t(texts.wholeFirst)}${t({ zh: '，', en: ', ' })}${t(texts.thenTenth)}`
        show()
      },
    }
  }

  function send(ready: SquadMember[]): void {
    const { form } = squad
    if (!form) return
    const observed = instant(now())
    const items = ready.map((p) => {
      const fix = opened[p.id] === 'fix' && p.last
      const own = { ...(extras[p.id]?.values || {}), site: siteOf(p) }
      return {
        about: fix
          ? `fix.${p.last?.root}`
          : opened[p.id] === 'second'
            ? `second.${p.id}.${observed}`
            : `slot.${p.id}.${squad.slot?.id}`,
        body: {
          form: form.code,
          form_version: form.version,
          subject: { person: p.id },
          observed_at: observed,
          answers: { celsius: readings[p.id]?.celsius, ...answers(rowFields(p), own) } as Record<string, unknown>,
          ...(fix ? { corrects: p.last?.root } : {}),
        },
      }
    })
    ready.forEach(clear)
    queue.put(items)
  }

  async function letIn(id: string): Promise<void> {
    if (!id) return
    try {
      const done = await post<{ name: string; until: string }>('/api/links/permit', { kind: 'person', id })
      permitted = t(texts.permitted, { name: done.name, time: clock(done.until) })
    } catch (error) {
      permitted = sentence(error, texts.noConnection)
    }
    show()
  }

  follow(squad)
  show()
  queue.wake()
}
