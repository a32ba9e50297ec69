/** Keeps tasks true to roster, presence and orders: inserts what lacks, withdraws what is surplus, never touches the past. */
import { sql } from 'kysely'
import { within } from '#platform/access/actor.ts'
import { systemContext, type Work, work } from '#platform/work.ts'
import type { Core } from '../core.ts'
import { campaignChanged } from '../orders/actions.ts'
import { subjectsChanged } from '../organisation/organisation.ts'
import { compareTasks, type Difference, type StoredTask } from './compare.ts'
import { evaluateTasks } from './evaluate.ts'
import { type ExpectedTask, expectedTasks, grantedLate, horizonMs, lateGrantMs, type SubjectFacts } from './expected.ts'
import { taskState } from './states.ts'
import { loadFacts, type SubjectRef } from './store/facts.ts'
import { noteForReconcile } from './store/note.ts'
import {
  asStored,
  changeTasks,
  insertTasks,
  lockTasks,
  notClosedOf,
  type TaskChange,
  type TaskRow,
  tasksDueAfter,
} from './store/tasks.ts'

/** So many subjects are worked out in one statement each way. */
const chunkSize = 500
/** A change that concerns more subjects than this is worked off after the commit, in chunks, with progress. */
const inTransactionLimit = 2000
/** So far a machine's clock may jump back and be believed. */
const clockBackMs = 3_600_000

/**
 * Works out the tasks of these subjects in the present transaction.
 * @param reason why something may no longer be owed: 'presence', 'transfer', 'retired', 'consent', 'roster', 'orders'
 * @returns how many tasks were made, withdrawn or changed
 */
export async function reconcile(core: Core, w: Work, subjects: readonly SubjectRef[], reason: string): Promise<number> {
  let changed = 0
  for (let i = 0; i < subjects.length; i += chunkSize)
    changed += await reconcileChunk(core, w, subjects.slice(i, i + chunkSize), reason)
  return changed
}

async function reconcileChunk(core: Core, w: Work, subjects: readonly SubjectRef[], reason: string): Promise<number> {
  const facts = await loadFacts(w.tx, core.organisation.tree, subjects, w.now)
  const stored = await tasksDueAfter(
    w.tx,
    facts.map((f) => f.id),
    w.now,
  )
  const bySubject = Map.groupBy(stored, (t) => t.subject_id)
  const rows = new Map(stored.map((t) => [t.id, t]))
  const insert: ExpectedTask[] = []
  const changes: TaskChange[] = []
  const now = w.now.getTime()
  for (const f of facts) {
    const have = (bySubject.get(f.id) ?? []).map(asStored)
    const difference = compareTasks(expectedOf(core, f, w.now, have), have, now, (t) =>
      lateGrant(core, f, t, reason, now),
    )
    insert.push(...difference.insert.filter((e) => e.opensAt < now + horizonMs))
    changes.push(...changesOf(difference, rows, reason, w.now))
  }
  const made = await insertTasks(w.tx, insert, w.now)
  changes.push(...(await takenUpAgain(w, insert, made)))
  for (const unit of await changeTasks(w.tx, changes)) w.touch(unit)
  for (const t of made) w.touch(t.unit_id)
  await meetAtOnce(core, w, made, changes)
  return made.length + changes.length
}

/** The tasks that a subject has to have by the orders in force; as far ahead as there are tasks, for a clock that went back. */
export function expectedOf(
  core: Core,
  facts: SubjectFacts,
  now: Date,
  stored: readonly StoredTask[] = [],
  opensBefore = new Date(now.getTime() + horizonMs),
): ExpectedTask[] {
  const until = stored.reduce((last, t) => Math.max(last, t.opensAt + 1), opensBefore.getTime())
  return expectedTasks(facts, core.orders.measures, now.getTime(), until)
}

/** Orders still ask for it where it counts, and presence was changed within the hour before due. */
function lateGrant(core: Core, facts: SubjectFacts, task: StoredTask, reason: string, now: number): boolean {
  if (facts.kind !== 'person' || !facts.owes) return false
  const path = core.organisation.pathOf(task.unitId) ?? ''
  if (!core.orders.measures.some((m) => m.code === task.measure && within(path, m.path))) return false
  return grantedLate(facts, task.dueAt) || (reason === 'presence' && task.dueAt - now < lateGrantMs)
}

/**
 * A task that was withdrawn while a stricter due had it past due, and is expected again by a later one. Everything else
 * that could not be inserted is past due and stays.
 */
async function takenUpAgain(w: Work, insert: readonly ExpectedTask[], made: readonly TaskRow[]): Promise<TaskChange[]> {
  if (made.length === insert.length) return []
  const fresh = new Set(made.map((t) => t.id))
  const there = new Map(insert.filter((e) => !fresh.has(e.id)).map((e) => [e.id, e]))
  const withdrawn = (await lockTasks(w.tx, [...there.keys()])).filter((t) => t.state === taskState.withdrawn)
  const rows = new Map(withdrawn.map((t) => [t.id, t]))
  const difference = compareTasks(
    withdrawn.map((t) => there.get(t.id)!),
    withdrawn.map(asStored),
    w.now.getTime(),
  )
  return changesOf(difference, rows, '', w.now)
}

