/**
 * The lock on DATA_DIR: one server per folder.
 *
 * It is the name of a Linux abstract socket made from the folder's real path: the kernel gives it to one process at a
 * time and takes it back when that process ends, however it ends. It covers programs on one machine in one network
 * namespace; it does not cover two containers or two machines that mount the same folder, which only the database's
 * own `postmaster.pid` guards against, and imperfectly. Put several nodes on DATABASE_URL instead of a shared folder.
 */
import { createHash } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { Problem } from '../problems.ts'
import { databaseProblems, errorCode } from './problems.ts'

export interface DataDirLock {
  release(): Promise<void>
}

/** A command line holds the lock only while it stops the database, which takes well under this. */
const PATIENCE_MS = 5000
const PAUSE_MS = 100

function listen(name: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', (error) => (errorCode(error) === 'EADDRINUSE' ? resolve(undefined) : reject(error)))
    server.listen({ path: name }, () => resolve(server.unref()))
  })
}

/** `server`: the lock on DATA_DIR. `start`: held while a cluster is made or started, so that two never start it at once. */
type Purpose = 'server' | 'start'

/** Takes the lock if it is free right now; undefined where somebody holds it. */
export async function tryLock(dataDir: string, purpose: Purpose = 'server'): Promise<DataDirLock | undefined> {
  const digest = createHash('sha256').update(realpathSync(dataDir)).digest('hex')
  const server = await listen(`\0muster-${purpose}-${digest}`)
  return server && { release: () => new Promise((done) => server.close(() => done())) }
}

/**
 * Takes the lock for a server, waiting up to `patienceMs` for a command line that is just stopping the database.
 * @throws Problem `data-dir-in-use`
 */
export async function lock(dataDir: string, patienceMs = PATIENCE_MS): Promise<DataDirLock> {
  for (let left = patienceMs; ; left -= PAUSE_MS) {
    const taken = await tryLock(dataDir)
    if (taken) return taken
    if (left <= 0) throw new Problem(databaseProblems['data-dir-in-use'], { dir: dataDir })
    await wait(PAUSE_MS)
  }
}

/** Runs `work` while no other program makes or starts the cluster; waits as long as another one does (it is alive). */
export async function whileStarting<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  for (;;) {
    const taken = await tryLock(dataDir, 'start')
    if (taken) return await work().finally(() => taken.release())
    await wait(PAUSE_MS)
  }
}
