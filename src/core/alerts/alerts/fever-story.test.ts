/** Story: 吴明 reads 37.8 at 07:10; through the real intake, with the playbook that ships. */
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Client, type TestApp, testApp } from '#test/support/app.ts'
import { startRespiratory } from '#test/support/campaign.ts'
import { smallWorld, type World } from '#test/support/world.ts'
import { type JudgedReport, judgeReport } from '../judge.ts'
import type { AlertShape } from './schema.ts'

let t: TestApp
let world: World
let chief: Client
let member: Client

beforeEach(async () => {
  t = await testApp({ now: '2020-02-08T03:00:00+08:00' })
  world = await smallWorld(t)
  await startRespiratory(t, world)
  await t.at('2020-02-08T07:10:00+08:00')
  chief = await t.signIn(world.people.赵建国!, 'chief', world.datong.id)
  member = await t.token(world.datong.id, ['report.write'])
})

const iso = () => new Date(t.clock.now()).toISOString()

async function report(celsius: number, over: Record<string, unknown> = {}) {
  const answer = await member.post('/api/reports', {
    id: t.id(),
    form: 'temperature',
    subject: { person: world.people.吴明!.id },
    observed_at: iso(),
    answers: { celsius, site: 'axillary' },
    ...over,
  })
  expect(answer.status).toBe(201)
  await t.sweep()
  return answer.body.id as string
}

const alerts = async (): Promise<AlertShape[]> =>
  (await chief.get<{ alerts: AlertShape[] }>(`/api/alerts?unit=${world.datong.id}`)).body.alerts
const at = (time: string) => t.at(`2020-02-08T${time}:00+08:00`)

describe('a fever', () => {
  test('amber, a second reading asked for; nobody measures again: red after twenty minutes', async () => {
    await report(37.8)
    const [first] = await alerts()
    expect(first).toMatchObject({ kind: 'fever', level: 'amber', state: 'open', subject: { name: '吴明' } })
    expect(first!.second_due_at).toBe('2020-02-07T23:20:00.000Z')
    await at('07:29')
    expect((await alerts())[0]!.level).toBe('amber')
    await at('07:30')
    const [red] = await alerts()
    expect(red).toMatchObject({ level: 'red', due_at: '2020-02-08T00:30:00.000Z', detail: { raised_why: 'no_second' } })
  })

  test('a second reading of 36.9 stays amber with both readings', async () => {
    await report(37.8)
    await at('07:22')
    await report(36.9)
    await at('07:35')
    const [alert] = await alerts()
    expect(alert).toMatchObject({ level: 'amber', state: 'open' })
    expect(alert!.detail.readings!.map((r) => r.celsius)).toEqual([37.8, 36.9])
  })

  test('a second of 37.7 is red at once', async () => {
    await report(37.8)
    await at('07:22')
    await report(37.7)
    expect(await alerts()).toMatchObject([{ level: 'red', detail: { raised_why: 'second' } }])
  })

  test('a correction does not close the alert, but nobody waits for a second reading any more', async () => {
    const id = await report(38.6)
    await report(36.8, { corrects: id })
    await at('07:40')
    expect(await alerts()).toMatchObject([{ level: 'amber', state: 'open' }])
  })

  test('judging the same report twice changes nothing', async () => {
    await report(37.8)
    const before = await t.db.owner.query('select level, detail, second_until_at from alert')
    await t.work(async (w) => {
      const { rows } = await sql<JudgedReport>`select * from report`.execute(w.tx)
      for (const row of rows) await judgeReport(t.app.core, w, row)
    })
    expect((await t.db.owner.query('select level, detail, second_until_at from alert')).rows).toEqual(before.rows)
  })

  test('a jump of 0.8 within the hour is an alert of its own', async () => {
    await report(36.2)
    await at('07:40')
    await report(37.1)
    expect(await alerts()).toMatchObject([{ kind: 'jump', level: 'amber', subject: { name: '吴明' } }])
  })
})

