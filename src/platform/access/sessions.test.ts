/** Stories of signing in: wrong passwords, locks, one-time codes, capacities, ended sessions. */
import { beforeAll, describe, expect, test } from 'vitest'
import { signInAt } from '#test/support/access.ts'
import { type TestApp, testApp } from '#test/support/app.ts'
import { smallWorld, type World } from '#test/support/world.ts'
import { ensureAccount, issueCode, setGrants } from './accounts.ts'
import type { SessionAnswer } from './schema.ts'

const password = '春江潮水连海平 海上明月'
let t: TestApp
let world: World
const codes = new Map<string, string>()
const accounts = new Map<string, string>()

async function auditOf(action: string) {
  const { rows } = await t.db.owner.query(
    'select detail, subject_id, actor_id from audit where action = $1 order by id',
    [action],
  )
  return rows as { detail: Record<string, unknown> | null; subject_id: string | null; actor_id: string | null }[]
}

async function account(
  name: string,
  phone: string,
  holdings: [role: string, unitId: string, post: string][],
): Promise<void> {
  const person = world.people[name]!
  await t.work(async (w) => {
    const made = await ensureAccount(w, { personId: person.id, name, staffNoKey: person.staffNo, phoneKey: phone })
    const grants = []
    for (const [role, unitId, post] of holdings) {
      const appointmentId = w.id()
      await w.tx
        .insertInto('appointment')
        .values({ id: appointmentId, person_id: person.id, unit_id: unitId, post, from_at: w.now, source: 'test' })
        .execute()
      grants.push({ role, unitId, appointmentId })
    }
    await setGrants(w, made.accountId, grants)
    codes.set(name, made.code!)
    accounts.set(name, made.accountId)
  })
}

beforeAll(async () => {
  t = await testApp({ now: '2020-02-08T07:00:00+08:00' })
  world = await smallWorld(t)
  await account('赵建国', '138 5500 0010', [
    ['chief', world.datong.id, '站长'],
    ['grid_contact', world.squads[0]!.id, '网格员'],
  ])
  await account('董卫东', '+86 138-5500-0020', [['chief', world.tianjiaan.id, '站长']])
  await account('王志远', '13855000001', [['commander', world.detachment.id, '支队长']])
})

describe('赵建国 signs in for the first time', () => {
  test('with a wrong code he is refused in his language, and nothing is used up', async () => {
    const { status, body, setCookie } = await signInAt(t, { login: 'SG0010', code: 'AAAA-AAAA', password })
    expect([status, body.code, setCookie]).toEqual([401, 'wrong-code', ''])
    expect(body.title).toMatch(/一次性登录码/)
  })

  test('a short password, or his own number, is refused before the code is used', async () => {
    const code = codes.get('赵建国')!
    expect((await signInAt(t, { login: 'SG0010', code, password: 'abc' })).body.code).toBe('weak-password')
    expect((await signInAt(t, { login: 'SG0010', code, password: 'ｓｇ--0010' })).body.code).toBe('password-is-login')
    expect((await signInAt(t, { login: '13855000010', code, password: '138-5500-0010' })).body.code).toBe(
      'password-is-login',
    )
  })

  test('in any spelling of number and code he sets his password, and the code works once', async () => {
    const code = codes.get('赵建国')!.toLowerCase().replace('-', ' ')
    const first = await signInAt(t, { login: ' ｓｇ００10 ', code, password })
    expect(first.status).toBe(204)
    expect(first.setCookie).toMatch(/HttpOnly/)
    expect(first.setCookie).toMatch(/SameSite=Lax/)
    expect((await first.client.get<SessionAnswer>('/api/session')).body.account?.name).toBe('赵建国')
    expect((await signInAt(t, { login: 'SG0010', code, password: '另外一个密码一二三四' })).body.code).toBe(
      'wrong-code',
    )
  })

  test('the database holds neither code nor password nor cookie', async () => {
    const { rows } = await t.db.owner.query(
      'select a.*, s.token_hash from account a join session s on s.account_id = a.id',
    )
    const all = JSON.stringify(rows)
    expect(all).not.toContain(password)
    expect(all).not.toContain(codes.get('赵建国'))
    expect(rows[0].password_hash).toMatch(/^\$argon2id\$/)
  })
})

