/** A backup is restored and found equal, row by row; a damaged one and a wrong target are refused with a sentence. */
import { randomBytes } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { sealAudit } from '#platform/audit/sealer.ts'
import { act, detachment, type Story, station, storeReports, story } from '#platform/audit/story.fixture.ts'
import { verifyAudit } from '#platform/audit/verify.ts'
import { testDatabase } from '#test/support/database.ts'
import { withClient } from '#test/support/template.ts'
import { MIGRATIONS, migrate, migrationNames } from '../database/migrate.ts'
import { backup, tableDigests } from './backup.ts'
import { keyMark } from './manifest.ts'
import { writeProblem } from './problems.ts'
import { restore, withOwner } from './restore.ts'

const source = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'muster-backup-'))
const at = (name: string) => join(folder, name)
let s: Story

afterAll(() => rmSync(folder, { recursive: true, force: true }))

beforeAll(async () => {
  s = story(source)
  await fillOrganisation()
  await storeReports(s, [{ celsius: 36.6 }, { celsius: 37.8, note: '咽痛 "轻微"' }])
  await act(s, 'campaign.started')
  await sealAudit(s.services)
  // A month that the target, made today, does not have; and a row of an absurd clock.
  s.clock.set('2021-03-05T08:00:00+08:00')
  await source.owner.query('select make_partitions($1)', [new Date(s.clock.now())])
  await storeReports(s, [{ celsius: 36.4 }])
  s.clock.set('2031-01-01T08:00:00+08:00')
  await storeReports(s, [{ celsius: 36.5 }])
  mkdirSync(at('source/files/ab'), { recursive: true })
  writeFileSync(at('source/files/ab/abcd'), randomBytes(200_000))
})

/** A detachment, a station and its chief; a numbered column that the database gives out. */
async function fillOrganisation(into: Pick<pg.ClientBase, 'query'> = source.owner): Promise<void> {
  const now = new Date(s.clock.now())
  const unit = `insert into unit (id, parent_id, kind, name, path, detachment_id, created_at) values ($1, $2, $3, $4, $5, $6, $7)`
  await into.query(unit, [detachment, null, 'detachment', '舜耕支队', '1', detachment, now])
  await into.query(unit, [station, detachment, 'station', '大通站', '1.2', detachment, now])
  await into.query(
    `insert into person (id, kind, detachment_id, unit_id, staff_no, name, grams, created_at)
     values (gen_random_uuid(), 'member', $1, $2, 'SG0001', '赵建国', '{赵,赵建}', $3)`,
    [detachment, station, now],
  )
  await into.query(
    `insert into presence (id, person_id, kind, during, source, entered_at)
     select gen_random_uuid(), id, 'leave', tstzrange($1, null), 'hand', $1 from person`,
    [now],
  )
}

const optionsOf = (db: typeof source, dataDir: string, dir: string) => ({
  ownerUrl: db.ownerUrl,
  key: db.key,
  dataDir: at(dataDir),
  dir: at(dir),
  clock: s.clock,
})

