/** Stories of requests about one's data: the Sun family asks, 赵建国 looks, gives out, deletes and answers. */
import { readXlsx } from 'hucre/xlsx'
import { beforeAll, describe, expect, test } from 'vitest'
import { runCheck } from '#core/check/check.ts'
import { sealAudit } from '#platform/audit/sealer.ts'
import { verifyAudit } from '#platform/audit/verify.ts'
import { Client, type TestApp, testApp } from '#test/support/app.ts'
import { startRespiratory } from '#test/support/campaign.ts'
import { smallWorld, type World } from '#test/support/world.ts'
import { linkKey, makeLinkToken } from '../../links/token.ts'

let t: TestApp
let world: World
let family: Client
let chief: Client
const relative = (name: string) => world.household.relatives.find((r) => r.name === name)!.id
const ask = (body: object) => family.post('/api/household/rights-request', body)
const open = async () => (await chief.get('/api/rights')).body.requests as any[]

/** One report of the family: who is well, and how warm who is not. */
const report = async (people: Record<string, number | null>) => {
  const answer = await family.post('/api/reports', {
    id: t.id(),
    form: 'daily-health',
    form_version: 1,
    subject: { household: world.household.id },
    observed_at: new Date(t.clock.now()).toISOString(),
    answers: {
      people: Object.entries(people).map(([name, celsius]) => ({
        person: relative(name),
        well: celsius === null,
        ...(celsius !== null && { celsius }),
      })),
    },
  })
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
}

beforeAll(async () => {
  t = await testApp({ publicUrl: 'https://muster.example.org', now: '2020-02-08T07:00:00+08:00' })
  world = await smallWorld(t)
  await startRespiratory(t, world)
  await t.db.owner.query(`insert into access_link (kind, id) values ('household', $1)`, [world.household.id])
  const token = makeLinkToken(linkKey(t.services.key), 'household', world.household.id, 1)
  const { headers } = await t.nobody.post('/api/links/exchange', { token })
  family = new Client(t.app, { cookie: String(headers['set-cookie']).split(';')[0]! })
  const people = world.household.relatives.map((r) => ({
    person: r.id,
    given: true,
    by: r.name === '孙小宁' ? 'guardian' : 'self',
  }))
  expect((await family.post('/api/household/consent', { notice_version: 1, people })).status).toBe(204)
  chief = await t.signIn(world.people.赵建国!, 'chief', world.datong.id)
  await report({ 林秀英: null, 孙小宁: 37.9 })
  t.clock.forward({ minutes: 5 })
  await report({ 孙德福: null })
  t.clock.forward({ minutes: 5 })
  await report({ 林秀英: 36.4 })
  await t.sweep()
})

describe('a request', () => {
  test('tapped twice is one, and stands in the chief’s list with who asked for what and when', async () => {
    const first = await ask({ kind: 'copy', note: '想要一份' })
    expect((await ask({ kind: 'copy' })).body).toEqual(first.body)
    const list = await open()
    expect(list).toHaveLength(1)
    expect(list[0]).toMatchObject({
      kind: 'copy',
      note: '想要一份',
      person: null,
      household: { name: '孙伟强' },
      unit: { name: '一班' },
      answered: null,
    })
  })

  test('another station’s chief neither sees nor opens it; a squad leader may not answer for the service', async () => {
    const [{ id }] = await open()
    const other = await t.signIn(world.people.董卫东!, 'chief', world.tianjiaan.id)
    expect((await other.get('/api/rights')).body.requests).toEqual([])
    for (const path of [`/api/rights/${id}`, `/api/rights/${id}/kept.json`, `/api/rights/${id}/kept.xlsx`])
      expect((await other.get(path)).status).toBe(403)
    expect((await other.post(`/api/rights/${id}/answer`, { outcome: '好' })).status).toBe(403)
    expect((await other.post(`/api/rights/${id}/delete-reports`, { reports: 3 })).status).toBe(403)
    const leader = await t.signIn(world.people.周海涛!, 'squad_leader', world.squads[0]!.id)
    expect((await leader.get('/api/rights')).status).toBe(403)
  })

  test('who may answer but not read health data is given none', async () => {
    const [{ id }] = await open()
    const clerk = await t.token(world.datong.id, ['rights.answer'])
    expect((await clerk.get(`/api/rights/${id}/kept.json`)).status).toBe(403)
    expect((await clerk.get(`/api/rights/${id}`)).body).toMatchObject({ reports: 3 })
  })
})

