/**
 * The program on a machine as machines are: another user, a taken port, a full or read-only disk, data of another
 * version, a second program, kills. Each ends with one sentence in the reader's language, or with the program running.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, inject, onTestFinished, test, vi } from 'vitest'
import { findPostmaster, stopCluster } from '#platform/database/cluster.ts'
import { canEnter, NOBODY } from '#platform/database/place.ts'
import { testDatabase } from '#test/support/database.ts'
import { refused, start } from './program.ts'

vi.setConfig({ testTimeout: 120_000 })

const isRoot = process.getuid!() === 0
/** Root can become nobody, where nobody can reach this checkout. */
const canBeNobody = isRoot && canEnter(dirname(process.execPath), NOBODY) && canEnter(import.meta.dirname, NOBODY)
const canMount = isRoot && mounts()

/** Whether this root may mount: one in a container often may not. */
function mounts(): boolean {
  const dir = join(inject('runFolder'), 'mount')
  mkdirSync(dir, { recursive: true })
  const done = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', dir]).status === 0
  if (done) execFileSync('umount', [dir])
  return done
}

let serial = 0
/** A new data folder that PostgreSQL's user can enter; its database is stopped and removed with the test. */
function dataFolder(): string {
  const dir = join(inject('runFolder'), `machine-${process.pid}-${++serial}`)
  mkdirSync(dir)
  chmodSync(dir, 0o755)
  onTestFinished(async () => {
    await stopCluster(join(dir, 'postgres'))
    rmSync(dir, { recursive: true, force: true })
  })
  return dir
}

const postmaster = (dir: string) => findPostmaster(join(dir, 'postgres'))?.pid
const answers = async (address: string) => (await fetch(`${address}/readyz`).catch(() => undefined))?.status

test('a first start and a second one say what they do, step by step, and stop in order', async () => {
  const dir = dataFolder()
  const first = start({ env: { DATA_DIR: dir }, script: true })
  const address = await first.ready
  expect(await answers(address)).toBe(200)

  const second = await refused({ env: { DATA_DIR: dir } })
  expect(second).toEqual({
    code: 1,
    lines: [`已有一个服务在用数据目录 ${dir}。请先停掉它，或给这一个另设 DATA_DIR。`],
  })

  expect(await first.stop()).toBe(0)
  expect(postmaster(dir)).toBeUndefined()
  // Where the machine is busy, a long step also says how far it is, and any step how long it took.
  const calm = (lines: string[]) => [
    ...new Set(
      lines
        .map((line) => line.replace(/，用时 \d+ 秒|, \d+ s$/, ''))
        .filter((line) => !/\d%$|网页：正在生成$|Pages: building$|数据库：正在升级$/.test(line)),
    ),
  ]
  expect(calm(first.lines())).toEqual([
    '[1/4] 组件：齐全',
    expect.stringMatching(/^\[2\/4\] 网页：(是最新的|已生成)$/),
    '[3/4] 数据库：第一次启动，正在建立',
    expect.stringMatching(/^\[3\/4\] 数据库：已启动，升级了 \d+ 步$/),
    `[4/4] 同舟已启动：${address}　按 Ctrl+C 停止`,
    '正在停止，已收下的都会先写完……',
  ])

  const again = start({ env: { DATA_DIR: dir, LANG: 'en_US.UTF-8' }, script: true })
  const there = await again.ready
  expect(await again.stop()).toBe(0)
  expect(calm(again.lines())).toEqual([
    '[1/4] Packages: all there',
    expect.stringMatching(/^\[2\/4\] Pages: (up to date|built)$/),
    '[3/4] Database: started',
    `[4/4] Muster is ready: ${there}   Ctrl+C stops it`,
    'Stopping; what was taken is written first …',
  ])
})