test('what was backed up is restored into an empty database and found equal, files and proof too', async () => {
  const made = await backup(optionsOf(source, 'source', 'one'))
  expect(made.manifest.tables.find((table) => table.name === 'report')).toMatchObject({ rows: 4 })
  expect(made.manifest.seal).toMatchObject({ no: 1 })
  expect(made.manifest.files).toMatchObject([{ name: 'ab/abcd', bytes: 200_000 }])

  const empty = await testDatabase()
  const told: string[] = []
  const result = await restore({ ...optionsOf(empty, 'target', 'one'), tell: (text) => told.push(text.zh) })
  expect(result.sameKey).toBe(true)
  expect(told.at(-1)).toContain('恢复')

  expect(await tableDigests(empty.ownerUrl)).toEqual(await tableDigests(source.ownerUrl))
  expect(readFileSync(at('target/files/ab/abcd'))).toEqual(readFileSync(at('source/files/ab/abcd')))
  const proof = await verifyAudit(story(empty).services)
  expect(proof).toMatchObject({ ok: true, reports: 2, unsealed: { count: 2 } })

  const months = `select inhrelid::regclass::text as month, (select count(*) from report where tableoid = inhrelid)::int as rows
    from pg_inherits where inhparent = 'report'::regclass order by 1`
  const rowsBy = async (db: typeof source) => (await db.owner.query(months)).rows.filter((row) => row.rows > 0)
  expect(await rowsBy(empty)).toEqual(await rowsBy(source))

  const next = await empty.owner.query(`insert into unit (id, kind, name, path, created_at)
    values (gen_random_uuid(), 'corps', '总队', '9', '2020-02-08') returning no`)
  expect(next.rows[0].no).toBe(3)
  const keys = await empty.owner.query(
    `select count(*)::int as n from pg_constraint where contype = 'f' and conparentid = 0`,
  )
  const before = await source.owner.query(
    `select count(*)::int as n from pg_constraint where contype = 'f' and conparentid = 0`,
  )
  expect(keys.rows).toEqual(before.rows)
  await expect(empty.appPool.query(`select 1 from report`)).resolves.toMatchObject({ rowCount: 0 })
  await empty.close()
})

test('nothing is restored over data without --replace, nor while the program is connected', async () => {
  const full = await testDatabase()
  await full.owner.query(
    `insert into unit (id, kind, name, path, created_at) values ($1, 'corps', '总队', '1', '2020-02-08')`,
    [station],
  )
  const options = optionsOf(full, 'target2', 'one')
  await expect(restore(options)).rejects.toThrow(
    'restore-not-empty: The database to restore into holds data already (unit: 1)',
  )
  await full.appPool.query('select 1')
  await expect(restore({ ...options, replace: true })).rejects.toThrow('restore-in-use')
  await full.appPool.end()
  await restore({ ...options, replace: true })
  expect(await tableDigests(full.ownerUrl)).toEqual(await tableDigests(source.ownerUrl))
  await full.close()
})

test('a truncated, a changed and an unfinished backup are refused before the database is touched', async () => {
  const empty = await testDatabase()
  const before = await tableDigests(empty.ownerUrl)
  const damage = async (name: string, spoil: (dir: string) => void) => {
    await backup(optionsOf(source, 'source', name))
    spoil(at(name))
    return restore(optionsOf(empty, 'target3', name)).then(
      () => 'restored',
      (error) => error.text?.en ?? String(error),
    )
  }
  const report = 'tables/report.copy.zst'
  expect(await damage('cut', (dir) => truncateSync(join(dir, report), 120))).toMatch(
    /report.copy.zst is damaged or incomplete/,
  )
  expect(
    await damage('changed', (dir) => {
      const bytes = readFileSync(join(dir, report))
      bytes[bytes.length - 10]! ^= 1
      writeFileSync(join(dir, report), bytes)
    }),
  ).toMatch(/damaged or incomplete/)
  expect(await damage('gone', (dir) => rmSync(join(dir, report)))).toMatch(/damaged or incomplete: ENOENT/)
  expect(await damage('photo', (dir) => truncateSync(join(dir, 'files/ab/abcd'), 10))).toMatch(
    /abcd is damaged or incomplete/,
  )
  expect(await damage('list', (dir) => writeFileSync(join(dir, 'manifest.json'), '{}'))).toMatch(
    /manifest.json is damaged/,
  )
  expect(await damage('unfinished', (dir) => rmSync(join(dir, 'manifest.json')))).toMatch(/no complete backup/)
  expect(await tableDigests(empty.ownerUrl)).toEqual(before)
  await empty.close()
})

test('a backup of an earlier schema is restored and then migrated; one of a later schema is refused', async () => {
  const empty = await testDatabase()
  await backup(optionsOf(source, 'source', 'later'))
  await rewriteManifest(at('later'), (manifest) => manifest.migrations.push('9999_future'))
  await expect(restore(optionsOf(empty, 'target4', 'later'))).rejects.toThrow('backup-newer')
  // The database forgets its last migration: the schema is made anew from what the backup names.
  await withOwner(empty.ownerUrl, (owner) =>
    owner.query('delete from muster_migration where name = (select max(name) from muster_migration)'),
  )
  await restore(optionsOf(empty, 'target4', 'one'))
  expect(await tableDigests(empty.ownerUrl)).toEqual(await tableDigests(source.ownerUrl))
  await empty.close()
})

