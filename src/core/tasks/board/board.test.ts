/** The board's figures: the exact shape that stays stable, due times, days, rights, and polls that cost little. */
import { beforeAll, describe, expect, test } from 'vitest'
import type { Board } from './schema.ts'
import { idOf, World } from './world.fixture.ts'

const detachment = '舜耕支队'
const brigade = '舜耕支队/城区大队'
const datong = '舜耕支队/城区大队/大通站'
const tianjia = '舜耕支队/城区大队/田家庵站'
const berlin = '舜耕支队/柏林联络站'
const unit = (name: string) => idOf(`unit ${name}`)

let world: World

beforeAll(async () => {
  world = await World.make('2020-02-08T07:52:00+08:00')
  await world.unit(detachment, 'detachment')
  await world.unit(brigade, 'brigade')
  await world.unit(datong, 'station')
  await world.unit(tianjia, 'station')
  await world.unit(berlin, 'station', 'Europe/Berlin')
  await world.ready()
  await order(world)
  await world.task({ unit: unit(datong), member: '孙伟强' })
  await world.task({ unit: unit(datong), member: '周海涛', state: 1 })
  await world.task({ unit: unit(datong), member: '吴明', state: 2, flagged: true })
  await world.task({ unit: unit(datong), member: '郑超', state: 4, reason: 'sick' })
  await world.task({ unit: unit(datong), member: '冯磊', state: 3 })
  await world.task({ unit: unit(datong), member: '陈刚', state: 5 })
  await world.task({ unit: unit(tianjia), member: '卫鹏', state: 1 })
  await world.task({ unit: unit(tianjia), member: '蒋宁', slot: 'evening', due: '2020-02-08T19:30:00+08:00' })
  await world.task({ unit: unit(brigade), member: '大队长王强', state: 1 })
  await world.task({ unit: unit(datong), member: '孙伟强', day: '2020-02-07', due: '2020-02-07T07:30:00+08:00' })
})

const board = async (query: string): Promise<Board> => {
  const answer = await world.get(`/api/board${query}`)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json()
}

describe('the board of 城区大队 at 7:52', () => {
  test('has exactly the shape on which other systems build', async () => {
    world.as('大队长王强', unit(brigade), 'board.read')
    const path = world.core.organisation.pathOf(unit(brigade))!
    const cell = (n: Partial<Board['own'][0]>) => ({
      code: 'temperature',
      slot: 'morning',
      title: { zh: '晨检', en: 'Morning' },
      due_at: '2020-02-07T23:30:00.000Z',
      ...{ expected: 0, done: 0, late: 0, received_late: 0, exempt: 0, missing: 0, pending: 0, flagged: 0, ...n },
    })
    const evening = cell({
      slot: 'evening',
      title: { zh: '晚检', en: 'Evening' },
      due_at: '2020-02-08T11:30:00.000Z',
      expected: 1,
      pending: 1,
    })
    expect(await board('')).toEqual({
      unit: { id: unit(brigade), path, name: '城区大队', full_name: brigade, kind: 'brigade', zone: 'Asia/Shanghai' },
      day: '2020-02-08',
      as_of: '2020-02-07T23:52:00.000Z',
      own: [cell({ expected: 1, done: 1 })],
      measures: [cell({ expected: 7, done: 3, late: 1, received_late: 1, exempt: 1, missing: 1, flagged: 1 }), evening],
      children: [
        {
          unit: {
            id: unit(datong),
            path: `${path}.3`,
            name: '大通站',
            full_name: datong,
            kind: 'station',
            zone: 'Asia/Shanghai',
          },
          measures: [cell({ expected: 5, done: 1, late: 1, received_late: 1, exempt: 1, missing: 1, flagged: 1 })],
        },
        {
          unit: {
            id: unit(tianjia),
            path: `${path}.4`,
            name: '田家庵站',
            full_name: tianjia,
            kind: 'station',
            zone: 'Asia/Shanghai',
          },
          measures: [cell({ expected: 1, done: 1 }), evening],
        },
      ],
    })
  })

  test('is found by id, by path and by names', async () => {
    world.as('政委李', unit(detachment), 'board.read')
    const byId = await board(`?unit=${unit(datong)}`)
    expect(await board(`?unit=${byId.unit.path}`)).toEqual(byId)
    expect(await board(`?unit=${datong}`)).toEqual(byId)
  })

  test('with two levels each child is its own figures and its stations', async () => {
    world.as('政委李', unit(detachment), 'board.read')
    const whole = await board(`?levels=2`)
    const city = whole.children.find((c) => c.unit.name === '城区大队')!
    expect(city.own).toEqual((await board(`?unit=${unit(brigade)}`)).own)
    expect(city.measures).toEqual((await board(`?unit=${unit(brigade)}`)).measures)
    expect(city.children!.map((c) => c.unit.name)).toEqual(['大通站', '田家庵站'])
  })

  test('turns pending into missing from the second after due', async () => {
    world.as('站长赵建国', unit(datong), 'board.read')
    const at = async (instant: string) => {
      world.clock.set(instant)
      const [cell] = (await board('')).measures
      return [cell!.pending, cell!.missing]
    }
    expect(await at('2020-02-08T07:30:00+08:00')).toEqual([1, 0])
    expect(await at('2020-02-08T07:30:01+08:00')).toEqual([0, 1])
    world.clock.set('2020-02-08T07:52:00+08:00')
  })
})

