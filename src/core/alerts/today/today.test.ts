/** Story: the station chief of 大通站 opens Today at 07:52, reminds, telephones, exempts; with the playbook that ships. */
import { beforeAll, describe, expect, test } from 'vitest'
import { type Client, type TestApp, testApp } from '#test/support/app.ts'
import { startRespiratory } from '#test/support/campaign.ts'
import { smallWorld, type World } from '#test/support/world.ts'
import type { WhyShape } from '../escalation/schema.ts'
import type { NoticeShape, Reminded } from '../notices/schema.ts'
import type { RollCallShape, TodayShape } from './schema.ts'

let t: TestApp
let world: World
let chief: Client

const day = '2020-02-08'
const at = (time: string) => t.at(`${day}T${time}:00+08:00`)
const why = async (): Promise<WhyShape> =>
  (await chief.get(`/api/escalation?unit=${world.datong.id}&measure=temperature&day=${day}&slot=morning`)).body
const today = async (): Promise<TodayShape> => (await chief.get(`/api/today?unit=${world.datong.id}`)).body

beforeAll(async () => {
  t = await testApp({ now: `${day}T03:00:00+08:00` })
  world = await smallWorld(t)
  await startRespiratory(t, world)
  chief = await t.signIn(world.people.赵建国!, 'chief', world.datong.id)
  await at('07:05')
  const sheet = await t.token(world.datong.id, ['report.write'])
  for (const name of ['赵建国', '马国庆', '周海涛', '卫鹏', '钱勇'])
    await sheet.post('/api/reports', {
      id: t.id(),
      form: 'temperature',
      subject: { person: world.people[name]!.id },
      observed_at: `${day}T07:05:00+08:00`,
      answers: { celsius: 36.5, site: 'axillary' },
    })
})

test('before due the box says that nobody is reminded yet, and who would be', async () => {
  await at('07:10')
  const w = await why()
  expect(w.sentences.map((s) => s.zh)).toEqual([
    '07:30 截止，还没到时间。',
    '07:45 仍未报，将通知本人、一班班长周海涛和二班班长钱勇。',
    expect.stringMatching(/^依据：.* 第.*条/),
  ])
})

describe('at 07:52', () => {
  test('four are missing by squad, told at 07:45, and the chief is next at 08:15', async () => {
    await at('07:45')
    await at('07:52')
    const page = await today()
    const morning = page.overdue.find((o) => o.code === 'temperature')!
    expect(morning).toMatchObject({ slot: 'morning', reported: 5, owed: 9, missing: 4, title: { zh: '体温监测 早检' } })
    expect(morning.where).toMatchObject([
      { name: '一班', missing: 2 },
      { name: '二班', missing: 2 },
    ])
    expect(morning.why.sentences.slice(0, 2).map((s) => s.zh)).toEqual([
      '07:45 已提醒未报的 4 人、一班班长周海涛和二班班长钱勇。',
      '08:15 仍未报，将通知站长赵建国。',
    ])
    expect(page.reader).toEqual({ name: '赵建国', post: '站长' })
    expect(page.presence.on_station).toBe(9)
    expect(page.trend!.now).toEqual({ reported: 5, owed: 9 })
  })

  test('what is still to do stands with its time, and the roll-call can be checked from here', async () => {
    const { to_do } = await today()
    const roll = to_do.find((d) => d.code === 'roll-call')!
    expect(roll).toMatchObject({
      roll_call: true,
      reported: 0,
      owed: 1,
      owner: { post: { zh: '站长', en: 'station chief' }, name: '赵建国' },
    })
    const form: RollCallShape = (await chief.get(`/api/roll-call?unit=${world.datong.id}`)).body
    expect(form.entries).toHaveLength(9)
    expect(form.entries.every((e) => e.state === 'present')).toBe(true)
    const entries = form.entries.map(({ person, state }) => ({ person, state }))
    const sent = await chief.post('/api/reports', {
      id: t.id(),
      form: 'roll-call',
      subject: { unit: world.datong.id },
      observed_at: `${day}T07:52:00+08:00`,
      answers: { entries },
    })
    expect(sent.status).toBe(201)
    expect((await today()).to_do.find((d) => d.code === 'roll-call' && d.slot === roll.slot)).toBeUndefined()
  })

  test('remind again: each once in ten minutes, and it says so', async () => {
    const body = { unit: world.datong.id, measure: 'temperature', day, slot: 'morning' }
    const first: Reminded = (await chief.post('/api/tasks/remind', body)).body
    expect(first.reminded.map((r) => r.name).sort()).toEqual(['冯磊', '吴明', '孙伟强', '郑超'].sort())
    const again: Reminded = (await chief.post('/api/tasks/remind', body)).body
    expect(again.reminded).toEqual([])
    expect(again.skipped[0]!.why.zh).toBe('07:52 刚催过，08:02 以后可以再催。')
    expect((await why()).sentences.map((s) => s.zh)).toContain('07:52 已人工催报。')
  })

  test('two officers who press at once remind once', async () => {
    await at('08:03')
    const instructor = await t.signIn(world.people.马国庆!, 'chief', world.datong.id)
    const body = { unit: world.datong.id, measure: 'temperature', day, slot: 'morning' }
    const both = await Promise.all([chief.post('/api/tasks/remind', body), instructor.post('/api/tasks/remind', body)])
    expect(both.flatMap((b) => (b.body as Reminded).reminded)).toHaveLength(4)
  })

  test('another station may not be reminded from here', async () => {
    const { status } = await chief.post('/api/tasks/remind', {
      unit: world.tianjiaan.id,
      measure: 'temperature',
      day,
      slot: 'morning',
    })
    expect(status).toBe(403)
    expect((await chief.post('/api/tasks/remind', {})).body.code).toBe('remind-nobody')
  })
})

