/** The check: tallies and states recounted, everybody accounted for, everybody's tasks there, references whole. Writes nothing. */
import { sql } from 'kysely'
import type { Core } from '#core/core.ts'
import type { Services } from '#platform/services.ts'
import type { Text } from '#platform/texts.ts'
import type { Tx } from '#platform/work.ts'
import { checkCoverage } from './coverage.ts'
import { type CheckFinding, Found } from './found.ts'
import { checkOrganisation } from './organisation.ts'
import { checkReferences } from './references.ts'
import { recountStates } from './states.ts'
import { recountTallies } from './tallies.ts'
import { type CheckKind, checkSteps } from './texts.ts'

export interface CheckResult {
  /** True where nothing was found; notes do not count. */
  readonly ok: boolean
  /** Tallies recounted, tasks worked out again from their reports, subjects compared with the orders in force. */
  readonly tallies: number
  readonly tasks: number
  readonly subjects: number
  /** For which tasks subjects were compared: due after `from`, opening before `until` (RFC 3339); null: for none. */
  readonly claim: { readonly from: string; readonly until: string } | null
  readonly counts: Partial<Record<CheckKind, number>>
  /** The first 200 findings of each kind. */
  readonly findings: readonly CheckFinding[]
  readonly notes: readonly { kind: string; text: Text }[]
}

export type CheckProgress = (step: Text, share: number) => void

export interface CheckOptions {
  /** From when on to compare who owes what; left out: from the program's last pulse. */
  readonly at?: Date
  readonly onProgress?: CheckProgress
}

/** Compares what the installation claims, as of what it recorded itself: today's clock plays no part. */
export async function runCheck(core: Core, { at, onProgress = () => {} }: CheckOptions = {}): Promise<CheckResult> {
  const found = new Found()
  const of = (step: Text) => (share: number) => onProgress(step, share)
  const counted = await inSnapshot(core.services, async (tx) => {
    const tallies = await recountTallies(tx, core.organisation.tree, found, of(checkSteps.tallies))
    const tasks = await recountStates(core, tx, found, of(checkSteps.states))
    await checkOrganisation(tx, found)
    of(checkSteps.organisation)(1)
    await checkReferences(tx, found, of(checkSteps.references))
    return { tallies, tasks }
  })
  const { subjects, claim } = await checkCoverage(core, found, of(checkSteps.coverage), at)
  return {
    ok: found.findings.length === 0,
    ...counted,
    subjects,
    claim: claim ? { from: claim.from.toISOString(), until: claim.until.toISOString() } : null,
    counts: Object.fromEntries(found.counts),
    findings: found.findings,
    notes: found.notes,
  }
}

/** One snapshot, so that a tally and its tasks are of the same instant while reports go on coming. */
function inSnapshot<T>(services: Services, body: (tx: Tx) => Promise<T>): Promise<T> {
  return services.database.app
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      await sql`select set_config('muster.system', 'on', true)`.execute(tx)
      return body(tx)
    })
}