test('a backup made by the version before is restored, migrated on, and equals what that version’s own upgrade gives', async () => {
  const url = `${inject('postgresUrl')}/backup_before_${process.pid}`
  const name = new URL(url).pathname.slice(1)
  await withClient(`${inject('postgresUrl')}/postgres`, (client) => client.query(`create database ${name}`))
  const before = at('migrations-before')
  mkdirSync(before)
  const all = migrationNames(MIGRATIONS)
  for (const file of all.slice(0, -3)) copyFileSync(join(MIGRATIONS, `${file}.sql`), join(before, `${file}.sql`))
  await migrate(url, source.key, before)
  await withClient(url, async (client) => {
    await client.query('select make_partitions($1)', ['2020-02-08T00:00Z'])
    await fillOrganisation(client)
    await client.query(
      `insert into audit (id, detachment_id, at, actor_kind, action) values (uuid_floor('2020-02-08T00:00Z'), $1, '2020-02-08T00:00Z', 'system', 'campaign.started')`,
      [detachment],
    )
  })
  const options = { ...optionsOf(source, 'source', 'before'), ownerUrl: url }
  const { manifest } = await backup(options)
  expect(manifest.migrations).toEqual(all.slice(0, -3))

  const empty = await testDatabase()
  const restored = await restore(optionsOf(empty, 'target5', 'before'))
  expect(restored.manifest.migrations).toHaveLength(all.length - 3)
  const had = await empty.owner.query('select name from muster_migration order by name')
  expect(had.rows.map((row) => row.name)).toEqual(all)
  await migrate(url, source.key)
  expect(await tableDigests(empty.ownerUrl)).toEqual(await tableDigests(url))
  const people = await empty.owner.query('select name from person')
  expect(people.rows).toEqual([{ name: '赵建国' }])
  await empty.close()
  await withClient(`${inject('postgresUrl')}/postgres`, (client) => client.query(`drop database ${name} with (force)`))
})

async function rewriteManifest(dir: string, change: (manifest: { migrations: string[] }) => void): Promise<void> {
  const { createHash } = await import('node:crypto')
  const manifest = JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8'))
  change(manifest)
  writeFileSync(join(dir, 'manifest.json'), JSON.stringify(manifest))
  writeFileSync(join(dir, 'manifest.sha256'), createHash('sha256').update(JSON.stringify(manifest)).digest('hex'))
}

test('the key is not in the backup, but whether it is the same can be told', async () => {
  const text = readFileSync(at('one/manifest.json'), 'utf8')
  expect(text).not.toContain(source.key.toString('hex'))
  expect(JSON.parse(text).key_mark).toBe(keyMark(source.key))
  expect(keyMark(Buffer.alloc(32, 'another key'))).not.toBe(keyMark(source.key))
  expect(readdirSync(at('one')).sort()).toEqual(['files', 'manifest.json', 'manifest.sha256', 'tables'])
})

test('a folder with something in it is refused, and a failed backup leaves nothing behind', async () => {
  await expect(backup(optionsOf(source, 'source', 'one'))).rejects.toThrow('backup-dir-not-empty')
  writeFileSync(at('file'), '')
  await expect(backup(optionsOf(source, 'source', 'file/inside'))).rejects.toThrow('backup-unwritable')
  writeFileSync(at('nofiles'), '')
  await expect(backup(optionsOf(source, 'nofiles', 'half'))).rejects.toThrow()
  expect(existsSync(at('half'))).toBe(false)
})

test('a full disk is one sentence', () => {
  const problem = writeProblem(Object.assign(new Error('write'), { code: 'ENOSPC' }), '/backup') as Error & {
    text: { zh: string }
  }
  expect(problem.text.zh).toBe('/backup 所在的磁盘满了，备份没有完成，写了一半的文件已删掉。请腾出空间再备份。')
})