test('telephone twice without an answer: look in person', async () => {
  const task = (
    await t.db.owner.query(`select id from task where subject_id = $1 and slot = 'morning'`, [world.people.郑超!.id])
  ).rows[0].id
  expect((await chief.post('/api/tasks/tries', { task, kind: 'call_no_answer' })).body.advice).toBeNull()
  const second = (await chief.post('/api/tasks/tries', { task, kind: 'call_no_answer', note: '响铃无人接' })).body
  expect(second.advice.zh).toBe('两次都没接，请当面看一眼。')
  t.clock.forward({ minutes: 1 })
  expect((await chief.post('/api/tasks/tries', { task, kind: 'in_person' })).body.advice).toBeNull()
})

test('exempt with a reason, and take it back', async () => {
  const task = (
    await t.db.owner.query(`select id from task where subject_id = $1 and slot = 'morning'`, [world.people.吴明!.id])
  ).rows[0].id
  expect((await chief.post('/api/tasks/exempt', { tasks: [task], reason: 'other' })).body.code).toBe(
    'exempt-needs-note',
  )
  expect((await chief.post('/api/tasks/exempt', { tasks: [task], reason: 'on_call' })).status).toBe(200)
  expect((await today()).overdue.find((o) => o.code === 'temperature')).toMatchObject({
    missing: 3,
    owed: 8,
    exempt: 1,
  })
  expect((await chief.post('/api/tasks/unexempt', { tasks: [task] })).status).toBe(200)
  expect((await today()).overdue.find((o) => o.code === 'temperature')).toMatchObject({ missing: 4, owed: 9 })
})

test('the chief is told at 08:15, takes it up, and the box says until when', async () => {
  await at('08:15')
  const inbox: NoticeShape[] = (await chief.get('/api/notices')).body.notices
  expect(inbox[0]).toMatchObject({ step: 3, told: 4, measure: { code: 'temperature' } })
  expect(inbox[0]!.missing).toHaveLength(4)
  const answer = await chief.post(`/api/notices/${inbox[0]!.id}/acknowledge`)
  expect(answer.body.until).toBe('2020-02-08T04:15:00.000Z')
  expect((await chief.post(`/api/notices/${inbox[0]!.id}/acknowledge`)).body).toEqual(answer.body)
  expect((await why()).sentences.map((s) => s.zh)).toContain('赵建国 08:15 已接手，12:15 前不再往上报。')
  await at('09:00')
  const brigade = await t.signIn(world.people.何志刚!, 'chief', world.brigade.id)
  const told: NoticeShape[] = (await brigade.get('/api/notices')).body.notices
  expect(told.flatMap((n) => n.missing.map((m) => m.name))).not.toContain('郑超')
})

test("another's notice cannot be acknowledged", async () => {
  const inbox: NoticeShape[] = (await chief.get('/api/notices')).body.notices
  const other = await t.signIn(world.people.董卫东!, 'chief', world.tianjiaan.id)
  expect((await other.post(`/api/notices/${inbox[0]!.id}/acknowledge`)).status).toBe(404)
})
