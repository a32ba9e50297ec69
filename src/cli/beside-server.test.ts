/** Commands beside a running server: what they write reaches it, and it goes on serving. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { systemClock } from '#platform/clock.ts'
import { testApp } from '#test/support/app.ts'
import { smallWorld, type World } from '#test/support/world.ts'
import { terminal } from './run.fixture.ts'

// Each command is a program of its own that starts and ends: seconds where other work shares the machine.
vi.setConfig({ testTimeout: 60_000 })

const t = await testApp({ now: '2020-02-08T06:00:00+08:00' })
const { muster, leave } = terminal(t.db.key, { PUBLIC_URL: 'https://muster.test' })
let world: World

afterAll(leave)
beforeAll(async () => {
  world = await smallWorld(t)
})

test('a campaign started at the terminal runs in the server, with tasks for everybody', async () => {
  const started = await muster(t.db, 'campaign', 'start', '--unit', '舜耕支队', '--playbook', 'respiratory', '--json')
  expect(started).toMatchObject({ code: 0, err: '' })
  const { unit, measures, tasks } = JSON.parse(started.out)
  expect({ unit, some: measures > 3 && tasks > 30 }).toEqual({ unit: '舜耕支队', some: true })
  await vi.waitFor(() => expect(t.app.core.orders.campaigns).toHaveLength(1), 10_000)

  const check = await muster(t.db, 'check', '--json')
  expect(JSON.parse(check.out)).toMatchObject({ ok: true, findings: [] })
  const twice = await muster(
    t.db,
    'campaign',
    'start',
    '--unit',
    '舜耕支队',
    '--playbook',
    'respiratory',
    '--lang',
    'en',
  )
  expect(twice.code).toBe(1)
  expect(twice.err.trim().split('\n')).toHaveLength(1)
})

test('a token made at the terminal opens the API with just what it may, and is shown once', async () => {
  const made = await muster(
    t.db,
    'token',
    'create',
    '--name',
    '闸机',
    '--unit',
    '大通站',
    '--can',
    'board.read',
    '--days',
    '30',
  )
  expect(made.code).toBe(0)
  expect(made.out).toMatch(/^muster_[\w-]{43}\n$/)
  expect(made.err).toContain('只显示这一次')
  const ask = (url: string) =>
    t.app.http.inject({ method: 'GET', url, headers: { authorization: `Bearer ${made.out.trim()}` } })
  // The server's clock stands in 2020, before the token's end.
  expect((await ask(`/api/board?unit=${world.datong.id}`)).statusCode).toBe(200)
  expect((await ask('/api/audit')).statusCode).toBe(403)
  const stored = await t.db.owner.query('select name, encode(token_hash, $1) as hash from api_token', ['base64'])
  expect(JSON.stringify(stored.rows)).not.toContain(made.out.trim())

  const wrong = await muster(
    t.db,
    'token',
    'create',
    '--name',
    'x',
    '--unit',
    '大通站',
    '--can',
    'board.reed',
    '--lang',
    'en',
  )
  expect(wrong).toMatchObject({ code: 1, out: '' })
  expect(wrong.err).toContain('no permission “board.reed”')
  expect(
    (await muster(t.db, 'token', 'create', '--name', 'x', '--unit', '小通站', '--can', 'board.read')).err,
  ).toContain('没有找到单位“小通站”')
})

test('an administrator, the board and the links; all of it in the audit', async () => {
  const admin = await muster(t.db, 'admin', 'create', '--name', '陈静', '--json')
  expect(JSON.parse(admin.out)).toMatchObject({ name: '陈静', code: expect.stringMatching(/^\w{4}-\w{4}$/) })

  const board = await muster(t.db, 'board', '--unit', '大通站')
  expect(board.code).toBe(0)
  expect(board.out).toContain('大通站')
  expect(board.out).toMatch(/0\/\d+/)
  expect((await muster(t.db, 'board', '--digest', '0123456789abcdef')).err).toContain('没有找到这个校验码')

  // A paper is of the server's own time: the tasks were made at the terminal, by the clock of today.
  t.clock.set(new Date(systemClock.now()).toISOString())
  const chief = await t.token(world.datong.id, ['board.read', 'people.read'])
  const at = new Date(t.clock.now()).toISOString()
  const day = JSON.parse((await muster(t.db, 'board', '--unit', '大通站', '--json')).out).day
  const paper = (await chief.post('/api/board/prints', { unit: world.datong.id, day })).body.published.digest
  const body = { unit: world.datong.id, day, measure: '*', slot: '*', state: 'missing' }
  const list = (await chief.post('/api/board/list/prints', body)).body.published.digest
  t.clock.forward({ minutes: 1 })
  const compared = await muster(t.db, 'board', '--digest', paper)
  expect(compared).toMatchObject({ code: 0, out: expect.stringMatching(/重算纸上那一刻，数字一致。\n此后：补报 0，/) })
  const again = ['--unit', '大通站', '--day', day, '--at', at]
  expect((await muster(t.db, 'board', ...again)).out).toContain(`校验码（SHA-256）${paper}`)
  expect((await muster(t.db, 'board', ...again, '--state', 'missing')).out).toContain(`校验码（SHA-256）${list}`)
  expect((await muster(t.db, 'board', '--at', '8:00', '--lang', 'en')).err).toBe(
    '--at takes a date, a time and an offset: 2020-02-08T09:00+08:00.\n',
  )

  const links = await muster(t.db, 'links', '--unit', '大通站')
  expect(links.out).toContain('孙伟强')
  expect(links.out).toMatch(/https:\/\/muster\.test\/r\/[\w.~-]+/)

  await t.sweep()
  const { rows } = await t.db.owner.query(`select distinct action from audit where actor_kind = 'system' order by 1`)
  expect(rows.map((row) => row.action)).toEqual(
    expect.arrayContaining(['administrator.made', 'campaign.started', 'links.printed', 'token.made']),
  )
  const verified = await muster(t.db, 'verify-audit', '--json')
  expect(JSON.parse(verified.out)).toMatchObject({ ok: true, unsealed: { count: 0 } })
})

test('a playbook that does not fit is refused line by line; a file that is not there in one sentence', async () => {
  const text = readFileSync(new URL('../../playbooks/respiratory.yaml', import.meta.url), 'utf8')
  const { writeFileSync } = await import('node:fs')
  const { folder, muster: here, leave: gone } = terminal(t.db.key)
  writeFileSync(`${folder}/bad.yaml`, text.replace(/^version: .*$/m, 'version: yes'))
  const bad = await here(t.db, 'load-playbook', 'bad.yaml', '--lang', 'en')
  expect(bad.code).toBe(1)
  expect(bad.err).toMatch(/\n {2}\d+:\d+ /)
  const none = await here(t.db, 'load-playbook', 'none.yaml', '--lang', 'en')
  expect(none).toEqual({ code: 1, out: '', err: `The file ${folder}/none.yaml cannot be read (ENOENT).\n` })
  gone()
})
