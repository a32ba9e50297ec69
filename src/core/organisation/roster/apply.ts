/** Imports a roster: read, check, plan and, with a yes, write, all in one transaction. */
import { createHash } from 'node:crypto'
import type { Core } from '#core/core.ts'
import { can } from '#platform/access/actor.ts'
import { Problem } from '#platform/problems.ts'
import type { Text } from '#platform/texts.ts'
import { type Context, type Work, work } from '#platform/work.ts'
import { followPosts } from '../officers.ts'
import { organisationChanged, subjectsChanged } from '../organisation.ts'
import { roleOf } from '../posts.ts'
import type { Progress } from './background.ts'
import { checkRoster } from './check.ts'
import { detachmentsNamed, loadKnown } from './load.ts'
import type { CheckedRoster, OnProgress, RosterPlan, Sheet } from './model.ts'
import type { UnitAt } from './outcome.ts'
import { planRoster } from './plan.ts'
import { defaultPosts } from './posts.ts'
import { importProblems } from './problems.ts'
import { readInThread } from './reader.ts'
import { finishImport, insertImport, lockRoster, lockRun } from './store.ts'
import { emptyUndo, type Undo } from './undo-shape.ts'
import { applyPlan } from './write.ts'

export interface RosterFile {
  readonly name: string
  readonly bytes: Uint8Array
}

export interface ImportOptions {
  readonly apply: boolean
  /** Take the good rows although others are bad. */
  readonly goodOnly: boolean
  /** The user's own yes to retire people of named units whom the file does not list. */
  readonly retire: boolean
  /** The sample's people may be born after a clock that is wrong or was moved: their roster is checked as of this instant (ms). */
  readonly asOf?: number
  /** Told how far it is, 0 to 1, and with what. */
  readonly onProgress?: (step: Text, share: number) => void
}

/** What the command line prints; `row` as a spreadsheet numbers it. */
export interface RosterOutcome {
  readonly rows: number
  readonly good: number
  readonly bad: readonly { row: number; column: string; value: string; reason: Text }[]
  readonly added: number
  readonly moved: number
  readonly changed: number
  readonly retired: number
  readonly unchanged: number
  readonly applied: boolean
}

export interface Examined {
  readonly sheet: Sheet
  readonly checked: CheckedRoster
  readonly plan: RosterPlan
}

const steps = {
  read: { zh: '读文件', en: 'Reading the file' },
  check: { zh: '逐行核对', en: 'Checking row by row' },
  write: { zh: '写入名册', en: 'Writing the roster' },
  accounts: { zh: '建账号', en: 'Making accounts' },
} as const satisfies Record<string, Text>

/** Tab-separated text is a paste from Excel; everything else is told apart by its bytes. */
export const readSheet = ({ name, bytes, pasted = false }: RosterFile & { pasted?: boolean }): Promise<Sheet> =>
  readInThread({ name, bytes, pasted })

/**
 * Checks a sheet against the roster as this work sees it.
 * @throws Problem `not-allowed`, `roster-not-yours`
 */
export async function examine(
  w: Work,
  sheet: Sheet,
  options: Pick<ImportOptions, 'goodOnly' | 'retire' | 'asOf'>,
  onProgress?: OnProgress,
): Promise<Examined> {
  const known = await loadKnown(w.tx, w.now, await detachmentsNamed(w.tx, sheet))
  const part =
    (from: number, to: number): OnProgress =>
    (share) =>
      onProgress?.(from + (to - from) * share)
  const checked = await checkRoster(sheet, known, defaultPosts, {
    clock: { now: () => options.asOf ?? w.now.getTime() },
    onProgress: part(0, 0.6),
  })
  await mayImport(w, checked)
  const plan = await planRoster(checked, known, { ...options, onProgress: part(0.6, 1) })
  return { sheet, checked, plan }
}

/** A roster is imported for whole detachments: the right is asked at each that the good rows name, or above a new one. */
async function mayImport(w: Work, checked: CheckedRoster): Promise<void> {
  const top = await topOf(w)
  const paths = new Map(
    (
      await w.tx
        .selectFrom('unit')
        .select(['id', 'path'])
        .where('kind', '=', 'detachment')
        .where('closed_at', 'is', null)
        .execute()
    ).map((u) => [u.id, String(u.path)]),
  )
  const named = new Map<string, string>()
  for (const member of checked.members) named.set(member.key.split('|')[0]!, member.unit.path.split('/')[0]!)
  for (const relative of checked.relatives)
    for (const key of relative.members) named.set(key.split('|')[0]!, named.get(key.split('|')[0]!) ?? '')
  const foreign = [...named].filter(([key]) => !can(w.actor, 'roster.import', paths.get(key) ?? top?.path ?? ''))
  if (foreign.length > 0)
    throw new Problem(importProblems['roster-not-yours'], { units: foreign.map(([, name]) => name).join('、') })
}

/** The one corps or service at the top, under which a new detachment is made; null where there is none. */
async function topOf(w: Work): Promise<UnitAt | null> {
  const rows = await w.tx
    .selectFrom('unit')
    .select(['id', 'path', 'kind'])
    .where('parent_id', 'is', null)
    .where('closed_at', 'is', null)
    .execute()
  const above = rows.filter((row) => row.kind === 'corps' || row.kind === 'service')
  return above.length === 1 ? { id: above[0]!.id, path: String(above[0]!.path), detachmentId: null } : null
}