describe('days', () => {
  test('yesterday shows who stayed missing, a future day nothing yet', async () => {
    world.as('站长赵建国', unit(datong), 'board.read')
    expect((await board('?day=2020-02-07')).measures[0]).toMatchObject({ expected: 1, missing: 1 })
    expect((await board('?day=2020-03-01')).measures).toEqual([])
  })

  test('today is the day in the unit’s own zone, on the night when clocks change too', async () => {
    world.as('联络员', unit(berlin), 'board.read')
    world.clock.set('2020-03-28T22:59:00Z')
    expect((await board('')).day).toBe('2020-03-28')
    world.clock.set('2020-03-29T21:30:00Z')
    expect((await board('')).day).toBe('2020-03-29')
    world.clock.set('2020-03-29T22:30:00Z')
    expect((await board('')).day).toBe('2020-03-30')
    world.clock.set('2020-02-08T07:52:00+08:00')
  })

  test('the trend has every day, those without a task as 0 of 0', async () => {
    world.as('站长赵建国', unit(datong), 'board.read')
    const answer = (await world.get('/api/board/days?measure=temperature')).json()
    expect(answer.days).toHaveLength(14)
    expect(answer.days[0]).toEqual({
      day: '2020-01-26',
      n: 0,
      of: 0,
      on_time: 0,
      late: 0,
      exempt: 0,
      missing: 0,
      pending: 0,
    })
    expect(answer.days[12]).toMatchObject({ day: '2020-02-07', n: 0, of: 1, missing: 1 })
    expect(answer.days[13]).toMatchObject({
      day: '2020-02-08',
      n: 3,
      of: 4,
      on_time: 2,
      late: 1,
      exempt: 1,
      missing: 1,
    })
  })

  test('a day that does not exist is refused in words', async () => {
    world.as('站长赵建国', unit(datong), 'board.read')
    const answer = await world.get('/api/board?day=2020-02-30')
    expect(answer.statusCode).toBe(422)
    expect(answer.json()).toMatchObject({ code: 'no-such-day', title: expect.stringContaining('2020-02-30') })
  })
})

