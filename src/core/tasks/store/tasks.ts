/** SQL of tasks and tallies: read, insert, change; tallies always move with them in the same transaction. */
import { sql } from 'kysely'
import type { Tx } from '#platform/work.ts'
import type { StoredTask } from '../compare.ts'
import type { ExpectedTask } from '../expected.ts'
import { type Counts, countKeys, countsOf, noCounts, taskState } from '../states.ts'

/** A task's row as it comes from the database. */
export interface TaskRow {
  id: string
  detachment_id: string
  unit_id: string
  measure: string
  day: string
  slot: string
  subject_kind: string
  subject_id: string
  form: string
  opens_at: Date
  due_at: Date
  closes_at: Date
  measure_ids: string[]
  state: number
  flagged: boolean
  met_by: string | null
  met_at: Date | null
  reason: string | null
  reason_by: string | null
}

const columns = sql`id, detachment_id, unit_id, measure, day, slot, subject_kind, subject_id, form, opens_at, due_at,
  closes_at, measure_ids, state, flagged, met_by, met_at, reason, reason_by`

/** Tasks of these subjects that are due after an instant, in every state. */
export async function tasksDueAfter(tx: Tx, subjectIds: readonly string[], after: Date): Promise<TaskRow[]> {
  // A task's id carries its local date: three days before are enough for any zone and window, and spare old months.
  const { rows } = await sql<TaskRow>`select ${columns} from task
    where subject_id = any(${subjectIds}::uuid[]) and due_at > ${after}
      and id >= uuid_floor(${new Date(after.getTime() - 3 * 86_400_000)}::timestamptz)
    order by id for update`.execute(tx)
  return rows
}

/** Tasks by id, as they are. */
export async function readTasks(tx: Tx, ids: readonly string[]): Promise<TaskRow[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<TaskRow>`select ${columns} from task where id = any(${ids}::uuid[]) order by id`.execute(
    tx,
  )
  return rows
}

/** Tasks by id, locked in key order. */
export async function lockTasks(tx: Tx, ids: readonly string[]): Promise<TaskRow[]> {
  const { rows } =
    await sql<TaskRow>`select ${columns} from task where id = any(${ids}::uuid[]) order by id for update`.execute(tx)
  return rows
}

/** A page of the tasks of one local date whose state reports decide, in order of id; `after` is the last id before it. */
export async function workedOutTasks(tx: Tx, day: string, after: string | null, limit: number): Promise<TaskRow[]> {
  const { rows } = await sql<TaskRow>`select ${columns} from task
    where day = ${day}::date and state not in (${taskState.exempt}, ${taskState.withdrawn})
      and id >= uuid_floor(${day}::date::timestamp at time zone 'UTC')
      and id < uuid_floor((${day}::date + 1)::timestamp at time zone 'UTC')
      and (${after}::uuid is null or id > ${after}::uuid)
    order by id limit ${limit}`.execute(tx)
  return rows
}

/** Tasks of each subject for its form whose window contains one of the instants, locked in key order. */
export async function tasksInWindow(
  tx: Tx,
  asked: readonly { subject_id: string; form: string; instants: readonly Date[] }[],
): Promise<TaskRow[]> {
  const each = asked.flatMap((a) => a.instants.map((at) => ({ subject: a.subject_id, form: a.form, at })))
  const instants = each.map((e) => e.at.getTime())
  // A task's id carries its local date: three days around hold every zone and window, and spare the other months.
  const around = 3 * 86_400_000
  const [from, until] = [new Date(Math.min(...instants) - around), new Date(Math.max(...instants) + around)]
  const { rows } = await sql<TaskRow>`select ${columns} from task t
    where t.subject_id = any(${[...new Set(each.map((e) => e.subject))]}::uuid[])
      and t.id >= uuid_floor(${from}::timestamptz) and t.id < uuid_floor(${until}::timestamptz)
      and exists (select from unnest(${each.map((e) => e.subject)}::uuid[], ${each.map((e) => e.form)}::text[],
          ${each.map((e) => e.at)}::timestamptz[]) as e(subject, form, at)
        where e.subject = t.subject_id and e.form = t.form and t.opens_at <= e.at and e.at < t.closes_at)
    order by id for update`.execute(tx)
  return rows
}

