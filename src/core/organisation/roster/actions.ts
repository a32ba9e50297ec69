/** What an officer does with a roster: have it checked, say yes, follow it, take it back, print the codes. */
import type { Core } from '#core/core.ts'
import { issueCode } from '#platform/access/accounts.ts'
import { can, may, roots } from '#platform/access/actor.ts'
import { Problem, problems } from '#platform/problems.ts'
import type { Text } from '#platform/texts.ts'
import { type Context, work } from '#platform/work.ts'
import { digestOf, examine, importInto, readSheet } from './apply.ts'
import { inBackground } from './background.ts'
import { describeCheck, listsOf, pathsOf } from './describe-check.ts'
import { type ImportListRow, importRow, importRows, markCodesShown, officersWithoutPassword } from './list-store.ts'
import { detachmentsNamed, loadKnown } from './load.ts'
import { planRoster } from './plan.ts'
import { importProblems } from './problems.ts'
import type { CodesAnswer, ImportShape, ListAnswer, ListName, RosterCheck } from './schema.ts'
import { failImport, insertImport } from './store.ts'
import { deleteUpload, insertUpload, readKept, readList, readUpload, uploadMs } from './uploads.ts'

export interface Sent {
  readonly name: string
  readonly bytes: Uint8Array
  /** Text copied from a sheet instead of a file. */
  readonly pasted: boolean
}

/** Checks a file and keeps it for an hour; nothing of the roster is written. */
export async function checkUpload(context: Context, sent: Sent): Promise<RosterCheck> {
  const sheet = await readSheet(sent)
  return work(context, async (w) => {
    const examined = await examine(w, sheet, { goodOnly: true, retire: false })
    const known = await loadKnown(w.tx, w.now, await detachmentsNamed(w.tx, sheet))
    const ifRetired = await planRoster(examined.checked, known, { goodOnly: true, retire: true })
    const id = w.id()
    const check = describeCheck(id, examined, ifRetired, new Date(w.now.getTime() + uploadMs))
    const kept = {
      check,
      bad: examined.checked.bad,
      lists: listsOf(examined.plan, pathsOf(known.units)),
      digest: digestOf(examined.plan),
    }
    await insertUpload(w.tx, { id, byId: w.actor.id, at: w.now, ...sent, kept })
    w.audit({ action: 'roster.checked', detail: { rows: check.rows, good: check.good } })
    return check
  })
}

const gone = () => new Problem(importProblems['roster-upload-gone'])
const nowOf = ({ services }: Context): Date => new Date(services.clock.now())

/** What the check found, once more: for an address sent to oneself, or a page loaded again. */
export async function readCheck(context: Context, id: string): Promise<RosterCheck> {
  const check = await readKept(context.services.database.app, 'check', id, context.actor.id, nowOf(context))
  if (!check) throw gone()
  return check
}

export async function readBadRows(context: Context, id: string) {
  const bad = await readKept(context.services.database.app, 'bad', id, context.actor.id, nowOf(context))
  if (!bad) throw gone()
  return bad
}

const pageSize = 100

export async function readPeopleOf(context: Context, id: string, list: ListName, cursor: number): Promise<ListAnswer> {
  const found = await readList(
    context.services.database.app,
    id,
    context.actor.id,
    nowOf(context),
    list,
    cursor,
    pageSize,
  )
  if (!found) throw gone()
  const next = cursor + found.items.length
  return { ...found, next: next < found.total ? next : null }
}

/**
 * Starts the import of a checked file; it runs on after the answer.
 * @returns the id under which to follow it
 * @throws Problem `roster-upload-gone`, `roster-new-units`
 */
