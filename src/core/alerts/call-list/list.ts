/** Makes the call list: the figures, the names in calling order, whom they go to next, and the digest that proves it later. */

import type { Core } from '#core/core.ts'
import type { Unit } from '#core/organisation/tree.ts'
import { rowsOf } from '#core/tasks/board/figures.ts'
import { publish } from '#core/tasks/board/publish.ts'
import { may } from '#platform/access/actor.ts'
import { addDays, localDate, localTimeText } from '#platform/local-time.ts'
import { fill, type Language, say, type Text } from '#platform/texts.ts'
import { type Context, type Work, work } from '#platform/work.ts'
import { stepNo } from '../escalation/ladder.ts'
import { findRecipient, type Staffing } from '../escalation/recipients.ts'
import { loadStaffing } from '../escalation/staffing.ts'
import { keyOf, peopleOf } from '../escalation/store-why.ts'
import { whysIn } from '../escalation/why.ts'
import { fullTitle, titlesOf } from '../titles.ts'
import { orderCalls, urgency } from './order.ts'
import { type CallRow, callRows, callRowsMax, figuresAt } from './store.ts'
import { presenceTexts, texts } from './texts.ts'

export interface CallKey {
  readonly measure: string
  readonly day: string
  readonly slot: string
}

/** One line of the paper: a group's heading, or a name. */
export type Line =
  | {
      readonly kind: 'group'
      readonly title: string
      readonly name: string
      readonly post: string
      readonly phone: string
      readonly lacks: string
      readonly tick: boolean
    }
  | {
      readonly kind: 'name'
      readonly no: number
      readonly name: string
      readonly post: string
      readonly phone: string
      readonly phoneNote: string
      readonly lacks: string
      readonly note: string
    }

/** What the template is given: words ready to print. */
export interface CallPaper {
  readonly words: Record<string, string>
  readonly lines: readonly Line[]
  /** The measure is a temperature: the caller writes it down. */
  readonly readings: boolean
}

interface Around {
  readonly core: Core
  readonly w: Work
  readonly unit: Unit
  readonly zone: string
  readonly say: (text: Text, params?: Record<string, string | number>) => string
  readonly staff: Staffing
  readonly people: ReadonlyMap<string, { name: string; phone: string | null }>
}

/** Reads, stores the digest, and returns what is printed. @throws Problem `not-allowed` without people.contact */
export async function makeCallList(core: Core, context: Context, unit: Unit, key: CallKey): Promise<CallPaper> {
  may(context.actor, 'people.contact', unit.path)
  may(context.actor, 'people.read', unit.path)
  return work(context, async (w) => {
    const units = [...core.organisation.tree.below(unit)].map((u) => u.id)
    const place = new Map(units.map((id, i) => [id, i]))
    const rows = (await callRows(w.tx, units, key, w.now)).sort((a, b) => place.get(a.unit_id)! - place.get(b.unit_id)!)
    const figures = await figuresAt(w.tx, units, key)
    const why = (await whysIn(core, w, unit, [key])).get(keyOf(key))!
    const around = await lookAround(core, w, unit, rows, context.language)
    const published = await publishList(w, core, unit, key, rows)
    const sum = (pick: 'reported' | 'owed' | 'exempt') => figures.reduce((n, f) => n + f[pick], 0)
    const { measure } = titlesOf(core, key.measure, key.slot, unit.path)
    return {
      readings: measure?.form === 'temperature',
      lines: linesOf(around, rows, figures),
      words: {
        ...fixed(around.say),
        ...head(
          around,
          why,
          rows.length,
          { reported: sum('reported'), owed: sum('owed'), exempt: sum('exempt') },
          measure?.subject === 'household',
          fullTitle(titlesOf(core, key.measure, key.slot, unit.path)),
        ),
        askText: around.say(measure?.form === 'temperature' ? texts.askTemperature : texts.askOther),
        digestText: `SHA-256 ${published.digest.match(/.{1,4}/g)!.join(' ')}`,
      },
    }
  })
}

