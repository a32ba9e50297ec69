/** What the "why" box says, word for word in both languages. */
import { beforeEach, expect, test } from 'vitest'
import { idOf, person, Story, unitId } from '../story.fixture.ts'
import { sweepLadders } from './sweep.ts'
import { readWhy } from './why.ts'

let s: Story
beforeEach(async () => {
  s = await Story.make('2020-02-08T07:20:00+08:00')
})

const instant = (time: string) => `2020-02-08T${time}:00+08:00`
const at = async (...times: string[]) => {
  for (const time of times) {
    s.clock.set(instant(time))
    await sweepLadders(s.core)
  }
}
const station = '舜耕支队/城区大队/大通站'
const temperature = { measure: 'temperature', day: '2020-02-08', slot: 'morning' }
/** The sentences but the last, which names the clause. */
async function says(unit = station, key = temperature): Promise<{ zh: string[]; en: string[] }> {
  const where = s.core.organisation.tree.get(unitId(unit))!
  const { sentences } = await readWhy(s.core, s.as('王志远', 'commander', '舜耕支队'), where, key)
  const told = sentences.slice(0, -1)
  return { zh: told.map((t) => t.zh), en: told.map((t) => t.en) }
}
const acknowledge = (name: string, until: string) =>
  s.sql(
    `update notice set acknowledged_at = $2, acknowledged_by = recipient_id, expires_at = $3, expired_at = null
     where id = (select id from notice where recipient_id = $1 order by at desc, step desc limit 1)`,
    [person(name), new Date(s.clock.now()), instant(until)],
  )
const appoint = async (name: string, post: string, unit = station) => {
  await s.sql(
    `insert into appointment (id, person_id, unit_id, post, from_at, source) values ($1, $2, $3, $4, '2020-01-02', 'hand')`,
    [idOf(`${name} ${post}`), person(name), unitId(unit), post],
  )
}

test('before due: the persons and their squad leaders, each at a squad of their own', async () => {
  await s.morning('吴明', '孙伟强')
  expect(await says()).toEqual({
    zh: ['07:30 截止，还没到时间。', '07:45 仍未报，将通知本人、一班班长周海涛和二班班长钱勇。'],
    en: [
      'Due at 07:30; not yet.',
      'If still missing at 07:45, the people themselves, squad leader 周海涛 of 一班 and squad leader 钱勇 of 二班 will be told.',
    ],
  })
  // Every station has a 二班: from above it is said which.
  expect((await says('舜耕支队/城区大队')).zh[1]).toBe(
    '07:45 仍未报，将通知本人、大通站一班班长周海涛和大通站二班班长钱勇。',
  )
  // From the squad itself it goes without saying which squad.
  expect((await says(`${station}/二班`)).zh[1]).toBe('07:45 仍未报，将通知本人和班长钱勇。')
  expect((await says(`${station}/二班`)).en[1]).toBe(
    'If still missing at 07:45, the person and squad leader 钱勇 will be told.',
  )
})

test('a chief in two posts stands in for a vacant squad and one on leave: one person, once, with both posts', async () => {
  await appoint('赵建国', '政治指导员')
  await s.away('钱勇', 'leave')
  await s.morning('吴明', '孙伟强', '褚勇')
  expect((await says()).zh[1]).toBe(
    '07:45 仍未报，将通知本人、一班班长周海涛和站长兼政治指导员赵建国（三班班长空缺，二班班长钱勇休假）。',
  )
  expect((await says()).en[1]).toBe(
    'If still missing at 07:45, the people themselves, squad leader 周海涛 of 一班 and station chief and political instructor 赵建国 (no squad leader in 三班; squad leader 钱勇 of 二班 is on leave) will be told.',
  )
  await at('07:45')
  // What was told at 07:45 counts at 08:15 for two of the names, not for the third: he is told of all three.
  expect(await says()).toEqual({
    zh: [
      '07:45 已提醒未报的 3 人、一班班长周海涛和站长兼政治指导员赵建国。',
      '08:15 仍未报，将通知站长兼政治指导员赵建国。',
    ],
    en: [
      '07:45: reminded the 3 missing, squad leader 周海涛 of 一班 and station chief and political instructor 赵建国.',
      'If still missing at 08:15, station chief and political instructor 赵建国 will be told.',
    ],
  })
})

test('a chief who has not reported himself: his deputy is told of him, and he is named once', async () => {
  await s.morning('吴明', '赵建国')
  await at('07:45')
  s.clock.set(instant('08:00'))
  await s.sql(`delete from notice where step = 2`)
  expect(await says()).toEqual({
    zh: ['07:45 已提醒未报的 2 人。', '08:15 仍未报，将通知站长赵建国和政治指导员钱明（站长本人也未报）。'],
    en: [
      '07:45: reminded the 2 missing.',
      'If still missing at 08:15, station chief 赵建国 and political instructor 钱明 (the station chief is missing too) will be told.',
    ],
  })
})

