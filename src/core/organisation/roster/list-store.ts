/** SQL of the list of imports and of the officers whom one brought. */
import { type Kysely, sql } from 'kysely'
import type { DB } from '#platform/database/types.generated.ts'
import type { Text } from '#platform/texts.ts'

type Db = Kysely<DB>

export interface ImportListRow {
  readonly id: string
  readonly unit_id: string | null
  readonly file_name: string
  readonly at: Date
  readonly by_id: string | null
  readonly by_name: string | null
  readonly state: 'running' | 'applied' | 'taking_back' | 'taken_back' | 'failed'
  readonly progress: number
  readonly step: Text | null
  readonly why: Text | null
  readonly counts: object | null
  readonly officers: string[]
  readonly codes_at: Date | null
  readonly taken_back_at: Date | null
}

const columns = sql`i.id, i.unit_id, i.file_name, i.at, i.by_id, a.name as by_name, i.state, i.progress, i.step, i.why, i.counts,
  i.officers, i.codes_at, i.taken_back_at`

/** Imports at units below the roots, and one's own; '' among the roots is everything. */
export async function importRows(
  db: Db,
  roots: readonly string[],
  byId: string | null,
  count: number,
): Promise<ImportListRow[]> {
  const { rows } = await sql<ImportListRow>`select ${columns} from roster_import i
    left join account a on a.id = i.by_id left join unit u on u.id = i.unit_id
    where i.by_id = ${byId}::uuid or '' = any(${roots}::text[]) or u.path <@ any(${roots}::text[]::ltree[])
    order by i.at desc, i.id desc limit ${count}`.execute(db)
  return rows
}

export async function importRow(db: Db, id: string): Promise<ImportListRow | undefined> {
  const { rows } =
    await sql<ImportListRow>`select ${columns} from roster_import i left join account a on a.id = i.by_id where i.id = ${id}`.execute(
      db,
    )
  return rows[0]
}

/** @returns false where they were shown before, or the import is not in force */
export async function markCodesShown(db: Db, id: string, now: Date): Promise<boolean> {
  const result = await db
    .updateTable('roster_import')
    .set({ codes_at: now })
    .where('id', '=', id)
    .where('state', '=', 'applied')
    .where('codes_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

export interface OfficerRow {
  readonly account: string
  readonly name: string
  readonly staff_no: string
  readonly unit: string
  readonly posts: string
}

/** Officers who have not set a password yet, in the order of the tree. */
export async function officersWithoutPassword(db: Db, people: readonly string[], now: Date): Promise<OfficerRow[]> {
  const { rows } = await sql<OfficerRow>`select a.id as account, p.name, p.staff_no,
      (select string_agg(x.name, ' ' order by nlevel(x.path)) from unit x where x.path @> u.path and nlevel(x.path) > 1) as unit,
      (select string_agg(o.post, '、' order by o.from_at, o.id) from appointment o
         where o.person_id = p.id and (o.until_at is null or o.until_at > ${now})) as posts
    from person p join account a on a.person_id = p.id and a.disabled_at is null and a.password_hash is null join unit u on u.id = p.unit_id
    where p.id = any(${people}::uuid[]) and p.retired_at is null
    order by nlevel(u.path), u.path, p.staff_no_key`.execute(db)
  return rows.map((row) => ({ ...row, unit: row.unit ?? '', posts: row.posts ?? '' }))
}