/** Under the digest of a board's list of the missing: what `muster board --digest` works out again. */
function publishList(w: Work, core: Core, unit: Unit, { measure, day, slot }: CallKey, rows: readonly CallRow[]) {
  const of = { measure, slot, state: 'missing', scope: 'all', total: rows.length } as const
  const listed = rows.map((r) => ({ task: r.task, state: of.state }))
  return publish(w, core, {
    kind: 'call-list',
    unitId: unit.id,
    detachmentId: unit.detachmentId,
    day,
    asOf: w.now,
    figures: rowsOf({ unit: unit.id, day }, of, listed),
    // A list that was cut off cannot be asked for again.
    ...(rows.length < callRowsMax && { of }),
  })
}

async function lookAround(
  core: Core,
  w: Work,
  unit: Unit,
  rows: readonly CallRow[],
  language: Language,
): Promise<Around> {
  const owed = [unit.id, ...rows.map((r) => r.unit_id)].map((id) => ({
    id,
    unitId: id,
    subjectKind: 'unit',
    subjectId: id,
  }))
  const staff = await loadStaffing(w.tx, core.organisation.tree, owed, null, w.now)
  const campaign = core.orders.campaignAt(unit.path)
  const units = new Set(
    owed.flatMap((o) =>
      [...core.organisation.tree.above(core.organisation.tree.get(o.unitId) ?? unit)].map((u) => u.id),
    ),
  )
  const ids = new Set(
    (campaign?.playbook.posts ?? []).flatMap((p) => [...units].flatMap((u) => staff.holders(u, p.title.zh))),
  )
  return {
    core,
    w,
    unit,
    zone: campaign?.zone ?? unit.zone,
    say: (text, params = {}) => say(text, language, params),
    staff,
    people: await peopleOf(w.tx, [...ids]),
  }
}

/** The holder of a step's post around a unit, absent or not excluded: whom one would ring. */
function chiefOf(a: Around, unitId: string, step: number): { name: string; post: string; phone: string } | undefined {
  const campaign = a.core.orders.campaignAt(a.unit.path)
  if (!campaign) return undefined
  const owed = { id: unitId, unitId, subjectKind: 'unit', subjectId: unitId }
  const { recipient } = findRecipient(step, owed, a.core.organisation.tree, { playbook: campaign.playbook }, a.staff)
  if (!recipient || recipient.via === 'next_level') return undefined
  const person = a.people.get(recipient.personId)
  return { name: person?.name ?? '', post: postOf(a, recipient.post), phone: spaced(person?.phone ?? null) }
}

/** A post, kept by its Chinese word, in the reader's language as the playbook calls it. */
const postOf = (a: Around, post: string): string =>
  a.say(
    a.core.orders.campaignAt(a.unit.path)?.playbook.posts.find((p) => p.title.zh === post)?.title ?? {
      zh: post,
      en: post,
    },
  )

/** 138 5500 0164: as one dials. */
const spaced = (phone: string | null): string => phone?.replace(/^(1\d{2})(\d{4})(\d{4})$/, '$1 $2 $3') ?? ''

const stationKinds = ['station', 'office', 'brigade', 'detachment'] as const