describe('rights', () => {
  test('a station chief sees his own station and no other', async () => {
    world.as('站长赵建国', unit(datong), 'board.read')
    expect((await board('')).unit.name).toBe('大通站')
    for (const other of [tianjia, brigade, detachment]) {
      const answer = await world.get(`/api/board?unit=${unit(other)}`)
      expect([answer.statusCode, answer.json().code]).toEqual([403, 'not-allowed'])
    }
  })

  test('without the permission nothing, and an unknown unit is said to be unknown', async () => {
    world.as('访客', unit(datong), 'people.read')
    expect((await world.get('/api/board')).statusCode).toBe(403)
    world.as('政委李', unit(detachment), 'board.read')
    expect((await world.get('/api/board?unit=没有这个站')).json()).toMatchObject({ code: 'no-such-unit', status: 404 })
  })
})

test('a poll of an unchanged board is answered 304, however the clock moves, and 200 once a figure changes', async () => {
  world.as('站长赵建国', unit(tianjia), 'board.read')
  const first = await world.get('/api/board')
  const etag = String(first.headers.etag)
  world.clock.forward({ minutes: 5 })
  const same = await world.get('/api/board', { 'if-none-match': etag })
  expect([same.statusCode, same.body]).toEqual([304, ''])
  await world.task({ unit: unit(tianjia), member: '新来的' })
  expect((await world.get('/api/board', { 'if-none-match': etag })).statusCode).toBe(200)
})

test('what a closed station owed yesterday still counts in its brigade’s own figures', async () => {
  await world.unit('舜耕支队/老大队', 'brigade')
  const closed = await world.unit('舜耕支队/老大队/撤并站', 'station')
  await world.task({ unit: closed, member: '老兵', day: '2020-02-07', state: 1 })
  await world.db.owner.query(`update unit set closed_at = '2020-02-08T00:30:00+08:00' where id = $1`, [closed])
  await world.ready()
  world.as('政委李', unit(detachment), 'board.read', 'people.read')
  const old = await board(`?unit=舜耕支队/老大队&day=2020-02-07`)
  expect(old.own[0]).toMatchObject({ expected: 1, done: 1 })
  const list = (
    await world.get(`/api/board/list?unit=舜耕支队/老大队&day=2020-02-07&measure=temperature&slot=morning&state=done`)
  ).json()
  expect([list.total, list.rows.map((r: { subject: { name: string } }) => r.subject.name)]).toEqual([1, ['老兵']])
})

/** A campaign with one measure in two slots, as a playbook brings it. */
async function order(w: World): Promise<void> {
  const id = idOf
  const text = (zh: string, en: string) => JSON.stringify({ zh, en })
  const slots = [
    { code: 'morning', title: { zh: '早上', en: 'morning' }, short: { zh: '晨检', en: 'Morning' }, due: '07:30' },
    { code: 'evening', title: { zh: '晚上', en: 'evening' }, short: { zh: '晚检', en: 'Evening' }, due: '19:30' },
  ]
  const content = JSON.stringify({
    code: 'temperature',
    title: { zh: '体温监测', en: 'Temperature' },
    short: { zh: '体温', en: 'Temp' },
    slots,
  })
  const run = (statement: string, values: unknown[]) => w.db.owner.query(statement, values)
  await run(`insert into playbook values ('respiratory', 1, '', '{}', '2020-01-20T00:00Z')`, [])
  await run(
    `insert into campaign (id, unit_id, playbook_code, playbook_version, title, zone, state, created_at)
     values ($1, $2, 'respiratory', 1, $3, 'Asia/Shanghai', 'running', '2020-01-20T00:00Z')`,
    [id('campaign'), unit(detachment), text('新冠疫情防控', 'COVID-19')],
  )
  await run(`insert into directive values ($1, $2, 'thirteen', '一', $3, null, 1)`, [
    id('directive'),
    id('campaign'),
    text('十三项措施', 'Thirteen'),
  ])
  await run(`insert into clause values ($1, $2, '4', '4', $3, '{}', 4)`, [
    id('clause'),
    id('directive'),
    text('体温监测', 'Temperature'),
  ])
  await run(`insert into measure values ($1, $2, $3, 'temperature', 1, $4, 'on', '2020-01-20T00:00Z', null, 4)`, [
    id('measure'),
    id('campaign'),
    id('clause'),
    content,
  ])
}
