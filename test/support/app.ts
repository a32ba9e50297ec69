/** The whole application on a database of its own, with a clock that tests move. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InjectOptions } from 'fastify'
import { afterAll } from 'vitest'
import { type App, buildApp } from '#app'
import { hashToken } from '#platform/access/secrets.ts'
import { MovedClock, uuid7 } from '#platform/clock.ts'
import { loadConfig } from '#platform/config.ts'
import { Hooks } from '#platform/hooks.ts'
import type { KnownRoute } from '#platform/http/server.ts'
import { Live } from '#platform/live/live.ts'
import { type Log, silentLog } from '#platform/log.ts'
import type { Services } from '#platform/services.ts'
import { type Context, systemContext, type Work, work } from '#platform/work.ts'
import { type TestDatabase, testDatabase } from './database.ts'

export interface TestApp {
  readonly app: App
  readonly clock: MovedClock
  readonly services: Services
  readonly db: TestDatabase
  /** Moves the clock to an instant (ISO) and does all timed work that is due then. */
  at(instant: string): Promise<void>
  sweep(): Promise<void>
  /** Runs something as the program itself. */
  work<T>(body: (w: Work) => Promise<T>): Promise<T>
  /** A client with a bearer token that carries permissions at a unit. */
  token(unitId: string, permissions: readonly string[]): Promise<Client>
  /** A client signed in as a person, in the capacity of the role at the unit. */
  signIn(person: { id: string; name: string }, role: string, unitId: string): Promise<Client>
  /** A client that shows nothing. */
  readonly nobody: Client
  /** A UUIDv7 at the clock's time. */
  id(): string
  /** Stops the program and drops its database; done by itself after the last test of a file that began it at its top level. */
  close(): Promise<void>
}

export interface Answer<T> {
  readonly status: number
  readonly body: T
  readonly headers: Record<string, unknown>
}

export class Client {
  readonly #app: App
  readonly headers: Record<string, string>
  constructor(app: App, headers: Record<string, string>) {
    this.#app = app
    this.headers = headers
  }
  async send<T = any>(
    method: InjectOptions['method'],
    url: string,
    payload?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const response = await this.#app.http.inject({
      method,
      url,
      headers: { ...this.headers, ...headers },
      ...(payload !== undefined && { payload: payload as NonNullable<InjectOptions['payload']> }),
    } as InjectOptions)
    const text = response.body
    const json = /json/.test(String(response.headers['content-type'] ?? ''))
    return {
      status: response.statusCode,
      body: (json && text !== '' ? JSON.parse(text) : text) as T,
      headers: response.headers,
    }
  }
  get<T = any>(url: string) {
    return this.send<T>('GET', url)
  }
  post<T = any>(url: string, payload?: unknown) {
    return this.send<T>('POST', url, payload ?? {})
  }
  put<T = any>(url: string, payload?: unknown) {
    return this.send<T>('PUT', url, payload ?? {})
  }
  delete<T = any>(url: string) {
    return this.send<T>('DELETE', url)
  }
}

/** @param options.now where the clock stands at first; `log` collects what the program says of itself */
export async function testApp(
  options: { now?: string; publicUrl?: string; log?: Log; onRoute?: (route: KnownRoute) => void } = {},
): Promise<TestApp> {
  const db = await testDatabase()
  const clock = new MovedClock(options.now ?? '2020-02-08T06:00:00+08:00')
  const dataDir = await mkdtemp(join(tmpdir(), 'muster-test-'))
  const config = loadConfig({
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
    ...(options.publicUrl && { PUBLIC_URL: options.publicUrl }),
  })
  const services: Services = {
    config,
    clock,
    chance: { bytes: (n) => randomBytes(n) },
    database: db,
    key: db.key,
    hooks: new Hooks(),
    live: new Live(),
    log: options.log ?? silentLog,
  }
  const app = await buildApp(services, options.onRoute)
  let closed = false
  const close = async () => {
    if (closed) return
    closed = true
    await app.close()
    await rm(dataDir, { recursive: true, force: true })
    await db.close()
  }
  try {
    afterAll(close)
  } catch {
    // Begun inside a hook or a test, where none can be added: whoever began it closes it.
  }
  const system: Context = systemContext(services)
  return {
    app,
    clock,
    services,
    db,
    close,
    nobody: new Client(app, {}),
    id: () => uuid7(clock, services.chance),
    sweep: () => app.sweep(),
    async at(instant) {
      clock.set(instant)
      await app.sweep()
    },
    work: (body) => work(system, body),
    async token(unitId, permissions) {
      const token = `mst_${randomBytes(24).toString('base64url')}`
      await work(system, (w) =>
        w.tx
          .insertInto('api_token')
          .values({
            id: w.id(),
            name: 'test',
            token_hash: hashToken(token),
            unit_id: unitId,
            permissions: [...permissions],
            created_at: w.now,
          })
          .execute(),
      )
      return new Client(app, { authorization: `Bearer ${token}` })
    },
    async signIn(person, role, unitId) {
      const cookie = randomBytes(24).toString('base64url')
      await work(system, async (w) => {
        const known = await w.tx
          .selectFrom('account')
          .select('id')
          .where('person_id', '=', person.id)
          .executeTakeFirst()
        const accountId = known?.id ?? w.id()
        if (!known)
          await w.tx
            .insertInto('account')
            .values({ id: accountId, person_id: person.id, name: person.name, created_at: w.now })
            .execute()
        const grantId = w.id()
        await w.tx
          .insertInto('grant_held')
          .values({ id: grantId, account_id: accountId, role, unit_id: unitId, from_at: w.now })
          .execute()
        await w.tx
          .insertInto('session')
          .values({
            token_hash: hashToken(cookie),
            account_id: accountId,
            capacity_id: grantId,
            created_at: w.now,
            seen_at: w.now,
            expires_at: new Date(w.now.getTime() + 30 * 86_400_000),
          })
          .execute()
      })
      return new Client(app, { cookie: `muster=${cookie}` })
    },
  }
}
