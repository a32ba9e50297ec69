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

/** @param onDone called after each one that ran */
function sqlFiles(folder: string, onDone: () => void): MigrationProvider {
  const migration = (name: string): Migration => ({
    up: async (db) => {
      await sql.raw(readFileSync(join(folder, `${name}.sql`), 'utf8')).execute(db)
      onDone()
    },
  })
  return {
    getMigrations: async () => Object.fromEntries(migrationNames(folder).map((name) => [name, migration(name)])),
  }
}

/**
 * Prepares the database of `ownerUrl`.
 * @param onShare told how far it is, 0 to 1, where there is something to do
 * @returns the names of the migrations that were new to it
 * @throws Problem `database-unreachable`, `database-too-old`, `database-newer`, `database-may-not`, `migration-failed`
 */
export async function migrate(
  ownerUrl: string,
  key: Buffer,
  folder = MIGRATIONS,
  onShare: (share: number) => void = () => {},
): Promise<string[]> {
  const owner = await connectOwner(ownerUrl)
  try {
    await owner.query('select pg_advisory_lock($1)', [PREPARING])
    await refuseOld(owner)
    const known = await refuseNewer(owner, folder)
    await ensureRoles(owner, ownerUrl, key)
    await ensureExtensions(owner)
    return await runFiles(ownerUrl, folder, counting(migrationNames(folder).length - known, onShare))
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

/** Says after each of `n` how far it is. */
function counting(n: number, onShare: (share: number) => void): () => void {
  let done = 0
  if (n > 0) onShare(0)
  return () => onShare(Math.min(1, ++done / n))
}

/** @returns how many migrations the database has had */
async function refuseNewer(owner: pg.Client, folder: string): Promise<number> {
  const there = await owner.query('select to_regclass($1) as found', [TABLE])
  if (!there.rows[0].found) return 0
  const { rows } = await owner.query<{ name: string }>(`select name from ${TABLE} order by name`)
  const known = new Set(migrationNames(folder))
  const unknown = rows.map((row) => row.name).filter((name) => !known.has(name))
  if (unknown.length > 0) throw new Problem(databaseProblems['database-newer'], { names: unknown.join(', ') })
  return rows.length
}

async function ensureExtensions(owner: pg.Client): Promise<void> {
  try {
    for (const name of EXTENSIONS) await owner.query(`create extension if not exists ${name}`)
  } catch (error) {
    if (errorCode(error) !== '42501') throw error
    throw new Problem(databaseProblems['database-may-not'], { role: owner.user ?? '', why: errorLine(error) })
  }
}

async function runFiles(ownerUrl: string, folder: string, onDone: () => void): Promise<string[]> {
  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: openPool(ownerUrl, 1) }),
  })
  try {
    const migrator = new Migrator({
      db,
      provider: sqlFiles(folder, onDone),
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
