/** The program as whoever starts it sees it: a process of its own, what it says line by line, how it ends. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

export interface Started {
  readonly child: ChildProcess
  /** What it said on standard error so far, by lines. */
  lines(): string[]
  /** Resolves with the address once it listens. @throws what it said where it ended instead */
  readonly ready: Promise<string>
  /** Resolves with the exit code, or the name of the signal. */
  readonly ended: Promise<number | NodeJS.Signals>
  /** Ends it in order. */
  stop(): Promise<number | NodeJS.Signals>
}

export interface StartOptions {
  readonly env: Record<string, string>
  /** `npm start`’s own script instead of the server alone. */
  readonly script?: boolean
  /** As another system user; needs root. */
  readonly user?: { readonly uid: number; readonly gid: number }
}

/** Starts the program; what still runs at the end of the test is killed. */
export function start({ env, script = false, user }: StartOptions): Started {
  const file = at(script ? 'scripts/start.mjs' : 'src/main.ts')
  const child = spawn(process.execPath, [file], {
    ...user,
    cwd: at(''),
    env: { ...process.env, LANG: 'zh_CN.UTF-8', LOG_LEVEL: 'fatal', PORT: '0', ...env },
    stdio: ['ignore', 'inherit', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let said = ''
  const lines = () => said.split('\n').filter((line) => line !== '')
  const ended = once(child, 'close').then(([code, signal]) => code ?? signal)
  const ready = new Promise<string>((resolve, reject) => {
    child.stderr!.on('data', (chunk) => {
      said += chunk
      const address = /(?:同舟已启动：|Muster is ready: )(https?:\/\/[^\s　]+)/.exec(said)?.[1]
      if (address) resolve(address)
    })
    ended.then(() => reject(new Error(said)))
  })
  ready.catch(() => {})
  const stop = async () => {
    child.kill('SIGTERM')
    return ended
  }
  return { child, lines, ready, ended, stop }
}

/** Starts it where it cannot start. @returns how it ended and what it said */
export async function refused(options: StartOptions): Promise<{ code: number | NodeJS.Signals; lines: string[] }> {
  const started = start(options)
  const code = await started.ended
  return { code, lines: started.lines() }
}
