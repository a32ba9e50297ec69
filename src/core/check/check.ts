/** The check: tallies recounted, everybody accounted for, everybody's tasks there, references whole. Writes nothing. */
import { sql } from 'kysely'
import type { Core } from '#core/core.ts'
import type { Services } from '#platform/services.ts'
import type { Text } from '#platform/texts.ts'
import type { Tx } from '#platform/work.ts'
import { checkCoverage } from './coverage.ts'
import { type CheckFinding, Found } from './found.ts'
import { checkOrganisation } from './organisation.ts'
import { checkReferences } from './references.ts'
import { recountTallies } from './tallies.ts'
import { type CheckKind, checkSteps } from './texts.ts'

export interface CheckResult {
  /** True where nothing was found; notes do not count. */
  readonly ok: boolean
  /** Tallies recounted, subjects compared with the orders in force. */
  readonly tallies: number
  readonly subjects: number
  readonly counts: Partial<Record<CheckKind, number>>
  /** The first 200 findings of each kind. */
  readonly findings: readonly CheckFinding[]
  readonly notes: readonly { kind: string; text: Text }[]
}

export type CheckProgress = (step: Text, share: number) => void

export async function runCheck(core: Core, onProgress: CheckProgress = () => {}): Promise<CheckResult> {
  const found = new Found()
  const of = (step: Text) => (share: number) => onProgress(step, share)
  const tallies = await inSnapshot(core.services, async (tx) => {
    const n = await recountTallies(tx, core.organisation.tree, found, of(checkSteps.tallies))
    await checkOrganisation(tx, found)
    of(checkSteps.organisation)(1)
    await checkReferences(tx, found, of(checkSteps.references))
    return n
  })
  const subjects = await checkCoverage(core, found, of(checkSteps.coverage))
  return {
    ok: found.findings.length === 0,
    tallies,
    subjects,
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