describe('with his password', () => {
  test.each(['sg0010', 'SG 0010', '13855000010', '+86 138 5500 0010', '0086-13855000010'])(
    'he signs in as %s',
    async (login) => {
      expect((await signInAt(t, { login, password })).status).toBe(204)
    },
  )

  test('an unknown login is refused exactly as a wrong password is', async () => {
    const unknown = await signInAt(t, { login: 'SG9999', password })
    const wrong = await signInAt(t, { login: 'SG0010', password: '不是这个密码啊' })
    expect([unknown.status, unknown.body]).toEqual([wrong.status, wrong.body])
    expect(unknown.body.code).toBe('wrong-sign-in')
  })

  test('the session says who he is, as what, and what that allows', async () => {
    const { client } = await signInAt(t, { login: 'SG0010', password })
    const { body } = await client.get<SessionAnswer>('/api/session')
    expect(body.account?.name).toBe('赵建国')
    expect(body.capacities.map((c) => `${c.unit.name} ${c.post}`)).toEqual(['大通站 站长', '一班 网格员'])
    expect(body.permissions.find((p) => p.name === 'task.exempt')?.unitPaths).toEqual([world.datong.path])
    expect(body.setup).toBe('done')
    expect(body.now).toBe('2020-02-07T23:00:00.000Z')
  })

  test('as grid contact he may no longer exempt; the choice stays with the session', async () => {
    const { client } = await signInAt(t, { login: 'SG0010', password })
    const grid = (await client.get<SessionAnswer>('/api/session')).body.capacities.find((c) => c.post === '网格员')
    expect((await client.put('/api/session/capacity', { id: grid?.id })).status).toBe(204)
    const { body } = await client.get<SessionAnswer>('/api/session')
    expect(body.chosen).toBe(grid?.id)
    expect(body.permissions.map((p) => p.name)).not.toContain('task.exempt')
    const other = await signInAt(t, { login: 'SG0010', password })
    expect((await other.client.get<SessionAnswer>('/api/session')).body.permissions.map((p) => p.name)).toContain(
      'task.exempt',
    )
  })

  test('somebody else’s capacity is not his to choose', async () => {
    const { client } = await signInAt(t, { login: 'SG0010', password })
    const { rows } = await t.db.owner.query('select id from grant_held where account_id = $1', [accounts.get('王志远')])
    const refused = await client.put('/api/session/capacity', { id: rows[0].id })
    expect([refused.status, refused.body.code]).toEqual([404, 'no-such-capacity'])
  })

  test('he sees his devices, ends one, and signs out of the other', async () => {
    const phone = await signInAt(t, { login: 'SG0010', password })
    const tablet = await signInAt(t, { login: 'SG0010', password })
    const list = (await tablet.client.get('/api/sessions')).body as { id: string; current: boolean }[]
    expect(list.filter((s) => s.current)).toHaveLength(1)
    const ends = await Promise.all(
      list.filter((s) => !s.current).map((s) => tablet.client.delete(`/api/sessions/${s.id}`)),
    )
    expect(new Set(ends.map((e) => e.status))).toEqual(new Set([204]))
    expect((await phone.client.get<SessionAnswer>('/api/session')).body.account).toBeNull()
    expect((await phone.client.get('/api/sessions')).status).toBe(401)
    expect((await tablet.client.delete('/api/session')).status).toBe(204)
    expect((await tablet.client.get<SessionAnswer>('/api/session')).body.account).toBeNull()
  })

  test('a new password ends the other sessions and replaces the old one', async () => {
    const here = await signInAt(t, { login: 'SG0010', password })
    const there = await signInAt(t, { login: 'SG0010', password })
    const wrong = await here.client.post('/api/session/password', {
      current: '记错了记错了',
      password: '一个更好的新密码呀',
    })
    expect([wrong.status, wrong.body.code]).toEqual([422, 'wrong-current-password'])
    expect(
      (await here.client.post('/api/session/password', { current: password, password: '一个更好的新密码呀' })).status,
    ).toBe(204)
    expect((await there.client.get<SessionAnswer>('/api/session')).body.account).toBeNull()
    expect((await here.client.get<SessionAnswer>('/api/session')).body.account?.name).toBe('赵建国')
    expect((await signInAt(t, { login: 'SG0010', password })).status).toBe(401)
    await here.client.post('/api/session/password', { current: '一个更好的新密码呀', password })
  })
})

