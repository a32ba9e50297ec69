/** Stories of what the phone pages are given: the Sun family, 冯磊 on his own page, 周海涛 with his squad's sheet. */
import { beforeAll, describe, expect, test } from 'vitest'
import { linkKey, makeLinkToken } from '#core/organisation/links/token.ts'
import { Client, type TestApp, testApp } from '#test/support/app.ts'
import { startRespiratory } from '#test/support/campaign.ts'
import { smallWorld, type World } from '#test/support/world.ts'
import { personState } from './index.ts'
import type { HouseholdPage, MemberPage, SquadSheet } from './schema.ts'

let t: TestApp
let world: World
const relative = (name: string) => world.household.relatives.find((r) => r.name === name)!.id

/** A phone let in by the card of a person or household. */
async function phoneOf(kind: 'person' | 'household', id: string): Promise<Client> {
  await t.db.owner.query('insert into access_link (kind, id) values ($1, $2) on conflict do nothing', [kind, id])
  await t.db.owner.query('update access_link set devices = 0 where id = $1', [id])
  const { headers } = await t.nobody.post('/api/links/exchange', {
    token: makeLinkToken(linkKey(t.services.key), kind, id, 1),
  })
  return new Client(t.app, { cookie: String(headers['set-cookie']).split(';')[0]! })
}

const report = (client: Client, body: object) =>
  client.post('/api/reports', {
    id: t.id(),
    form_version: 1,
    observed_at: new Date(t.clock.now()).toISOString(),
    ...body,
  })

beforeAll(async () => {
  t = await testApp({ publicUrl: 'https://muster.example.org', now: '2020-02-07T06:00:00+08:00' })
  world = await smallWorld(t)
  await startRespiratory(t, world)
})

describe('the Sun family’s page', () => {
  let family: Client
  const page = async () => (await family.get<HouseholdPage>('/api/household')).body
  const answers = (celsius: number) => ({
    people: world.household.relatives.map((r) => ({
      person: r.id,
      well: r.name !== '孙德福',
      ...(r.name === '林秀英' ? { celsius } : {}),
    })),
  })

  beforeAll(async () => {
    await t.at('2020-02-07T09:00:00+08:00')
    family = await phoneOf('household', world.household.id)
    await family.post('/api/household/consent', {
      notice_version: 1,
      people: world.household.relatives.map((r) => ({
        person: r.id,
        given: true,
        by: r.name === '孙小宁' ? 'guardian' : 'self',
      })),
    })
    t.app.core.identities.clear()
    await t.app.core.organisation.refresh()
  })

  test('names the relatives, what is due when, and the form’s words in both languages', async () => {
    const body = await page()
    expect(body.relatives.map((r) => [r.name, r.consent, r.answered])).toEqual([
      ['林秀英', 'given', false],
      ['孙小宁', 'given', false],
      ['孙德福', 'given', false],
    ])
    expect(body.task).toMatchObject({ state: 'open', due_at: '2020-02-07T04:00:00.000Z' })
    expect(body.form?.people?.find((f) => f.name === 'symptoms')?.choices).toContainEqual({
      code: 'cough',
      title: { zh: '咳嗽', en: 'cough' },
    })
  })

  test('a report of all of them meets the task', async () => {
    const answer = await report(family, {
      form: 'daily-health',
      subject: { household: world.household.id },
      answers: answers(36.5),
    })
    expect([answer.status, answer.body.met.length]).toEqual([201, 1])
    const body = await page()
    expect(body.task?.state).toBe('met')
    expect(body.relatives.every((r) => r.answered)).toBe(true)
    // Today's answers are nobody's to read back by a link.
    expect(JSON.stringify(body)).not.toContain('36.5')
  })

  test('the next day shows "yesterday 36.5, well" and nothing of who was not', async () => {
    await t.at('2020-02-08T09:00:00+08:00')
    t.app.core.identities.clear()
    const body = await page()
    expect(body.relatives.map((r) => [r.name, r.yesterday, r.answered])).toEqual([
      ['林秀英', { celsius: 36.5 }, false],
      ['孙小宁', { celsius: null }, false],
      ['孙德福', null, false],
    ])
  })

  test('the card of one household says nothing of another, nor reports for it', async () => {
    const stranger = await phoneOf('person', world.people.许志刚!.id)
    expect((await stranger.get('/api/household')).status).toBe(401)
    const answer = await report(stranger, {
      form: 'daily-health',
      subject: { household: world.household.id },
      answers: answers(36.5),
    })
    expect(answer.status).toBe(403)
  })
})

