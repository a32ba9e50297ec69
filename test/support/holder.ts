/** Starts `hold-database.ts` as a process of its own, so that a test can kill it or run it as another system user. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { inject, onTestFinished } from 'vitest'

const program = fileURLToPath(new URL('./hold-database.ts', import.meta.url))

export interface Holder {
  /** What it said: `{ who, uid }`, or `{ problem, zh, en }` when the database did not open. */
  readonly said: { who?: string; uid?: number; problem?: string; zh?: string; en?: string }
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<void>
  /** Lets it close in order. */
  end(): Promise<void>
}

/** @param user run it as this system user (needs root) */
export async function startHolder(
  as: 'server' | 'command',
  data: { dir: string; migrations: string },
  user?: { uid: number; gid: number },
): Promise<Holder> {
  const child = spawn(process.execPath, [program, as, data.dir, data.migrations, inject('runFolder')], {
    ...user,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const gone = once(child, 'exit')
  onTestFinished(() => void child.kill('SIGKILL'))
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    gone.then(() => Promise.reject(new Error('hold-database ended without a word'))),
  ])
  return {
    said: JSON.parse(line),
    kill: async () => {
      child.kill('SIGKILL')
      await gone
    },
    end: async () => {
      child.stdin.end()
      await gone
    },
  }
}