describe('董卫东 forgets his password', () => {
  test('five wrong tries lock him for a quarter of an hour, the right password too', async () => {
    const ok = await signInAt(t, { login: 'SG0020', code: codes.get('董卫东'), password })
    expect(ok.status).toBe(204)
    const tries = []
    for (let i = 0; i < 5; i++)
      tries.push((await signInAt(t, { login: 'SG0020', password: `猜第${i}次猜第${i}次` })).status)
    expect(tries).toEqual([401, 401, 401, 401, 401])
    const locked = await signInAt(t, { login: '13855000020', password })
    expect([locked.status, locked.body.code]).toEqual([429, 'sign-in-locked'])
    t.clock.forward({ minutes: 15, seconds: 1 })
    expect((await signInAt(t, { login: 'SG0020', password })).status).toBe(204)
  })

  test('guesses sent all at once get no more than five looks', async () => {
    const all = await Promise.all(
      Array.from({ length: 12 }, (_, i) => signInAt(t, { login: 'SG0020', password: `一起猜${i}一起猜` })),
    )
    expect(all.filter((a) => a.status === 401)).toHaveLength(5)
    expect(all.filter((a) => a.status === 429)).toHaveLength(7)
  })

  test('an unknown login locks in the same way, so that locking tells nothing', async () => {
    const statuses = []
    for (let i = 0; i < 6; i++)
      statuses.push((await signInAt(t, { login: 'SG7777', password: 'whatever else' })).status)
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
  })

  test('a new one-time code lifts the lock and sets a new password', async () => {
    const { code } = await t.work((w) => issueCode(w, accounts.get('董卫东')!))
    expect((await signInAt(t, { login: 'SG0020', code, password: '田家庵站的新密码呀' })).status).toBe(204)
    expect((await signInAt(t, { login: 'SG0020', password })).status).toBe(401)
  })

  test('a code is no longer good after seven days', async () => {
    const { code } = await t.work((w) => issueCode(w, accounts.get('董卫东')!))
    t.clock.forward({ hours: 7 * 24 })
    expect((await signInAt(t, { login: 'SG0020', code, password: '又一个新密码呀又一个' })).body.code).toBe(
      'wrong-code',
    )
  })
})

describe('sessions and the audit', () => {
  test('a session that is used stays, one that is not ends after thirty days', async () => {
    const used = await signInAt(t, { login: 'SG0010', password })
    const idle = await signInAt(t, { login: 'SG0010', password })
    t.clock.forward({ hours: 20 * 24 })
    const kept = await used.client.get<SessionAnswer>('/api/session')
    expect(String(kept.headers['set-cookie'])).toMatch(/Max-Age=2592000/)
    t.clock.forward({ hours: 20 * 24 })
    expect((await used.client.get<SessionAnswer>('/api/session')).body.account?.name).toBe('赵建国')
    expect((await idle.client.get<SessionAnswer>('/api/session')).body.account).toBeNull()
  })

  test('opened and refused sessions stand in the audit without what was typed', async () => {
    const refused = await auditOf('session.refused')
    expect(refused.some((r) => r.detail?.reason === 'locked')).toBe(true)
    expect(refused.some((r) => r.detail?.known === false && r.subject_id === null)).toBe(true)
    expect(JSON.stringify(refused)).not.toMatch(/SG9999|不是这个密码/)
    expect((await auditOf('session.opened')).every((r) => r.actor_id === r.subject_id)).toBe(true)
  })

  test('a page of another site cannot sign anybody in or out', async () => {
    const answer = await t.nobody.send(
      'POST',
      '/api/session',
      { login: 'SG0010', password },
      { origin: 'https://elsewhere.example' },
    )
    expect(answer.status).toBe(403)
  })
})
