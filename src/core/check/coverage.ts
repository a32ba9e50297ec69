/** Whether everybody who owes something by the orders in force has the task for it: reconcile, without writing. */
import { sql } from 'kysely'
import type { Core } from '#core/core.ts'
import { tasksGoneUpTo } from '#core/tasks/board/store-published.ts'
import { compareTasks, type StoredTask } from '#core/tasks/compare.ts'
import type { ExpectedTask, SubjectFacts } from '#core/tasks/expected.ts'
import { expectedOf } from '#core/tasks/reconcile.ts'
import { loadFacts, type SubjectRef } from '#core/tasks/store/facts.ts'
import { asStored, tasksDueAfter } from '#core/tasks/store/tasks.ts'
import { systemContext, type Tx, work } from '#platform/work.ts'
import { type Claim, claimOf } from './claim.ts'
import type { Found } from './found.ts'
import type { CheckKind } from './texts.ts'

/** Subjects of one short transaction, whose locks keep a reconcile from slipping in between. */
const subjectsAtOnce = 500

export interface Coverage {
  /** How many subjects were compared. */
  readonly subjects: number
  /** For which tasks; undefined: there was nothing to compare. */
  readonly claim: Claim | undefined
}

/** @param at from when on; left out: from the program's last pulse */
export async function checkCoverage(
  core: Core,
  found: Found,
  onProgress: (share: number) => void,
  at?: Date,
): Promise<Coverage> {
  const { measures } = core.orders
  const { claim, subjects, gone } = await work(systemContext(core.services), async (w) => ({
    claim: await claimOf(w.tx, measures, at),
    subjects: await everyone(w.tx),
    gone: await tasksGoneUpTo(w.tx),
  }))
  if (!claim) {
    found.note('no-campaign')
    return { subjects: 0, claim: undefined }
  }
  if (claim.from >= claim.until) {
    found.note('nothing-claimed', { from: claim.from.toISOString(), until: claim.until.toISOString() })
    return { subjects: 0, claim: undefined }
  }
  const asked = { claim, found, gone }
  let waiting = 0
  for (let i = 0; i < subjects.length; i += subjectsAtOnce) {
    waiting += await compareChunk(core, subjects.slice(i, i + subjectsAtOnce), asked)
    onProgress(Math.min(1, (i + subjectsAtOnce) / subjects.length))
  }
  if (waiting > 0) found.note('waiting', { count: waiting })
  return { subjects: subjects.length - waiting, claim }
}

async function everyone(tx: Tx): Promise<SubjectRef[]> {
  const { rows } = await sql<SubjectRef>`select kind, id from (
      select 'person' as kind, id from person where kind = 'member'
      union all select 'household', id from household
      union all select 'place', id from place
      union all select 'unit', id from unit) s order by kind, id`.execute(tx)
  return rows
}

interface Asked {
  readonly claim: Claim
  readonly found: Found
  /** Tasks of days up to this one may be gone by retention. */
  readonly gone: string | undefined
}

/** @returns how many of them wait to be worked out and were not compared */
function compareChunk(core: Core, all: readonly SubjectRef[], asked: Asked): Promise<number> {
  return work(systemContext(core.services), async (w) => {
    const noted = await sql<{ subject_id: string }>`select subject_id from to_reconcile
      where subject_id = any (${all.map((s) => s.id)}::uuid[])`.execute(w.tx)
    const waits = new Set(noted.rows.map((row) => row.subject_id))
    const subjects = all.filter((s) => !waits.has(s.id))
    const { from } = asked.claim
    const facts = await loadFacts(w.tx, core.organisation.tree, subjects, from)
    const stored = await tasksDueAfter(
      w.tx,
      facts.map((f) => f.id),
      from,
    )
    const bySubject = Map.groupBy(stored, (task) => task.subject_id)
    for (const f of facts) compareSubject(core, f, (bySubject.get(f.id) ?? []).map(asStored), asked)
    return waits.size
  })
}

function compareSubject(core: Core, f: SubjectFacts, have: readonly StoredTask[], { claim, found, gone }: Asked): void {
  const starts = new Map(core.orders.measures.map((m) => [m.id, m]))
  /** Claimed by any of the measures that ask for it, and not taken by retention meanwhile. */
  const claimed = (e: ExpectedTask) =>
    (gone === undefined || e.day > gone) && e.measureIds.some((id) => e.opensAt < claim.opensBefore(starts.get(id)!))
  const difference = compareTasks(expectedOf(core, f, claim.from, have, claim.until), have, claim.from.getTime())
  const tell = (kind: CheckKind) => (task: { day: string; measure: string; slot: string }) =>
    found.add(kind, { subject: f.kind, id: f.id, day: task.day, measure: task.measure, slot: task.slot })
  difference.insert.filter(claimed).forEach(tell('task-lacking'))
  difference.withdraw.forEach(tell('task-surplus'))
  difference.change.map((change) => change.stored).forEach(tell('task-wrong'))
}
