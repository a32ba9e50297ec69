/** The life of the embedded database: start, join, orphan, crash, stop, and who may not. */
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '#test/support/folder.ts'
import { startHolder } from '#test/support/holder.ts'
import { loadConfig } from '../config.ts'
import { findPostmaster, stopCluster, whenReady } from './cluster.ts'
import { openDatabase } from './open.ts'
import { freePort } from './port.ts'

/** Where PostgreSQL's programs are copied when its user cannot enter this checkout. */
const elsewhere = [inject('runFolder')]

/** A data folder with a database of one table; whatever still runs in it at the end is stopped. */
function dataFolder({ made = true } = {}): { dir: string; cluster: string; migrations: string } {
  const folder = temporaryFolder()
  const [dir, migrations] = [join(folder, 'data'), join(folder, 'migrations')]
  mkdirSync(migrations)
  writeFileSync(
    join(migrations, '0001_log.sql'),
    'create table log (word text); grant select, insert on log to muster_app;',
  )
  const cluster = join(dir, 'postgres')
  if (made) execFileSync('cp', ['-a', join(prepared, 'data'), dir])
  onTestFinished(() => stopCluster(cluster))
  return { dir, cluster, migrations }
}

type Data = ReturnType<typeof dataFolder>

/** Making a cluster takes most of a second: tests about later starts begin with a copy of one that was made once. */
const prepared = mkdtempSync(join(tmpdir(), 'muster-test-'))
chmodSync(prepared, 0o755)
beforeAll(async () => {
  mkdirSync(join(prepared, 'migrations'))
  const data = { dir: join(prepared, 'data'), migrations: join(prepared, 'migrations') }
  await (await open({ ...data, cluster: join(data.dir, 'postgres') }, 'command')).close()
})
afterAll(() => rmSync(prepared, { recursive: true, force: true }))

const open = (data: Data, as: 'server' | 'command', durability: 'full' | 'test' = 'test') =>
  openDatabase(loadConfig({ DATA_DIR: data.dir }), {
    as,
    durability,
    migrations: data.migrations,
    elsewhere,
    patienceMs: 0,
  })

const postmaster = (data: Data) => findPostmaster(data.cluster)?.pid
const words = async (opened: Awaited<ReturnType<typeof open>>) =>
  (await opened.database.appPool.query('select word from log')).rows.map((row) => row.word)

test('first start, stop, second start: the data is there, durable, on the same port', async () => {
  const data = dataFolder({ made: false })
  const first = await open(data, 'server', 'full')
  const port = findPostmaster(data.cluster)!.port
  expect(port).toBeLessThan(32768)
  const { rows } = await first.database.appPool.query(
    `select name, setting from pg_settings where name in
       ('fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums', 'listen_addresses', 'jit', 'server_encoding')`,
  )
  expect(Object.fromEntries(rows.map((row) => [row.name, row.setting]))).toEqual({
    data_checksums: 'on',
    fsync: 'on',
    full_page_writes: 'on',
    jit: 'off',
    listen_addresses: '127.0.0.1',
    server_encoding: 'UTF8',
    synchronous_commit: 'on',
  })
  await first.database.appPool.query(`insert into log values ('集合')`)
  await first.close()
  expect(postmaster(data)).toBeUndefined()

  const second = await open(data, 'server', 'full')
  expect(await words(second)).toEqual(['集合'])
  expect(findPostmaster(data.cluster)!.port).toBe(port)
  await second.close()
})

test('a second server on the same folder ends with a sentence; the first goes on', async () => {
  const data = dataFolder()
  const first = await open(data, 'server')
  await expect(open(data, 'server')).rejects.toMatchObject({
    kind: { code: 'data-dir-in-use' },
    text: { en: expect.stringContaining(data.dir) },
  })
  expect(await words(first)).toEqual([])
  await first.close()
})

test('the command line joins the running server and leaves its database alone', async () => {
  const data = dataFolder()
  const server = await open(data, 'server')
  const pid = postmaster(data)
  const command = await open(data, 'command')
  expect(postmaster(data)).toBe(pid)
  await command.close()
  expect(await words(server)).toEqual([])
  await server.close()
  expect(postmaster(data)).toBeUndefined()
})

test('of two commands without a server, the last one to leave stops the database', async () => {
  const data = dataFolder({ made: false })
  const [one, two] = await Promise.all([open(data, 'command'), open(data, 'command')])
  await one.close()
  expect(await words(two)).toEqual([])
  await two.close()
  expect(postmaster(data)).toBeUndefined()
})