/** What a check showed, as one digest: an application after which the roster moved on is another one. */
export function digestOf(plan: RosterPlan): string {
  const lists = [plan.newUnits, plan.added, plan.moved, plan.changed, plan.absent].map((list) =>
    list.map((one) => one.key),
  )
  return createHash('sha256').update(JSON.stringify(lists)).digest('hex')
}

interface Run {
  readonly undo: Undo
  readonly newAccounts: number
  /** Members who hold a post with a role since this import. */
  readonly officers: readonly string[]
}

/** Writes what was examined under the roster's lock, in the same transaction: a crash leaves nothing. */
async function writeRoster(w: Work, examined: Examined, onProgress?: ImportOptions['onProgress']): Promise<Run> {
  const { plan } = examined
  if (plan.nothingToDo) return { undo: emptyUndo, newAccounts: 0, officers: [] }
  const applied = await applyPlan(w, plan, await topOf(w), (share) => onProgress?.(steps.write, 0.4 + 0.45 * share))
  onProgress?.(steps.accounts, 0.87)
  const closed = applied.undo.before.appointments.map((one) => one.person_id)
  const officers = [...new Set(applied.opened.filter((one) => roleOf(one.post)).map((one) => one.person_id))]
  const changed = [...plan.changed, ...plan.retired].filter((one) => one.kind === 'member').map((one) => one.id)
  const newAccounts = await followPosts(w, [...new Set([...officers, ...closed, ...changed])])
  onProgress?.(steps.accounts, 0.97)
  await organisationChanged(w)
  await w.announce(subjectsChanged, { subjects: applied.subjects, reason: 'roster' })
  for (const unit of applied.units) w.touch(unit)
  return { undo: applied.undo, newAccounts, officers }
}

/**
 * Runs the import that `id` notes, and marks it as applied in the same transaction.
 * @param expected the digest of the plan that the user saw and said yes to
 * @param progress where it tells how far it is
 * @throws Problem `roster-bad-rows`, `roster-moved-on`, `import-given-up` and what `examine` throws
 */
export async function importInto(
  w: Work,
  id: string,
  sheet: Sheet,
  options: Omit<ImportOptions, 'apply' | 'onProgress'>,
  expected: string,
  progress: Progress,
): Promise<void> {
  await lockRun(w.tx, id)
  await lockRoster(w.tx)
  const examined = await examine(w, sheet, options, (share) => progress.note(steps.check, 0.05 + 0.35 * share))
  const { plan, checked } = examined
  if (plan.blocked) throw new Problem(importProblems['roster-bad-rows'], { count: checked.rows - checked.good })
  if (expected !== digestOf(plan)) throw new Problem(importProblems['roster-moved-on'])
  const done = await writeRoster(w, examined, progress.note)
  await progress.quiet()
  await finish(w, id, examined, done)
}

async function finish(w: Work, id: string, examined: Examined, { undo, officers, newAccounts }: Run): Promise<void> {
  const unitId = unitOf(examined) ?? undo.made.units[0] ?? null
  const counts = countsOf(examined)
  if (!(await finishImport(w, id, { unitId, counts, undo, officers })))
    throw new Problem(importProblems['import-given-up'])
  const detail = { ...counts, accounts: newAccounts }
  w.audit({
    action: 'roster.imported',
    unitId,
    detachmentId: unitId,
    subjectKind: 'roster_import',
    subjectId: id,
    detail,
  })
}

/** Counts of a plan as they are kept with the import and shown in the list of imports. */
export const countsOf = ({ checked, plan }: Examined) => ({
  rows: checked.rows,
  good: checked.good,
  ...plan.counts,
  units: plan.newUnits.length,
})

/**
 * Checks a roster file and, with `apply`, writes it, as the command line does. With bad rows and without `goodOnly`
 * nothing is written and `applied` is false.
 */
export async function importRosterFile(
  core: Core,
  context: Context,
  file: RosterFile,
  options: ImportOptions,
): Promise<RosterOutcome> {
  options.onProgress?.(steps.read, 0)
  const sheet = await readSheet(file)
  const outcome = await work(context, async (w) => {
    if (options.apply) await lockRoster(w.tx)
    const examined = await examine(w, sheet, options, (share) => options.onProgress?.(steps.check, 0.05 + 0.35 * share))
    if (!options.apply || examined.plan.blocked) return outcomeOf(examined, false)
    const id = w.id()
    await insertImport(w.tx, { id, unitId: null, ...file, byId: context.actor.id, at: w.now })
    await finish(w, id, examined, await writeRoster(w, examined, options.onProgress))
    return outcomeOf(examined, true)
  })
  await core.organisation.ensure()
  options.onProgress?.(steps.accounts, 1)
  return outcome
}

/** The detachment that an import is about, where it is one that existed before. */
function unitOf({ checked }: Examined): string | null {
  const keys = new Set(checked.members.map((member) => member.key.split('|')[0]!))
  const only = keys.size === 1 ? [...keys][0]! : ''
  return only === '' || only.startsWith('new:') ? null : only
}

const sum = ({ members, relatives }: { members: number; relatives: number }): number => members + relatives

function outcomeOf({ checked, plan }: Examined, applied: boolean): RosterOutcome {
  return {
    rows: checked.rows,
    good: checked.good,
    bad: checked.bad.map(({ row, column, value, reason }) => ({ row, column, value, reason })),
    added: sum(plan.counts.added),
    moved: sum(plan.counts.moved),
    changed: sum(plan.counts.changed),
    retired: sum(plan.counts.retired),
    unchanged: sum(plan.counts.unchanged),
    applied,
  }
}