describe('handling it', () => {
  test('assess, control, close; each only in its state, and the reason is said', async () => {
    await report(37.8)
    const [alert] = await alerts()
    const early = await chief.post(`/api/alerts/${alert!.id}/close`, { outcome: 'excluded' })
    expect([early.status, early.body.title]).toEqual([409, '先评估，再往下办。'])
    expect((await chief.post(`/api/alerts/${alert!.id}/assess`, { finding: 'no_concern' })).status).toBe(422)
    expect(
      (await chief.post(`/api/alerts/${alert!.id}/assess`, { finding: 'watch', note: '刚跑完操，已安排单间休息' }))
        .status,
    ).toBe(200)
    expect(await alerts()).toMatchObject([{ state: 'assessed', due_at: '2020-02-08T23:10:00.000Z' }])
    expect(
      (await chief.post(`/api/alerts/${alert!.id}/control`, { plan: '单间观察', until: '2020-02-07T00:00:00Z' }))
        .status,
    ).toBe(422)
    expect(
      (await chief.post(`/api/alerts/${alert!.id}/control`, { plan: '单间观察', until: '2020-02-09T08:00:00+08:00' }))
        .status,
    ).toBe(200)
    expect((await chief.post(`/api/alerts/${alert!.id}/close`, { outcome: 'recovered' })).status).toBe(200)
    expect(await alerts()).toEqual([])
    const audit = await t.db.owner.query(`select action from audit where subject_kind = 'alert' order by id`)
    // All within one instant of the moved clock, so that their order says nothing.
    expect(audit.rows.map((r) => r.action).sort()).toEqual([
      'alert.assessed',
      'alert.closed',
      'alert.controlled',
      'alert.opened',
    ])
  })

  test('assessed wrongly: once more, the earlier one stays on record and the clock of control runs on', async () => {
    await report(37.8)
    const [alert] = await alerts()
    const assess = (body: object) => chief.post(`/api/alerts/${alert!.id}/assess`, body)
    expect((await assess({ finding: 'no_concern', note: '点错了人' })).status).toBe(200)
    await at('09:10')
    expect((await assess({ finding: 'confirmed', level: 'red' })).status).toBe(200)
    expect(await alerts()).toMatchObject([
      {
        state: 'assessed',
        level: 'red',
        due_at: '2020-02-08T23:10:00.000Z',
        assessment: {
          finding: 'confirmed',
          earlier: [{ finding: 'no_concern', note: '点错了人', at: '2020-02-07T23:10:00.000Z', by: '赵建国' }],
        },
      },
    ])
    const plan = { plan: '单间观察', until: '2020-02-09T08:00:00+08:00' }
    expect((await chief.post(`/api/alerts/${alert!.id}/control`, plan)).status).toBe(200)
    // A plan was built on it: from here on the plan is said anew, or the alert closed.
    expect((await assess({ finding: 'watch' })).status).toBe(409)
  })

  test('the list goes page by page and says how many there are; the last closed stands first among the closed', async () => {
    const people = ['吴明', '冯磊', '卫鹏']
    for (const [i, name] of people.entries()) {
      await at(`08:0${i}`)
      await report(37.8, { subject: { person: world.people[name]!.id } })
    }
    const page = async (query: string) => (await chief.get(`/api/alerts?unit=${world.datong.id}&${query}`)).body
    const first = await page('limit=2')
    expect(first).toMatchObject({ total: 3, next: 2, alerts: [{}, {}] })
    const second = await page('limit=2&offset=2')
    expect(second).toMatchObject({ total: 3, next: null, alerts: [{}] })
    const all: AlertShape[] = [...first.alerts, ...second.alerts]
    expect(all.map((a) => a.subject.name).sort()).toEqual([...people].sort())
    for (const [i, name] of ['卫鹏', '吴明'].entries()) {
      await at(`08:1${i}`)
      const { id } = all.find((a) => a.subject.name === name)!
      await chief.post(`/api/alerts/${id}/assess`, { finding: 'watch' })
      await chief.post(`/api/alerts/${id}/close`, { outcome: 'recovered' })
    }
    const closed = await page('state=closed')
    expect(closed.alerts.map((a: AlertShape) => a.subject.name)).toEqual(['吴明', '卫鹏'])
    expect((await chief.get(`/api/alerts?unit=${world.datong.id}&limit=201`)).status).toBe(422)
  })

  test('opening one is audited; without health.read there is no list', async () => {
    await report(37.8)
    const [alert] = await alerts()
    expect((await chief.get(`/api/alerts/${alert!.id}`)).status).toBe(200)
    expect((await t.db.owner.query(`select count(*)::int as n from audit where action = 'alert.read'`)).rows[0].n).toBe(
      1,
    )
    const orderly = await t.token(world.datong.id, ['board.read'])
    expect((await orderly.get('/api/alerts')).status).toBe(403)
  })

  test('another station does not see it', async () => {
    await report(37.8)
    const other = await t.signIn(world.people.董卫东!, 'chief', world.tianjiaan.id)
    const [alert] = await alerts()
    expect((await other.get('/api/alerts')).body.alerts).toEqual([])
    expect((await other.get(`/api/alerts/${alert!.id}`)).status).toBe(404)
    expect((await other.post(`/api/alerts/${alert!.id}/assess`, { finding: 'watch' })).status).toBe(404)
  })

  test('nobody judges an alert about himself', async () => {
    await report(37.9, { subject: { person: world.people.赵建国!.id } })
    const [alert] = await alerts()
    expect((await chief.post(`/api/alerts/${alert!.id}/assess`, { finding: 'watch' })).body.code).toBe('alert-own')
  })
})