describe('冯磊 on his own page', () => {
  let his: Client
  const page = async () => (await his.get<MemberPage>('/api/me')).body
  const measure = (celsius: number, more: object = {}) =>
    report(his, {
      form: 'temperature',
      subject: { person: world.people.冯磊!.id },
      answers: { celsius, site: 'axillary' },
      ...more,
    })

  beforeAll(async () => {
    await t.at('2020-02-08T07:10:00+08:00')
    t.app.core.identities.clear()
    his = await phoneOf('person', world.people.冯磊!.id)
  })

  test('sees what he owes now, and no value filled in', async () => {
    const body = await page()
    const open = body.temperature.tasks.filter((x) => x.state === 'open')
    expect(open[0]).toMatchObject({ due_at: '2020-02-07T23:30:00.000Z' })
    expect(open[0]!.title.zh).toMatch(/体温/)
    expect(body.temperature).toMatchObject({ today: [], yesterday: null, second: null })
    expect(body.temperature.form?.fields[0]).toMatchObject({
      name: 'celsius',
      min: 34,
      max: 43,
      decimals: 1,
      required: true,
    })
    expect(body.places).toBeNull()
  })

  test('37.6: he is asked for a second reading, after ten minutes and within twenty', async () => {
    const answer = await measure(37.6)
    expect(answer.body.flags).toContain('fever')
    const { temperature } = await page()
    expect(temperature.today.map((r) => r.celsius)).toEqual([37.6])
    expect(temperature.second).toEqual({ due_at: '2020-02-07T23:20:00.000Z', until_at: '2020-02-07T23:30:00.000Z' })
  })

  test('the second, 37.5, is not asked for a third', async () => {
    t.clock.forward({ minutes: 11 })
    await measure(37.5)
    expect((await page()).temperature.second).toBeNull()
  })

  test('a correction takes the place of what it corrects', async () => {
    const before = (await page()).temperature.today
    t.clock.forward({ minutes: 1 })
    await measure(36.5, { corrects: before[1]!.root })
    const after = (await page()).temperature.today
    expect(after.map((r) => [r.celsius, r.root])).toEqual([
      [37.6, before[0]!.root],
      [36.5, before[1]!.root],
    ])
  })

  test('his state is the worst reading of 24 hours, for those who may read it', async () => {
    const states = await t.work((w) => personState(w.tx, [world.people.冯磊!.id, world.people.孙伟强!.id], w.now))
    expect(states.get(world.people.冯磊!.id)).toMatchObject({ worst: { celsius: 37.6 }, last: { celsius: 36.5 } })
    expect(states.get(world.people.孙伟强!.id)).toMatchObject({ worst: null, last: null })
  })

  test('卫鹏, the orderly, finds the station’s six places there', async () => {
    const orderly = await phoneOf('person', world.people.卫鹏!.id)
    const { body } = await orderly.get<MemberPage>('/api/me')
    expect(body.places?.list).toHaveLength(6)
    expect(body.places?.form.fields.map((f) => [f.name, f.type])).toContainEqual(['photo', 'photo'])
    expect(body.places?.list[0]?.tasks[0]).toMatchObject({ state: 'open' })
  })
})

