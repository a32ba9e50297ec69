/** Takes an import back as a whole: the roster and its tasks are again what they were before. */
import { sql } from 'kysely'
import type { Core } from '#core/core.ts'
import { may } from '#platform/access/actor.ts'
import { Problem, problems } from '#platform/problems.ts'
import type { Text } from '#platform/texts.ts'
import { asProgram, type Context, type Work, work } from '#platform/work.ts'
import { followPosts } from '../officers.ts'
import { organisationChanged, subjectsChanged } from '../organisation.ts'
import { inBackground, type Progress } from './background.ts'
import type { OnProgress } from './model.ts'
import { importProblems } from './problems.ts'
import { insertRows, updateRows } from './rows.ts'
import { keepApplied, lockRoster, lockRun, markTakingBack } from './store.ts'
import type { Undo } from './undo-shape.ts'
import {
  campaignAt,
  changedSince,
  closeEmptyUnits,
  deleteUnspoken,
  deleteUnusedAccounts,
  type ImportRow,
  readUndo,
  reportedSince,
  revokeLinks,
} from './undo-store.ts'
import type { Subject } from './write.ts'

/** Tasks are worked out at once for so many subjects in one announcement: while the units that go are still known. */
const subjectsAtOnce = 1000
/** Detachment, brigade, station, squad. */
const levelsOfUnits = 4

const steps = {
  check: { zh: '核对有没有人上报过', en: 'Checking that nobody has reported' },
  putBack: { zh: '恢复原来的名册', en: 'Restoring the roster as it was' },
  tasks: { zh: '撤下这批人的任务', en: 'Withdrawing the tasks of those who go' },
  accounts: { zh: '收回账号', en: 'Closing accounts' },
  remove: { zh: '清理这次新建的人和单位', en: 'Clearing the people and units that it made' },
} as const satisfies Record<string, Text>

const unforeseen: Text = {
  zh: '撤回中途出了意外，名册还是导入后的样子。请再撤回一次。',
  en: 'Something unexpected happened while taking it back; the roster is as the import left it. Please try again.',
}

/**
 * Begins to take an import back; it goes on after the answer. One that is being taken back already just goes on.
 * @throws Problem `import-not-applied`; `import-reported`, `import-touched`, `import-campaign` where it is too late
 */
export async function startTakeBack(core: Core, context: Context, id: string): Promise<void> {
  await core.organisation.ensure()
  const begun = await work(context, async (w) => {
    await w.tx.selectFrom('roster_import').select('id').where('id', '=', id).forUpdate().execute()
    const row = await mayTakeBack(core, w, id)
    if (row.state === 'taking_back') return false
    await refuseTooLate(w, row)
    await markTakingBack(w.tx, id, w.now)
    return true
  })
  if (!begun) return
  inBackground(core, context, {
    id,
    body: (progress) => takeBack(core, context, id, progress),
    refused: (why) => keepApplied(context.services.database.app, id, why),
    unforeseen,
  })
}

const silent: Progress = { note: () => {}, quiet: async () => {} }

/**
 * Takes an import back in one transaction: until it commits, everybody sees the roster as the import left it.
 * @throws Problem as `startTakeBack`
 */
export async function takeBack(core: Core, context: Context, id: string, progress: Progress = silent): Promise<void> {
  await core.organisation.ensure()
  await work(context, async (w) => {
    await lockRun(w.tx, id)
    await lockRoster(w.tx)
    const row = await mayTakeBack(core, w, id)
    progress.note(steps.check, 0.02)
    await refuseTooLate(w, row)
    // What nobody speaks of can only be told by the program: the reader may not see reports.
    await asProgram(w, () => restore(w, row.undo, progress))
    const taken = { state: 'taken_back', taken_back_at: w.now, progress: 1, step: null, why: null, alive_until: null }
    await w.tx.updateTable('roster_import').set(taken).where('id', '=', id).execute()
    const { made, before } = row.undo
    const detail = { removed: made.people.length, restored: before.people.length }
    w.audit({
      action: 'roster.taken_back',
      unitId: row.unit_id,
      detachmentId: row.unit_id,
      subjectKind: 'roster_import',
      subjectId: id,
      detail,
    })
  })
  await core.organisation.ensure()
}

async function mayTakeBack(core: Core, w: Work, id: string): Promise<ImportRow> {
  const row = await readUndo(w.tx, id)
  if (!row) throw new Problem(problems['not-found'], { what: '导入记录 import' })
  may(w.actor, 'roster.import', row.unit_id === null ? '' : (core.organisation.pathOf(row.unit_id) ?? ''))
  if (row.state !== 'applied' && row.state !== 'taking_back') throw new Problem(importProblems['import-not-applied'])
  return row
}

async function refuseTooLate(w: Work, { undo, at }: ImportRow): Promise<void> {
  const moved = await movedPeople(w, undo)
  const households = [...undo.made.households, ...undo.joined, ...undo.before.households.map((row) => row.id)]
  const reported = await asProgram(w, () =>
    reportedSince(w.tx, [...undo.made.people, ...moved], [...new Set(households)], at),
  )
  if (reported) throw new Problem(importProblems['import-reported'], { ...reported })
  const changed = await changedSince(w.tx, undo.versions)
  if (changed) throw new Problem(importProblems['import-touched'], { ...changed })
  const unit = await campaignAt(w.tx, undo.made.units)
  if (unit !== undefined) throw new Problem(importProblems['import-campaign'], { unit })
}