test('taken up by two, run out, and on to the leading group: in the order in which it happened', async () => {
  await s.morning('吴明', '赵建国')
  await at('07:45', '08:15')
  await acknowledge('赵建国', '12:15')
  await acknowledge('钱明', '12:15')
  expect((await says()).zh.slice(2)).toEqual([
    '钱明、赵建国 08:15 已接手，12:15 前不再往上报。',
    '12:15 接手到时仍未报，将通知大队长何志刚、站长赵建国和政治指导员钱明（站长本人也未报）。',
  ])
  await at('12:15')
  const { zh, en } = await says()
  expect(zh.slice(-3)).toEqual([
    '钱明、赵建国 08:15 接手，12:15 到时仍未报齐。',
    '12:15 已提醒政治指导员钱明、站长赵建国和大队长何志刚。',
    '12:45 仍未报，将通知支队长王志远。',
  ])
  expect(en.slice(-3)).toEqual([
    '钱明 and 赵建国 took it up at 08:15; at 12:15 it was still not complete.',
    '12:15: reminded political instructor 钱明, station chief 赵建国 and brigade head 何志刚.',
    'If still missing at 12:45, detachment head 王志远 will be told.',
  ])
})

test('the last level again and again, until somebody takes it up', async () => {
  await s.morning('吴明')
  await at('07:45', '08:15', '09:00', '09:30')
  const { zh, en } = await says()
  expect(zh.at(-1)).toBe('10:00 仍未报，将再次通知支队长王志远，直到有人接手。')
  expect(en.at(-1)).toBe(
    'If still missing at 10:00, detachment head 王志远 will be told again, until somebody takes it up.',
  )
})

test('due has passed and the first step has not come: nobody is told yet, and it does not say that it is not due', async () => {
  await s.morning('吴明')
  await at('07:31')
  expect(await says(`${station}/二班`)).toEqual({
    zh: ['07:30 已截止，还没到催报的时间。', '07:45 仍未报，将通知本人和班长钱勇。'],
    en: [
      'It was due at 07:30; the first reminder is still to come.',
      'If still missing at 07:45, the person and squad leader 钱勇 will be told.',
    ],
  })
})

test('a step that told nobody says why', async () => {
  await s.morning('褚勇')
  await at('07:45', '08:15')
  expect((await says()).zh).toEqual([
    '07:45 已提醒本人和站长赵建国。',
    '08:15 本应再通知赵建国，此前已经通知，不再重复。',
    '09:00 仍未报，将通知大队长何志刚。',
  ])
  expect((await says()).en[1]).toBe('08:15: 赵建国 had been told before, so not again.')
})

test('a step whose recipient has been told already is not announced: the one after it is', async () => {
  await s.morning('褚勇')
  await at('07:45')
  expect(await says()).toEqual({
    zh: ['07:45 已提醒本人和站长赵建国。', '09:00 仍未报，将通知大队长何志刚。'],
    en: [
      '07:45: reminded the person and station chief 赵建国.',
      'If still missing at 09:00, brigade head 何志刚 will be told.',
    ],
  })
})

test('nobody up to the top: it says who is lacking', async () => {
  await s.sql('delete from appointment')
  await s.morning('吴明')
  await at('07:45')
  const { zh, en } = await says()
  expect(zh[1]).toBe(
    '07:45 班长一级无人可通知（二班班长空缺，站长空缺，政治指导员空缺，大队长空缺，教导员空缺，支队长空缺，政治委员空缺）。',
  )
  expect(en[1]).toBe(
    '07:45: there was nobody to tell in place of the squad leader (no squad leader in 二班; no station chief; no political instructor; no brigade head; no brigade instructor; no detachment head; no commissar).',
  )
  expect(zh[2]).toMatch(/^08:15 仍未报，站长一级无人可通知（站长空缺/)
})

test('a roll-call: whoever answers for it by name, and in English without Chinese but for names', async () => {
  const key = { measure: 'roll-call', day: '2020-02-08', slot: 'morning' }
  await s.task(
    'roll-call',
    'morning',
    { kind: 'unit', id: unitId(station) },
    { day: '2020-02-08', opens: '05:00', due: '08:00', closes: '12:00' },
  )
  await at('08:01')
  expect(await says(station, key)).toEqual({
    zh: ['08:01 已提醒站长赵建国。', '08:45 仍未报，将通知大队长何志刚。'],
    en: ['08:01: reminded station chief 赵建国.', 'If still missing at 08:45, brigade head 何志刚 will be told.'],
  })
})
