/** Guessing under many logins from one network address is slowed down as guessing under one login is. */
import { beforeAll, expect, test } from 'vitest'
import { type TestApp, testApp } from '#test/support/app.ts'
import { smallWorld } from '#test/support/world.ts'
import { ensureAccount } from './accounts.ts'
import { addressTriesAllowed } from './store.ts'

const password = '春江潮水连海平 海上明月'
let t: TestApp

beforeAll(async () => {
  t = await testApp({ now: '2020-02-08T07:00:00+08:00' })
  const world = await smallWorld(t)
  const person = world.people.赵建国!
  const code = await t.work(async (w) => {
    const keys = { personId: person.id, name: '赵建国', staffNoKey: person.staffNo, phoneKey: null }
    return (await ensureAccount(w, keys)).code
  })
  expect((await tryFrom('192.0.2.1', { login: 'SG0010', code, password })).statusCode).toBe(204)
})

/** From an address as the network sees it; `forwarded` as a proxy, or somebody who plays one, writes it. */
const tryFrom = (address: string, payload: object, forwarded?: string) =>
  t.app.http.inject({
    method: 'POST',
    url: '/api/session',
    remoteAddress: address,
    payload,
    headers: { 'accept-language': 'zh', ...(forwarded && { 'x-forwarded-for': forwarded }) },
  })

/** Guesses under a login of its own each, until the address is refused. @returns how many were taken */
async function guess(address: string, name: string, forwarded?: (n: number) => string): Promise<number> {
  for (let n = 0; n <= addressTriesAllowed; n++) {
    const answer = await tryFrom(address, { login: `${name}${n}`, password: '猜一个密码看看' }, forwarded?.(n))
    if (answer.statusCode === 429) return n
  }
  return Number.POSITIVE_INFINITY
}

test('after thirty failures under thirty logins the address waits, with one clear sentence; others go on', async () => {
  expect(await guess('203.0.113.9', 'SX')).toBe(addressTriesAllowed)
  const refused = await tryFrom('203.0.113.9', { login: 'SG0010', password })
  expect(refused.statusCode).toBe(429)
  expect(refused.json()).toMatchObject({ code: 'sign-in-address-locked' })
  expect(refused.json().title).toContain('15 分钟后再试')
  expect(refused.headers['retry-after']).toBe('900')
  expect((await tryFrom('203.0.113.10', { login: 'SG0010', password })).statusCode).toBe(204)
  const { rows } = await t.db.owner.query(
    `select detail from audit where action = 'session.refused' and detail ->> 'reason' = 'address'`,
  )
  expect(rows.length).toBeGreaterThan(0)
  t.clock.forward({ minutes: 16 })
  expect((await tryFrom('203.0.113.9', { login: 'SG0010', password })).statusCode).toBe(204)
})

test('whoever signs in rightly uses nothing up, and old failures are forgotten', async () => {
  for (let n = 0; n < addressTriesAllowed - 1; n++)
    await tryFrom('198.51.100.7', { login: `SY${n}`, password: '猜一个密码看看' })
  for (let n = 0; n < 3; n++)
    expect((await tryFrom('198.51.100.7', { login: 'SG0010', password })).statusCode).toBe(204)
  t.clock.forward({ minutes: 16 })
  expect((await tryFrom('198.51.100.7', { login: 'SY', password: '猜一个密码看看' })).statusCode).toBe(401)
  expect((await tryFrom('198.51.100.7', { login: 'SG0010', password })).statusCode).toBe(204)
})

test('a made-up X-Forwarded-For is believed from nobody but a proxy that the settings name', async () => {
  expect(await guess('203.0.113.40', 'SZ', (n) => `10.9.8.${n}`)).toBe(addressTriesAllowed)
  // The proxy on this machine says whose request it passes on: each visitor counts alone.
  expect(await guess('127.0.0.1', 'SP', (n) => `10.9.7.${n}`)).toBe(Number.POSITIVE_INFINITY)
  expect(await guess('127.0.0.1', 'SQ', () => '10.9.6.1')).toBe(addressTriesAllowed)
})
