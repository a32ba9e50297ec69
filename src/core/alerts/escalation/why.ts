/** Why somebody was or was not reminded: the ladder of a measure, date and slot as it stands, and who is next. */

import type { Core } from '#core/core.ts'
import type { RunningCampaign } from '#core/orders/orders.ts'
import type { Measure } from '#core/orders/playbook/schema.ts'
import type { Unit } from '#core/organisation/tree.ts'
import { may } from '#platform/access/actor.ts'
import { localTimeText } from '#platform/local-time.ts'
import { type Context, type Work, work } from '#platform/work.ts'
import { passedPeople } from '../notices/actions.ts'
import { fullTitle, titlesOf } from '../titles.ts'
import { measureRungs, type Rung, type Timed, timedRungs } from './ladder.ts'
import type { Owed, Staffing } from './recipients.ts'
import type { StepShape, WhyShape } from './schema.ts'
import { loadStaffing } from './staffing.ts'
import { stillSpans } from './still.ts'
import { downtimesSince, type EscalationRow } from './store.ts'
import {
  byHandOf,
  type ClauseRow,
  clausesOf,
  escalationsOf,
  type Key,
  keyOf,
  type MissingRow,
  type NoticeRow,
  noticesOf,
  openTasksOf,
  peopleOf,
  type UnsentRow,
  unsentOf,
  type WindowRow,
  windowsOf,
} from './store-why.ts'
import { isPersonal, nextOf } from './why-next.ts'
import { type Naming, named, passedHere } from './why-people.ts'
import { sentencesOf } from './why-text.ts'

/** What the boxes of one unit share. */
interface Read extends Naming {
  readonly w: Work
  readonly zone: string
  readonly escalations: ReadonlyMap<string, EscalationRow>
  readonly windows: ReadonlyMap<string, WindowRow>
  readonly open: ReadonlyMap<string, MissingRow[]>
  readonly notices: ReadonlyMap<string, NoticeRow[]>
  readonly unsent: ReadonlyMap<string, UnsentRow[]>
  readonly byHand: ReadonlyMap<string, { at: Date; times: number }>
  readonly clauses: ReadonlyMap<string, ClauseRow>
  readonly downtimes: readonly { from: number; until: number }[]
}

/** One box. @throws Problem `not-allowed` without board.read at the unit */
export async function readWhy(core: Core, context: Context, unit: Unit, key: Key): Promise<WhyShape> {
  may(context.actor, 'board.read', unit.path)
  return work(context, async (w) => (await whysIn(core, w, unit, [key])).get(keyOf(key))!)
}

/** The boxes of several measures at one unit, in a fixed number of statements. By `keyOf`. */
export async function whysIn(core: Core, w: Work, unit: Unit, keys: readonly Key[]): Promise<Map<string, WhyShape>> {
  if (keys.length === 0) return new Map()
  const read = await load(core, w, unit, keys)
  return new Map(keys.map((key) => [keyOf(key), whyOf(read, key)]))
}

