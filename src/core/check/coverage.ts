/** Whether everybody who owes something by the orders in force has the task for it: reconcile, without writing. */
import { sql } from 'kysely'
import type { Core } from '#core/core.ts'
import { compareTasks } from '#core/tasks/compare.ts'
import { expectedOf } from '#core/tasks/reconcile.ts'
import { loadFacts, type SubjectRef } from '#core/tasks/store/facts.ts'
import { asStored, tasksDueAfter } from '#core/tasks/store/tasks.ts'
import { systemContext, type Tx, work } from '#platform/work.ts'
import type { Found } from './found.ts'
import type { CheckKind } from './texts.ts'

/** Subjects of one short transaction, whose locks keep a reconcile from slipping in between. */
const subjectsAtOnce = 500

/** @returns how many subjects were compared */
export async function checkCoverage(core: Core, found: Found, onProgress: (share: number) => void): Promise<number> {
  if (core.orders.campaigns.length === 0) {
    found.note('no-campaign')
    return 0
  }
  const subjects = await work(systemContext(core.services), (w) => everyone(w.tx))
  let waiting = 0
  for (let i = 0; i < subjects.length; i += subjectsAtOnce) {
    waiting += await compareChunk(core, subjects.slice(i, i + subjectsAtOnce), found)
    onProgress(Math.min(1, (i + subjectsAtOnce) / subjects.length))
  }
  if (waiting > 0) found.note('waiting', { count: waiting })
  return subjects.length - waiting
}

async function everyone(tx: Tx): Promise<SubjectRef[]> {
  const { rows } = await sql<SubjectRef>`select kind, id from (
      select 'person' as kind, id from person where kind = 'member'
      union all select 'household', id from household
      union all select 'place', id from place
      union all select 'unit', id from unit) s order by kind, id`.execute(tx)
  return rows
}

function compareChunk(core: Core, all: readonly SubjectRef[], found: Found): Promise<number> {
  return work(systemContext(core.services), async (w) => {
    const noted = await sql<{ subject_id: string }>`select subject_id from to_reconcile
      where subject_id = any (${all.map((s) => s.id)}::uuid[])`.execute(w.tx)
    const waits = new Set(noted.rows.map((row) => row.subject_id))
    const subjects = all.filter((s) => !waits.has(s.id))
    const facts = await loadFacts(w.tx, core.organisation.tree, subjects, w.now)
    const stored = await tasksDueAfter(
      w.tx,
      facts.map((f) => f.id),
      w.now,
    )
    const bySubject = Map.groupBy(stored, (task) => task.subject_id)
    for (const f of facts) {
      const have = (bySubject.get(f.id) ?? []).map(asStored)
      const difference = compareTasks(expectedOf(core, f, w.now), have, w.now.getTime())
      const tell = (kind: CheckKind) => (task: { day: string; measure: string; slot: string }) =>
        found.add(kind, { subject: f.kind, id: f.id, day: task.day, measure: task.measure, slot: task.slot })
      difference.insert.forEach(tell('task-lacking'))
      difference.withdraw.forEach(tell('task-surplus'))
      difference.change.map((change) => change.stored).forEach(tell('task-wrong'))
    }
    return waits.size
  })
}
