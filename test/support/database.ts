/** A real PostgreSQL database for one test file, cloned from the migrated template and dropped at the end. */
import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { afterAll, inject } from 'vitest'
import { type ConnectOptions, connect, type Database, openPool } from '#platform/database/connect.ts'
import { APP_ROLE, INTAKE_ROLE, rolePassword, roleUrl } from '#platform/database/roles.ts'
import { TEMPLATE, testKey, withClient } from './template.ts'

export { testKey, testStart } from './template.ts'

export interface TestDatabase extends Database {
  readonly name: string
  /** The key with which roles (and whatever else) were made. */
  readonly key: Buffer
  /** As superuser: for arranging what no role of the program may do, and for looking behind row-level security. */
  readonly owner: pg.Pool
  readonly ownerUrl: string
  readonly appUrl: string
  readonly intakeUrl: string
  /** Ends the connections and drops the database; done by itself after the last test of the file. */
  close(): Promise<void>
}

/**
 * Clones the template (about 50 ms). Call it at the top level of a test file or in `beforeAll`; it is dropped by itself.
 * @example const db = await testDatabase()
 */
export async function testDatabase(options: ConnectOptions = {}): Promise<TestDatabase> {
  const serverUrl = inject('postgresUrl')
  const adminUrl = `${serverUrl}/postgres`
  const name = `test_${randomBytes(6).toString('hex')}`
  await withClient(adminUrl, (client) => client.query(`create database ${name} template ${TEMPLATE}`))
  const ownerUrl = `${serverUrl}/${name}`
  const database = connect(ownerUrl, testKey, { appMax: 8, intakeMax: 3, ...options })
  const owner = openPool(ownerUrl, 3)
  const close = once(async () => {
    await Promise.all([database.close(), owner.end()])
    await withClient(adminUrl, (client) => client.query(`drop database if exists ${name} with (force)`))
  })
  dropAtEnd(close)
  return {
    ...database,
    name,
    key: testKey,
    owner,
    ownerUrl,
    appUrl: roleUrl(ownerUrl, APP_ROLE, rolePassword(testKey, APP_ROLE)),
    intakeUrl: roleUrl(ownerUrl, INTAKE_ROLE, rolePassword(testKey, INTAKE_ROLE)),
    close,
  }
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => {
    done ??= work()
    return done
  }
}

function dropAtEnd(close: () => Promise<void>): void {
  try {
    afterAll(close)
  } catch {
    // Called inside a test, where no hook can be added: the caller closes, and the run's end removes everything anyway.
  }
}
