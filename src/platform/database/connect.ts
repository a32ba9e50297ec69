/** The program's connections: a pool for each role and one listener for notifications. */
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { type Listen, openListener } from './listen.ts'
import { APP_ROLE, INTAKE_ROLE, rolePassword, roleUrl } from './roles.ts'
import type { DB } from './types.generated.ts'

export interface Database {
  /** Query builder over `appPool`. */
  readonly app: Kysely<DB>
  /** As `muster_app`, for raw SQL. */
  readonly appPool: pg.Pool
  /** As `muster_intake`, for the batch of reports alone; plans are generic. */
  readonly intakePool: pg.Pool
  /** Calls `handler` with each notification's payload; resolves, once listening, to a function that ends it. */
  readonly listen: Listen
  close(): Promise<void>
}

export interface ConnectOptions {
  /** Connections of `muster_app`; default 20. */
  readonly appMax?: number
  /** Connections of `muster_intake`; default 4: one batch of single reports and one of arrays are in flight, and spares. */
  readonly intakeMax?: number
  /** Told when an idle connection is lost; the pool opens another by itself. */
  readonly onError?: (error: Error) => void
}

const INT8 = 20
const INT8_LIST = 1016
const DATE = 1082
const DATE_LIST = 1182

/** A count is a number; one too large for a number stays a string instead of turning wrong. */
function int8(value: string): number | string {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}
/** pg's own parsers, by any type number. */
const parserOf = pg.types.getTypeParser as (oid: number, format?: string) => (value: string) => unknown
/** A list of text, which pg knows under this number. */
const TEXT_LIST = 1009
const listOf = parserOf(TEXT_LIST) as (value: string) => (string | null)[]

const parsers: Record<number, (value: string) => unknown> = {
  [INT8]: int8,
  [INT8_LIST]: (value) => listOf(value).map((item) => (item === null ? null : int8(item))),
  // A date is a local day, "2020-02-08"; a Date object would move it by the machine's time zone.
  [DATE]: (value) => value,
  [DATE_LIST]: listOf,
}

/** How values come back from PostgreSQL: int8 as number where safe, date as string, timestamptz as Date. */
export const valueTypes = {
  getTypeParser: (oid: number, format?: string) => (format !== 'binary' && parsers[oid]) || parserOf(oid, format),
} as unknown as pg.CustomTypesConfig

/** A pool with the program's value types. @param setUp SQL that runs on every new connection before it is lent */
export function openPool(url: string, max: number, options: ConnectOptions = {}, setUp?: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    types: valueTypes,
    application_name: 'muster',
    onConnect: async (client) => {
      if (setUp) await client.query(setUp)
    },
  })
  pool.on('error', options.onError ?? (() => {}))
  // A pool that ends forgets its connections before they are closed; what PostgreSQL still says on one of them ("the
  // database is being stopped") must not end this process.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/**
 * Plans of the batch are made once, for tables that may be empty then and hold a million rows an hour later: by index,
 * whatever the planner thinks of their size. Custom plans would cost a quarter more CPU.
 */
const intakeSettings = 'set plan_cache_mode = force_generic_plan; set enable_seqscan = off'

/**
 * Connects as the program's two roles, on the database of `ownerUrl`, which has to be migrated with the same key.
 * Nothing is opened until it is used.
 */
export function connect(ownerUrl: string, key: Buffer, options: ConnectOptions = {}): Database {
  const urlOf = (role: typeof APP_ROLE | typeof INTAKE_ROLE) => roleUrl(ownerUrl, role, rolePassword(key, role))
  const appPool = openPool(urlOf(APP_ROLE), options.appMax ?? 20, options)
  const intakePool = openPool(urlOf(INTAKE_ROLE), options.intakeMax ?? 4, options, intakeSettings)
  const app = new Kysely<DB>({ dialect: new PostgresDialect({ pool: appPool }) })
  const listener = openListener(urlOf(APP_ROLE), options.onError)
  const close = async () => {
    await listener.close()
    await Promise.all([app.destroy().then(() => endOnce(appPool)), endOnce(intakePool)])
  }
  return { app, appPool, intakePool, listen: listener.listen, close }
}

const endOnce = async (pool: pg.Pool): Promise<void> => {
  if (!pool.ended) await pool.end()
}
