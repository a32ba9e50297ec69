/** What a database consists of, as its own catalogue says: tables, sequences, months, foreign keys. */
import type pg from 'pg'

export interface Table {
  readonly name: string
  /** Quoted where needed; without generated ones. */
  readonly columns: readonly string[]
  /** Columns of the primary key: the order of the rows, so that equal contents have equal digests. */
  readonly key: readonly string[]
}

export interface Sequence {
  readonly name: string
  readonly value: string
  /** Whether `value` was given out already. */
  readonly called: boolean
}

/** Bookkeeping of migrations is not data: a backup names the migrations instead. */
const notData = `c.relname not like 'muster\\_migration%'`

export async function listTables(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select c.relname::text as name,
       array(select quote_ident(a.attname) from pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
       array(select quote_ident(a.attname) from pg_index i, unnest(i.indkey::int2[]) with ordinality k (no, sort)
         join pg_attribute a on true
         where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid and a.attnum = k.no order by k.sort) as key
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and ${notData}
       and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')
     order by 1`,
  )
  return rows
}

/** The statement that reads a whole table in its order; parents of partitions can only be read by a query. */
export function copyOut(table: Table): string {
  const order = table.key.length > 0 ? ` order by ${table.key.join(', ')}` : ''
  return `copy (select ${table.columns.join(', ')} from ${table.name}${order}) to stdout (format binary)`
}

export const copyIn = (table: Pick<Table, 'name' | 'columns'>): string =>
  `copy ${table.name} (${table.columns.join(', ')}) from stdin (format binary)`

export async function listSequences(client: pg.ClientBase): Promise<Sequence[]> {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind = 'S'
       and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e') order by 1`,
  )
  const found: Sequence[] = []
  for (const { name } of rows) {
    const { rows: state } = await client.query(`select last_value::text as value, is_called as called from "${name}"`)
    found.push({ name, ...state[0] })
  }
  return found
}

/** First and last month (`2020_02`) for which any table has a partition; null where none was made yet. */
export async function listMonths(client: pg.ClientBase): Promise<{ first: string; last: string } | null> {
  const { rows } = await client.query<{ first: string | null; last: string | null }>(
    `select min(right(c.relname, 7)) as first, max(right(c.relname, 7)) as last
     from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
     where p.relname in (select table_name from partitioned) and c.relname ~ '_[0-9]{4}_[0-9]{2}$'`,
  )
  const { first, last } = rows[0]!
  return first && last ? { first, last } : null
}

/** The migrations that the database has had, in order. */
export async function listMigrations(client: pg.ClientBase): Promise<string[]> {
  const there = await client.query(`select to_regclass('public.muster_migration') as found`)
  if (!there.rows[0].found) return []
  const { rows } = await client.query<{ name: string }>('select name from muster_migration order by name')
  return rows.map((row) => row.name)
}
