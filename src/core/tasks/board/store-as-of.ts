/** Tasks as they stood at an instant, out of what is stored now: what came, was exempted or made after it is taken back. */
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/work.ts'
import type { Buckets } from './buckets.ts'
import type { Sums } from './cells.ts'

/** Tasks of a local day that count at these units. */
export interface DayScope {
  readonly unitIds: readonly string[]
  readonly day: string
  readonly at: Date
  /** Null: all of them. */
  readonly measure: string | null
  readonly slot: string | null
}

/** States that only the reports of that time can tell, worked out beforehand: id, state, flagged. */
export type Told = readonly { readonly id: string; readonly state: number; readonly flagged: boolean }[]

const inScope = (
  s: DayScope,
): RawBuilder<unknown> => sql`t.unit_id = any(${s.unitIds}::uuid[]) and t.day = ${s.day}::date
  and (${s.measure}::text is null or t.measure = ${s.measure}) and (${s.slot}::text is null or t.slot = ${s.slot})`

/**
 * Ids of the tasks whose stored state says nothing of that time: reports had come, and others, corrections or an
 * exemption came after. To be called with the program's own sight of reports.
 */
export async function overtakenTasks(tx: Tx, s: DayScope): Promise<string[]> {
  const about = sql`r.subject_id = t.subject_id and r.form = t.form`
  const within = sql`r.observed_at >= t.opens_at and r.observed_at < t.closes_at`
  const { rows } = await sql<{ id: string }>`select t.id from task t where ${inScope(s)} and t.made_at <= ${s.at}
    and exists (select from report r where ${about} and ${within} and r.received_at <= ${s.at})
    and (t.state in (4, 5) and t.reason_at > ${s.at}
      or exists (select from report r where ${about} and r.received_at > ${s.at} and (r.corrects is not null or ${within})))`.execute(
    tx,
  )
  return rows.map((row) => row.id)
}

/** `w`: every task that was there, with its state and flag of that time. State codes: see the table `task`. */
const asOf = (s: DayScope, told: Told): RawBuilder<unknown> => sql`w as (
    select t.id, t.unit_id, t.measure, t.slot, t.state as now, t.flagged and t.state between 1 and 3 as flagged_now, x.state, x.flagged and x.state between 1 and 3 as flagged
    from task t
    left join unnest(${told.map((x) => x.id)}::uuid[], ${told.map((x) => x.state)}::int[], ${told.map((x) => x.flagged)}::bool[])
      as o (id, state, flagged) on o.id = t.id
    cross join lateral (select coalesce(o.state, case
        when t.state in (4, 5) and coalesce(t.reason_at, '-infinity') <= ${s.at} then t.state
        when t.state between 1 and 3 and t.met_at <= ${s.at} then t.state else 0 end) as state,
      coalesce(o.flagged, t.flagged) as flagged) x
    where ${inScope(s)} and t.made_at <= ${s.at})`

/** What a board of that instant counts. @returns one list for each bucket, in their order */
export async function sumBucketsAsOf(tx: Tx, b: Buckets, s: DayScope, told: Told): Promise<Sums[][]> {
  const of = (state: number) => sql`count(*) filter (where w.state = ${state})::int`
  const { rows } = await sql<Omit<Sums, 'dueAt'> & { bucket: number; dueAt: Date }>`with ${asOf(s, told)}
    select b.bucket, w.measure as code, w.slot, min(y.due_at) as "dueAt",
      count(*) filter (where w.state <> 5)::int as expected, ${of(1)} as done, ${of(2)} as late, ${of(3)} as "receivedLate",
      ${of(4)} as exempt, count(*) filter (where w.flagged)::int as flagged,
      count(*) filter (where w.state = 0 and y.due_at < ${s.at})::int as missing,
      count(*) filter (where w.state = 0 and y.due_at >= ${s.at})::int as pending
    from unnest(${b.unitIds}::uuid[], ${b.numbers}::int[]) as b (unit_id, bucket)
    join w on w.unit_id = b.unit_id
    join tally y on y.unit_id = w.unit_id and y.day = ${s.day}::date and y.measure = w.measure and y.slot = w.slot
    group by b.bucket, w.measure, w.slot`.execute(tx)
  const lists: Sums[][] = b.buckets.map(() => [])
  for (const { bucket, dueAt, ...row } of rows) lists[bucket]!.push({ ...row, dueAt: dueAt.getTime() })
  return lists
}

/** A row of a list of that instant. */
export interface RowAsOf {
  readonly task: string
  readonly state: number
  readonly pastDue: boolean
  readonly flagged: boolean
}

/** Every task that was owed then. @param only of these tasks alone */
export async function rowsAsOf(tx: Tx, s: DayScope, told: Told, only?: readonly string[]): Promise<RowAsOf[]> {
  const { rows } = await sql<RowAsOf>`with ${asOf(s, told)}
    select w.id as task, w.state, y.due_at < ${s.at} as "pastDue", w.flagged from w
    join tally y on y.unit_id = w.unit_id and y.day = ${s.day}::date and y.measure = w.measure and y.slot = w.slot
    where w.state <> 5 and (${only ?? null}::uuid[] is null or w.id = any(${only ?? null}::uuid[]))`.execute(tx)
  return rows
}

/** How many tasks are otherwise now than they were then, by what happened to them. */
export interface Since {
  /** Open then, met now. */
  readonly reported: number
  readonly exempted: number
  /** No longer owed. */
  readonly withdrawn: number
  /** Made after it. */
  readonly added: number
  /** By a correction, a flag, or an exemption taken back. */
  readonly otherwise: number
}

/** @param rows the tasks of a list; left out: all of the scope, and those made since */
export async function changedSince(tx: Tx, s: DayScope, told: Told, rows?: readonly string[]): Promise<Since> {
  const mine = sql`(${rows ?? null}::uuid[] is null or w.id = any(${rows ?? null}::uuid[]))`
  const n = (what: RawBuilder<unknown>) => sql`count(*) filter (where ${what})::int`
  const { rows: found } = await sql<Since>`with ${asOf(s, told)}
    select ${n(sql`w.state = 0 and w.now between 1 and 3`)} as reported,
      ${n(sql`w.state <> 4 and w.now = 4`)} as exempted, ${n(sql`w.state <> 5 and w.now = 5`)} as withdrawn,
      (select count(*)::int from task t where ${rows ? sql`false` : sql`true`} and ${inScope(s)} and t.made_at > ${s.at}) as added,
      ${n(sql`w.now < 4 and not (w.state = 0 and w.now between 1 and 3) and (w.state <> w.now or w.flagged <> w.flagged_now)`)} as otherwise
    from w where ${mine}`.execute(tx)
  return found[0]!
}
