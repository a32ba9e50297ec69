/** Runs the command line as a child process on a test database, as a user at a terminal would. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestDatabase } from '#test/support/database.ts'

export interface Ended {
  readonly code: number
  readonly out: string
  /** Without remarks on progress, which a busy machine prints and an idle one does not. */
  readonly err: string
}

export interface Terminal {
  /** Where the user stands; removed by `leave`. */
  readonly folder: string
  muster(database: TestDatabase, ...args: string[]): Promise<Ended>
  leave(): void
}

const progress = /^.* \d+%\n/gm

const program = fileURLToPath(new URL('../cli.ts', import.meta.url))

/** @param key of the test databases, so that the program's roles keep their passwords */
export function terminal(key: Buffer, env: NodeJS.ProcessEnv = {}): Terminal {
  const folder = mkdtempSync(join(tmpdir(), 'muster-cli-'))
  const keyFile = join(folder, 'key')
  writeFileSync(keyFile, key.toString('hex'), { mode: 0o600 })
  const run = (database: TestDatabase, ...args: string[]): Promise<Ended> => {
    const data = { DATABASE_URL: database.ownerUrl, DATA_DIR: join(folder, database.name), KEY_FILE: keyFile }
    const child = spawn(process.execPath, [program, ...args], {
      env: { ...process.env, ...data, INIT_CWD: folder, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let out = ''
    let err = ''
    child.stdout.on('data', (chunk) => {
      out += chunk
    })
    child.stderr.on('data', (chunk) => {
      err += chunk
    })
    return new Promise((done) =>
      child.once('close', (code) => done({ code: code ?? -1, out, err: err.replace(progress, '') })),
    )
  }
  return { folder, muster: run, leave: () => rmSync(folder, { recursive: true, force: true }) }
}