async function load(core: Core, w: Work, unit: Unit, keys: readonly Key[]): Promise<Read> {
  const units = [...core.organisation.tree.below(unit)].map((u) => u.id)
  const whole = unit.id === unit.detachmentId
  const escalations = unit.detachmentId === null ? [] : await escalationsOf(w.tx, unit.detachmentId, keys)
  const ids = escalations.map((e) => e.id)
  const windows = await windowsOf(w.tx, units, keys)
  const open = await openTasksOf(w.tx, units, keys)
  const notices = await noticesOf(w.tx, ids, whole ? null : units)
  const unsent = await unsentOf(w.tx, ids, whole ? null : units)
  const byHand = await byHandOf(w.tx, units, keys)
  const measures = core.orders.measuresAt(unit.path).filter((m) => keys.some((k) => k.measure === m.code))
  const clauses = await clausesOf(
    w.tx,
    measures.map((m) => m.id),
  )
  // Whoever was told earlier keeps the post in the sentence when nothing is open any more.
  const where = notices.map((n) => ({ id: n.recipient_id, unitId: n.unit_id, subjectKind: '', subjectId: '' }))
  const staff = await loadStaffing(w.tx, core.organisation.tree, [...open.map(owedOf), ...where], null, w.now)
  const earliest = windows.reduce((at, r) => Math.min(at, r.due_at.getTime()), w.now.getTime())
  const downtimes = await downtimesSince(w.tx, new Date(earliest))
  const campaign = core.orders.campaignAt(unit.path)
  const people = await peopleOf(w.tx, everybody(core, unit, open, staff, campaign, notices, unsent))
  return {
    core,
    w,
    unit,
    campaign,
    zone: campaign?.zone ?? unit.zone,
    staff,
    escalations: new Map(escalations.map((e) => [keyOf({ measure: e.measure!, day: e.day!, slot: e.slot! }), e])),
    windows: new Map(windows.map((r) => [keyOf(r), r])),
    open: Map.groupBy(open, keyOf),
    notices: Map.groupBy(notices, (n) => n.escalation_id),
    unsent: Map.groupBy(unsent, (n) => n.escalation_id),
    byHand: new Map(byHand.map((b) => [keyOf(b), b])),
    clauses: new Map(clauses.map((c) => [c.code, c])),
    people,
    downtimes,
  }
}

const owedOf = (t: MissingRow): Owed => ({
  id: t.id,
  unitId: t.unit_id,
  subjectKind: t.subject_kind,
  subjectId: t.subject_id,
})

/** Everybody whom a box may name: holders of posts around these units, and whoever was passed over. */
function everybody(
  core: Core,
  unit: Unit,
  open: readonly MissingRow[],
  staff: Staffing,
  campaign: RunningCampaign | undefined,
  notices: readonly NoticeRow[],
  unsent: readonly UnsentRow[],
): string[] {
  const ids = new Set([
    ...passedPeople(notices.flatMap((n) => n.passed)),
    ...passedPeople(unsent.flatMap((n) => n.passed)),
  ])
  const units = new Set(
    [unit.id, ...open.map((t) => t.unit_id)].flatMap((id) =>
      [...core.organisation.tree.above(core.organisation.tree.get(id) ?? unit)].map((u) => u.id),
    ),
  )
  for (const post of campaign?.playbook.posts ?? [])
    for (const id of units) for (const person of staff.holders(id, post.title.zh)) ids.add(person)
  return [...ids]
}

function whyOf(read: Read, key: Key): WhyShape {
  const { core, unit, campaign } = read
  const titles = titlesOf(core, key.measure, key.slot, unit.path)
  const escalation = read.escalations.get(keyOf(key))
  const window = read.windows.get(keyOf(key))
  const due = window?.due_at.getTime() ?? null
  const open = read.open.get(keyOf(key)) ?? []
  const now = read.w.now.getTime()
  const spans = stillSpans(read.downtimes, campaign?.playbook.escalation.graceMinutes ?? 0)
  const minutes = titles.measure ? measureRungs(titles.measure.late) : []
  const rungs = due === null ? [] : timedRungs(minutes, due, spans)
  const next = due === null || !titles.measure ? null : comingOf(read, key, titles.measure, minutes, due, spans)
  const clause = read.clauses.get(key.measure)
  const byHand = read.byHand.get(keyOf(key))
  const down = due === null ? undefined : read.downtimes.find((d) => d.until > due && d.from < now)
  const steps = rungs.map((r) => stepOf(read, r, escalation, titles.measure, next))
  const part: Omit<WhyShape, 'sentences'> = {
    unit: { id: unit.id, name: unit.name },
    ...key,
    title: fullTitle(titles),
    due_at: window?.due_at.toISOString() ?? null,
    closes_at: window?.closes_at.toISOString() ?? null,
    missing: due !== null && due < now ? open.length : 0,
    clause: clause
      ? {
          directive_number: clause.directive_number,
          directive: clause.directive,
          number: clause.number,
          title: clause.title,
        }
      : null,
    steps,
    next: next?.shape ?? null,
    by_hand: byHand ? { at: byHand.at.toISOString(), times: byHand.times } : null,
    downtime: down ? { from: new Date(down.from).toISOString(), until: new Date(down.until).toISOString() } : null,
    ended: escalation?.finished_why ?? null,
  }
  return { ...part, sentences: sentencesOf(part, (at) => localTimeText(Date.parse(at), read.zone)) }
}

