/** Reads the tallies of units for the sums in memory, by primary key. */
import { sql } from 'kysely'
import type { Database } from '#platform/database/connect.ts'
import type { ClosedUnit } from './buckets.ts'

/** One tally as the sums in memory keep it. */
export interface Tally {
  readonly key: string
  readonly code: string
  readonly slot: string
  /** Unix milliseconds. */
  readonly dueAt: number
  readonly expected: number
  readonly done: number
  readonly late: number
  readonly receivedLate: number
  readonly exempt: number
  readonly flagged: number
  /** The row as it was written, to see whether it changed. */
  readonly stamp: string
}

type Line = [string, string, number, number, number, number, number, number, number]

/** Keys come back many thousand times: one copy of each is kept while reading. */
const keys = new Map<string, string>()
const kept = (key: string): string => {
  const known = keys.get(key)
  if (known !== undefined) return known
  if (keys.size > 10_000) keys.clear()
  keys.set(key, key)
  return key
}

function tallyOf(line: Line): Tally {
  const [code, slot, dueAt, expected, done, late, receivedLate, exempt, flagged] = line
  const key = kept(`${code}\u0000${slot}`)
  return { key, code, slot, dueAt, expected, done, late, receivedLate, exempt, flagged, stamp: line.join('\u0000') }
}

/** One row a unit, its tallies as one JSON text: half the work of a row each. Units without a tally are not there. */
export async function readTallies(
  db: Database,
  day: string,
  unitIds: readonly string[],
): Promise<Map<string, Tally[]>> {
  const { rows } = await sql<{ unit_id: string; lines: string }>`
    select t.unit_id, json_agg(json_build_array(t.measure, t.slot, (extract(epoch from t.due_at) * 1000)::bigint,
      t.expected, t.done, t.late, t.received_late, t.exempt, t.flagged) order by t.measure, t.slot)::text as lines
    from tally t where t.unit_id = any(${unitIds}::uuid[]) and t.day = ${day}::date
    group by t.unit_id`.execute(db.app)
  return new Map(rows.map((r) => [r.unit_id, (JSON.parse(r.lines) as Line[]).map(tallyOf)]))
}

/** Units closed since the day began anywhere on earth; see `closedSince`. */
export async function allClosedSince(db: Database, day: string): Promise<ClosedUnit[]> {
  const from = new Date(Date.parse(`${day}T00:00:00Z`) - 14 * 3_600_000)
  const { rows } = await sql<ClosedUnit>`
    select id, path::text as path from unit where closed_at >= ${from} order by path`.execute(db.app)
  return rows
}
