/** Stories of the first visit and of accounts: one administrator, the sample, who manages whom, tokens. */
import { beforeAll, describe, expect, test } from 'vitest'
import { ensureAccount, setGrants } from '#platform/access/accounts.ts'
import { everywhere } from '#platform/access/actor.ts'
import type { SessionAnswer } from '#platform/access/schema.ts'
import { createToken } from '#platform/access/tokens.ts'
import { signInAt } from '#test/support/access.ts'
import { Client, type TestApp, testApp } from '#test/support/app.ts'
import { smallWorld, type World } from '#test/support/world.ts'
import type { AccountsAnswer } from '../accounts/schema.ts'
import { provideSample, sampleFinished } from './index.ts'

const password = '一路平安 2020'
const person = { name: '卫国强', login: 'Wei Guoqiang', password, language: 'zh' }

let t: TestApp
let admin: Client
let world: World

async function someone(name: string, role: string, unitId: string): Promise<string> {
  const { id, staffNo } = world.people[name]!
  return t.work(async (w) => {
    const { accountId } = await ensureAccount(w, { personId: id, name, staffNoKey: staffNo, phoneKey: null })
    await setGrants(w, accountId, [{ role, unitId, appointmentId: w.id() }])
    return accountId
  })
}

beforeAll(async () => {
  t = await testApp()
})

describe('the first visit', () => {
  test('the program says that an administrator is missing', async () => {
    expect((await t.nobody.get('/api/setup')).body).toEqual({ state: 'administrator' })
    expect((await t.nobody.get('/api/session')).body).toMatchObject({ account: null, setup: 'administrator' })
  })

  test('a password that is too short makes nobody an administrator', async () => {
    const { status, body } = await t.nobody.post('/api/setup/administrator', { ...person, password: '短' })
    expect([status, body.code]).toEqual([422, 'weak-password'])
    expect((await t.nobody.get('/api/setup')).body.state).toBe('administrator')
  })

  test('of two visitors at the same moment one becomes the administrator and is signed in', async () => {
    const other = { ...person, name: '另一位', login: 'another' }
    const answers = await Promise.all([person, other].map((p) => t.nobody.post('/api/setup/administrator', p)))
    expect(answers.map((a) => a.status).sort()).toEqual([201, 409])
    const { rows } = await t.db.owner.query('select name from account')
    expect(rows).toHaveLength(1)
    const won = answers.find((a) => a.status === 201)!
    expect(won.body).toEqual({ state: 'organisation' })
    expect(String(won.headers['set-cookie'])).toMatch(/^muster=/)
    const login = rows[0].name === person.name ? person.login : other.login
    admin = (await signInAt(t, { login: login.toUpperCase(), password })).client
  })

  test('the administrator may import although there is no unit yet, and sees no health data', async () => {
    const { body } = await admin.get<SessionAnswer>('/api/session')
    const names = body.permissions.map((p) => p.name)
    expect(names).toContain('roster.import')
    expect(names).not.toContain('health.read')
    expect(body.capacities[0]?.unit).toMatchObject({ id: everywhere, path: '' })
  })

  test('nobody else may start the sample', async () => {
    expect((await t.nobody.post('/api/setup/sample')).status).toBe(401)
  })

  test('a sample that cannot be loaded says so, and may be started again', async () => {
    provideSample(async () => {
      throw new Error('no sample here')
    })
    await admin.post('/api/setup/sample')
    await sampleFinished(t.app.core)
    const { body } = await admin.get('/api/setup/progress')
    expect(body).toMatchObject({ state: 'failed', why: { zh: '样例没有装上。' } })
  })

  test('two presses load it once, with progress, and then the installation has its one top unit', async () => {
    let started = 0
    let go: () => void = () => {}
    const gate = new Promise<void>((resolve) => {
      go = resolve
    })
    provideSample(async (_core, onProgress) => {
      started++
      t.clock.forward({ seconds: 1 })
      onProgress(10, 40, { zh: '写入队员', en: 'Writing members' })
      await gate
      world = await smallWorld(t)
    })
    const both = await Promise.all([admin.post('/api/setup/sample'), admin.post('/api/setup/sample')])
    expect(both.map((a) => a.status)).toEqual([202, 202])
    await expect.poll(async () => (await admin.get('/api/setup/progress')).body.done).toBe(10)
    go()
    await sampleFinished(t.app.core)
    expect(started).toBe(1)
    expect((await admin.get('/api/setup/progress')).body.state).toBe('done')
    const { body } = await admin.get<SessionAnswer>('/api/session')
    expect(body.setup).toBe('done')
    expect(body.capacities[0]?.unit.name).toBe('舜耕支队')
    expect((await admin.post('/api/setup/sample')).body.code).toBe('organisation-there')
  })

  test('a second administrator cannot be made this way', async () => {
    const { status, body } = await t.nobody.post('/api/setup/administrator', { ...person, login: 'late' })
    expect([status, body.code]).toEqual([409, 'setup-done'])
  })
})

