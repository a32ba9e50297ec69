/** The database's catalogue: foreign keys with an index, personal data with purpose and retention, walls where they belong. */
import { describe, expect, test } from 'vitest'
import { testDatabase } from '#test/support/database.ts'
import { parts } from '../../src/parts.ts'

const db = await testDatabase()
const rows = async <T>(sql: string): Promise<T[]> => (await db.owner.query(sql)).rows as T[]

describe('foreign keys', () => {
  test('each has an index that begins with its columns', async () => {
    const missing = await rows<{ statement: string }>(`
      select format('create index on %s (%s)', c.conrelid::regclass, string_agg(a.attname, ', ' order by k.n)) as statement
      from pg_constraint c cross join unnest(c.conkey) with ordinality k(attnum, n)
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum
      where c.contype = 'f' and c.connamespace = 'public'::regnamespace
      group by c.oid, c.conrelid, c.conkey
      having not exists (select from pg_index i where i.indrelid = c.conrelid
        and (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey and c.conkey @> (i.indkey::int2[])[0:cardinality(c.conkey) - 1])`)
    expect(missing.map((m) => m.statement)).toEqual([])
  })

  test('none lies between large tables', async () => {
    const found = await rows<{ name: string }>(`select conname as name from pg_constraint
      where contype = 'f' and conrelid in ('report'::regclass, 'task'::regclass, 'audit'::regclass) and conparentid = 0`)
    expect(found).toEqual([])
  })
})

describe('personal data', () => {
  const declared = new Map(parts.flatMap((p) => p.personalData ?? []).map((t) => [t.table, t]))
  /** Tables without anything about a person. */
  const impersonal = new Set([
    'muster_migration',
    'muster_migration_lock',
    'partitioned',
    'unit',
    'place',
    'playbook',
    'form',
    'directive',
    'clause',
    'organisation_version',
    'orders_version',
    'heartbeat',
    'downtime',
    'audit_unsealed',
    'audit_seal',
    'setting',
  ])

  test('every table is declared, with every one of its columns', async () => {
    const columns = await rows<{
      table_name: string
      column_name: string
    }>(`select c.relname as table_name, a.attname as column_name
      from pg_class c join pg_attribute a on a.attrelid = c.oid where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
        and not c.relispartition and a.attnum > 0 and not a.attisdropped order by 1, a.attnum`)
    const missing = columns.filter(({ table_name, column_name }) => {
      if (impersonal.has(table_name)) return false
      const table = declared.get(table_name)
      return !table || !(column_name in table.columns || table.others.includes(column_name))
    })
    expect(missing.map((m) => `${m.table_name}.${m.column_name}`)).toEqual([])
  })

  test('what is declared exists', async () => {
    const existing = new Set(
      (
        await rows<{ name: string }>(
          `select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public'`,
        )
      ).map((r) => r.name),
    )
    const wrong = [...declared.values()].flatMap((t) =>
      [t.from, ...Object.keys(t.columns), ...t.others].map((c) => `${t.table}.${c}`).filter((c) => !existing.has(c)),
    )
    expect(wrong).toEqual([])
  })
})

describe('the two roles', () => {
  test('own nothing, are not superuser and cannot pass row-level security', async () => {
    const roles = await rows<{ rolname: string }>(
      `select rolname from pg_roles where rolname in ('muster_app', 'muster_intake') and (rolsuper or rolbypassrls or rolcreatedb or rolcreaterole)`,
    )
    const owned = await rows<{ relname: string }>(
      `select relname from pg_class where relowner in (select oid from pg_roles where rolname in ('muster_app', 'muster_intake'))`,
    )
    expect([...roles, ...owned]).toEqual([])
  })

  test('have no grants on partitions', async () => {
    const found = await rows<{
      relname: string
    }>(`select distinct c.relname from pg_class c, aclexplode(c.relacl) g join pg_roles r on r.oid = g.grantee
      where c.relispartition and c.relkind = 'r' and r.rolname in ('muster_app', 'muster_intake')`)
    expect(found).toEqual([])
  })

  test('cannot change or delete an audit row, nor a report', async () => {
    for (const sql of [
      'update audit set action = action',
      'delete from audit',
      'update audit_seal set no = no',
      'update report set form = form',
    ])
      await expect(db.appPool.query(sql), sql).rejects.toThrow(/permission denied/)
  })

  test('see no report and no alert without saying who reads', async () => {
    expect((await db.appPool.query('select count(*)::int as n from report')).rows[0].n).toBe(0)
    for (const table of ['report', 'alert']) {
      const [row] = await rows<{ on: boolean }>(
        `select relrowsecurity as on from pg_class where oid = '${table}'::regclass`,
      )
      expect(row!.on, table).toBe(true)
    }
  })
})
