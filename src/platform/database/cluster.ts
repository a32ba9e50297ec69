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
import { reasonOf, shareOfInit, startLog, type TryAgain } from './start-log.ts'

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
const WATCH_MS = 200
/** Another program may take the port between our looking and PostgreSQL's listening, or old backends be still ending. */
const ATTEMPTS = 20
const PAUSE_MS = 200

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
 * Makes a new cluster, complete or not at all: it is made beside its place and moved there when done. Call it under
 * `whileStarting`.
 * @throws Problem
 */
export async function initCluster(
  place: Place,
  password: string,
  durability: Durability,
  onShare: (share: number) => void = () => {},
): Promise<void> {
  const draft = `${place.cluster}.new`
  const passwordFile = `${draft}.password`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true, mode: 0o700 })
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (place.runAs) for (const path of [draft, passwordFile]) chownSync(path, place.runAs.uid, place.runAs.gid)
  const log = openSync(startLog(place), 'w', 0o600)
  onShare(0)
  const watching = setInterval(() => onShare(shareOfInit(place)), WATCH_MS)
  try {
    const code = await ended(run(place, 'initdb', initArguments(draft, passwordFile, durability), log))
    if (code !== 0) throw initProblem(place)
    renameSync(draft, place.cluster)
  } finally {
    clearInterval(watching)
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

/** The command line of a process; empty where there is none, or only its remains. */
function commandOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
  } catch {
    return []
  }
}

/** Whether process `pid` is the postmaster of this cluster; a number in an old file may be anybody's by now. */
function isPostmaster(pid: number, cluster: string): boolean {
  const command = commandOf(pid)
  return command[0]?.endsWith('/postgres') === true && command.includes(cluster)
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
 * Starts the cluster, or joins the postmaster that lives already. Call it under `whileStarting`.
 * @throws Problem
 */
export async function startCluster(place: Place, durability: Durability): Promise<Postmaster> {
  let portsTaken = 0
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const found = findPostmaster(place.cluster)
    if (found) {
      const ready = await whenReady(place.cluster, () => false)
      if (ready) return ready
    }
    const result = await launch(place, await freePort(place.cluster, portsTaken), durability)
    if (typeof result === 'object') return result
    if (result === 'port-taken') portsTaken++
    else await wait(PAUSE_MS)
  }
  throw new Problem(databaseProblems['database-no-port'])
}

/** Starts once; says where another try helps. */
async function launch(place: Place, port: number, durability: Durability): Promise<Postmaster | TryAgain> {
  removeStalePid(place.cluster)
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
  if (reason instanceof Problem) throw reason
  return reason
}

/**
 * Removes what a crash left. PostgreSQL would judge by the number alone, which any program may carry by now; where a
 * PostgreSQL carries it, under whatever path, the judgement stays with PostgreSQL.
 */
function removeStalePid(cluster: string): void {
  const file = join(cluster, 'postmaster.pid')
  try {
    const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
    if (commandOf(pid)[0]?.endsWith('postgres')) return
    rmSync(file)
  } catch {
    // There is none.
  }
}

/** Stops the cluster in order (open transactions are rolled back, a checkpoint is written) and waits for its end. */
export async function stopCluster(cluster: string): Promise<void> {
  const found = findPostmaster(cluster)
  if (!found) return
  process.kill(found.pid, 'SIGINT')
  while (isPostmaster(found.pid, cluster)) await wait(POLL_MS)
}