describe('accounts', () => {
  let chief: string
  let stationAdmin: Client

  beforeAll(async () => {
    chief = await someone('赵建国', 'chief', world.datong.id)
    await someone('董卫东', 'chief', world.tianjiaan.id)
    await someone('王志远', 'commander', world.detachment.id)
    stationAdmin = await t.signIn(world.people.马国庆!, 'administrator', world.datong.id)
  })

  test('the administrator sees everybody, a station’s only the station', async () => {
    const all = (await admin.get<AccountsAnswer>('/api/accounts')).body
    expect(all.items.map((i) => i.name)).toEqual(expect.arrayContaining(['赵建国', '董卫东', '王志远']))
    const own = (await stationAdmin.get<AccountsAnswer>('/api/accounts')).body.items.map((i) => i.name)
    expect(own.sort()).toEqual(['赵建国', '马国庆'].sort())
    expect((await admin.get<AccountsAnswer>('/api/accounts?q=SG0010')).body.items.map((i) => i.name)).toEqual([
      '赵建国',
    ])
  })

  test('a chief has no business there', async () => {
    const client = await t.signIn(world.people.董卫东!, 'chief', world.tianjiaan.id)
    expect((await client.get('/api/accounts')).status).toBe(403)
  })

  test('a station’s administrator cannot give a code for the commander above', async () => {
    const { rows } = await t.db.owner.query("select id from account where name = '王志远'")
    const refused = await stationAdmin.post(`/api/accounts/${rows[0].id}/code`)
    expect([refused.status, refused.body.code]).toEqual([404, 'no-such-account'])
  })

  test('a new code shows once, lets him in, and is in the audit', async () => {
    const { body } = await stationAdmin.post(`/api/accounts/${chief}/code`)
    expect(body.code).toMatch(/^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/)
    expect((await signInAt(t, { login: 'SG0010', code: body.code, password })).status).toBe(204)
    const { rows } = await t.db.owner.query(
      "select detail, actor_name from audit where action = 'code.issued' and actor_name = '马国庆'",
    )
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toContain(body.code)
  })

  test('locking signs him out at once and refuses his password; unlocking lets him in again', async () => {
    const his = await signInAt(t, { login: 'SG0010', password })
    expect((await admin.post(`/api/accounts/${chief}/lock`)).status).toBe(204)
    expect((await his.client.get('/api/session')).body.account).toBeNull()
    expect((await signInAt(t, { login: 'SG0010', password })).body.code).toBe('account-blocked')
    expect((await signInAt(t, { login: 'SG0010', password: 'guessing wrong' })).body.code).toBe('wrong-sign-in')
    await admin.delete(`/api/accounts/${chief}/lock`)
    expect((await signInAt(t, { login: 'SG0010', password })).status).toBe(204)
  })

  test('a disabled account looks like none; enabled, it is what it was', async () => {
    await admin.post(`/api/accounts/${chief}/disable`)
    expect((await signInAt(t, { login: 'SG0010', password })).body.code).toBe('wrong-sign-in')
    await admin.delete(`/api/accounts/${chief}/disable`)
    expect((await signInAt(t, { login: 'SG0010', password })).status).toBe(204)
  })

  test('nobody locks himself out', async () => {
    const me = (await admin.get<SessionAnswer>('/api/session')).body.account?.id
    expect((await admin.post(`/api/accounts/${me}/lock`)).body.code).toBe('not-yourself')
  })

  test('a roster that comes again keeps the account and its capacity, and takes away what ended', async () => {
    const before = (await t.db.owner.query('select id from grant_held where account_id = $1', [chief])).rows
    await t.work(async (w) => {
      const again = await ensureAccount(w, {
        personId: world.people.赵建国!.id,
        name: '赵建国',
        staffNoKey: ' sg0010',
        phoneKey: '138 5500 0010',
      })
      expect(again).toEqual({ accountId: chief })
      const held = await w.tx.selectFrom('grant_held').selectAll().where('account_id', '=', chief).execute()
      const kept = held.map((g) => ({ role: g.role, unitId: g.unit_id, appointmentId: g.appointment_id! }))
      await setGrants(w, chief, [...kept, { role: 'grid_contact', unitId: world.squads[0]!.id, appointmentId: w.id() }])
    })
    const after = (await t.db.owner.query('select id from grant_held where account_id = $1', [chief])).rows
    expect(after).toHaveLength(2)
    expect(after).toEqual(expect.arrayContaining(before))
    await t.work((w) => setGrants(w, chief, []))
    expect((await t.db.owner.query('select id from grant_held where account_id = $1', [chief])).rows).toEqual([])
  })
})

describe('tokens', () => {
  test('a token carries what its maker ticked, shows once, and ends when revoked', async () => {
    const made = await admin.post('/api/tokens', {
      name: '大屏',
      unitId: world.datong.id,
      permissions: ['board.read'],
      days: 30,
    })
    expect(made.status).toBe(201)
    const wall = new Client(t.app, { authorization: `Bearer ${made.body.token}` })
    expect((await wall.get('/api/tokens')).status).toBe(403)
    const [item] = (await admin.get('/api/tokens')).body
    expect(item).toMatchObject({ name: '大屏', unit: { name: '大通站' }, permissions: ['board.read'] })
    expect(JSON.stringify(item)).not.toContain(made.body.token)
    expect((await admin.delete(`/api/tokens/${item.id}`)).status).toBe(204)
    expect((await wall.get('/api/tokens')).body.code).toBe('token-not-valid')
  })

  test('nobody gives away more than he holds, nor what does not exist', async () => {
    const more = await admin.post('/api/tokens', { name: 'x', unitId: world.datong.id, permissions: ['health.read'] })
    expect([more.status, more.body.code]).toEqual([403, 'not-allowed'])
    const none = await admin.post('/api/tokens', { name: 'x', unitId: world.datong.id, permissions: ['everything'] })
    expect([none.status, none.body.wrong[0].value]).toEqual([422, 'everything'])
  })

  test('one from the command line ends by itself', async () => {
    const made = await t.work((w) =>
      createToken(w, { name: 'cli', unitId: world.detachment.id, permissions: ['account.manage'], days: 1 }),
    )
    const client = new Client(t.app, { authorization: `Bearer ${made.token}` })
    expect((await client.get('/api/tokens')).status).toBe(200)
    t.clock.forward({ hours: 25 })
    expect((await client.get('/api/tokens')).status).toBe(401)
  })
})
