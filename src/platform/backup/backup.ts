/**
 * A backup: one consistent snapshot of every table, with the files and without the key, while the server goes on.
 * It is read as the owner with `row_security = off`: under policies COPY would silently leave rows out.
 */
import { readFileSync } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { Clock } from '../clock.ts'
import { errorCode } from '../database/problems.ts'
import { Problem } from '../problems.ts'
import type { Text } from '../texts.ts'
import { backupFiles } from './files.ts'
import { keyMark, type Manifest, type TableEntry, tableFile, writeManifest } from './manifest.ts'
import { backupProblems, writeProblem } from './problems.ts'
import { type Measured, measure, writeCompressed } from './stream.ts'
import { copyOut, listMigrations, listMonths, listSequences, listTables, type Table } from './tables.ts'

export interface BackupOptions {
  readonly ownerUrl: string
  readonly key: Buffer
  /** The installation's data folder, for its files. */
  readonly dataDir: string
  /** New or empty. */
  readonly dir: string
  readonly clock: Clock
  readonly tell?: (text: Text) => void
}

export interface BackupResult {
  readonly dir: string
  readonly digest: string
  readonly manifest: Manifest
}

/**
 * Makes a backup.
 * @throws Problem `backup-dir-not-empty`, `backup-disk-full`, `backup-unwritable`; then nothing is left behind
 */
export async function backup(options: BackupOptions): Promise<BackupResult> {
  const dir = resolve(options.dir)
  const made = await prepareFolder(dir)
  try {
    const manifest = await withSnapshot(options.ownerUrl, (client) => write(client, { ...options, dir }))
    const digest = await writeManifest(dir, manifest)
    return { dir, digest, manifest }
  } catch (error) {
    await removeAll(dir, made)
    throw writeProblem(error, dir)
  }
}

/** @returns whether the folder is new */
async function prepareFolder(dir: string): Promise<boolean> {
  try {
    const there = await readdir(dir).catch((error) => {
      if (errorCode(error) === 'ENOENT') return undefined
      throw error
    })
    if (there && there.length > 0) throw new Problem(backupProblems['backup-dir-not-empty'], { dir })
    await mkdir(join(dir, 'tables'), { recursive: true, mode: 0o700 })
    return there === undefined
  } catch (error) {
    throw writeProblem(error, dir)
  }
}

async function removeAll(dir: string, made: boolean): Promise<void> {
  const parts = made ? [dir] : ['tables', 'files', 'manifest.json', 'manifest.sha256'].map((part) => join(dir, part))
  for (const part of parts) await rm(part, { recursive: true, force: true }).catch(() => {})
}

/** Runs `body` on one snapshot as the owner; the connection is cut when it fails in the middle of a COPY. */
export async function withSnapshot<T>(ownerUrl: string, body: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'muster backup' })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    await client.query('set local row_security = off')
    const result = await body(client)
    await client.query('commit')
    await client.end()
    return result
  } catch (error) {
    ;(client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy()
    throw error
  }
}

async function write(client: pg.Client, options: BackupOptions): Promise<Manifest> {
  const { dir, key, clock, dataDir, tell } = options
  const tables = await listTables(client)
  const entries: TableEntry[] = []
  for (const [i, table] of tables.entries()) {
    const copy = client.query(copyTo(copyOut(table)))
    const measured = await writeCompressed(copy, tableFile(dir, table.name))
    entries.push({ name: table.name, columns: table.columns, rows: copy.rowCount, ...measured })
    tell?.({
      zh: `备份 ${i + 1}/${tables.length}：${table.name}，${copy.rowCount} 行`,
      en: `Backing up ${i + 1}/${tables.length}: ${table.name}, ${copy.rowCount} rows`,
    })
  }
  const { rows } = await client.query('show server_version')
  return {
    format: 1,
    made_at: new Date(clock.now()).toISOString(),
    program: programVersion(),
    postgres: rows[0].server_version,
    migrations: await listMigrations(client),
    key_mark: keyMark(key),
    tables: entries,
    sequences: await listSequences(client),
    months: await listMonths(client),
    seal: await sealOf(client),
    files: await backupFiles(dataDir, dir),
  }
}

async function sealOf(client: pg.Client): Promise<Manifest['seal']> {
  const { rows } = await client.query(
    `select no::int8::text as no, encode(digest, 'hex') as digest from audit_seal order by audit_seal.no desc limit 1`,
  )
  return rows[0] ? { no: Number(rows[0].no), digest: rows[0].digest } : null
}

const programVersion = (): string =>
  JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')).version

/** Rows and digest of every table, as a backup would have them: two databases are equal where these are. */
export async function tableDigests(ownerUrl: string): Promise<Record<string, Measured & { rows: number }>> {
  return withSnapshot(ownerUrl, async (client) => {
    const found: Record<string, Measured & { rows: number }> = {}
    for (const table of await listTables(client)) found[table.name] = await digestOf(client, table)
    return found
  })
}

async function digestOf(client: pg.Client, table: Table): Promise<Measured & { rows: number }> {
  const copy = client.query(copyTo(copyOut(table)))
  const measured = await measure(copy)
  return { ...measured, rows: copy.rowCount }
}
