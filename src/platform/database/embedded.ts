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
import { createSecretFile } from '../key.ts'
import { Problem } from '../problems.ts'
import type { Text } from '../texts.ts'
import { clusterExists, initCluster, startCluster, stopCluster } from './cluster.ts'
import type { Durability } from './cluster-settings.ts'
import { type DataDirLock, tryLock, whileStarting } from './lock.ts'
import { type Place, placeFor } from './place.ts'
import { DATABASE, Presence } from './presence.ts'
import { databaseProblems, folderProblem } from './problems.ts'

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
  /** What the operator should know: a first start, a crash before, an unusual place. */
  readonly tell?: (text: Text) => void
  /** How far it is; where somebody listens, `tell` says nothing of it. */
  readonly onProgress?: (step: Text, share?: number) => void
  /** Told when the database was lost and does not start again yet. */
  readonly onError?: (error: Error) => void
  /** A command that joins a running server says nothing of it. */
  readonly joins?: boolean
}

const PASSWORD_FILE = 'owner-password'
/**
 * Opens the embedded database of a data folder.
 * @throws Problem with one sentence: read-only, full, other version, other owner, no user, no place, no port …
 */
export async function openEmbedded(dataDir: string, options: EmbeddedOptions = {}): Promise<Embedded> {
  try {
    const place = resolved(placeFor(dataDir, options.elsewhere))
    const durability = options.durability ?? 'full'
    const start = () => whileStarting(dataDir, () => startCluster(place, durability))
    const password = await whileStarting(dataDir, () => prepare(dataDir, place, durability, options))
    const presence = await Presence.arrive(start, password, join(dataDir, PASSWORD_FILE), options.onError)
    const leave = (lock?: DataDirLock) => leaveDatabase(dataDir, place, presence, lock)
    return { ownerUrl: `${presence.serverUrl}/${DATABASE}`, cluster: place.cluster, note: place.note, leave }
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
  { tell, joins, onProgress }: EmbeddedOptions,
): Promise<string> {
  const path = join(dataDir, PASSWORD_FILE)
  const made = clusterExists(place)
  if (made && !existsSync(path)) throw new Problem(databaseProblems['database-owner-password'], { path })
  createSecretFile(path, `${randomBytes(24).toString('base64url')}\n`)
  const password = readFileSync(path, 'utf8').trim()
  if (!made) {
    if (!onProgress) tell?.({ zh: '第一次启动，正在建立数据库', en: 'First start: making the database' })
    const making = { zh: '数据库：第一次启动，正在建立', en: 'Database: first start, making it' }
    await initCluster(place, password, durability, (share) => onProgress?.(making, share))
  } else if (!joins && existsSync(join(place.cluster, 'postmaster.pid'))) {
    const taking = {
      zh: '数据库：正在接上次未正常停下的数据库',
      en: 'Database: taking over one that is running or was not stopped in order',
    }
    ;(onProgress ?? tell)?.(taking)
  }
  return password
}

async function leaveDatabase(dataDir: string, place: Place, presence: Presence, lock?: DataDirLock): Promise<void> {
  const held = lock ?? (await tryLock(dataDir))
  try {
    // Without the lock a server is there, and the database is its own to stop.
    if (held && (await presence.isLast())) await stopCluster(place.cluster)
  } finally {
    await presence.leave()
    await held?.release()
  }
}
