/** As whom and where the database runs: root, a plain user, closed folders, folders that cannot be written. */
import { chmodSync, chownSync, existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '#test/support/folder.ts'
import { startHolder } from '#test/support/holder.ts'
import { stopCluster } from './cluster.ts'
import { openEmbedded } from './embedded.ts'
import { canEnter, NOBODY, type Place } from './place.ts'
import { folderProblem } from './problems.ts'
import { reasonOf } from './start-log.ts'

const isRoot = process.getuid!() === 0
/** Root can become nobody, where nobody can reach this checkout. */
const canBeNobody = isRoot && canEnter(dirname(process.execPath), NOBODY) && canEnter(import.meta.dirname, NOBODY)

function dataFolder() {
  const folder = temporaryFolder()
  const [dir, migrations] = [join(folder, 'data'), join(folder, 'migrations')]
  mkdirSync(dir)
  mkdirSync(migrations)
  writeFileSync(join(migrations, '0001_log.sql'), 'create table log (word text)')
  onTestFinished(() => stopCluster(join(dir, 'postgres')))
  return { folder, dir, migrations }
}

test.skipIf(!canBeNobody)('a plain user runs everything in place, as himself', async () => {
  const data = dataFolder()
  chownSync(data.dir, NOBODY.uid, NOBODY.gid)
  const holder = await startHolder('server', data, NOBODY)
  expect(holder.said).toEqual({ who: 'muster_app', uid: NOBODY.uid })
  expect(statSync(join(data.dir, 'postgres')).uid).toBe(NOBODY.uid)
  expect(statSync(join(data.dir, 'owner-password')).mode & 0o777).toBe(0o600)
  await holder.end()
})

test.skipIf(!canBeNobody)('a plain user with a folder that he may not write gets one sentence', async () => {
  const data = dataFolder()
  chmodSync(data.dir, 0o555)
  const { said } = await startHolder('server', data, NOBODY)
  expect(said).toMatchObject({ problem: 'data-dir-read-only' })
  expect(said.en).toContain(data.dir)
  const missing = await startHolder('server', { ...data, dir: join(data.folder, 'none', 'data') }, NOBODY)
  expect(missing.said).toMatchObject({ problem: 'data-dir-read-only', en: expect.stringContaining('EACCES') })
})

test.skipIf(!canBeNobody)('a plain user is told when the database belongs to another', async () => {
  const data = dataFolder()
  chownSync(data.dir, NOBODY.uid, NOBODY.gid)
  mkdirSync(join(data.dir, 'postgres'))
  const { said } = await startHolder('server', data, NOBODY)
  expect(said).toMatchObject({ problem: 'database-not-yours' })
})

test.skipIf(!isRoot)(
  'below a folder that others cannot enter, root keeps the database elsewhere and says so',
  async () => {
    const folder = temporaryFolder()
    const home = join(folder, 'home')
    const closed = join(folder, 'closed')
    for (const path of [home, closed]) mkdirSync(path, { mode: 0o700 })
    const dir = join(home, 'data')
    const options = { durability: 'test', elsewhere: [closed, join(folder, 'muster')] } as const
    const first = await openEmbedded(dir, options)
    onTestFinished(() => stopCluster(first.cluster))
    expect(first.cluster.startsWith(join(folder, 'muster'))).toBe(true)
    expect(first.note?.en).toContain(first.cluster)
    expect(first.note?.zh).toContain(dir)
    await first.leave()

    // Moved, the data folder still knows its database.
    renameSync(home, join(folder, 'moved'))
    const second = await openEmbedded(join(folder, 'moved/data'), options)
    expect(second.cluster).toBe(first.cluster)
    await second.leave()

    // A new data folder of the old name never meets the old database.
    mkdirSync(home, { mode: 0o700 })
    const third = await openEmbedded(dir, options)
    onTestFinished(() => stopCluster(third.cluster))
    expect(third.cluster).not.toBe(first.cluster)
    await third.leave()

    rmSync(dirname(third.cluster), { recursive: true })
    await expect(openEmbedded(dir, options)).rejects.toMatchObject({ kind: { code: 'database-moved' } })
  },
)

test.skipIf(!isRoot)('where no folder is open to the database’s user, root is told what was tried', async () => {
  const home = join(temporaryFolder(), 'home')
  mkdirSync(home, { mode: 0o700 })
  const elsewhere = [join(home, 'a'), '/dev/null/muster']
  await expect(openEmbedded(join(home, 'data'), { elsewhere })).rejects.toMatchObject({
    kind: { code: 'database-no-place' },
    text: { en: expect.stringContaining('/dev/null/muster') },
  })
})

test('a data folder whose path is a file is named', async () => {
  const path = join(temporaryFolder(), 'data')
  writeFileSync(path, '')
  await expect(openEmbedded(path)).rejects.toMatchObject({ kind: { code: 'data-dir-read-only' } })
  expect(existsSync(path)).toBe(true)
})

test.each([
  ['FATAL:  could not write to file "pg_wal/xlogtemp.71": No space left on device', 'disk-full'],
  ['initdb: error: could not create directory "/d/postgres": Read-only file system', 'data-dir-read-only'],
  ['FATAL:  could not open directory "pg_notify": Permission denied', 'data-dir-read-only'],
  ['FATAL:  could not map anonymous shared memory: Cannot allocate memory', 'database-start-failed'],
])('“%s” becomes %s', (line, code) => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'postgres-start.log'), `2020-02-08 00:00:00.000 UTC [71] LOG:  starting\n${line}\n`)
  const place: Place = { cluster: join(folder, 'postgres'), programs: '', runAs: undefined, note: undefined }
  const reason = reasonOf(place)
  expect(reason).toMatchObject({ kind: { code } })
  if (code === 'database-start-failed') expect(String(reason)).toContain('could not map anonymous shared memory')
})

test('a full disk is told as such also when it is met while writing the small files', () => {
  const full = Object.assign(new Error('write'), { code: 'ENOSPC' })
  expect(folderProblem(full, '/srv/muster')).toMatchObject({ kind: { code: 'disk-full' } })
})
