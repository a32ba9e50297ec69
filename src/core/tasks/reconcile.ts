/** Keeps tasks true to roster, presence and orders: inserts what lacks, withdraws what is surplus, never touches the past. */
import { sql } from 'kysely'
import { systemContext, type Work, work } from '#platform/work.ts'
import type { Core } from '../core.ts'
import { campaignChanged } from '../orders/actions.ts'
import { subjectsChanged } from '../organisation/organisation.ts'
import { type Difference, compareTasks, type StoredTask } from './compare.ts'
import { evaluateTasks } from './evaluate.ts'
import { type ExpectedTask, expectedTasks, type SubjectFacts } from './expected.ts'
import { taskState } from './states.ts'
import { loadFacts, type SubjectRef } from './store/facts.ts'
import { asStored, changeTasks, insertTasks, type TaskChange, type TaskRow, tasksDueAfter } from './store/tasks.ts'

/** So many subjects are worked out in one statement each way. */
const chunkSize = 500
/** A change that concerns more subjects than this is worked off after the commit, in chunks, with progress. */
const inTransactionLimit = 2000

/**
 * Works out the tasks of these subjects in the present transaction.
 * @param reason why something may no longer be owed: 'presence', 'transfer', 'retired', 'consent', 'roster', 'orders'
 * @returns how many tasks were made, withdrawn or changed
 */
export async function reconcile(core: Core, w: Work, subjects: readonly SubjectRef[], reason: string): Promise<number> {
  let changed = 0
  for (let i = 0; i < subjects.length; i += chunkSize) changed += await reconcileChunk(core, w, subjects.slice(i, i + chunkSize), reason)
  return changed
}

async function reconcileChunk(core: Core, w: Work, subjects: readonly SubjectRef[], reason: string): Promise<number> {
  const facts = await loadFacts(w.tx, core.organisation.tree, subjects, w.now)
  const stored = await tasksDueAfter(w.tx, facts.map((f) => f.id), w.now)
  const bySubject = Map.groupBy(stored, (t) => t.subject_id)
  const rows = new Map(stored.map((t) => [t.id, t]))
  const insert: ExpectedTask[] = []
  const changes: TaskChange[] = []
  for (const f of facts) {
    const difference = compareTasks(expectedOf(core, f, w.now), (bySubject.get(f.id) ?? []).map(asStored), w.now.getTime())
    insert.push(...difference.insert)
    changes.push(...changesOf(difference, rows, reason, w.now))
  }
  const made = await insertTasks(w.tx, insert, w.now)
  for (const unit of await changeTasks(w.tx, changes)) w.touch(unit)
  for (const t of made) w.touch(t.unit_id)
  await meetAtOnce(core, w, made, changes)
  return made.length + changes.length
}

/** The tasks that a subject has to have by the orders in force. */
export const expectedOf = (core: Core, facts: SubjectFacts, now: Date): ExpectedTask[] =>
  expectedTasks(facts, core.orders.measures, now.getTime())

function changesOf(difference: Difference, rows: ReadonlyMap<string, TaskRow>, reason: string, now: Date): TaskChange[] {
  const given = (t: StoredTask, state: number): TaskChange => ({ before: rows.get(t.id)!, after: { state, reason, reason_at: now } })
  return [
    ...difference.withdraw.map((t) => given(t, taskState.withdrawn)),
    ...difference.exempt.map((t) => given(t, taskState.exempt)),
    ...difference.change.map(({ stored, expected: e, reopen }): TaskChange => {
      const before = rows.get(stored.id)!
      const state = e.declined ? taskState.exempt : reopen ? taskState.open : before.state
      const keepsTimes = stored.opensAt <= now.getTime()
      return {
        before,
        after: {
          detachment_id: e.detachmentId,
          unit_id: e.unitId,
          measure_ids: [...e.measureIds],
          state,
          ...(!keepsTimes && { opens_at: new Date(e.opensAt), due_at: new Date(e.dueAt), closes_at: new Date(e.closesAt) }),
          ...(state !== before.state && { reason: e.declined ? 'declined' : null, reason_at: e.declined ? now : null }),
        },
      }
    }),
  ]
}