describe('a copy', () => {
  test('holds everything kept about the household, and giving it out is in the audit', async () => {
    const [{ id }] = await open()
    const { body, headers } = await chief.get<any>(`/api/rights/${id}/kept.json`)
    expect(headers['cache-control']).toBe('no-store')
    const kept = typeof body === 'string' ? JSON.parse(body) : body
    expect(kept.people.map((p: any) => p.name)).toEqual(['林秀英', '孙小宁', '孙德福'])
    expect(kept.household.members).toEqual([{ name: '孙伟强', staff_no: 'SG0013' }])
    expect(kept.consents).toHaveLength(3)
    expect(kept.reports.map((r: any) => r.answers.map((a: any) => a.name))).toEqual([
      ['林秀英', '孙小宁'],
      ['孙德福'],
      ['林秀英'],
    ])
    expect(kept.reports[0].answers[1].answer.celsius).toBe(37.9)
    expect(kept.phones).toHaveLength(1)
    expect(kept.reports_not_shown).toBe(0)
    const { rows } = await t.db.owner.query(`select detail from audit where action = 'rights.exported'`)
    expect(rows).toEqual([{ detail: { request: id, as: 'json', reports: 3 } }])
  })

  test('as a workbook reads in words', async () => {
    const [{ id }] = await open()
    const response = await t.app.http.inject({
      method: 'GET',
      url: `/api/rights/${id}/kept.xlsx`,
      headers: chief.headers,
    })
    const book = await readXlsx(response.rawPayload)
    const sheet = book.sheets.find((s: any) => s.name === '上报')!
    expect(sheet.rows[0]).toContain('体温 ℃')
    const text = JSON.stringify(book.sheets)
    expect(text).toContain('孙小宁')
    expect(text).toContain('2020-02-08 07:00')
    expect(text).toContain('监护人')
    expect(text).not.toContain('guardian')
  })

  test('of one relative holds nobody else’s answers', async () => {
    const { body } = await ask({ kind: 'access', person: relative('林秀英') })
    const answer = await chief.get<any>(`/api/rights/${body.id}/kept.json`)
    const kept = typeof answer.body === 'string' ? JSON.parse(answer.body) : answer.body
    expect(kept.reports).toHaveLength(2)
    expect(JSON.stringify(kept)).not.toMatch(/孙小宁|孙德福|37\.9/)
  })
})

describe('a deletion', () => {
  let id: string

  beforeAll(async () => {
    id = (await ask({ kind: 'deletion', person: relative('孙小宁'), note: '孩子的请删掉' })).body.id
  })

  test('says first how many reports it takes, and whose answers go with them', async () => {
    const { body } = await chief.get(`/api/rights/${id}`)
    expect(body).toMatchObject({ reports: 1, together: [{ name: '林秀英', reports: 1 }] })
  })

  test('does nothing where the number seen is no longer right, or where nobody asked for it', async () => {
    expect((await chief.post(`/api/rights/${id}/delete-reports`, { reports: 2 })).body.code).toBe('rights-changed')
    const copy = (await open()).find((r) => r.kind === 'copy')
    expect((await chief.post(`/api/rights/${copy.id}/delete-reports`, { reports: 3 })).body.code).toBe(
      'rights-not-deletion',
    )
    const { rows } = await t.db.owner.query('select count(*)::int as n from report')
    expect(rows[0].n).toBe(3)
  })

  test('takes these reports with their salts and no others; the audit still verifies', async () => {
    await sealAudit(t.services)
    const answer = await chief.post(`/api/rights/${id}/delete-reports`, { reports: 1 })
    expect(answer.body).toEqual({ reports: 1 })
    const { rows } = await t.db.owner.query('select answers::text as a from report')
    expect(rows).toHaveLength(2)
    expect(JSON.stringify(rows)).not.toContain(relative('孙小宁'))
    await sealAudit(t.services)
    const found = await verifyAudit(t.services)
    expect(found.findings).toEqual([])
    expect(found.notes.map((n) => n.kind)).toContain('reports-expired')
  })

  test('a report stolen beside it is still found out', async () => {
    const { rows } = await t.db.owner.query('select id from report order by id limit 1')
    await t.db.owner.query('begin')
    await t.db.owner.query('create table kept_aside as select * from report where id = $1', [rows[0].id])
    await t.db.owner.query('delete from report where id = $1', [rows[0].id])
    await t.db.owner.query('commit')
    expect((await verifyAudit(t.services)).findings).toMatchObject([{ kind: 'report-missing', id: rows[0].id }])
    await t.db.owner.query('insert into report select * from kept_aside')
    await t.db.owner.query('drop table kept_aside')
  })
})

