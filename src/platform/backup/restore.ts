/**
 * A restore: a backup is read and digested whole before anything is touched, then loaded in one transaction into a
 * database whose schema comes from the same migrations.
 */

import { createReadStream } from 'node:fs'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { MIGRATIONS, migrate, migrationNames } from '../database/migrate.ts'
import { errorLine } from '../database/problems.ts'
import { APP_ROLE, INTAKE_ROLE } from '../database/roles.ts'
import { Problem } from '../problems.ts'
import type { Text } from '../texts.ts'
import { stageFiles } from './files.ts'
import { load } from './load.ts'
import { evidenceFile, keyMark, type Manifest, readManifest, tableFile } from './manifest.ts'
import { backupProblems, readProblem, writeProblem } from './problems.ts'
import { type Measured, measure, nowhere, readCompressed } from './stream.ts'
import { listMigrations } from './tables.ts'

export interface RestoreOptions {
  readonly ownerUrl: string
  readonly key: Buffer
  readonly dataDir: string
  readonly dir: string
  /** Replaces what the database holds. */
  readonly replace?: boolean
  readonly tell?: (text: Text) => void
}

export interface RestoreResult {
  readonly manifest: Manifest
  readonly digest: string
  readonly rows: number
  /** False: the key is another one than when the backup was made, so printed cards and links no longer open. */
  readonly sameKey: boolean
}

/**
 * Restores a backup. Stop the server first.
 * @throws Problem `backup-not-there`, `backup-damaged`, `backup-newer`, `restore-in-use`, `restore-not-empty`, `restore-failed`
 */
export async function restore(options: RestoreOptions): Promise<RestoreResult> {
  const dir = resolve(options.dir)
  const { manifest, digest } = await readManifest(dir)
  refuseNewer(manifest)
  await checkContent(dir, manifest, options.tell)
  await withOwner(options.ownerUrl, async (owner) => {
    await refuseInUse(owner)
    if (!options.replace) await refuseFull(owner)
  })
  const files = await stageFiles(dir, options.dataDir, manifest.files).catch((error) => {
    throw writeProblem(error, options.dataDir)
  })
  try {
    await bringSchema(options, manifest)
    await loadAll(options, dir, manifest)
    await files.take()
  } finally {
    await files.leave()
  }
  await migrate(options.ownerUrl, options.key)
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
  return { manifest, digest, rows, sameKey: manifest.key_mark === keyMark(options.key) }
}

function refuseNewer(manifest: Manifest): void {
  const known = new Set(migrationNames(MIGRATIONS))
  const unknown = manifest.migrations.filter((name) => !known.has(name))
  if (unknown.length > 0) throw new Problem(backupProblems['backup-newer'], { names: unknown.join(', ') })
}

/** Reads every file of the backup once and compares its digest. @throws Problem `backup-damaged` */
export async function checkContent(dir: string, manifest: Manifest, tell?: (text: Text) => void): Promise<void> {
  for (const table of manifest.tables) {
    const path = tableFile(dir, table.name)
    compare(path, table, await readCompressed(path, nowhere()).catch((error) => throwRead(error, path)))
  }
  for (const file of manifest.files) {
    const path = evidenceFile(dir, file.name)
    compare(path, file, await measure(createReadStream(path)).catch((error) => throwRead(error, path)))
  }
  tell?.({ zh: '备份完整，摘要全部相符', en: 'The backup is complete and every digest agrees' })
}

const throwRead = (error: unknown, path: string): never => {
  throw readProblem(error, path)
}

function compare(file: string, stated: Measured, found: Measured): void {
  if (stated.sha256 === found.sha256 && stated.bytes === found.bytes) return
  throw new Problem(backupProblems['backup-damaged'], { file, why: 'sha256' })
}

export async function withOwner<T>(ownerUrl: string, body: (owner: pg.Client) => Promise<T>): Promise<T> {
  const owner = new pg.Client({ connectionString: ownerUrl, application_name: 'muster restore' })
  owner.on('error', () => {})
  await owner.connect()
  try {
    return await body(owner)
  } finally {
    await owner.end().catch(() => {})
  }
}

/** A server that runs would write into tables that are being replaced, and answer from caches that are no longer true. */
async function refuseInUse(owner: pg.Client): Promise<void> {
  const { rows } = await owner.query(
    `select count(*)::int as n from pg_stat_activity where datname = current_database() and usename = any ($1)`,
    [[APP_ROLE, INTAKE_ROLE]],
  )
  if (rows[0].n > 0) throw new Problem(backupProblems['restore-in-use'], { count: rows[0].n })
}

/** Tables that hold rows only when somebody has begun to use the installation. */
const signsOfUse = ['unit', 'person', 'account', 'report', 'task', 'campaign', 'audit']

async function refuseFull(owner: pg.Client): Promise<void> {
  const used: string[] = []
  for (const table of signsOfUse) {
    const { rows } = await owner.query(`select to_regclass($1) is not null as there`, [table])
    if (!rows[0].there) continue
    const found = await owner.query(`select count(*)::int as n from ${table}`)
    if (found.rows[0].n > 0) used.push(`${table}: ${found.rows[0].n}`)
  }
  if (used.length > 0) throw new Problem(backupProblems['restore-not-empty'], { what: used.join(', ') })
}

/** Where the backup comes from an earlier version, the schema is made anew as it was then and migrated after loading. */
async function bringSchema(options: RestoreOptions, manifest: Manifest): Promise<void> {
  const { ownerUrl, key } = options
  const have = await withOwner(ownerUrl, listMigrations)
  if (have.join() === manifest.migrations.join()) return
  await withOwner(ownerUrl, async (owner) => {
    await owner.query('drop schema public cascade')
    await owner.query('create schema public')
    await owner.query('grant usage on schema public to public')
  })
  const folder = await mkdtemp(join(tmpdir(), 'muster-migrations-'))
  try {
    for (const name of manifest.migrations) await symlink(join(MIGRATIONS, `${name}.sql`), join(folder, `${name}.sql`))
    await migrate(ownerUrl, key, folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function loadAll(options: RestoreOptions, dir: string, manifest: Manifest): Promise<void> {
  await withOwner(options.ownerUrl, async (owner) => {
    try {
      await owner.query('begin')
      await owner.query('set local row_security = off')
      await load(owner, dir, manifest, options.tell)
      await owner.query('commit')
      await owner.query('analyze')
    } catch (error) {
      await owner.query('rollback').catch(() => {})
      if (error instanceof Problem) throw error
      throw new Problem(backupProblems['restore-failed'], { why: errorLine(error) })
    }
  })
}
