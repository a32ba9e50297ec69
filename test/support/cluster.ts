/** The PostgreSQL of a test run: made in the system's temporary folder, gone afterwards even if the run is killed. */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findPostmaster, initCluster, OWNER, startCluster, stopCluster } from '#platform/database/cluster.ts'
import { canEnter, installedPrograms, NOBODY, type Place, programsFor } from '#platform/database/place.ts'

export interface TestCluster {
  /** As superuser, without a database: append `/name`. */
  readonly serverUrl: string
  /** Folder that holds everything; removed by `remove`. */
  readonly folder: string
  remove(): Promise<void>
}

const guardian = fileURLToPath(new URL('./guardian.mjs', import.meta.url))

/** The first temporary folder that PostgreSQL's user can enter too. */
function temporaryFolder(): string {
  const all = [tmpdir(), '/tmp', '/var/tmp']
  const base = process.getuid!() === 0 ? all.find((folder) => canEnter(folder, NOBODY)) : all[0]
  if (!base) throw new Error(`no temporary folder that other users can enter (tried ${all.join(', ')})`)
  const folder = realpathSync(mkdtempSync(join(base, 'muster-test-')))
  chmodSync(folder, 0o755)
  return folder
}

/** Starts a cluster that forgets everything at a power cut; the caller removes it. */
export async function startTestCluster(): Promise<TestCluster> {
  const folder = temporaryFolder()
  const runAs = process.getuid!() === 0 ? NOBODY : undefined
  const programs = programsFor(runAs, [folder])
  if (programs !== installedPrograms().dir) {
    console.error(`数据库程序复制到 ${folder} / PostgreSQL is copied to ${folder}, where its user can enter`)
  }
  const place: Place = { cluster: join(folder, 'postgres'), programs, runAs, note: undefined }
  const watch = spawn(process.execPath, [guardian, folder], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  watch.unref()
  const password = randomBytes(18).toString('base64url')
  await initCluster(place, password, 'test')
  const { port } = await startCluster(place, 'test')
  const remove = async () => {
    await stopCluster(place.cluster)
    rmSync(folder, { recursive: true, force: true })
    await new Promise((done) => {
      watch.ref()
      watch.once('exit', done)
      watch.stdin!.end()
    })
  }
  return { serverUrl: `postgres://${OWNER}:${password}@127.0.0.1:${port}`, folder, remove }
}

/** Whether a postmaster of this folder still lives. */
export const stillRuns = (folder: string): boolean => findPostmaster(join(folder, 'postgres')) !== undefined