function linesOf(
  a: Around,
  rows: readonly CallRow[],
  figures: readonly { unit_id: string; reported: number; owed: number }[],
): Line[] {
  const { tree } = a.core.organisation
  const stationOf = (unitId: string) => tree.nearest(tree.get(unitId) ?? a.unit, ...stationKinds)?.id ?? a.unit.id
  const stations = [...tree.below(a.unit)].map((u) => u.id)
  const known = new Set(stations)
  const order = [...stations, ...[...new Set(rows.map((r) => stationOf(r.unit_id)))].filter((s) => !known.has(s))]
  const { first, groups } = orderCalls(rows, stationOf, order)
  const lines: Line[] = []
  let no = 0
  if (first.length > 0)
    lines.push({
      kind: 'group',
      title: a.say(texts.first, { count: first.length }),
      name: '',
      post: '',
      phone: '',
      lacks: '',
      tick: false,
    })
  for (const row of first) lines.push(nameLine(a, row, ++no, true))
  for (const { station, rows: list } of groups) {
    const chief = chiefOf(a, station, stepNo.station)
    const own = figures.filter((f) => stationOf(f.unit_id) === station)
    const [reported, owed] = [own.reduce((n, f) => n + f.reported, 0), own.reduce((n, f) => n + f.owed, 0)]
    lines.push({
      kind: 'group',
      title: tree.get(station)?.name ?? '',
      name: chief?.name ?? '',
      post: chief?.post ?? a.say(texts.vacant),
      phone: chief?.phone ?? '',
      lacks: a.say(texts.whole, { figures: `${reported}/${owed}`, count: owed - reported }),
      tick: chief !== undefined,
    })
    for (const row of list) lines.push(nameLine(a, row, ++no, false))
  }
  return lines
}

function nameLine(a: Around, row: CallRow, no: number, withStation: boolean): Line {
  const { tree } = a.core.organisation
  const unit = tree.get(row.unit_id)
  const station = withStation && unit ? tree.nearest(unit, ...stationKinds) : undefined
  const where = [
    station && station.id !== unit?.id ? station.name : '',
    unit?.name ?? '',
    row.post ? postOf(a, row.post) : '',
  ]
    .filter(Boolean)
    .join(' ')
  const leader = row.phone === null ? chiefOf(a, row.unit_id, stepNo.squad) : undefined
  return {
    kind: 'name',
    no,
    name: row.household ? a.say(texts.home, { name: row.name }) : row.name,
    post: where,
    phone: spaced(row.phone) || (leader?.phone ?? a.say(texts.noPhone)),
    phoneNote: leader ? a.say(texts.leader, { post: leader.post, name: leader.name }) : '',
    lacks: span(a, a.w.now.getTime() - row.due_at.getTime()),
    note: noteOf(a, row),
  }
}

/** What the caller should know of this name; at most two things. */
function noteOf(a: Around, row: CallRow): string {
  const notes: string[] = []
  if (urgency(row) === 'alert') notes.push(a.say(texts.alertOpen))
  const kind = row.presence === null ? undefined : presenceTexts[row.presence]
  if (kind && row.presence_from && (row.presence === 'quarantine' || row.presence === 'hospital')) {
    const n = Math.floor((a.w.now.getTime() - row.presence_from.getTime()) / 86_400_000) + 1
    notes.push(a.say(texts.days, { kind: a.say(kind), n }))
  } else if (kind) notes.push([a.say(kind), row.place].filter(Boolean).join('，'))
  if (urgency(row) === 'warm' && row.celsius !== null && row.read_at)
    notes.push(a.say(texts.last, { when: whenText(a, row.read_at), celsius: row.celsius.toFixed(1) }))
  if (row.tries > 0) notes.push(a.say(texts.tried, { n: row.tries }))
  if (row.before_due_at) notes.push(a.say(texts.before))
  return notes.slice(0, 2).join('；')
}

function whenText(a: Around, at: Date): string {
  const time = localTimeText(at.getTime(), a.zone)
  const yesterday = localDate(at.getTime(), a.zone) === addDays(localDate(a.w.now.getTime(), a.zone), -1)
  return yesterday ? a.say(texts.yesterdayAt, { time }) : time
}

/** 1 小时 30 分 */
function span(a: Around, ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  const [h, m] = [Math.floor(minutes / 60), minutes % 60]
  const parts: Text[] = []
  if (h > 0) parts.push({ zh: `${h} 小时`, en: `${h} h` })
  if (m > 0 || h === 0) parts.push({ zh: `${m} 分`, en: `${m} min` })
  return parts.map((p) => a.say(p)).join(' ')
}