describe('周海涛 with his squad’s sheet', () => {
  let leader: Client
  const sheet = async (client = leader, unit = '') => client.get<SquadSheet>(`/api/squad${unit && `?unit=${unit}`}`)

  beforeAll(async () => {
    leader = await t.signIn(world.people.周海涛!, 'squad_leader', world.squads[0]!.id)
  })

  test('everybody of the squad, the fever with its reading, the others open', async () => {
    const { body } = await sheet()
    expect(body.unit).toMatchObject({ name: '一班', station: '大通站' })
    const byName = new Map(body.people.map((p) => [p.name, p]))
    expect([...byName.keys()]).toEqual(['周海涛', '孙伟强', '冯磊', '卫鹏'])
    expect(byName.get('冯磊')).toMatchObject({ state: 'met', last: { celsius: 36.5, self: true } })
    expect(byName.get('孙伟强')).toMatchObject({ state: 'open', last: null })
  })

  test('enters two at once; one of them wrong, the other is in', async () => {
    const body = (name: string, celsius: number) => ({
      id: t.id(),
      form: 'temperature',
      form_version: 1,
      subject: { person: world.people[name]!.id },
      observed_at: new Date(t.clock.now()).toISOString(),
      answers: { celsius, site: 'axillary' },
    })
    const { body: results } = await leader.post('/api/reports', [body('孙伟强', 36.6), body('卫鹏', 25)])
    expect(results[0].met).toHaveLength(1)
    expect(results[1]).toMatchObject({ status: 422 })
    const people = (await sheet()).body.people
    expect(people.find((p) => p.name === '孙伟强')).toMatchObject({
      state: 'met',
      last: { celsius: 36.6, self: false },
    })
    expect(people.find((p) => p.name === '卫鹏')).toMatchObject({ state: 'open' })
  })

  test('who is on leave stands there with place, return and telephone', async () => {
    await t.work((w) =>
      w.tx
        .insertInto('presence')
        .values({
          id: w.id(),
          person_id: world.people.孙伟强!.id,
          kind: 'leave',
          during: `[2020-02-08T00:00:00+08:00,2020-02-10T00:00:00+08:00)`,
          place: '阜阳',
          source: 'test',
          entered_at: w.now,
        } as never)
        .execute(),
    )
    const person = (await sheet()).body.people.find((p) => p.name === '孙伟强')!
    expect(person.absent).toEqual({ kind: 'leave', place: '阜阳', until: '2020-02-09T16:00:00.000Z' })
    expect(person.phone).toMatch(/0013$/)
  })

  test('another squad is refused; reading the sheet is audited', async () => {
    expect((await sheet(leader, world.squads[2]!.id)).status).toBe(403)
    const { rows } = await t.db.owner.query(
      `select count(*)::int as n from audit where action = 'squad.read' and unit_id = $1`,
      [world.squads[0]!.id],
    )
    expect(rows[0].n).toBeGreaterThan(0)
  })

  test('who may enter but not read health sees that it came, and no value', async () => {
    const clerk = await t.token(world.squads[0]!.id, ['report.write'])
    const { body } = await sheet(clerk, world.squads[0]!.id)
    expect(body.may_read).toBe(false)
    expect(body.people.find((p) => p.name === '冯磊')).toMatchObject({
      state: 'met',
      last: null,
      phone: null,
      yesterday: null,
    })
  })

  test('a relative’s id is no member’s page', async () => {
    const relativePhone = await phoneOf('person', relative('林秀英'))
    expect((await relativePhone.get('/api/me')).status).toBe(401)
  })
})

describe('the page itself', () => {
  test('allows this origin only, sends no referrer, and is the same for everybody', async () => {
    const [one, other] = await Promise.all([t.nobody.get('/r/abc'), t.nobody.get('/me')])
    if (one.status === 404) return expect(one.body.title).toContain('dist/report')
    expect(one.body).toBe(other.body)
    expect(one.headers['referrer-policy']).toBe('no-referrer')
    expect(String(one.headers['content-security-policy'])).toMatch(/default-src 'none'.*script-src 'self'/)
    expect(one.headers['set-cookie']).toBeUndefined()
  })
})
