/** SQL of what waits to be reconciled. */
import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { SubjectRef } from './facts.ts'

/** Notes subjects to be reconciled after the commit. */
export async function noteForReconcile(w: Work, subjects: readonly SubjectRef[]): Promise<void> {
  if (subjects.length === 0) return
  await sql`insert into to_reconcile (subject_kind, subject_id, at)
    select kind, id, ${w.now} from unnest(${subjects.map((s) => s.kind)}::text[], ${subjects.map((s) => s.id)}::uuid[]) as n(kind, id)
    on conflict do nothing`.execute(w.tx)
}