/** Who comes next, where something is open and the ladder has not ended. */
function comingOf(
  read: Read,
  key: Key,
  measure: Measure,
  rungs: readonly Rung[],
  due: number,
  spans: ReturnType<typeof stillSpans>,
): ReturnType<typeof nextOf> {
  const escalation = read.escalations.get(keyOf(key))
  const open = read.open.get(keyOf(key)) ?? []
  const { campaign, w } = read
  if (!campaign || escalation?.finished_why || open.length === 0) return null
  return nextOf({
    naming: read,
    w,
    measure,
    ladder: {
      rungs,
      repeatMinutes: campaign.playbook.escalation.repeatMinutes,
      closesAt: read.windows.get(keyOf(key))?.closes_at.getTime() ?? null,
      spans,
      now: w.now.getTime(),
    },
    due,
    escalation,
    open: open.map(owedOf),
    notices: escalation ? (read.notices.get(escalation.id) ?? []) : [],
    unsent: escalation ? (read.unsent.get(escalation.id) ?? []) : [],
    titleOf: (step) => titleOf(read, step),
  })
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null
const titleOf = (read: Read, step: number) => {
  const code = ['self', 'contact', 'squad', 'station', 'brigade', 'leading'][step]
  return (
    read.campaign?.playbook.escalation.ladder.find((l) => l.code === code)?.title ?? { zh: code ?? '', en: code ?? '' }
  )
}

function stepOf(
  read: Read,
  rung: Timed,
  escalation: EscalationRow | undefined,
  measure: Measure | undefined,
  next: ReturnType<typeof nextOf>,
): StepShape {
  const told = (escalation ? (read.notices.get(escalation.id) ?? []) : []).filter((n) => n.step === rung.step)
  const unsent = (escalation ? (read.unsent.get(escalation.id) ?? []) : []).filter((n) => n.step === rung.step)
  const isNext = next?.step === rung.step
  const own = (n: NoticeRow) => n.via === 'owner' && (!measure || isPersonal(measure))
  const state = told.some((n) => n.sent_at !== null)
    ? 'told'
    : told.length > 0
      ? 'held'
      : isNext
        ? 'next'
        : unsent.length > 0
          ? 'not_sent'
          : 'later'
  return {
    step: rung.step,
    title: titleOf(read, rung.step),
    at: state === 'next' ? next!.shape.at : new Date(rung.at).toISOString(),
    state,
    sent_at: iso(told.find((n) => n.sent_at !== null)?.sent_at ?? null),
    persons: new Set(told.filter(own).map((n) => n.recipient_id)).size,
    told: told.filter((n) => !own(n)).map((n) => toldShape(read, n, measure)),
    unsent: unsent.map((u) => ({
      at: u.at.toISOString(),
      why: u.why,
      name: u.name,
      names: u.names,
      passed: passedHere(read, u.passed),
    })),
  }
}

const toldShape = (read: Read, n: NoticeRow, measure: Measure | undefined): StepShape['told'][number] => ({
  at: n.at.toISOString(),
  ...named(read, measure, { personId: n.recipient_id, unitId: n.unit_id, name: n.name }),
  via: n.via,
  passed: passedHere(read, n.passed),
  names: n.names,
  sent_at: iso(n.sent_at),
  held_until: iso(n.held_until),
  held_why: n.held_why,
  seen_at: iso(n.seen_at),
  acknowledged_at: iso(n.acknowledged_at),
  acknowledged_until: n.expired_at === null ? iso(n.expires_at) : null,
  ran_out_at: n.expired_at === null ? null : iso(n.expires_at),
})
