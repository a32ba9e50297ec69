/** A member asks about the own data as a family does: 孙伟强 on his own page, 赵建国 answers, and nobody answers himself. */
import { beforeAll, expect, test } from 'vitest'
import { Client, type TestApp, testApp } from '#test/support/app.ts'
import { startRespiratory } from '#test/support/campaign.ts'
import { smallWorld, type World } from '#test/support/world.ts'
import { linkKey, makeLinkToken } from '../../links/token.ts'
import type { Kept } from './kept.ts'
import type { OwnRequests, RightsList } from './schema.ts'

let t: TestApp
let world: World
let sun: Client
let chief: Client
const open = async (client = chief) => (await client.get<RightsList>('/api/rights')).body.requests

async function card(name: string): Promise<Client> {
  const { id } = world.people[name]!
  await t.db.owner.query(`insert into access_link (kind, id) values ('person', $1)`, [id])
  const token = makeLinkToken(linkKey(t.services.key), 'person', id, 1)
  const { headers } = await t.nobody.post('/api/links/exchange', { token })
  return new Client(t.app, { cookie: String(headers['set-cookie']).split(';')[0]! })
}

beforeAll(async () => {
  t = await testApp({ publicUrl: 'https://muster.example.org', now: '2020-02-08T07:00:00+08:00' })
  world = await smallWorld(t)
  await startRespiratory(t, world)
  sun = await card('孙伟强')
  chief = await t.signIn(world.people.赵建国!, 'chief', world.datong.id)
  const answer = await sun.post('/api/reports', {
    id: t.id(),
    form: 'temperature',
    form_version: 1,
    subject: { person: world.people.孙伟强!.id },
    observed_at: new Date(t.clock.now()).toISOString(),
    answers: { celsius: 36.6, site: 'axillary' },
  })
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  await t.sweep()
})

test('he asks for a copy; tapped twice it is one, and his chief reads who asks', async () => {
  const first = await sun.post('/api/me/rights-request', { kind: 'copy' })
  expect(first.status).toBe(201)
  expect((await sun.post('/api/me/rights-request', { kind: 'copy' })).body).toEqual(first.body)
  expect(await open()).toMatchObject([
    { kind: 'copy', household: null, person: { name: '孙伟强', relation: null }, unit: { name: '一班' } },
  ])
  expect((await sun.get('/api/me/rights-requests')).body.requests).toMatchObject([{ kind: 'copy', answered_at: null }])
})

test('a correction says what is wrong; two corrections are two matters', async () => {
  const ask = (note?: string) => sun.post('/api/me/rights-request', { kind: 'correction', ...(note && { note }) })
  expect((await ask()).body.code).toBe('rights-what-is-wrong')
  expect((await ask('  ')).body.code).toBe('rights-what-is-wrong')
  const phone = (await ask('手机号错了，应为 13855009999')).body.id
  expect((await ask('手机号错了，应为 13855009999')).body.id).toBe(phone)
  expect((await ask('出生年应为 1990')).body.id).not.toBe(phone)
  expect((await open()).map((one) => one.kind).sort()).toEqual(['copy', 'correction', 'correction'])
})

test('the copy holds what is kept about him and nobody else', async () => {
  const { id } = (await open()).find((one) => one.kind === 'copy')!
  const { body } = await chief.get<Kept>(`/api/rights/${id}/kept.json`)
  const kept: Kept = typeof body === 'string' ? JSON.parse(body) : body
  expect(kept.people.map((one) => one.name)).toEqual(['孙伟强'])
  expect(kept.reports).toMatchObject([{ form: 'temperature', answers: [], beside: { celsius: 36.6 } }])
  expect(kept.phones).toHaveLength(1)
  expect(kept.requests).toHaveLength(3)
  expect(JSON.stringify(kept)).not.toContain('林秀英')
  expect((await chief.get(`/api/rights/${id}/kept.xlsx`)).headers['content-type']).toContain('spreadsheetml')
})

test('how many wait is told to who answers, and how many of them for too long', async () => {
  expect((await chief.get('/api/rights/count')).body).toEqual({ open: 3, over: 0 })
  expect((await chief.get('/api/today')).body.rights).toEqual({ open: 3, over: 0 })
  const other = await t.signIn(world.people.董卫东!, 'chief', world.tianjiaan.id)
  expect((await other.get('/api/rights/count')).body).toEqual({ open: 0, over: 0 })
  expect((await sun.get('/api/rights/count')).status).toBe(403)
})

test('answered, he reads it on his page; what the family asks is not shown to him, nor his to the family', async () => {
  const { id } = (await open()).find((one) => one.kind === 'copy')!
  expect((await chief.post(`/api/rights/${id}/answer`, { outcome: '已打印交给本人' })).status).toBe(204)
  const own = (await sun.get<OwnRequests>('/api/me/rights-requests')).body.requests
  expect(own.find((one) => one.kind === 'copy')).toMatchObject({ outcome: '已打印交给本人' })
  expect((await sun.get('/api/household/rights-requests')).status).toBe(401)
})

test('nobody answers, or deletes for, a request of his own', async () => {
  const zhao = await card('赵建国')
  const { id } = (await zhao.post('/api/me/rights-request', { kind: 'deletion' })).body
  expect((await chief.post(`/api/rights/${id}/answer`, { outcome: '好' })).body.code).toBe('rights-own')
  expect((await chief.post(`/api/rights/${id}/delete-reports`, { reports: 1 })).body.code).toBe('rights-own')
  const commander = await t.signIn(world.people.王志远!, 'commander', world.detachment.id)
  expect((await commander.post(`/api/rights/${id}/answer`, { outcome: '没有可删的' })).status).toBe(204)
})

test('his reports are deleted as he asks, and his alone', async () => {
  const { id } = (await sun.post('/api/me/rights-request', { kind: 'deletion' })).body
  expect((await chief.get(`/api/rights/${id}`)).body).toMatchObject({ reports: 1, together: [] })
  expect((await chief.post(`/api/rights/${id}/delete-reports`, { reports: 1 })).body).toEqual({ reports: 1 })
  expect((await chief.get(`/api/rights/${id}`)).body).toMatchObject({ reports: 0 })
})

test('after thirty days what was not answered is overdue', async () => {
  const before = (await chief.get('/api/rights/count')).body
  t.clock.forward({ hours: 31 * 24 })
  const later = await t.signIn(world.people.赵建国!, 'chief', world.datong.id)
  expect(before.open).toBeGreaterThan(0)
  expect((await later.get('/api/rights/count')).body).toEqual({ open: before.open, over: before.open })
})