test('a server that stops while a command works leaves the database to the command', async () => {
  const data = dataFolder()
  const server = await open(data, 'server')
  const command = await open(data, 'command')
  await server.close()
  expect(await words(command)).toEqual([])
  await command.close()
  expect(postmaster(data)).toBeUndefined()
})

test('a server arrives at the moment at which the last command stops the database', async () => {
  const data = dataFolder()
  const command = await open(data, 'command')
  const leaving = command.close()
  const server = await openDatabase(loadConfig({ DATA_DIR: data.dir }), {
    as: 'server',
    durability: 'test',
    migrations: data.migrations,
    elsewhere,
  })
  await leaving
  expect(await words(server)).toEqual([])
  await server.close()
})

test('a killed server leaves an orphan; the next one joins it and stops it in the end', async () => {
  const data = dataFolder()
  const holder = await startHolder('server', data)
  const pid = postmaster(data)
  await holder.kill()
  expect(postmaster(data)).toBe(pid)
  const next = await open(data, 'server')
  expect(postmaster(data)).toBe(pid)
  await next.close()
  expect(postmaster(data)).toBeUndefined()
})

test('a database killed under a running server comes back at the same place, with what was committed', async () => {
  const data = dataFolder()
  const server = await open(data, 'server', 'full')
  await server.database.appPool.query(`insert into log values ('出动')`)
  const pid = postmaster(data)!
  process.kill(pid, 'SIGKILL')
  while (!postmaster(data) || postmaster(data) === pid) await wait(10)
  await whenReady(data.cluster)
  expect(await words(server)).toEqual(['出动'])
  await server.close()
  expect(postmaster(data)).toBeUndefined()
})

test('program and database killed together: the next start recovers what was committed', async () => {
  const data = dataFolder()
  const holder = await startHolder('server', data)
  const command = await open(data, 'command')
  await command.database.appPool.query(`insert into log values ('归队')`)
  await command.close()
  const pid = postmaster(data)!
  await holder.kill()
  process.kill(pid, 'SIGKILL')
  const next = await open(data, 'server')
  expect(postmaster(data)).not.toBe(pid)
  expect(await words(next)).toEqual(['归队'])
  await next.close()
})

test('an old postmaster.pid whose number now belongs to another program does not hold up the start', async () => {
  const data = dataFolder()
  await (await open(data, 'server')).close()
  writeFileSync(join(data.cluster, 'postmaster.pid'), `${process.ppid}\n${data.cluster}\n1\n20001\n\n\n\nready\n`)
  const next = await open(data, 'server')
  expect(await words(next)).toEqual([])
  await next.close()
})

test('a taken port is passed over', async () => {
  const data = dataFolder()
  const port = await freePort(data.cluster)
  const other = createServer().listen(port, '127.0.0.1')
  onTestFinished(() => void other.close())
  const server = await open(data, 'server')
  expect(findPostmaster(data.cluster)!.port).toBe(port + 1)
  await server.close()
})

test('a cluster of another version is refused, with both versions named', async () => {
  const data = dataFolder({ made: false })
  mkdirSync(data.cluster, { recursive: true })
  writeFileSync(join(data.cluster, 'PG_VERSION'), '17\n')
  await expect(open(data, 'server')).rejects.toMatchObject({
    kind: { code: 'database-other-version' },
    text: { en: expect.stringMatching(/PostgreSQL 17;.* brings 18/) },
  })
})

test('a password file that is gone or wrong is named; the folder stays usable when it is back', async () => {
  const data = dataFolder()
  await (await open(data, 'server')).close()
  const path = join(data.dir, 'owner-password')
  const password = readFileSync(path)
  const refused = { kind: { code: 'database-owner-password' }, text: { en: expect.stringContaining(path) } }
  rmSync(path)
  await expect(open(data, 'server')).rejects.toMatchObject(refused)
  writeFileSync(path, 'guessed')
  await expect(open(data, 'server')).rejects.toMatchObject(refused)
  writeFileSync(path, password)
  const server = await open(data, 'server')
  await server.close()
})

test('a start that fails takes nothing with it: no lock, no half-made cluster', async () => {
  const data = dataFolder({ made: false })
  writeFileSync(join(data.migrations, '0002_bad.sql'), 'create tabel x ()')
  await expect(open(data, 'server')).rejects.toMatchObject({ kind: { code: 'migration-failed' } })
  expect(postmaster(data)).toBeUndefined()
  rmSync(join(data.migrations, '0002_bad.sql'))
  mkdirSync(`${data.cluster}.new`)
  const server = await open(data, 'server')
  await server.close()
  expect(existsSync(join(data.cluster, 'PG_VERSION'))).toBe(true)
})