/** Ids of these subjects' tasks whose window has not closed at an instant. */
export async function notClosedOf(tx: Tx, subjectIds: readonly string[], at: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from task
    where subject_id = any(${subjectIds}::uuid[]) and ${at} < closes_at
      and id >= uuid_floor(${new Date(at.getTime() - 3 * 86_400_000)}::timestamptz)`.execute(tx)
  return rows.map((row) => row.id)
}

/** The open tasks of one measure, date and slot in a detachment for which a report lies in the window. */
export async function unmatchedTasks(
  tx: Tx,
  key: { detachmentId: string; measure: string; day: string; slot: string },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select t.id from task t
    join tally y on y.unit_id = t.unit_id and y.day = t.day and y.measure = t.measure and y.slot = t.slot
    where y.detachment_id = ${key.detachmentId} and y.day = ${key.day} and y.measure = ${key.measure} and y.slot = ${key.slot}
      and t.state = ${taskState.open}
      and exists (select from report r where r.subject_id = t.subject_id and r.form = t.form
        and r.observed_at >= t.opens_at and r.observed_at < t.closes_at and r.received_at < t.closes_at)`.execute(tx)
  return rows.map((r) => r.id)
}

export const asStored = (t: TaskRow): StoredTask => ({
  id: t.id,
  detachmentId: t.detachment_id,
  unitId: t.unit_id,
  measure: t.measure,
  day: t.day,
  slot: t.slot,
  opensAt: t.opens_at.getTime(),
  dueAt: t.due_at.getTime(),
  closesAt: t.closes_at.getTime(),
  state: t.state,
  flagged: t.flagged,
  reason: t.reason,
  reasonBy: t.reason_by,
  measureIds: t.measure_ids,
})

/** What identifies a tally, with the window that boards show. */
interface TallyKey {
  unitId: string
  day: string
  measure: string
  slot: string
  detachmentId: string
  opensAt: number
  dueAt: number
  closesAt: number
}

/** Sums of changes to tallies, applied in key order so that two transactions never wait for each other in a ring. */
export class TallyMoves {
  readonly #moves = new Map<string, { key: TallyKey; counts: Counts }>()

  /** Adds (`sign` 1) or takes away (-1) what a task counts. */
  add(key: TallyKey, state: number, flagged: boolean, sign: 1 | -1): void {
    const name = `${key.unitId} ${key.day} ${key.measure} ${key.slot}`
    const move = this.#moves.get(name) ?? { key, counts: noCounts() }
    const counts = countsOf(state, flagged)
    for (const k of countKeys) move.counts[k] += sign * counts[k]
    this.#moves.set(name, move)
  }

