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
/** While PostgreSQL cannot be started again (a full disk, for example), it is tried so often. */
const AGAIN_MS = 1000

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
  readonly #onError: (error: Error) => void

  private constructor(
    start: () => Promise<Postmaster>,
    password: string,
    passwordFile: string,
    onError: (error: Error) => void,
  ) {
    this.#start = start
    this.#password = password
    this.#passwordFile = passwordFile
    this.#onError = onError
  }

  /**
   * Starts or joins the database and says that we are here.
   * @param onError told why a database that was lost does not start again, once for each reason
   * @throws Problem
   */
  static async arrive(
    start: () => Promise<Postmaster>,
    password: string,
    passwordFile: string,
    onError: (error: Error) => void = () => {},
  ): Promise<Presence> {
    const presence = new Presence(start, password, passwordFile, onError)
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
    if (!this.#leaving) this.#coming = this.#comeBack()
  }

  /** Tries as long as the program runs: whoever frees the disk or puts a folder back need not start it again. */
  async #comeBack(): Promise<void> {
    for (let told = ''; !this.#leaving; ) {
      try {
        return await this.#arrive()
      } catch (error) {
        if (String(error) !== told) this.#onError(error as Error)
        told = String(error)
        await wait(AGAIN_MS)
      }
    }
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
