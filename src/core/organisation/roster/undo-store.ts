/** SQL of taking an import back: who has reported or changed since, and which rows nothing else speaks of. */
import { sql } from 'kysely'
import type { Tx } from '#platform/work.ts'
import type { Undo } from './undo-shape.ts'

export interface ImportRow {
  readonly id: string
  readonly unit_id: string | null
  readonly state: string
  readonly at: Date
  readonly undo: Undo
}

export async function readUndo(tx: Tx, id: string): Promise<ImportRow | undefined> {
  const row = await tx
    .selectFrom('roster_import')
    .select(['id', 'unit_id', 'state', 'at', 'undo'])
    .where('id', '=', id)
    .executeTakeFirst()
  return row && { ...row, at: row.at as unknown as Date, undo: row.undo as unknown as Undo }
}

export interface Found {
  readonly name: string
  readonly count: number
}

const foundOf = (rows: readonly { name: string }[]): Found | undefined =>
  rows[0] ? { name: rows[0].name, count: rows.length } : undefined

/** People added or moved who have reported since, themselves or with their household. */
export async function reportedSince(
  tx: Tx,
  people: readonly string[],
  households: readonly string[],
  since: Date,
): Promise<Found | undefined> {
  const { rows } = await sql<{ name: string }>`
    select p.name from person p where p.id = any(${people}::uuid[])
      and exists (select 1 from report r where r.subject_id = p.id and r.received_at >= ${since})
    union all
    select coalesce((select m.name from household_member x join person m on m.id = x.person_id where x.household_id = h.id order by x.position limit 1), '')
    from household h where h.id = any(${households}::uuid[])
      and exists (select 1 from report r where r.subject_id = h.id and r.received_at >= ${since})`.execute(tx)
  return foundOf(rows)
}

/** People whose row is no longer as the import left it. */
export async function changedSince(tx: Tx, versions: Undo['versions']): Promise<Found | undefined> {
  const { rows } = await sql<{ name: string }>`select p.name
    from jsonb_each_text(${JSON.stringify(versions)}::jsonb) v(id, version)
    join person p on p.id = v.id::uuid where p.version <> v.version::int order by p.name`.execute(tx)
  return foundOf(rows)
}

/** A unit that the import made and at which a campaign runs or is paused. */
export async function campaignAt(tx: Tx, units: readonly string[]): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`select u.name from campaign c join unit u on u.id = c.unit_id
    where c.unit_id = any(${units}::uuid[]) and c.state in ('running', 'paused') limit 1`.execute(tx)
  return rows[0]?.name
}

type Root = 'person' | 'household' | 'place' | 'unit'

/** Whatever refers to a row by a foreign key of one column, found in the catalogue so that a new module's table counts too. */
async function referring(tx: Tx, table: Root): Promise<{ from: string; column: string }[]> {
  const { rows } = await sql<{ from: string; column: string }>`
    select c.conrelid::regclass::text as from, a.attname as column from pg_constraint c
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.contype = 'f' and c.confrelid = ${table}::regclass and cardinality(c.conkey) = 1 and c.confdeltype <> 'c'`.execute(
    tx,
  )
  return rows
}

/** Deletes those of the rows of which nothing speaks: no task, no report, no row of any other table. */
export async function deleteUnspoken(tx: Tx, table: Root, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const others = (await referring(tx, table)).map(
    ({ from, column }) => sql`and not exists (select 1 from ${sql.table(from)} o where o.${sql.ref(column)} = t.id)`,
  )
  const owed = table === 'unit' ? sql`(o.unit_id = t.id or o.subject_id = t.id)` : sql`o.subject_id = t.id`
  await sql`delete from ${sql.table(table)} t where t.id = any(${ids}::uuid[])
    and not exists (select 1 from task o where ${owed}) and not exists (select 1 from report o where ${owed})
    ${sql.join(others, sql` `)}`.execute(tx)
}

/** Closes units at which nobody is any more, and their places. */
export async function closeEmptyUnits(
  tx: Tx,
  units: readonly string[],
  places: readonly string[],
  now: Date,
): Promise<void> {
  await sql`update unit u set closed_at = ${now} where u.id = any(${units}::uuid[]) and not exists (
    select 1 from person p join unit b on b.id = p.unit_id where b.path <@ u.path and p.retired_at is null)`.execute(tx)
  await sql`update place l set closed_at = ${now} from unit u where u.id = l.unit_id and u.closed_at is not null
    and l.id = any(${places}::uuid[])`.execute(tx)
}

/** Accounts that the import made and with which nobody has signed in go with their people. */
export const deleteUnusedAccounts = (tx: Tx, people: readonly string[]) =>
  sql`delete from account a where a.person_id = any(${people}::uuid[]) and a.password_hash is null
    and not exists (select 1 from session s where s.account_id = a.id)`.execute(tx)

/** Cards of people and households that the import made stop working. */
export const revokeLinks = (tx: Tx, ids: readonly string[], now: Date) =>
  sql`update access_link set revoked_at = ${now} where id = any(${ids}::uuid[]) and revoked_at is null`.execute(tx)
