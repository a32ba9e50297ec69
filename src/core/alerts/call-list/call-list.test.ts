/** Story: at 09:02 the brigade's duty officer prints whom to call. */

import { beforeAll, expect, test } from 'vitest'
import { findPublished } from '#core/tasks/board/publish.ts'
import { systemContext } from '#platform/work.ts'
import { type Client, type TestApp, testApp } from '#test/support/app.ts'
import { startRespiratory } from '#test/support/campaign.ts'
import { smallWorld, type World } from '#test/support/world.ts'
import { makeCallList } from './list.ts'

let t: TestApp
let world: World
let officer: Client
const key = { measure: 'temperature', day: '2020-02-08', slot: 'morning' }
const url = () => `/api/call-list.pdf?unit=${world.brigade.id}&measure=temperature&day=2020-02-08&slot=morning`

beforeAll(async () => {
  t = await testApp({ now: '2020-02-08T03:00:00+08:00' })
  world = await smallWorld(t)
  await startRespiratory(t, world)
  officer = await t.signIn(world.people.何志刚!, 'chief', world.brigade.id)
  await t.at('2020-02-08T07:00:00+08:00')
  const sheet = await t.token(world.brigade.id, ['report.write'])
  for (const name of ['赵建国', '马国庆', '周海涛', '钱勇', '董卫东', '何志刚', '胡国平'])
    await sheet.post('/api/reports', {
      id: t.id(),
      form: 'temperature',
      subject: { person: world.people[name]!.id },
      observed_at: '2020-02-08T07:00:00+08:00',
      answers: { celsius: 36.5, site: 'axillary' },
    })
  await t.db.owner.query(
    `insert into presence (id, person_id, kind, during, source, entered_at) values (gen_random_uuid(), $1, 'quarantine', tstzrange('2020-02-03T10:00+08', null), 'hand', '2020-02-03')`,
    [world.people.冯磊!.id],
  )
  await t.db.owner.query('update person set phone = null where id = $1', [world.people.郑超!.id])
  await t.at('2020-02-08T07:45:00+08:00')
  await t.at('2020-02-08T08:15:00+08:00')
  await t.at('2020-02-08T09:02:00+08:00')
})

test('the most urgent stand on top, then station by station with its chief', async () => {
  const unit = t.app.core.organisation.tree.get(world.brigade.id)!
  const paper = await makeCallList(t.app.core, systemContext(t.services), unit, key)
  expect(
    paper.lines.map((l) => (l.kind === 'group' ? `【${l.title} ${l.name}】${l.lacks}` : `${l.no} ${l.name} ${l.note}`)),
  ).toEqual([
    '【最要紧，先打这 1 个 】',
    '1 冯磊 隔离观察第 5 天',
    '【大通站 赵建国】4/9，差 5',
    '2 孙伟强 ',
    '3 卫鹏 ',
    '4 郑超 ',
    '5 吴明 ',
    '【田家庵站 董卫东】1/3，差 2',
    '6 许志刚 ',
    '7 欧阳文博 ',
  ])
  const zheng = paper.lines.find((l) => l.kind === 'name' && l.name === '郑超')
  expect(zheng).toMatchObject({ phoneNote: '班长 钱勇', lacks: '1 小时 32 分' })
  expect(paper.words).toMatchObject({
    unitName: '城区大队',
    detachment: '舜耕支队',
    time: '09:02',
    date: '2 月 8 日 星期六',
    missingN: '7',
    nextTime: '09:30',
    handedTo: '交给值班员 何志刚',
  })
  expect(paper.words.nextText).toMatch(/^还没报的，报支队长 王志远/)
  expect(paper.words.digestText).toMatch(/^SHA-256 ([0-9a-f]{4} ?){16}$/)
})

test('the PDF is made, its digest stored, and it is audited', async () => {
  const response = await t.app.http.inject({ method: 'GET', url: url(), headers: officer.headers })
  expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'application/pdf'])
  expect(response.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
  expect((await t.db.owner.query(`select count(*)::int as n from published where kind = 'call-list'`)).rows[0].n).toBe(
    2,
  )
  expect(
    (await t.db.owner.query(`select count(*)::int as n from audit where action = 'figures.published'`)).rows[0].n,
  ).toBe(2)
})

test('its digest is worked out again from the data, after some of them have been reached too', async () => {
  const unit = t.app.core.organisation.tree.get(world.brigade.id)!
  const { words } = await makeCallList(t.app.core, systemContext(t.services), unit, key)
  const digest = words.digestText!.replace('SHA-256 ', '').replaceAll(' ', '')
  const before = await findPublished(systemContext(t.services), t.app.core, digest)
  expect(before[0]!.now).toMatchObject({ same: true, rows: { printed: 7, found: 7 }, since: { reported: 0 } })
  await t.db.owner.query(
    `update task set state = 2, met_at = $2 where subject_id = $1 and measure = $3 and day = $4 and slot = $5`,
    [world.people.吴明!.id, new Date(t.clock.now() + 1000), key.measure, key.day, key.slot],
  )
  const after = await findPublished(systemContext(t.services), t.app.core, digest)
  expect(after[0]!.now).toMatchObject({ same: true, rows: { printed: 7, found: 7 }, since: { reported: 1 } })
})

test('who may not see telephone numbers gets no list', async () => {
  const orderly = await t.token(world.brigade.id, ['board.read', 'people.read'])
  expect((await orderly.get(url())).status).toBe(403)
})
