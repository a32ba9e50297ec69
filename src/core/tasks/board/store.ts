/** The board's figures out of the tallies, summed where they lie. */
import { sql } from 'kysely'
import type { Tx } from '#platform/work.ts'
import type { Buckets, ClosedUnit } from './buckets.ts'
import type { Sums } from './cells.ts'

/** Units below `path` closed since the day began anywhere on earth: on that day they still counted. */
export async function closedSince(tx: Tx, path: string, day: string): Promise<ClosedUnit[]> {
  const from = new Date(Date.parse(`${day}T00:00:00Z`) - 14 * 3_600_000)
  const { rows } = await sql<{ id: string; path: string }>`
    select id, path::text as path from unit where closed_at >= ${from} and path <@ ${path}::text::ltree
    order by path`.execute(tx)
  return rows
}

type Row = Omit<Sums, 'dueAt'> & { bucket: number; dueAt: Date }

/** What is still open, and what follows from the due of each unit's tally: at due a report is still in time. */
const open = sql`(t.expected - t.done - t.late - t.received_late - t.exempt)`

/**
 * Sums of every bucket by measure and slot, in one statement.
 * @returns one list for each bucket, in their order
 */
export async function sumBuckets(tx: Tx, b: Buckets, day: string, now: Date): Promise<Sums[][]> {
  const { rows } = await sql<Row>`
    select b.bucket, t.measure as code, t.slot, min(t.due_at) as "dueAt",
      sum(t.expected) as expected, sum(t.done) as done, sum(t.late) as late, sum(t.received_late) as "receivedLate",
      sum(t.exempt) as exempt, sum(t.flagged) as flagged,
      coalesce(sum(${open}) filter (where t.due_at < ${now}), 0) as missing,
      coalesce(sum(${open}) filter (where t.due_at >= ${now}), 0) as pending
    from unnest(${b.unitIds}::uuid[], ${b.numbers}::int[]) as b (unit_id, bucket)
    join tally t on t.unit_id = b.unit_id and t.day = ${day}::date
    group by b.bucket, t.measure, t.slot`.execute(tx)
  const lists: Sums[][] = b.buckets.map(() => [])
  for (const { bucket, dueAt, ...row } of rows) lists[bucket]!.push({ ...row, dueAt: dueAt.getTime() })
  return lists
}

export type DaySums = Omit<Sums, 'code' | 'slot' | 'dueAt'> & { day: string }

/** Sums of whole days over units, all measures or one, all slots or one. Days without a tally are not there. */
export async function sumDays(
  tx: Tx,
  unitIds: readonly string[],
  days: readonly string[],
  now: Date,
  which: { measure?: string | undefined; slot?: string | undefined },
): Promise<DaySums[]> {
  const { rows } = await sql<DaySums>`
    select t.day, sum(t.expected) as expected, sum(t.done) as done, sum(t.late) as late,
      sum(t.received_late) as "receivedLate", sum(t.exempt) as exempt, sum(t.flagged) as flagged,
      coalesce(sum(${open}) filter (where t.due_at < ${now}), 0) as missing,
      coalesce(sum(${open}) filter (where t.due_at >= ${now}), 0) as pending
    from tally t
    where t.day = any(${days}::date[]) and t.unit_id = any(${unitIds}::uuid[])
      and (${which.measure ?? null}::text is null or t.measure = ${which.measure ?? null})
      and (${which.slot ?? null}::text is null or t.slot = ${which.slot ?? null})
    group by t.day order by t.day`.execute(tx)
  return rows
}