function changesOf(
  difference: Difference,
  rows: ReadonlyMap<string, TaskRow>,
  reason: string,
  now: Date,
): TaskChange[] {
  const given = (t: StoredTask, state: number): TaskChange => ({
    before: rows.get(t.id)!,
    after: { state, reason, reason_at: now },
  })
  return [
    ...difference.withdraw.map((t) => given(t, taskState.withdrawn)),
    // Only presence is granted late, whoever finds it out.
    ...difference.exempt.map(
      (t): TaskChange => ({
        before: rows.get(t.id)!,
        after: { state: taskState.exempt, reason: 'presence', reason_at: now },
      }),
    ),
    ...difference.change.map(({ stored, expected: e, reopen, retime }): TaskChange => {
      const before = rows.get(stored.id)!
      const open = reopen || before.state === taskState.open
      const state = !open ? before.state : e.declined ? taskState.exempt : taskState.open
      return {
        before,
        after: {
          detachment_id: e.detachmentId,
          unit_id: e.unitId,
          measure_ids: [...e.measureIds],
          state,
          ...(retime && { opens_at: new Date(e.opensAt), due_at: new Date(e.dueAt), closes_at: new Date(e.closesAt) }),
          ...(state !== before.state && { reason: e.declined ? 'declined' : null, reason_at: e.declined ? now : null }),
        },
      }
    }),
  ]
}

/**
 * A task that is new or open again is met by reports already in its window; a household's also when its people changed.
 * One that other measures ask for now is worked out by the channels that these take.
 */
async function meetAtOnce(
  core: Core,
  w: Work,
  made: readonly TaskRow[],
  changes: readonly TaskChange[],
): Promise<void> {
  const relinked = ({ before, after }: TaskChange) =>
    String(after.measure_ids ?? before.measure_ids) !== String(before.measure_ids)
  // A report can be ahead of a clock that went back by an hour.
  const soon = new Date(w.now.getTime() + clockBackMs)
  const open = [
    ...made.filter((t) => t.opens_at <= soon).map((t) => t.id),
    ...changes
      .filter((c) => ((c.after.state ?? c.before.state) === taskState.open || relinked(c)) && c.before.opens_at <= soon)
      .map((c) => c.before.id),
  ]
  await evaluateTasks(core, w, open)
}

/** What `subjects.changed` does: at once where few are concerned, else noted and worked off by the sweep. */
export async function onSubjectsChanged(
  core: Core,
  w: Work,
  change: { subjects: readonly SubjectRef[]; reason: string },
): Promise<void> {
  // After an import the units that this transaction made are not in the tree yet.
  if (change.reason === 'roster' || change.subjects.length > inTransactionLimit)
    return noteForReconcile(w, change.subjects)
  await reconcile(core, w, change.subjects, change.reason)
  const households = change.subjects.filter((s) => s.kind === 'household')
  if (households.length > 0)
    await evaluateOpenOf(
      core,
      w,
      households.map((h) => h.id),
    )
}

/** Past due too: a relative who declines at noon is no longer waited for in the evening. */
async function evaluateOpenOf(core: Core, w: Work, subjectIds: readonly string[]): Promise<void> {
  await evaluateTasks(core, w, await notClosedOf(w.tx, subjectIds, w.now))
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
  // Goes on behind what it has taken: looking from the start each time would step over every row taken before.
  let after: SubjectRow = start
  for (;;) {
    await Promise.all([core.orders.ensure(), core.organisation.ensure()])
    const taken = await reconcileAfter(core, after)
    if (taken.length === chunkSize) after = taken.at(-1)!
    else if (after === start) return
    else after = start
  }
}

interface SubjectRow {
  subject_kind: SubjectRef['kind']
  subject_id: string
}

const start: SubjectRow = { subject_kind: '' as SubjectRef['kind'], subject_id: '00000000-0000-0000-0000-000000000000' }

/** Takes and works out one chunk of what was noted. @returns what it took, in order */
async function reconcileAfter(core: Core, after: SubjectRow): Promise<SubjectRow[]> {
  return work(systemContext(core.services), async (w) => {
    const { rows } = await sql<SubjectRow>`with chunk as (
        select subject_kind, subject_id from to_reconcile
        where (subject_kind, subject_id) > (${after.subject_kind}, ${after.subject_id}::uuid)
        order by subject_kind, subject_id limit ${chunkSize} for update skip locked)
      delete from to_reconcile r using chunk c where r.subject_kind = c.subject_kind and r.subject_id = c.subject_id
      returning r.subject_kind, r.subject_id`.execute(w.tx)
    const subjects = rows.map((r) => ({ kind: r.subject_kind, id: r.subject_id }))
    await reconcile(core, w, subjects, 'orders')
    return rows.sort((a, b) => (a.subject_kind + a.subject_id < b.subject_kind + b.subject_id ? -1 : 1))
  })
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
