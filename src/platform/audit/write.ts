/** Writes audit rows inside the transaction that they tell of. */
import type { Work } from '../work.ts'

export interface AuditEntry {
  /** What was done, in the past tense: `campaign.started`; reading is `…read`. */
  readonly action: string
  readonly detachmentId?: string | null
  readonly unitId?: string | null
  readonly subjectKind?: string
  readonly subjectId?: string | null
  /** Facts without names, answers or tokens. */
  readonly detail?: Record<string, unknown>
  /** Reports that the row is about, where retention deleted them. */
  readonly reportIds?: readonly string[]
}

/** Where no detachment is concerned: settings, accounts, units above detachments. */
export const noDetachment = '00000000-0000-0000-0000-000000000000'

/** Inserts the rows and marks them as waiting for a seal. */
export async function writeAudit(work: Work, entries: readonly AuditEntry[]): Promise<void> {
  const { actor } = work
  const rows = entries.map((entry) => ({
    id: work.id(),
    detachment_id: entry.detachmentId ?? noDetachment,
    at: work.now,
    actor_kind: actor.kind,
    actor_id: actor.id,
    actor_name: actor.name,
    action: entry.action,
    subject_kind: entry.subjectKind ?? null,
    subject_id: entry.subjectId ?? null,
    unit_id: entry.unitId ?? null,
    detail: entry.detail ? JSON.stringify(entry.detail) : null,
    report_ids: entry.reportIds ? [...entry.reportIds] : null,
  }))
  await work.tx.insertInto('audit').values(rows).execute()
  await work.tx
    .insertInto('audit_unsealed')
    .values(rows.map((row) => ({ audit_id: row.id })))
    .execute()
}