  get units(): Set<string> {
    return new Set([...this.#moves.values()].map((m) => m.key.unitId))
  }

  async apply(tx: Tx): Promise<void> {
    const moves = [...this.#moves.values()].filter((m) => countKeys.some((k) => m.counts[k] !== 0))
    if (moves.length === 0) return
    const of = <T>(pick: (m: (typeof moves)[number]) => T) => moves.map(pick)
    const at = (pick: (k: TallyKey) => number) => of((m) => new Date(pick(m.key)))
    await sql`insert into tally as y (unit_id, day, measure, slot, detachment_id, opens_at, due_at, closes_at,
        expected, done, late, received_late, exempt, flagged)
      select * from unnest(${of((m) => m.key.unitId)}::uuid[], ${of((m) => m.key.day)}::date[], ${of((m) => m.key.measure)}::text[],
        ${of((m) => m.key.slot)}::text[], ${of((m) => m.key.detachmentId)}::uuid[], ${at((k) => k.opensAt)}::timestamptz[],
        ${at((k) => k.dueAt)}::timestamptz[], ${at((k) => k.closesAt)}::timestamptz[],
        ${of((m) => m.counts.expected)}::int[], ${of((m) => m.counts.done)}::int[], ${of((m) => m.counts.late)}::int[],
        ${of((m) => m.counts.received_late)}::int[], ${of((m) => m.counts.exempt)}::int[], ${of((m) => m.counts.flagged)}::int[])
        as m(unit_id, day, measure, slot, detachment_id, opens_at, due_at, closes_at, expected, done, late, received_late, exempt, flagged)
      order by unit_id, day, measure, slot
      on conflict (unit_id, day, measure, slot) do update set
        expected = y.expected + excluded.expected, done = y.done + excluded.done, late = y.late + excluded.late,
        received_late = y.received_late + excluded.received_late, exempt = y.exempt + excluded.exempt,
        flagged = y.flagged + excluded.flagged,
        opens_at = excluded.opens_at, due_at = excluded.due_at, closes_at = excluded.closes_at`.execute(tx)
  }
}

const tallyKeyOf = (t: TaskRow): TallyKey => ({ ...asStored(t) })

/** Inserts tasks that are not there yet and counts them. @returns the rows that were new */
export async function insertTasks(tx: Tx, tasks: readonly ExpectedTask[], now: Date): Promise<TaskRow[]> {
  if (tasks.length === 0) return []
  const of = <T>(pick: (t: ExpectedTask) => T) => tasks.map(pick)
  const at = (pick: (t: ExpectedTask) => number) => of((t) => new Date(pick(t)))
  const { rows } =
    await sql<TaskRow>`insert into task (id, detachment_id, unit_id, measure, day, slot, subject_kind, subject_id,
      form, opens_at, due_at, closes_at, measure_ids, state, reason, reason_at, made_at)
    select id, detachment_id, unit_id, measure, day, slot, subject_kind, subject_id, form, opens_at, due_at, closes_at,
      string_to_array(measure_ids, ',')::uuid[], case when declined then ${taskState.exempt}::smallint else 0 end,
      case when declined then 'declined' end, case when declined then ${now}::timestamptz end, ${now}
    from unnest(${of((t) => t.id)}::uuid[], ${of((t) => t.detachmentId)}::uuid[], ${of((t) => t.unitId)}::uuid[],
      ${of((t) => t.measure)}::text[], ${of((t) => t.day)}::date[], ${of((t) => t.slot)}::text[], ${of((t) => t.subjectKind)}::text[],
      ${of((t) => t.subjectId)}::uuid[], ${of((t) => t.form)}::text[], ${at((t) => t.opensAt)}::timestamptz[],
      ${at((t) => t.dueAt)}::timestamptz[], ${at((t) => t.closesAt)}::timestamptz[], ${of((t) => t.measureIds.join(','))}::text[],
      ${of((t) => t.declined)}::bool[])
      as n(id, detachment_id, unit_id, measure, day, slot, subject_kind, subject_id, form, opens_at, due_at, closes_at, measure_ids, declined)
    -- The same task in another detachment: it was due there before the person came here.
    where not exists (select from task t where t.id = n.id)
    order by id on conflict do nothing returning ${columns}`.execute(tx)
  const moves = new TallyMoves()
  for (const t of rows) moves.add(tallyKeyOf(t), t.state, t.flagged, 1)
  await moves.apply(tx)
  return rows
}

/** A change of one task; what is left out stays. */
export interface TaskChange {
  readonly before: TaskRow
  readonly after: Partial<Omit<TaskRow, 'id'>> & { reason_note?: string | null; reason_at?: Date | null }
}

/** Writes changed tasks and moves their tallies from what they counted before to what they count now. */
export async function changeTasks(tx: Tx, changes: readonly TaskChange[]): Promise<Set<string>> {
  const moves = new TallyMoves()
  const rows = changes.map(({ before, after }) => ({ before, next: { ...before, ...after }, after }))
  for (const { before, next } of rows) {
    moves.add(tallyKeyOf(before), before.state, before.flagged, -1)
    moves.add(tallyKeyOf(next), next.state, next.flagged, 1)
  }
  if (rows.length === 0) return new Set()
  const of = <T>(pick: (r: (typeof rows)[number]) => T) => rows.map(pick)
  await sql`update task t set detachment_id = n.detachment_id, unit_id = n.unit_id, opens_at = n.opens_at, due_at = n.due_at,
      closes_at = n.closes_at, measure_ids = string_to_array(n.measure_ids, ',')::uuid[], state = n.state, flagged = n.flagged,
      met_by = n.met_by, met_at = n.met_at, reason = n.reason,
      reason_note = case when n.told then n.reason_note else t.reason_note end,
      reason_by = case when n.told then n.reason_by else t.reason_by end,
      reason_at = case when n.told then n.reason_at else t.reason_at end
    from unnest(${of((r) => r.before.id)}::uuid[], ${of((r) => r.before.detachment_id)}::uuid[], ${of((r) => r.next.detachment_id)}::uuid[],
      ${of((r) => r.next.unit_id)}::uuid[], ${of((r) => r.next.opens_at)}::timestamptz[], ${of((r) => r.next.due_at)}::timestamptz[],
      ${of((r) => r.next.closes_at)}::timestamptz[], ${of((r) => r.next.measure_ids.join(','))}::text[], ${of((r) => r.next.state)}::smallint[],
      ${of((r) => r.next.flagged)}::bool[], ${of((r) => r.next.met_by)}::uuid[], ${of((r) => r.next.met_at)}::timestamptz[],
      ${of((r) => r.next.reason)}::text[], ${of((r) => r.after.reason_note ?? null)}::text[], ${of((r) => r.after.reason_by ?? null)}::uuid[],
      ${of((r) => r.after.reason_at ?? null)}::timestamptz[], ${of((r) => 'reason' in r.after)}::bool[])
      as n(id, old_detachment_id, detachment_id, unit_id, opens_at, due_at, closes_at, measure_ids, state, flagged, met_by, met_at, reason,
        reason_note, reason_by, reason_at, told)
    where t.id = n.id and t.detachment_id = n.old_detachment_id`.execute(tx)
  await moves.apply(tx)
  return moves.units
}
