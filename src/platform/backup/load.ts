/** Loads a backup's rows inside the restore's transaction: months, tables, foreign keys, sequences. */
import type { Writable } from 'node:stream'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { Problem } from '../problems.ts'
import type { Text } from '../texts.ts'
import { type Manifest, tableFile } from './manifest.ts'
import { backupProblems, readProblem } from './problems.ts'
import { readCompressed } from './stream.ts'
import { copyIn } from './tables.ts'

export async function load(
  owner: pg.Client,
  dir: string,
  manifest: Manifest,
  tell?: (text: Text) => void,
): Promise<void> {
  const tables = manifest.tables.map((table) => table.name)
  const keys = await dropForeignKeys(owner)
  await owner.query(`truncate ${tables.join(', ')}`)
  for (const table of tables) await owner.query(`alter table ${table} disable trigger user`)
  // What is partitioned is itself a table of the backup, and the months are made from it.
  await fill(owner, dir, manifest, 'partitioned')
  await makeMonths(owner, manifest)
  for (const [i, table] of tables.entries()) {
    if (table !== 'partitioned') await fill(owner, dir, manifest, table)
    tell?.({ zh: `恢复 ${i + 1}/${tables.length}：${table}`, en: `Restoring ${i + 1}/${tables.length}: ${table}` })
  }
  for (const table of tables) await owner.query(`alter table ${table} enable trigger user`)
  // Added again over all rows, so that every reference is checked.
  for (const key of keys) await owner.query(`alter table ${key.table} add constraint ${key.name} ${key.definition}`)
  for (const { name, value, called } of manifest.sequences) {
    await owner.query('select setval($1::regclass, $2, $3)', [`"${name}"`, value, called])
  }
}

interface ForeignKey {
  readonly table: string
  readonly name: string
  readonly definition: string
}

/** Rows come table by table; a key to a table that comes later would refuse them. */
async function dropForeignKeys(owner: pg.Client): Promise<ForeignKey[]> {
  const { rows } = await owner.query<ForeignKey>(
    `select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and conparentid = 0 and connamespace = 'public'::regnamespace order by 1, 2`,
  )
  for (const { table, name } of rows) await owner.query(`alter table ${table} drop constraint ${name}`)
  return rows
}

/** The same months as in the backup: a row outside them would end in `past` or `future`. */
async function makeMonths(owner: pg.Client, manifest: Manifest): Promise<void> {
  const { rows } = await owner.query<{ partition: string }>(
    `select i.inhrelid::regclass::text as partition from pg_inherits i join pg_class p on p.oid = i.inhparent
     where p.relname in (select table_name from partitioned) and p.relkind = 'p'`,
  )
  for (const { partition } of rows) await owner.query(`drop table ${partition}`)
  if (!manifest.months) return
  const { first, last } = manifest.months
  const month = (name: string, months: number) => [name.replace('_', '-'), months]
  // `make_partitions` begins a month before its argument and ends 13 months after it.
  const make = `select make_partitions(($1 || '-15T00:00:00Z')::timestamptz + make_interval(months => $2))`
  await owner.query(make, month(first, 1))
  await owner.query(make, month(last, -13))
}

async function fill(owner: pg.Client, dir: string, manifest: Manifest, name: string): Promise<void> {
  const entry = manifest.tables.find((table) => table.name === name)!
  const path = tableFile(dir, name)
  const copy = owner.query(copyFrom(copyIn(entry)))
  const found = await readCompressed(path, copy as Writable).catch((error) => {
    // An error of the database has a SQLSTATE and says itself what is wrong.
    throw /^[0-9A-Z]{5}$/.test(error?.code ?? '') ? error : readProblem(error, path)
  })
  if (found.sha256 !== entry.sha256 || copy.rowCount !== entry.rows) {
    throw new Problem(backupProblems['backup-damaged'], { file: path, why: `${copy.rowCount} / ${entry.rows}` })
  }
}
