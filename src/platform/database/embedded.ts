/**
 * The embedded database of a data folder: made on the first start, started or joined on every other.
 *
 * Everybody who uses it (server or command line) keeps one connection that holds a shared advisory lock. Who leaves
 * tries the exclusive one: it is granted to the last user only, and that one stops the database. A program that was
 * killed leaves PostgreSQL running without a user; the next one to come joins it and stops it in the end.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { createSecretFile } from '../key.ts'
import { Problem } from '../problems.ts'
import type { Text } from '../texts.ts'
import { clusterExists, initCluster, OWNER, startCluster, stopCluster } from './cluster.ts'
import type { Durability } from './cluster-settings.ts'
import { type DataDirLock, tryLock } from './lock.ts'
import { type Place, placeFor } from './place.ts'
import { databaseProblems, errorCode, folderProblem } from './problems.ts'

export interface Embedded {
  /** Connection string as the owner, who is superuser of the embedded cluster. */
  readonly ownerUrl: string
  readonly cluster: string
  /** Set when the database lies elsewhere than in the data folder: tell the operator. */
  readonly note: Text | undefined
  /** Leaves; stops the database when nobody else uses it and no server holds (or, with `lock`, this one does). */
  leave(lock?: DataDirLock): Promise<void>
}

export interface EmbeddedOptions {
  readonly durability?: Durability
  /** Folders to use where the database's user cannot enter the data folder; default `/var/lib/muster`. */
  readonly elsewhere?: readonly string[]
  /** Progress in words, for the first start and after a crash. */
  readonly tell?: (text: Text) => void
}

const DATABASE = 'muster'
const PASSWORD_FILE = 'owner-password'
/** The advisory lock of those who use the database; any number that nobody else takes. */
const PRESENCE = 6_872_011
/** The database may be stopped by its last user at the moment we arrive: come again. */
const ARRIVALS = 5

/**
 * Opens the embedded database of a data folder.
 * @throws Problem with one sentence: read-only, full, other version, other owner, no user, no place, no port …
 */
export async function openEmbedded(dataDir: string, options: EmbeddedOptions = {}): Promise<Embedded> {
  const place = resolved(placeFor(dataDir, options.elsewhere))
  const durability = options.durability ?? 'full'
  try {
    const password = await prepare(dataDir, place, durability, options.tell)
    for (let attempt = 1; ; attempt++) {
      const { port } = await startCluster(place, durability)
      const url = `postgres://${OWNER}:${password}@127.0.0.1:${port}`
      const presence = await arrive(url, dataDir, attempt === ARRIVALS)
      if (presence) return embedded(dataDir, place, `${url}/${DATABASE}`, presence)
      await wait(100)
    }
  } catch (error) {
    throw folderProblem(error, dataDir)
  }
}

/** PostgreSQL reports real paths; comparing them needs ours to be real too. */
function resolved(place: Place): Place {
  return existsSync(place.cluster) ? { ...place, cluster: realpathSync(place.cluster) } : inRealParent(place)
}
const inRealParent = (place: Place): Place => ({
  ...place,
  cluster: join(realpathSync(join(place.cluster, '..')), 'postgres'),
})

/** Makes the cluster if there is none. @returns the owner's password */
async function prepare(
  dataDir: string,
  place: Place,
  durability: Durability,
  tell: EmbeddedOptions['tell'],
): Promise<string> {
  const path = join(dataDir, PASSWORD_FILE)
  const made = clusterExists(place)
  if (made && !existsSync(path)) throw new Problem(databaseProblems['database-owner-password'], { path })
  createSecretFile(path, `${randomBytes(24).toString('base64url')}\n`)
  const password = readFileSync(path, 'utf8').trim()
  if (!made) {
    tell?.({ zh: '第一次启动，正在建立数据库', en: 'First start: making the database' })
    await initCluster(place, password, durability)
  } else if (existsSync(join(place.cluster, 'postmaster.pid'))) {
    tell?.({
      zh: '正在接上次未正常停下的数据库',
      en: 'Taking over a database that is running or was not stopped in order',
    })
  }
  return password
}

/** Connects and says that we are here; undefined where the database was just being stopped. */
async function arrive(url: string, dataDir: string, last: boolean): Promise<pg.Client | undefined> {
  const admin = new pg.Client({ connectionString: `${url}/postgres`, application_name: 'muster presence' })
  // A lost presence is noticed by the pools; here it must not end the process.
  admin.on('error', () => {})
  try {
    await admin.connect()
    await admin.query('select pg_advisory_lock_shared($1)', [PRESENCE])
    await createDatabase(admin)
    return admin
  } catch (error) {
    await admin.end().catch(() => {})
    if (errorCode(error) === '28P01') {
      throw new Problem(databaseProblems['database-owner-password'], { path: join(dataDir, PASSWORD_FILE) })
    }
    if (last || !isGoing(error)) throw error
    return undefined
  }
}

/** Connection refused or reset, or "terminating connection", "the database system is shutting down". */
function isGoing(error: unknown): boolean {
  const code = errorCode(error)
  return (
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes(code) || code.startsWith('57P') || /terminated/.test(String(error))
  )
}

async function createDatabase(admin: pg.Client): Promise<void> {
  const found = await admin.query('select 1 from pg_database where datname = $1', [DATABASE])
  if (found.rowCount) return
  await admin.query(`create database ${DATABASE}`).catch((error) => {
    // Two first starts at once: the other one made it.
    if (!['42P04', '23505'].includes(errorCode(error))) throw error
  })
}

function embedded(dataDir: string, place: Place, ownerUrl: string, presence: pg.Client): Embedded {
  const stopIfLast = async () => {
    await presence.query('select pg_advisory_unlock_shared($1)', [PRESENCE])
    const { rows } = await presence.query('select pg_try_advisory_lock($1) as last', [PRESENCE])
    if (rows[0].last) await stopCluster(place.cluster)
  }
  return {
    ownerUrl,
    cluster: place.cluster,
    note: place.note,
    leave: async (lock) => {
      const held = lock ?? (await tryLock(dataDir))
      try {
        // Without the lock a server is there, and the database is its own to stop.
        if (held) await stopIfLast()
      } catch (error) {
        if (!isGoing(error)) throw error
      } finally {
        await presence.end().catch(() => {})
        await held?.release()
      }
    },
  }
}
