/** Makes, starts, finds and stops one embedded PostgreSQL cluster (its folder and its processes). */
import { type ChildProcess, spawn } from 'node:child_process'
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Problem } from '../problems.ts'
import { clusterSettings, type Durability } from './cluster-settings.ts'
import type { Place } from './place.ts'
import { freePort } from './port.ts'
import { databaseProblems, errorCode } from './problems.ts'
import { reasonOf, startLog } from './start-log.ts'

/** A postmaster that lives; `ready` once it takes connections. */
export interface Postmaster {
  readonly pid: number
  readonly port: number
  readonly ready: boolean
}

/** The role that owns the embedded database and everything in it. */
export const OWNER = 'muster'
const MAJOR = '18'
const POLL_MS = 20
/** Another program may take the port between our looking and PostgreSQL's listening; so often in a row it will not. */
const PORT_TRIES = 5

function run(place: Place, program: 'initdb' | 'postgres', args: string[], log: number): ChildProcess {
  return spawn(join(place.programs, 'bin', program), args, {
    ...place.runAs,
    cwd: dirname(place.cluster),
    // Its own session: Ctrl-C in the terminal must reach the server alone, which then stops the database in order.
    detached: true,
    stdio: ['ignore', log, log],
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
  })
}

/** Resolves with the exit code. @throws Problem where the system refuses to start the program as that user */
function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => resolve(code ?? -1))
    child.once('error', (error) => reject(new Problem(databaseProblems['database-no-user'], { why: errorCode(error) })))
  })
}

/** Whether a cluster was made here. @throws Problem `database-other-version` */
export function clusterExists(place: Place): boolean {
  const version = join(place.cluster, 'PG_VERSION')
  if (!existsSync(version)) return false
  const found = readFileSync(version, 'utf8').trim()
  if (found === MAJOR) return true
  throw new Problem(databaseProblems['database-other-version'], { dir: place.cluster, found, need: MAJOR })
}

/**
 * Makes a new cluster, complete or not at all: it is made beside its place and moved there when done.
 * @throws Problem
 */
export async function initCluster(place: Place, password: string, durability: Durability): Promise<void> {
  const draft = `${place.cluster}.${process.pid}.new`
  const passwordFile = `${draft}.password`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true, mode: 0o700 })
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (place.runAs) for (const path of [draft, passwordFile]) chownSync(path, place.runAs.uid, place.runAs.gid)
  const log = openSync(startLog(place), 'w', 0o600)
  try {
    const code = await ended(run(place, 'initdb', initArguments(draft, passwordFile, durability), log))
    if (code !== 0) throw initProblem(place)
    moveInto(draft, place.cluster)
  } finally {
    closeSync(log)
    rmSync(passwordFile, { force: true })
    rmSync(draft, { recursive: true, force: true })
  }
}

function initProblem(place: Place): Problem {
  const reason = reasonOf(place)
  return reason instanceof Problem
    ? reason
    : new Problem(databaseProblems['database-start-failed'], { why: 'initdb', log: startLog(place) })
}

function initArguments(dir: string, passwordFile: string, durability: Durability): string[] {
  return [
    `--pgdata=${dir}`,
    `--username=${OWNER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Sorting by code point everywhere alike; lists that people read name an ICU collation themselves.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    // pg_trgm asks the C library what a letter is, and under plain C no Chinese character is one.
    '--lc-ctype=C.UTF-8',
    '--data-checksums',
    ...(durability === 'test' ? ['--no-sync'] : []),
  ]
}

function moveInto(draft: string, cluster: string): void {
  try {
    renameSync(draft, cluster)
  } catch (error) {
    // A second command line made the same cluster meanwhile: take that one.
    if (!existsSync(join(cluster, 'PG_VERSION'))) throw error
  }
}

/** Whether process `pid` is the postmaster of this cluster; a number in an old file may be anybody's by now. */
function isPostmaster(pid: number, cluster: string): boolean {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    return words[0]!.endsWith('/postgres') && words.includes(cluster)
  } catch {
    return false
  }
}

/** The postmaster of this cluster, where one lives: our own, another program's, or one that a killed program left. */
export function findPostmaster(cluster: string): Postmaster | undefined {
  let lines: string[]
  try {
    lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return undefined
  }
  const pid = Number(lines[0])
  if (!isPostmaster(pid, cluster)) return undefined
  return { pid, port: Number(lines[3] ?? 0), ready: lines[7]?.trim() === 'ready' }
}

/** Waits until the postmaster takes connections; undefined when it ended instead. Recovery takes as long as it takes. */
export async function whenReady(cluster: string, alive = () => true): Promise<Postmaster | undefined> {
  for (;;) {
    const found = findPostmaster(cluster)
    if (found?.ready) return found
    if (!found && !alive()) return undefined
    await wait(POLL_MS)
  }
}

/**
 * Starts the cluster, or joins the postmaster that lives already.
 * @throws Problem
 */
export async function startCluster(place: Place, durability: Durability): Promise<Postmaster> {
  for (let attempt = 0; attempt < PORT_TRIES; attempt++) {
    const found = findPostmaster(place.cluster)
    const ready = found
      ? await whenReady(place.cluster, () => false)
      : await launch(place, await freePort(place.cluster, attempt), durability)
    if (ready) return ready
  }
  throw new Problem(databaseProblems['database-no-port'])
}

/** Starts once; undefined where it is worth another try (port just taken, or somebody else was faster). */
async function launch(place: Place, port: number, durability: Durability): Promise<Postmaster | undefined> {
  // Left by a crash. PostgreSQL would judge it by the number alone, which another process may carry by now.
  rmSync(join(place.cluster, 'postmaster.pid'), { force: true })
  const log = openSync(startLog(place), 'w', 0o600)
  const child = run(place, 'postgres', ['-D', place.cluster, ...clusterSettings(port, durability)], log)
  closeSync(log)
  let alive = true
  const end = ended(child).finally(() => {
    alive = false
  })
  end.catch(() => {})
  const ready = await whenReady(place.cluster, () => alive)
  child.unref()
  if (ready) return ready
  await end
  const reason = reasonOf(place)
  if (reason === 'try-again') return undefined
  throw reason
}

/** Stops the cluster in order (open transactions are rolled back, a checkpoint is written) and waits for its end. */
export async function stopCluster(cluster: string): Promise<void> {
  const found = findPostmaster(cluster)
  if (!found) return
  process.kill(found.pid, 'SIGINT')
  while (isPostmaster(found.pid, cluster)) await wait(POLL_MS)
}
