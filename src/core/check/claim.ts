/**
 * For which tasks the installation claims that everybody who owes one has it. The program works out the next 36 hours
 * once an hour and with every change, and it can only have done so while it ran: what fell due after its last pulse
 * nobody has made yet, and what fell due before is settled and never touched again.
 */
import { sql } from 'kysely'
import type { RunningMeasure } from '#core/orders/orders.ts'
import { horizonMs } from '#core/tasks/expected.ts'
import type { Tx } from '#platform/work.ts'

export interface Claim {
  /** Tasks due after this instant … */
  readonly from: Date
  /** … whose window opens before this one are there; the latest of all measures. */
  readonly until: Date
  /** The same for one measure (Unix milliseconds). */
  opensBefore(measure: Pick<RunningMeasure, 'startedAt'>): number
}

const hourMs = 3_600_000
/** Worked out once an hour; a second hour for the pass that does it, and for a pulse that it holds up. */
const behindMs = 2 * hourMs

/** What moves who owes what when it is done; each is audited. */
const changing =
  '^(presence|person|consent|campaign|measure|sample|household|unit|place)[.]|^(roster[.](imported|taken_back)|rights[.]answered)$'

/**
 * @param at an auditor's instant, where one was named: the claim as it holds from then on
 * @returns undefined where no measure is in force
 */
export async function claimOf(tx: Tx, measures: readonly RunningMeasure[], at?: Date): Promise<Claim | undefined> {
  if (measures.length === 0) return undefined
  const worked = (await lastWorked(tx))?.getTime() ?? Number.NEGATIVE_INFINITY
  const started = Math.min(...measures.map((m) => m.startedAt))
  const since = at?.getTime() ?? Math.max(worked, started)
  const changed = await lastChange(tx, new Date(since))
  const end = at ? at.getTime() + horizonMs : Number.POSITIVE_INFINITY
  const opensBefore = (m: { startedAt: number }) =>
    // A campaign that starts works out everybody below it, whether a server runs or not.
    Math.min(Math.max(worked + horizonMs - behindMs, m.startedAt + horizonMs), end)
  return {
    from: new Date(Math.max(since, changed?.getTime() ?? since)),
    until: new Date(Math.max(...measures.map(opensBefore))),
    opensBefore,
  }
}

/**
 * The last pulse that came out of a pass over all timed work. One that a start wrote, to end a downtime, did not: then
 * it is the last one before that downtime.
 */
async function lastWorked(tx: Tx): Promise<Date | undefined> {
  const { rows } = await sql<{ at: Date }>`with recursive pulse as (
      select at from heartbeat
      union select d.from_at from pulse join downtime d on d.until_at = pulse.at)
    select at from pulse order by at limit 1`.execute(tx)
  return rows[0]?.at
}

/** When something that decides who owes what was last changed, since an instant: by a command while no server ran, for example. */
async function lastChange(tx: Tx, since: Date): Promise<Date | undefined> {
  const { rows } = await sql<{ at: Date | null }>`select max(at) as at from audit
    where id >= uuid_floor(${since}) and at > ${since} and action <> 'reports.stored' and action ~ ${changing}`.execute(
    tx,
  )
  return rows[0]?.at ?? undefined
}