const fixed = (t: Around['say']): Record<string, string> =>
  Object.fromEntries(
    (
      [
        'title',
        'unit',
        'asOf',
        'missing',
        'how',
        'howText',
        'ask',
        'noAnswer',
        'noAnswerText',
        'name',
        'phone',
        'lacks',
        'result',
        'celsius',
        'at',
        'reached',
        'reported',
        'signature',
        'begun',
        'ended',
        'came',
        'people',
        'basis',
        'afterwards',
        'digest',
        'page',
      ] as const
    ).map((k) => [k, t(texts[k])]),
  )

function head(
  a: Around,
  why: Awaited<ReturnType<typeof whysIn>> extends Map<string, infer W> ? W : never,
  missing: number,
  figures: { reported: number; owed: number; exempt: number },
  households: boolean,
  title: Text,
): Record<string, string> {
  const now = a.w.now.getTime()
  const duty = chiefOf(
    a,
    a.unit.id,
    a.unit.kind === 'brigade' ? stepNo.brigade : a.unit.kind === 'detachment' ? stepNo.leading : stepNo.station,
  )
  const detachment = a.unit.detachmentId === null ? undefined : a.core.organisation.tree.get(a.unit.detachmentId)
  const next = why.next?.recipients[0]
  return {
    handedTo: duty ? a.say(texts.handedTo, { name: duty.name }) : '',
    printed: a.say(texts.printed, { time: localTimeText(now, a.zone) }),
    unitName: a.unit.name,
    detachment: detachment && detachment.id !== a.unit.id ? detachment.name : '',
    date: dateText(a, now),
    time: localTimeText(now, a.zone),
    measure: a.say(title),
    reportedN: String(figures.reported),
    owedN: String(figures.owed),
    exemptText: figures.exempt > 0 ? a.say(texts.exempt, { count: figures.exempt }) : '',
    missingN: String(missing),
    missingUnit: a.say(households ? texts.households : texts.people),
    overdueText: why.due_at
      ? a.say(texts.overdue, {
          due: localTimeText(Date.parse(why.due_at), a.zone),
          span: span(a, now - Date.parse(why.due_at)),
        })
      : '',
    basisText: why.clause
      ? a.say(
          fill2(texts.basisText, why.clause.directive, why.clause.title, {
            number: why.clause.directive_number,
            clause: why.clause.number,
          }),
        )
      : '',
    nextTime: why.next ? localTimeText(Date.parse(why.next.held_until ?? why.next.at), a.zone) : '',
    nextText: why.next && next ? `${a.say(nextWords(next))} ${spaced(next.phone)}` : '',
  }
}

/** Who hears of it next, by post and name. */
const nextWords = ({ posts, name }: { posts: readonly Text[]; name: string }): Text => ({
  zh: fill(texts.next, { who: posts.map((p) => p.zh).join('兼'), name }).zh,
  en: fill(texts.next, { who: posts.map((p) => p.en).join(' and '), name }).en,
})

/** Fills texts that are themselves pairs, each language with its own. */
const fill2 = (text: Text, directive: Text, title: Text, rest: Record<string, string>): Text => ({
  zh: fill(text, { ...rest, directive: directive.zh, title: title.zh }).zh,
  en: fill(text, { ...rest, directive: directive.en, title: title.en }).en,
})

function dateText(a: Around, now: number): string {
  const make = (locale: string, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: a.zone, ...options }).format(now)
  return a.say({
    zh: `${make('zh-CN', { month: 'numeric' }).replace(/月?$/, '')} 月 ${make('zh-CN', { day: 'numeric' }).replace(/日?$/, '')} 日 ${make('zh-CN', { weekday: 'long' })}`,
    en: make('en-GB', { weekday: 'short', day: 'numeric', month: 'short' }),
  })
}