export async function startImport(
  core: Core,
  context: Context,
  uploadId: string,
  yes: { goodOnly: boolean; retire: boolean; newUnits: boolean },
): Promise<string> {
  const upload = await readUpload(context.services.database.app, uploadId, context.actor.id, nowOf(context))
  if (!upload) throw gone()
  if (upload.newUnits > 0 && !yes.newUnits)
    throw new Problem(importProblems['roster-new-units'], { count: upload.newUnits })
  const id = await work(context, async (w) => {
    const importId = w.id()
    await insertImport(w.tx, {
      id: importId,
      unitId: null,
      name: upload.name,
      bytes: upload.bytes,
      byId: w.actor.id,
      at: w.now,
    })
    return importId
  })
  const { app } = context.services.database
  inBackground(core, context, {
    id,
    async body(progress) {
      const sheet = await readSheet(upload)
      await work(context, (w) => importInto(w, id, sheet, yes, upload.digest, progress))
      await deleteUpload(app, upload.id)
    },
    refused: (why) => failImport(app, id, why),
    unforeseen,
  })
  return id
}

const unforeseen: Text = {
  zh: '导入中途出了意外，名册一个字没动。请再试一次。',
  en: 'Something unexpected happened during the import; the roster was not touched. Please try again.',
}

/** Imports that the actor may see, newest first. */
export async function listImports(core: Core, context: Context): Promise<ImportShape[]> {
  const rows = await importRows(
    context.services.database.app,
    roots(context.actor, 'roster.import'),
    context.actor.id,
    50,
  )
  return rows.map((row) => shapeOf(core, row))
}

export async function readImport(core: Core, context: Context, id: string): Promise<ImportShape> {
  return shapeOf(core, await mayRead(core, context, id))
}

async function mayRead(core: Core, context: Context, id: string): Promise<ImportListRow> {
  const row = await importRow(context.services.database.app, id)
  const { actor } = context
  const path = row?.unit_id ? (core.organisation.pathOf(row.unit_id) ?? '') : ''
  const own = row !== undefined && row.by_id !== null && row.by_id === actor.id
  if (!row || !(own || can(actor, 'roster.import', path)))
    throw new Problem(problems['not-found'], { what: '导入记录 import' })
  return row
}

function shapeOf(core: Core, row: ImportListRow): ImportShape {
  return {
    id: row.id,
    state: row.state,
    name: row.file_name,
    at: row.at.toISOString(),
    by: row.by_name ?? '',
    unit: row.unit_id ? (core.organisation.tree.get(row.unit_id)?.fullName ?? null) : null,
    progress: row.progress,
    step: row.step,
    why: row.why,
    counts: row.counts && 'rows' in row.counts ? (row.counts as ImportShape['counts']) : null,
    taken_back_at: row.taken_back_at?.toISOString() ?? null,
    codes: row.state === 'applied' && row.codes_at === null ? row.officers.length : 0,
  }
}

/**
 * One-time codes of the officers whom an import brought and who have no password yet; shown once, since a code is kept
 * as a digest only.
 * @throws Problem `codes-printed`
 */
export async function showCodes(core: Core, context: Context, id: string): Promise<CodesAnswer> {
  const row = await mayRead(core, context, id)
  return work(context, async (w) => {
    may(w.actor, 'roster.import', row.unit_id ? (core.organisation.pathOf(row.unit_id) ?? '') : '')
    if (!(await markCodesShown(w.tx, id, w.now))) throw new Problem(importProblems['codes-printed'])
    const codes: CodesAnswer['codes'] = []
    for (const one of await officersWithoutPassword(w.tx, row.officers, w.now)) {
      const { code, expiresAt } = await issueCode(w, one.account)
      codes.push({
        name: one.name,
        staff_no: one.staff_no,
        unit: one.unit,
        posts: one.posts,
        code,
        expires_at: expiresAt,
      })
    }
    w.audit({
      action: 'roster.codes.shown',
      unitId: row.unit_id,
      detachmentId: row.unit_id,
      subjectKind: 'roster_import',
      subjectId: id,
      detail: { codes: codes.length },
    })
    return { codes }
  })
}
