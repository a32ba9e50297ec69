/** SQL of the audit's own tables, for reading it and for verifications in the background. */
import { sql } from 'kysely'
import type { Tx } from '../work.ts'
import type { AuditEntryShape, AuditQuery } from './schema.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Roots at which the reader may read the audit; undefined: everywhere. */
export type Roots = readonly string[] | undefined

/** One page, newest first. Rows that name no unit are read by whoever may read the whole tree. */
export async function searchAudit(tx: Tx, query: AuditQuery, roots: Roots, limit: number): Promise<AuditEntryShape[]> {
  const like = (text: string) => `${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
  const { actor, subject, action, from, until, before } = query
  const { rows } = await sql<AuditEntryShape>`
    select a.id, a.at, a.actor_kind, a.actor_name, a.action, a.subject_kind, a.subject_id, a.unit_id, n.name as unit,
      a.detail, coalesce(cardinality(a.report_ids), 0) as reports,
      not exists (select 1 from audit_unsealed u where u.audit_id = a.id) as sealed
    from audit a left join unit n on n.id = a.unit_id
    where ${visible(roots)}
      ${actor ? (uuid.test(actor) ? sql`and a.actor_id = ${actor}` : sql`and a.actor_name like ${`%${like(actor)}`}`) : sql``}
      ${subject ? sql`and a.subject_id = ${subject}` : sql``}
      ${action ? sql`and a.action like ${like(action)}` : sql``}
      ${action && !'reports.stored'.startsWith(action) ? sql`and a.action <> 'reports.stored'` : sql``}
      ${from ? sql`and a.at >= ${new Date(from)}` : sql``}
      ${until ? sql`and a.at < ${new Date(until)}` : sql``}
      ${before ? sql`and a.id < ${before}` : sql``}
    order by a.id desc limit ${limit}`.execute(tx)
  return rows
}

function visible(roots: Roots) {
  if (roots === undefined) return sql`true`
  return sql`(
    a.unit_id in (select id from unit where path <@ any (${roots}::ltree[]))
    or a.detachment_id in (select id from unit where path <@ any (${roots}::ltree[]))
    or (a.unit_id is null and exists (select 1 from unit where parent_id is null and path = any (${roots}::ltree[]))))`
}

/** Whether this reader looked at the same list a short while ago: one entry per reader, list and five minutes. */
export async function readLately(tx: Tx, actorId: string | null, list: string, since: Date): Promise<boolean> {
  const { rows } =
    await sql`select 1 from audit where actor_id = ${actorId} and action = 'audit.read' and action <> 'reports.stored'
    and detail->>'list' = ${list} and id >= uuid_floor(${since}) limit 1`.execute(tx)
  return rows.length > 0
}

export const countUnsealed = async (tx: Tx): Promise<number> => {
  const row = await tx
    .selectFrom('audit_unsealed')
    .select((e) => e.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return Number(row.n)
}
