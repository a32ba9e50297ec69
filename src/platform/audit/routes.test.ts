/** Reading the audit over HTTP: who may, what of it, that it is audited, and a verification with its progress. */
import { beforeAll, expect, test } from 'vitest'
import { type Actor, nobody, system } from '#platform/access/actor.ts'
import { buildServer } from '#platform/http/server.ts'
import { systemContext, work } from '#platform/work.ts'
import { testDatabase } from '#test/support/database.ts'
import { auditRoutes } from './routes.ts'
import { sealAudit } from './sealer.ts'
import { detachment, station, storeReports, story } from './story.fixture.ts'
import { verificationsDone } from './verifications.ts'

const db = await testDatabase()
const s = story(db)
let actor: Actor = nobody
const http = await buildServer(s.services, { identify: async () => ({ actor }) })
auditRoutes(http)
await http.ready()

/** 审计员李明, who may read the audit of one unit and below. */
const auditor = (path: string, permission = 'audit.read'): Actor => ({
  kind: 'account',
  id: '01700000-0000-7000-8000-0000000000e1',
  personId: null,
  householdId: null,
  name: '李明',
  grants: [{ id: path, role: 'auditor', unitId: station, path, permissions: new Set([permission]) }],
})

const get = async (url: string) => {
  const answer = await http.inject({ method: 'GET', url })
  return { status: answer.statusCode, body: answer.json() }
}
const actions = (found: { body: { entries: { action: string }[] } }) => found.body.entries.map((entry) => entry.action)

beforeAll(async () => {
  const unit = `insert into unit (id, parent_id, kind, name, path, detachment_id, created_at) values ($1, $2, $3, $4, $5, $6, $7)`
  const now = new Date(s.clock.now())
  await db.owner.query(unit, [detachment, null, 'detachment', '舜耕支队', '1', detachment, now])
  await db.owner.query(unit, [station, detachment, 'station', '大通站', '1.2', detachment, now])
  await work(systemContext(s.services), async (w) => {
    w.audit({ action: 'account.created' })
    w.audit({ action: 'campaign.started', unitId: detachment, detachmentId: detachment })
  })
  s.clock.forward({ minutes: 1 })
  await work(systemContext(s.services), async (w) =>
    w.audit({ action: 'presence.entered', unitId: station, detachmentId: detachment }),
  )
  s.clock.forward({ seconds: 1 })
  await storeReports(s, [{ celsius: 36.6 }])
  s.clock.forward({ seconds: 1 })
  await sealAudit(s.services)
})

test('without the permission, and without signing in, nothing is read', async () => {
  actor = nobody
  expect((await get('/api/audit')).status).toBe(401)
  actor = auditor('1', 'board.read')
  for (const url of ['/api/audit', '/api/audit/head']) expect((await get(url)).status).toBe(403)
  expect((await http.inject({ method: 'POST', url: '/api/audit/verify', payload: {} })).statusCode).toBe(403)
})

test('an auditor of the whole tree reads everything, newest first, page by page; one of a station reads the station', async () => {
  actor = auditor('1')
  const first = await get('/api/audit?limit=2')
  expect(first.body.entries).toMatchObject([
    { action: 'reports.stored', reports: 1, sealed: true },
    { action: 'presence.entered', unit: '大通站' },
  ])
  const second = await get(`/api/audit?limit=2&before=${first.body.next}`)
  expect(actions(second).sort()).toEqual(['account.created', 'campaign.started'])
  expect(second.body.next).toBe(null)
  actor = auditor('1.2')
  expect(actions(await get('/api/audit'))).toEqual(['presence.entered'])
})

test('filters by action, actor and time; a percent sign finds nothing', async () => {
  actor = system
  expect(actions(await get('/api/audit?action=campaign'))).toEqual(['campaign.started'])
  expect(actions(await get('/api/audit?actor=%25'))).toEqual([])
  const until = encodeURIComponent(new Date(s.clock.now() - 30_000).toISOString())
  expect(actions(await get(`/api/audit?until=${until}`)).sort()).toEqual(['account.created', 'campaign.started'])
  expect((await get('/api/audit?from=yesterday')).status).toBe(422)
})

test('reading is audited: once in five minutes for the same list, again for another', async () => {
  actor = { ...auditor('1'), id: '01700000-0000-7000-8000-0000000000e2', name: '王静' }
  await get('/api/audit?action=campaign')
  await get('/api/audit?action=campaign')
  const read = async () =>
    (await db.owner.query(`select detail from audit where action = 'audit.read' and actor_name = '王静'`)).rows
  expect(await read()).toHaveLength(1)
  await get('/api/audit?action=presence')
  expect(await read()).toHaveLength(2)
  s.clock.forward({ minutes: 6 })
  await get('/api/audit?action=campaign')
  expect(await read()).toHaveLength(3)
  expect((await read())[0].detail).toEqual({ list: expect.any(String), by: ['action'] })
})

test('the head, and a verification against it in the background', async () => {
  actor = auditor('1')
  await sealAudit(s.services)
  const head = (await get('/api/audit/head')).body
  expect(head).toMatchObject({ algorithm: 'sha256', digest: expect.stringMatching(/^[0-9a-f]{64}$/), unsealed: 0 })
  const verify = async (printed: string) => {
    const started = await http.inject({ method: 'POST', url: '/api/audit/verify', payload: { head: printed } })
    expect(started.statusCode).toBe(202)
    await verificationsDone()
    return (await get(`/api/audit/verify/${started.json().id}`)).body
  }
  expect(await verify(`${head.no}:${head.digest}`)).toMatchObject({
    state: 'done',
    progress: 1,
    result: { ok: true, findings: [] },
  })
  expect(await verify(`${head.no}:${'0'.repeat(64)}`)).toMatchObject({
    state: 'done',
    result: { ok: false, counts: { 'head-differs': 1 } },
  })
  const wrong = await http.inject({ method: 'POST', url: '/api/audit/verify', payload: { head: 'abc' } })
  expect(wrong).toMatchObject({ statusCode: 422 })
  expect(wrong.json().code).toBe('head-unreadable')
  expect((await get(`/api/audit/verify/${station}`)).status).toBe(404)
})
