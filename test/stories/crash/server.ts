/** The program as a process of its own on an embedded database with full durability, to be killed and started again. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { findPostmaster, OWNER } from '#platform/database/cluster.ts'
import { DATABASE } from '#platform/database/presence.ts'

const program = fileURLToPath(new URL('../../../src/main.ts', import.meta.url))

export class Server {
  readonly #dataDir: string
  #child: ChildProcess | undefined
  #gone: Promise<unknown> = Promise.resolve()
  /** What the last process said, for the message of a failing test. */
  said = ''
  /** Where it listens now; undefined while it is down. */
  address: URL | undefined

  constructor(dataDir: string) {
    this.#dataDir = dataDir
  }

  /** Starts it and waits until it says where it listens. */
  async start(): Promise<void> {
    this.said = ''
    const env = { ...process.env, DATA_DIR: this.#dataDir, PORT: '0', LOG_LEVEL: 'error' }
    const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#child = child
    this.#gone = once(child, 'exit').then(() => {
      if (this.#child === child) this.address = undefined
    })
    const found = new Promise<URL>((resolve) => {
      const hear = (chunk: Buffer) => {
        this.said += chunk
        const at = /Muster is ready: (http:\/\/\S+)/.exec(this.said)?.[1]
        if (at) resolve(new URL(at))
      }
      child.stderr!.on('data', hear)
      child.stdout!.on('data', hear)
    })
    const ended = this.#gone.then(() => Promise.reject(new Error(`the server ended at its start:\n${this.said}`)))
    this.address = await Promise.race([found, ended])
    ended.catch(() => {})
  }

  /** SIGKILL to the program; PostgreSQL stays behind as an orphan, which the next start joins. */
  async kill(): Promise<void> {
    this.#child?.kill('SIGKILL')
    await this.#gone
  }

  /** Lets it end in order. */
  async stop(): Promise<void> {
    this.#child?.kill('SIGTERM')
    await this.#gone
  }

  /** SIGKILL to the postmaster, after which its children end themselves and the program starts another one. */
  async killPostmaster(): Promise<void> {
    const pid = await this.#postmaster()
    process.kill(pid, 'SIGKILL')
    while (this.address && (findPostmaster(this.#cluster)?.pid ?? pid) === pid) await wait(10)
  }

  /** SIGKILL to a backend that stores reports: PostgreSQL throws out every session and recovers. */
  async killBackend(): Promise<void> {
    for (;;) {
      const { rows } = await this.ask<{ pid: number }>(
        `select pid from pg_stat_activity where usename = 'muster_intake' order by state_change desc limit 1`,
      ).catch(() => ({ rows: [] }))
      if (rows[0]) return void process.kill(rows[0].pid, 'SIGKILL')
      await wait(10)
    }
  }

  get #cluster(): string {
    return join(this.#dataDir, 'postgres')
  }

  async #postmaster(): Promise<number> {
    for (;;) {
      const found = findPostmaster(this.#cluster)
      if (found) return found.pid
      await wait(10)
    }
  }

  /** Asks the running database as its owner. */
  async ask<T extends pg.QueryResultRow>(text: string): Promise<pg.QueryResult<T>> {
    const password = readFileSync(join(this.#dataDir, 'owner-password'), 'utf8').trim()
    const port = findPostmaster(this.#cluster)?.port
    const client = new pg.Client({ host: '127.0.0.1', port, user: OWNER, password, database: DATABASE })
    client.on('error', () => {})
    try {
      await client.connect()
      return await client.query<T>(text)
    } finally {
      await client.end().catch(() => {})
    }
  }
}