test('an alert that nobody answers goes up: near ones at once, the brigade when the hour is over, then the detachment', async () => {
  await report(37.8)
  await at('07:22')
  await report(37.9)
  const red = `select to_char(n.sent_at at time zone 'Asia/Shanghai', 'HH24:MI') || ' ' || p.name as line
    from notice n join person p on p.id = n.recipient_id where alert_id is not null and level = 'red' order by sent_at, step, p.name`
  const told = async () => (await t.db.owner.query(red)).rows.map((r) => r.line)
  expect(await told()).toEqual(['07:22 吴明', '07:22 钱勇', '07:22 赵建国'])
  await at('08:21')
  expect(await told()).toHaveLength(3)
  await at('08:22')
  await at('08:52')
  expect((await told()).slice(3)).toEqual(['08:22 何志刚', '08:52 王志远'])
  await at('09:22')
  expect((await told()).slice(5)).toEqual(['09:22 王志远'])
  // 王志远 takes it up; half an hour later the acknowledgement of a red one has run out.
  const head = await t.signIn(world.people.王志远!, 'commander', world.detachment.id)
  const inbox = (await head.get('/api/notices')).body.notices
  expect(inbox[0]).toMatchObject({ level: 'red', alert: { name: '吴明', level: 'red', state: 'open' } })
  expect((await head.post(`/api/notices/${inbox[0].id}/acknowledge`)).status).toBe(200)
  await at('09:51')
  expect((await told()).slice(6)).toEqual([])
  await at('09:52')
  expect((await told()).slice(6, 7)).toEqual(['09:52 王志远'])
})

test('a relative with a fever makes the member amber, once', async () => {
  const household = await t.token(world.detachment.id, ['report.write'])
  const people = world.household.relatives.map((r, i) =>
    i === 0 ? { person: r.id, well: false, celsius: 37.9, site: 'axillary' } : { person: r.id, well: true },
  )
  await household.post('/api/reports', {
    id: t.id(),
    form: 'daily-health',
    subject: { household: world.household.id },
    observed_at: iso(),
    answers: { people },
  })
  await t.sweep()
  expect(await alerts()).toMatchObject([{ kind: 'household', level: 'amber', subject: { name: '孙伟强' } }])
})