describe('an answer', () => {
  test('needs words, is given once, and stands on the family’s page', async () => {
    const deletion = (await open()).find((r) => r.kind === 'deletion')
    expect((await chief.post(`/api/rights/${deletion.id}/answer`, { outcome: '  ' })).body.code).toBe('rights-no-words')
    t.clock.forward({ minutes: 30 })
    const outcome = '孙小宁的上报已经删除。'
    expect((await chief.post(`/api/rights/${deletion.id}/answer`, { outcome })).status).toBe(204)
    expect((await chief.post(`/api/rights/${deletion.id}/answer`, { outcome })).body.code).toBe('rights-answered')
    expect((await chief.post(`/api/rights/${deletion.id}/delete-reports`, { reports: 1 })).body.code).toBe(
      'rights-answered',
    )
    const { body } = await family.get('/api/household/rights-requests')
    expect(body.requests.find((r: any) => r.id === deletion.id)).toMatchObject({
      kind: 'deletion',
      person: '孙小宁',
      outcome,
      deleted_reports: 1,
      answered_at: '2020-02-07T23:40:00.000Z',
    })
    expect(body.requests.filter((r: any) => r.answered_at === null)).toHaveLength(2)
    const answered = (await chief.get('/api/rights?state=answered')).body
    expect(answered.counts).toEqual({ open: 2, answered: 1 })
    expect(answered.requests[0].answered.by).toBe('赵建国')
  })

  test('after the whole family’s reports are gone, what they met is still met, and the check finds nothing broken', async () => {
    const met = async () =>
      (await t.db.owner.query('select count(*)::int as n from task where met_by in (select id from report)')).rows[0].n
    expect(await met()).toBe(1)
    const { id } = (await ask({ kind: 'deletion' })).body
    const { body } = await chief.get(`/api/rights/${id}`)
    expect((await chief.post(`/api/rights/${id}/delete-reports`, { reports: body.reports })).body.reports).toBe(2)
    expect(await met()).toBe(0)
    const { rows } = await t.db.owner.query('select state from task where met_by is not null')
    expect(rows).toHaveLength(1)
    expect((await runCheck(t.app.core)).counts).not.toHaveProperty('reference-broken')
    await t.db.owner.query(`update task set met_by = gen_random_uuid() where met_by is not null`)
    expect((await runCheck(t.app.core)).counts).toMatchObject({ 'reference-broken': 1 })
  })

  test('is nobody else’s to read', async () => {
    expect((await t.nobody.get('/api/household/rights-requests')).status).toBe(401)
    expect((await chief.get('/api/household/rights-requests')).status).toBe(401)
  })

  test('the same may be asked again after it', async () => {
    expect((await ask({ kind: 'deletion', person: relative('孙小宁') })).status).toBe(201)
    expect((await open()).filter((r) => r.kind === 'deletion' && r.person)).toHaveLength(1)
  })
})
