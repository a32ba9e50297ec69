/** Whether this reader's look at this list is in the audit already. */
import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

/** Looks among the reader's audit rows since an instant; ids begin with their time. */
export async function auditedLately(w: Work, action: string, list: string, since: Date): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (
      select 1 from audit a where a.actor_id is not distinct from ${w.actor.id}::uuid and a.id >= uuid_floor(${since})
        and a.at > ${since} and a.action = ${action} and a.detail->>'list' = ${list}
    ) as found`.execute(w.tx)
  return rows[0]?.found ?? false
}
