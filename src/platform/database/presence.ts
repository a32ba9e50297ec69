/**
 * The connection by which a program says that it uses the embedded database: it holds a shared advisory lock, and only
 * the last user can get the exclusive one. When it is lost because PostgreSQL was killed, PostgreSQL is started again.
 */
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { Problem } from '../problems.ts'
import { OWNER, type Postmaster } from './cluster.ts'
import { databaseProblems, errorCode } from './problems.ts'

/** The program's database within the embedded cluster. */
export const DATABASE = 'muster'
/** Any number that nobody else locks. */
const PRESENCE = 6_872_011
/** The last user may be stopping the database at the moment we arrive: come again. */
const ARRIVALS = 10
const PAUSE_MS = 100

/** Connection refused or reset, "terminating connection", "the database system is shutting down". */
function isGoing(error: unknown): boolean {
  const code = errorCode(error)
  if (['ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes(code) || code.startsWith('57P')) return true
  return /terminated|not queryable|closed/.test(String(error))
}

export class Presence {
  /** `postgres://owner:password@127.0.0.1:port`. The port outlives a restart: it follows from the folder's path. */
  serverUrl = ''
  #client: pg.Client | undefined
  #leaving = false
  #coming: Promise<void> = Promise.resolve()
  readonly #start: () => Promise<Postmaster>
  readonly #password: string
  readonly #passwordFile: string

  private constructor(start: () => Promise<Postmaster>, password: string, passwordFile: string) {
    this.#start = start
    this.#password = password
    this.#passwordFile = passwordFile
  }

  /** Starts or joins the database and says that we are here. @throws Problem */
  static async arrive(start: () => Promise<Postmaster>, password: string, passwordFile: string): Promise<Presence> {
    const presence = new Presence(start, password, passwordFile)
    await presence.#arrive()
    return presence
  }

  async #arrive(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const { port } = await this.#start()
      this.serverUrl = `postgres://${OWNER}:${this.#password}@127.0.0.1:${port}`
      try {
        this.#client = await this.#connect()
        return
      } catch (error) {
        if (attempt === ARRIVALS || !isGoing(error)) throw error
        await wait(PAUSE_MS)
      }
    }
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: `${this.serverUrl}/postgres`,
      application_name: 'muster presence',
    })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.query('select pg_advisory_lock_shared($1)', [PRESENCE])
      await createDatabase(client)
    } catch (error) {
      await client.end().catch(() => {})
      const path = this.#passwordFile
      if (errorCode(error) === '28P01') throw new Problem(databaseProblems['database-owner-password'], { path })
      throw error
    }
    client.once('end', () => this.#lost())
    return client
  }

  /** PostgreSQL restarted or was killed: come back, so that the pools find it again at the same port. */
  #lost(): void {
    this.#client = undefined
    // What cannot be healed shows where it is used: in the answers of the pools, which name the connection.
    if (!this.#leaving) this.#coming = this.#arrive().catch(() => {})
  }

  /** Whether nobody else uses the database; if so, nobody can arrive any more until it is stopped. */
  async isLast(): Promise<boolean> {
    this.#leaving = true
    await this.#coming
    try {
      await this.#client?.query('select pg_advisory_unlock_shared($1)', [PRESENCE])
      const answer = await this.#client?.query('select pg_try_advisory_lock($1) as last', [PRESENCE])
      return answer?.rows[0].last === true
    } catch (error) {
      if (isGoing(error)) return false
      throw error
    }
  }

  async leave(): Promise<void> {
    this.#leaving = true
    await this.#coming
    await this.#client?.end().catch(() => {})
  }
}

async function createDatabase(client: pg.Client): Promise<void> {
  const found = await client.query('select 1 from pg_database where datname = $1', [DATABASE])
  if (found.rowCount) return
  await client.query(`create database ${DATABASE}`).catch((error) => {
    // Two first starts at once: the other one made it.
    if (!['42P04', '23505'].includes(errorCode(error))) throw error
  })
}