/** A task that is new or open again is met by reports already in its window; a household's also when its people changed. */
async function meetAtOnce(core: Core, w: Work, made: readonly TaskRow[], changes: readonly TaskChange[]): Promise<void> {
  const open = [
    ...made.filter((t) => t.opens_at <= w.now).map((t) => t.id),
    ...changes.filter((c) => (c.after.state ?? c.before.state) === taskState.open && c.before.opens_at <= w.now).map((c) => c.before.id),
  ]
  await evaluateTasks(core, w, open)
}

/** What `subjects.changed` does: at once where few are concerned, else noted and worked off by the sweep. */
export async function onSubjectsChanged(core: Core, w: Work, change: { subjects: readonly SubjectRef[]; reason: string }): Promise<void> {
  // After an import the units that this transaction made are not in the tree yet.
  if (change.reason === 'roster' || change.subjects.length > inTransactionLimit) return noteForReconcile(w, change.subjects)
  await reconcile(core, w, change.subjects, change.reason)
  const households = change.subjects.filter((s) => s.kind === 'household')
  if (households.length > 0) await evaluateOpenOf(core, w, households.map((h) => h.id))
}

async function evaluateOpenOf(core: Core, w: Work, subjectIds: readonly string[]): Promise<void> {
  const rows = await tasksDueAfter(w.tx, subjectIds, w.now)
  await evaluateTasks(core, w, rows.filter((t) => t.opens_at <= w.now).map((t) => t.id))
}

/** Notes subjects to be reconciled after the commit. */
export async function noteForReconcile(w: Work, subjects: readonly SubjectRef[]): Promise<void> {
  await sql`insert into to_reconcile (subject_kind, subject_id, at)
    select kind, id, ${w.now} from unnest(${subjects.map((s) => s.kind)}::text[], ${subjects.map((s) => s.id)}::uuid[]) as n(kind, id)
    on conflict do nothing`.execute(w.tx)
}

/** Notes everybody and everything at and below a unit: a campaign starts, pauses, stops; the hour strikes. */
export async function noteAllBelow(w: Work, path: string): Promise<void> {
  await sql`insert into to_reconcile (subject_kind, subject_id, at)
    select kind, id, ${w.now} from (
      select 'person' as kind, p.id, p.unit_id from person p where p.kind = 'member' and p.retired_at is null
      union all select 'household', h.id, h.unit_id from household h where h.retired_at is null
      union all select 'place', l.id, l.unit_id from place l where l.closed_at is null
      union all select 'unit', u.id, u.id from unit u where u.closed_at is null and u.detachment_id is not null
    ) s where s.unit_id in (select id from unit where path <@ ${path}::ltree)
    on conflict do nothing`.execute(w.tx)
}

/** Works off what was noted, chunk by chunk, each in a transaction of its own. Safe on several nodes at once. */
export async function reconcileNoted(core: Core): Promise<void> {
  for (;;) {
    await Promise.all([core.orders.ensure(), core.organisation.ensure()])
    const done = await work(systemContext(core.services), async (w) => {
      const { rows } = await sql<{ subject_kind: SubjectRef['kind']; subject_id: string }>`delete from to_reconcile where ctid in (
          select ctid from to_reconcile order by subject_kind, subject_id limit ${chunkSize} for update skip locked)
        returning subject_kind, subject_id`.execute(w.tx)
      await reconcile(core, w, rows.map((r) => ({ kind: r.subject_kind, id: r.subject_id })), 'orders')
      return rows.length
    })
    if (done < chunkSize) return
  }
}

/** Every hour and at start: everything below each running campaign. */
export async function noteHourly(core: Core): Promise<void> {
  if (core.orders.campaigns.length === 0) return
  await work(systemContext(core.services), async (w) => {
    for (const path of new Set(core.orders.campaigns.map((c) => c.path))) await noteAllBelow(w, path)
  })
}

/** Wires reconcile to what lower parts announce. */
export function wireReconcile(core: Core): void {
  core.services.hooks.on(subjectsChanged, (w, change) => onSubjectsChanged(core, w, change))
  core.services.hooks.on(campaignChanged, (w, change) => noteAllBelow(w, change.path))
}
