/** Temperatures of a member: what was read today, what a second reading is asked for, what holds of 24 hours. */
import type { Core } from '#core/core.ts'
import type { Tx } from '#platform/work.ts'
import type { Reading, SecondReading } from './schema.ts'
import { type ReportRow, reportsAbout } from './store/readings.ts'

export const temperatureForm = 'temperature'
export const feverFlag = 'fever'

export function reading(row: ReportRow): Reading {
  return {
    id: row.id,
    root: row.corrects ?? row.id,
    observed_at: row.observed_at.toISOString(),
    received_at: row.received_at.toISOString(),
    celsius: Number(row.answers['celsius']),
    site: (row.answers['site'] as string | undefined) ?? null,
    flags: row.flags,
  }
}

/** Minutes where no campaign says otherwise: ten of rest, and red after twenty. */
const restMinutes = 10
const patienceMinutes = 20

/**
 * Whether a second reading is asked for: the last reading is a first fever (nothing was read in the time before it that
 * it could be the second of).
 */
export function secondReading(core: Core, readings: readonly Reading[], path: string): SecondReading | null {
  const last = readings.at(-1)
  if (!last?.flags.includes(feverFlag)) return null
  const asked = core.orders.campaignAt(path)?.playbook.alerts.secondReading
  const rest = asked?.afterMinutes ?? restMinutes
  const patience = asked?.withinMinutes ?? patienceMinutes
  const at = Date.parse(last.observed_at)
  const isSecond = readings.some(
    (r) => r !== last && r.flags.includes(feverFlag) && at - Date.parse(r.observed_at) <= (rest + patience) * 60_000,
  )
  if (isSecond) return null
  return {
    due_at: new Date(at + rest * 60_000).toISOString(),
    until_at: new Date(at + patience * 60_000).toISOString(),
  }
}

export interface PersonState {
  readonly personId: string
  /** The highest reading of the last 24 hours; null: none came, which is not the same as well. */
  readonly worst: Reading | null
  readonly last: Reading | null
}

const stateHours = 24

/** The state of each person by the readings of the last 24 hours, as far as the reader may see them. */
export async function personState(tx: Tx, people: readonly string[], now: Date): Promise<Map<string, PersonState>> {
  const from = new Date(now.getTime() - stateHours * 3_600_000)
  const rows = await reportsAbout(tx, people, [temperatureForm], from, new Date(now.getTime() + 1))
  const states = new Map<string, PersonState>(
    people.map((personId) => [personId, { personId, worst: null, last: null }]),
  )
  for (const row of rows) {
    const r = reading(row)
    const before = states.get(row.subject_id)!
    const worst = before.worst && before.worst.celsius >= r.celsius ? before.worst : r
    states.set(row.subject_id, { personId: row.subject_id, worst, last: r })
  }
  return states
}
