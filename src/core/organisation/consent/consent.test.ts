/** Stories of consent: the Sun family reads the notice, and each chooses. */
import { beforeAll, describe, expect, test } from 'vitest'
import { Client, type TestApp, testApp } from '#test/support/app.ts'
import { startRespiratory } from '#test/support/campaign.ts'
import { smallWorld, type World } from '#test/support/world.ts'
import { linkKey, makeLinkToken } from '../links/token.ts'
import { consentBy } from './age.ts'

let t: TestApp
let world: World
let family: Client
const relative = (name: string) => world.household.relatives.find((r) => r.name === name)!.id
const state = async () =>
  Object.fromEntries((await family.get('/api/household')).body.relatives.map((r: any) => [r.name, r.consent]))
const choose = (people: object[], version = 1) =>
  family.post('/api/household/consent', { notice_version: version, people })

beforeAll(async () => {
  t = await testApp({ publicUrl: 'https://muster.example.org', now: '2020-02-08T07:00:00+08:00' })
  world = await smallWorld(t)
  await startRespiratory(t, world)
  await t.db.owner.query(`insert into access_link (kind, id) values ('household', $1)`, [world.household.id])
  const token = makeLinkToken(linkKey(t.services.key), 'household', world.household.id, 1)
  const { headers } = await t.nobody.post('/api/links/exchange', { token })
  family = new Client(t.app, { cookie: String(headers['set-cookie']).split(';')[0]! })
})

describe('who consents', () => {
  test.each([
    [2014, '孩子', 'guardian'],
    [2006, '孩子', 'guardian'],
    [2005, '孩子', 'self'],
    [1955, '父亲', 'self'],
    [null, '儿子', 'either'],
    [null, '孙女', 'either'],
    [null, '妻子', 'self'],
    [null, '父亲', 'self'],
    [null, null, 'self'],
  ] as const)('born %s, %s: %s', (born, relation, by) => {
    expect(consentBy(born, relation, 2020)).toBe(by)
  })
})

describe('the Sun family', () => {
  test('reads the notice in both languages before anything is asked', async () => {
    const { body } = await family.get('/api/household')
    expect(body.notice.version).toBe(1)
    for (const section of body.notice.sections) {
      expect(section.text.zh).toMatch(/\p{Script=Han}/u)
      expect(section.text.en).not.toMatch(/\p{Script=Han}/u)
    }
    expect(await state()).toEqual({ 林秀英: 'needed', 孙小宁: 'needed', 孙德福: 'needed' })
  })

  test('林秀英 cannot consent for herself in the child’s name, nor as guardian of her father-in-law', async () => {
    expect((await choose([{ person: relative('孙小宁'), given: true, by: 'self' }])).body.code).toBe('consent-guardian')
    expect((await choose([{ person: relative('孙德福'), given: true, by: 'guardian' }])).body.code).toBe('consent-self')
    expect((await choose([{ person: world.people.许志刚!.id, given: true, by: 'self' }])).body.code).toBe(
      'consent-stranger',
    )
    expect(await state()).toEqual({ 林秀英: 'needed', 孙小宁: 'needed', 孙德福: 'needed' })
  })

  test('each chooses once; what was chosen names the notice and who chose', async () => {
    const answer = await choose([
      { person: relative('林秀英'), given: true, by: 'self' },
      { person: relative('孙小宁'), given: true, by: 'guardian' },
    ])
    expect(answer.status).toBe(204)
    expect(await state()).toEqual({ 林秀英: 'given', 孙小宁: 'given', 孙德福: 'needed' })
    const { rows } = await t.db.owner.query('select by_kind, notice_version, given from consent order by by_kind')
    expect(rows).toEqual([
      { by_kind: 'guardian', notice_version: 1, given: true },
      { by_kind: 'self', notice_version: 1, given: true },
    ])
  })

  test('孙德福 declines: the report of the others is whole without him', async () => {
    expect((await choose([{ person: relative('孙德福'), given: false, by: 'self' }])).status).toBe(204)
    await t.app.core.organisation.refresh()
    const subject = await t.app.core.organisation.subjects.byId('household', world.household.id)
    expect([...subject!.relatives!].sort()).toEqual([relative('林秀英'), relative('孙小宁')].sort())
    expect((await state())['孙德福']).toBe('declined')
  })

  test('he may change his mind', async () => {
    t.clock.forward({ minutes: 5 })
    await choose([{ person: relative('孙德福'), given: true, by: 'self' }])
    expect((await state())['孙德福']).toBe('given')
  })

  test('a notice of another version is read again first', async () => {
    expect((await choose([{ person: relative('林秀英'), given: true, by: 'self' }], 2)).body.code).toBe(
      'consent-old-notice',
    )
  })

  test('asks for a copy of what is kept, and it is noted', async () => {
    const answer = await family.post('/api/household/rights-request', {
      kind: 'copy',
      person: relative('林秀英'),
      note: '想要一份',
    })
    expect(answer.status).toBe(201)
    const { rows } = await t.db.owner.query('select kind, note, person_id from rights_request')
    expect(rows).toEqual([{ kind: 'copy', note: '想要一份', person_id: relative('林秀英') }])
    expect(
      (await family.post('/api/household/rights-request', { kind: 'copy', person: world.people.许志刚!.id })).status,
    ).toBe(403)
  })

  test('nobody else chooses for them', async () => {
    const chief = await t.signIn(world.people.赵建国!, 'chief', world.datong.id)
    const answer = await chief.post('/api/household/consent', {
      notice_version: 1,
      people: [{ person: relative('林秀英'), given: true, by: 'self' }],
    })
    expect(answer.status).toBe(401)
    expect((await t.nobody.post('/api/household/consent', {})).status).toBe(401)
  })
})
