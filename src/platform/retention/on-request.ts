/**
 * Deletion before its time, because somebody asked for it: the audit names every report that went and the request, so
 * that verification takes none of them for a theft.
 */
import { sql } from 'kysely'
import { retentionDeleted } from '../audit/verify-reports.ts'
import { asProgram, type Work } from '../work.ts'

export interface AskedDeletion {
  readonly reportIds: readonly string[]
  /** The request that it answers. */
  readonly request: string
  readonly detachmentId: string
  readonly unitId: string
  readonly subjectKind: string
  readonly subjectId: string
}

/**
 * Deletes these reports with their salts, and what still waits to be judged of them. Whoever calls it has decided that
 * the actor may.
 * @returns how many went; less than were named where retention came first
 */
export async function deleteReportsOnRequest(w: Work, asked: AskedDeletion): Promise<number> {
  if (asked.reportIds.length === 0) return 0
  const ids = sql`${`{${asked.reportIds.join(',')}}`}::uuid[]`
  const gone = await asProgram(w, async () => {
    await sql`delete from to_judge where report_id = any (${ids})`.execute(w.tx)
    await sql`delete from correction_waiting where corrects = any (${ids}) or correction_id = any (${ids})`.execute(
      w.tx,
    )
    const { rows } = await sql<{
      id: string
    }>`delete from report where id = any (${ids}) returning id::text as id`.execute(w.tx)
    return rows.map((row) => row.id)
  })
  if (gone.length === 0) return 0
  w.audit({
    action: retentionDeleted,
    detachmentId: asked.detachmentId,
    unitId: asked.unitId,
    subjectKind: asked.subjectKind,
    subjectId: asked.subjectId,
    // Not `table`: that would say that everything before this instant is gone, and these reports alone are.
    detail: {
      asked: asked.request,
      of: 'report',
      before: new Date(w.now.getTime() + 1).toISOString(),
      count: gone.length,
    },
    reportIds: gone,
  })
  return gone.length
}
