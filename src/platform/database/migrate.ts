/** Brings the schema up to date: roles, extensions, then the plain SQL files of `migrations/` in order, all or nothing. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration'
import pg from 'pg'
import { Problem } from '../problems.ts'
import { openPool } from './connect.ts'
import { databaseProblems, errorCode, errorLine } from './problems.ts'
import { ensureRoles } from './roles.ts'

/** The program's own migrations. */
export const MIGRATIONS = fileURLToPath(new URL('../../../migrations', import.meta.url))

const TABLE = 'muster_migration'
const LOCK_TABLE = 'muster_migration_lock'
const EXTENSIONS = ['ltree', 'btree_gist', 'pg_trgm', 'pgcrypto']
const OLDEST_VERSION = 15
/** Keeps two nodes from preparing the same database at once; Kysely's own lock covers its part only. */
const PREPARING = 6_872_012

/** The names of the migrations in a folder, in order. */
export function migrationNames(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .map((file) => file.slice(0, -'.sql'.length))
    .sort()
}

function sqlFiles(folder: string): MigrationProvider {
  const migration = (name: string): Migration => ({
    up: async (db) => {
      await sql.raw(readFileSync(join(folder, `${name}.sql`), 'utf8')).execute(db)
    },
  })
  return {
    getMigrations: async () => Object.fromEntries(migrationNames(folder).map((name) => [name, migration(name)])),
  }
}

/**
 * Prepares the database of `ownerUrl`.
 * @returns the names of the migrations that were new to it
 * @throws Problem `database-unreachable`, `database-too-old`, `database-newer`, `database-may-not`, `migration-failed`
 */
export async function migrate(ownerUrl: string, key: Buffer, folder = MIGRATIONS): Promise<string[]> {
  const owner = await connectOwner(ownerUrl)
  try {
    await owner.query('select pg_advisory_lock($1)', [PREPARING])
    await refuseOld(owner)
    await refuseNewer(owner, folder)
    await ensureRoles(owner, ownerUrl, key)
    await ensureExtensions(owner)
    return await runFiles(ownerUrl, folder)
  } finally {
    await owner.end().catch(() => {})
  }
}

/** `host:port/database`, without role and password. */
const whereOf = (url: string): string => {
  const { host, pathname } = new URL(url)
  return host + pathname
}

async function connectOwner(ownerUrl: string): Promise<pg.Client> {
  const owner = new pg.Client({ connectionString: ownerUrl, application_name: 'muster migrate' })
  owner.on('error', () => {})
  try {
    await owner.connect()
  } catch (error) {
    throw new Problem(databaseProblems['database-unreachable'], { where: whereOf(ownerUrl), why: errorLine(error) })
  }
  return owner
}

async function refuseOld(owner: pg.Client): Promise<void> {
  const { rows } = await owner.query('show server_version_num')
  const found = Math.floor(Number(rows[0].server_version_num) / 10_000)
  if (found < OLDEST_VERSION) throw new Problem(databaseProblems['database-too-old'], { found })
}

async function refuseNewer(owner: pg.Client, folder: string): Promise<void> {
  const there = await owner.query('select to_regclass($1) as found', [TABLE])
  if (!there.rows[0].found) return
  const { rows } = await owner.query<{ name: string }>(`select name from ${TABLE} order by name`)
  const known = new Set(migrationNames(folder))
  const unknown = rows.map((row) => row.name).filter((name) => !known.has(name))
  if (unknown.length > 0) throw new Problem(databaseProblems['database-newer'], { names: unknown.join(', ') })
}

async function ensureExtensions(owner: pg.Client): Promise<void> {
  try {
    for (const name of EXTENSIONS) await owner.query(`create extension if not exists ${name}`)
  } catch (error) {
    if (errorCode(error) !== '42501') throw error
    throw new Problem(databaseProblems['database-may-not'], { role: owner.user ?? '', why: errorLine(error) })
  }
}

async function runFiles(ownerUrl: string, folder: string): Promise<string[]> {
  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: openPool(ownerUrl, 1) }),
  })
  try {
    const migrator = new Migrator({
      db,
      provider: sqlFiles(folder),
      migrationTableName: TABLE,
      migrationLockTableName: LOCK_TABLE,
    })
    const { error, results = [] } = await migrator.migrateToLatest()
    if (error === undefined) return results.map((result) => result.migrationName)
    const name = results.find((result) => result.status === 'Error')?.migrationName ?? 'migrations'
    throw new Problem(databaseProblems['migration-failed'], { name, why: errorLine(error) })
  } finally {
    await db.destroy()
  }
}
