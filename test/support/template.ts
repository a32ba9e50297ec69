/** The template database of a test run: migrated once, cloned for each test file. */
import pg from 'pg'
import { migrate } from '#platform/database/migrate.ts'

/** The key of every test: what is derived from it (passwords, link tokens) is the same in each run. */
export const testKey = Buffer.alloc(32, 'muster test key')
/** When the tests' clock stands at the start: Saturday, 8 February 2020, midnight in Beijing. */
export const testStart = '2020-02-08T00:00:00+08:00'
export const TEMPLATE = 'muster_template'

/** Runs on one connection to `url`, which is closed afterwards. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Makes and migrates the template database. @returns its connection string as superuser */
export async function makeTemplate(serverUrl: string, folder?: string): Promise<string> {
  const url = `${serverUrl}/${TEMPLATE}`
  await withClient(`${serverUrl}/postgres`, (client) => client.query(`create database ${TEMPLATE}`))
  await migrate(url, testKey, folder)
  await withClient(url, makePartitions)
  return url
}

async function makePartitions(client: pg.Client): Promise<void> {
  const { rows } = await client.query(`select to_regproc('make_partitions') as found`)
  if (rows[0].found) await client.query('select make_partitions($1)', [testStart])
}
