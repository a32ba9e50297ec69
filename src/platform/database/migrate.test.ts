/** How a schema comes up to date, and which databases are refused. */
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '#test/support/folder.ts'
import { testKey, withClient } from '#test/support/template.ts'
import { migrate } from './migrate.ts'

const server = inject('postgresUrl')

async function emptyDatabase(): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await withClient(`${server}/postgres`, (client) => client.query(`create database ${name}`))
  onTestFinished(async () => {
    await withClient(`${server}/postgres`, (client) => client.query(`drop database ${name} with (force)`))
  })
  return `${server}/${name}`
}

function files(folder: string, contents: Record<string, string>): string {
  for (const [name, text] of Object.entries(contents)) writeFileSync(join(folder, `${name}.sql`), text)
  return folder
}

const rowsOf = (url: string, query: string) => withClient(url, async (client) => (await client.query(query)).rows)

test('files run once, in order, several statements each', async () => {
  const url = await emptyDatabase()
  const folder = files(temporaryFolder(), {
    '0002_engine': `insert into station values ('大通'); insert into station values ('谢家集');`,
    '0001_station': 'create table station (name text primary key); grant select on station to muster_app;',
  })
  expect(await migrate(url, testKey, folder)).toEqual(['0001_station', '0002_engine'])
  expect(await migrate(url, testKey, folder)).toEqual([])
  expect(await rowsOf(url, 'select count(*)::int as n from station')).toEqual([{ n: 2 }])
  const extensions = await rowsOf(url, `select extname from pg_extension where extname <> 'plpgsql' order by 1`)
  expect(extensions.map((row) => row.extname)).toEqual(['btree_gist', 'ltree', 'pg_trgm', 'pgcrypto'])
})

test('a file that fails is named, and nothing of the same upgrade stays', async () => {
  const url = await emptyDatabase()
  const folder = files(temporaryFolder(), { '0001_good': 'create table good ()', '0002_bad': 'create tabel bad ()' })
  await expect(migrate(url, testKey, folder)).rejects.toMatchObject({
    kind: { code: 'migration-failed' },
    text: { en: expect.stringContaining('0002_bad failed') },
  })
  expect(await rowsOf(url, `select to_regclass('good') as good`)).toEqual([{ good: null }])
})

test('two nodes that start together migrate once', async () => {
  const url = await emptyDatabase()
  const folder = files(temporaryFolder(), { '0001_station': 'create table station (name text)' })
  const done = await Promise.all([migrate(url, testKey, folder), migrate(url, testKey, folder)])
  expect(done.flat()).toEqual(['0001_station'])
})

test('a database of a newer program is refused by name and left alone', async () => {
  const url = await emptyDatabase()
  const folder = files(temporaryFolder(), { '0001_station': 'select 1', '0002_from_next_year': 'select 1' })
  await migrate(url, testKey, folder)
  const older = files(temporaryFolder(), { '0001_station': 'select 1' })
  await expect(migrate(url, testKey, older)).rejects.toMatchObject({
    kind: { code: 'database-newer' },
    text: { en: expect.stringContaining('0002_from_next_year') },
  })
})

test('a database that cannot be reached is named without its password', async () => {
  const wrong = new URL(await emptyDatabase())
  wrong.password = 'not-the-password'
  const missing = new URL(`${server}/nowhere`)
  for (const url of [wrong, missing]) {
    const error = await migrate(url.href, testKey).catch((e) => e)
    expect(error.kind.code).toBe('database-unreachable')
    expect(error.text.en).toContain(url.host + url.pathname)
    expect(error.text.en).not.toContain(url.password)
  }
})

test('an owner that may not make extensions is told what it lacks', async () => {
  const url = await emptyDatabase()
  const name = new URL(url).pathname.slice(1)
  await withClient(url, (client) =>
    client.query(
      `create role clerk_${name} login createrole password 'x'; grant create on database ${name} to clerk_${name}`,
    ),
  )
  const clerk = new URL(url)
  clerk.username = `clerk_${name}`
  clerk.password = 'x'
  // ltree and the other three are "trusted": whoever may create in the database may install them, and does.
  await withClient(url, (client) => client.query(`revoke create on database ${name} from clerk_${name}`))
  await expect(migrate(clerk.href, testKey)).rejects.toMatchObject({ kind: { code: 'database-may-not' } })
  await withClient(url, (client) => client.query(`drop owned by clerk_${name}; drop role clerk_${name}`))
})