/** Those of the people known before who stand elsewhere since, or came back. */
async function movedPeople(w: Work, undo: Undo): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select p.id from person p
    join jsonb_populate_recordset(null::person, ${JSON.stringify(undo.before.people)}::jsonb) b on b.id = p.id
    where b.unit_id <> p.unit_id or (b.retired_at is not null and p.retired_at is null)`.execute(w.tx)
  return rows.map((row) => row.id)
}

async function restore(w: Work, undo: Undo, progress: Progress): Promise<void> {
  const { made, before } = undo
  progress.note(steps.putBack, 0.05)
  await putBack(w, undo)
  await setAside(w, undo)
  progress.note(steps.tasks, 0.2)
  await tellGone(w, undo, (share) => progress.note(steps.tasks, 0.2 + 0.5 * share))
  progress.note(steps.accounts, 0.7)
  await sql`delete from transfer where id = any(${made.transfers}::uuid[])`.execute(w.tx)
  await deleteUnusedAccounts(w.tx, made.people)
  await followPosts(w, [
    ...new Set([
      ...made.people,
      ...before.people.map((row) => row.id),
      ...before.appointments.map((row) => row.person_id),
    ]),
  ])
  progress.note(steps.remove, 0.75)
  await removeUnspoken(w, undo, progress)
  await organisationChanged(w)
  await w.announce(subjectsChanged, { subjects: subjectsBefore(undo), reason: 'roster' })
  for (const unit of new Set(before.people.map((row) => row.unit_id))) w.touch(unit)
}

/** The rows that the import changed, as they were; a version only ever goes up. */
async function putBack(w: Work, { made, before, joined, versions }: Undo): Promise<void> {
  await sql`delete from appointment where id = any(${made.appointments}::uuid[])`.execute(w.tx)
  await updateRows(w.tx, 'appointment', before.appointments)
  await updateRows(w.tx, 'household', before.households)
  await updateRows(
    w.tx,
    'person',
    before.people.map((row) => ({ ...row, version: versions[row.id]! + 1 })),
  )
  const kept = joined.filter((id) => !made.households.includes(id))
  await sql`delete from household_member where household_id = any(${kept}::uuid[])`.execute(w.tx)
  await insertRows(w.tx, 'household_member', before.members)
  await updateRows(w.tx, 'access_link', before.links)
}

/** What the import made leaves the roster. */
async function setAside(w: Work, { made }: Undo): Promise<void> {
  await sql`update person set retired_at = ${w.now}, version = version + 1 where id = any(${made.people}::uuid[])`.execute(
    w.tx,
  )
  await sql`update household set retired_at = ${w.now} where id = any(${made.households}::uuid[])`.execute(w.tx)
  await revokeLinks(w.tx, [...made.people, ...made.households], w.now)
  await closeEmptyUnits(w.tx, made.units, made.places, w.now)
}

/** Withdraws what is owed by and about what goes; at once, since nobody can work it out once a unit is closed. */
async function tellGone(w: Work, { made, before }: Undo, onProgress: OnProgress): Promise<void> {
  const leftBefore = (rows: readonly { id: string; retired_at: string | null }[]) =>
    rows.filter((row) => row.retired_at !== null).map((row) => row.id)
  const gone: Subject[] = [
    ...[...made.people, ...leftBefore(before.people)].map((id) => ({ kind: 'person' as const, id })),
    ...[...made.households, ...leftBefore(before.households)].map((id) => ({ kind: 'household' as const, id })),
    ...made.places.map((id) => ({ kind: 'place' as const, id })),
    ...made.units.map((id) => ({ kind: 'unit' as const, id })),
  ]
  for (let i = 0; i < gone.length; i += subjectsAtOnce) {
    await w.announce(subjectsChanged, { subjects: gone.slice(i, i + subjectsAtOnce), reason: 'retired' })
    onProgress(Math.min(1, (i + subjectsAtOnce) / gone.length))
  }
}

/** People, households, places and units of which nothing speaks disappear; the others stay as left, for the past that names them. */
async function removeUnspoken(w: Work, { made }: Undo, progress: Progress): Promise<void> {
  await sql`delete from household_member where household_id = any(${made.households}::uuid[])
    and not exists (select 1 from task t where t.subject_id = household_id)`.execute(w.tx)
  // Relatives refer to their household, members to nothing here.
  await deleteUnspoken(w.tx, 'person', made.people)
  progress.note(steps.remove, 0.88)
  await deleteUnspoken(w.tx, 'household', made.households)
  await deleteUnspoken(w.tx, 'place', made.places)
  progress.note(steps.remove, 0.97)
  await progress.quiet()
  await sql`update roster_import set unit_id = null where unit_id = any(${made.units}::uuid[])`.execute(w.tx)
  // From the bottom up, a level each time.
  for (let level = 0; level < levelsOfUnits; level++) await deleteUnspoken(w.tx, 'unit', made.units)
}

function subjectsBefore({ before, joined, made }: Undo): Subject[] {
  const households = new Set([
    ...joined.filter((id) => !made.households.includes(id)),
    ...before.households.map((row) => row.id),
  ])
  for (const row of before.people) if (row.household_id !== null) households.add(row.household_id)
  return [
    ...before.people.filter((row) => row.kind === 'member').map((row) => ({ kind: 'person' as const, id: row.id })),
    ...[...households].map((id) => ({ kind: 'household' as const, id })),
  ]
}