test('killed, it comes up again by itself or at the next start; so does its database under it', async () => {
  const dir = dataFolder()
  const first = start({ env: { DATA_DIR: dir } })
  const address = await first.ready
  const pid = postmaster(dir)!
  process.kill(pid, 'SIGKILL')
  while ((postmaster(dir) ?? pid) === pid || (await answers(address)) !== 200) await wait(20)
  first.child.kill('SIGKILL')
  expect(await first.ended).toBe('SIGKILL')
  expect(postmaster(dir)).toBeGreaterThan(0)

  const next = start({ env: { DATA_DIR: dir } })
  expect(await answers(await next.ready)).toBe(200)
  expect(next.lines()[0]).toBe('[1/2] 数据库：正在接上次未正常停下的数据库')
  expect(await next.stop()).toBe(0)
  expect(postmaster(dir)).toBeUndefined()
})

test.skipIf(!canBeNobody)(
  'a plain user starts it as himself, and is told in one sentence where he may not write',
  async () => {
    const dir = dataFolder()
    const denied = await refused({ env: { DATA_DIR: dir }, user: NOBODY })
    expect(denied).toEqual({
      code: 1,
      lines: [`数据目录 ${dir} 不能写入（EACCES）。请改权限，或把 DATA_DIR 指到可写的目录。`],
    })
    chownSync(dir, NOBODY.uid, NOBODY.gid)
    const started = start({ env: { DATA_DIR: dir }, user: NOBODY })
    expect(await answers(await started.ready)).toBe(200)
    expect(await started.stop()).toBe(0)
  },
)

test('a taken port, data of another version and of a newer program: one sentence each, in English too', async () => {
  const db = await testDatabase()
  onTestFinished(() => db.close())
  const key = join(dataFolder(), 'key')
  writeFileSync(key, db.key.toString('hex'), { mode: 0o600 })
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  onTestFinished(() => void other.close())
  const { port } = other.address() as { port: number }
  const outside = { DATA_DIR: dataFolder(), DATABASE_URL: db.ownerUrl, KEY_FILE: key }
  const taken = await refused({ env: { ...outside, PORT: String(port), LANG: 'C' } })
  expect(taken).toEqual({
    code: 1,
    lines: [
      '[1/2] Database: started',
      `Port ${port} is taken by another program. Stop that, or choose another port with PORT.`,
    ],
  })

  await db.owner.query(`insert into muster_migration (name, timestamp) values ('9999_from_next_year', '2020')`)
  const newer = await refused({ env: outside })
  expect(newer).toEqual({
    code: 1,
    lines: ['数据库由更新的程序建过（有本程序不认识的 9999_from_next_year）。请升级程序，或用备份恢复。'],
  })

  const dir = dataFolder()
  mkdirSync(join(dir, 'postgres'))
  writeFileSync(join(dir, 'postgres/PG_VERSION'), '17\n')
  expect(await refused({ env: { DATA_DIR: dir } })).toEqual({
    code: 1,
    lines: [
      `${join(dir, 'postgres')} 里的数据库是 PostgreSQL 17 的，本程序自带的是 18。请用原来的版本备份，再在新目录恢复。`,
    ],
  })
})

test.skipIf(!canMount)('a disk that is full at the start, and one that is read-only: a sentence each', async () => {
  const dir = dataFolder()
  const mount = (options: string) => execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', dir])
  const unmount = () => execFileSync('umount', ['-l', dir])
  mount('size=8m,mode=755')
  const full = await refused({ env: { DATA_DIR: dir } })
  expect(full).toEqual({
    code: 1,
    lines: [
      '[1/2] 数据库：第一次启动，正在建立',
      `${dir} 所在的磁盘已满，数据库起不来。已有数据没有动，请腾出空间再启动。`,
    ],
  })
  execFileSync('mount', ['-o', 'remount,ro', dir])
  const closed = await refused({ env: { DATA_DIR: dir } })
  expect(closed).toEqual({
    code: 1,
    lines: [`数据目录 ${dir} 不能写入（EROFS）。请改权限，或把 DATA_DIR 指到可写的目录。`],
  })
  unmount()
})
