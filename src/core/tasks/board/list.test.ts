/** The list behind a number: what stands beside each name, in which order, and who may see what of it. */
import { beforeAll, describe, expect, test } from 'vitest'
import type { ListPage } from './schema.ts'
import { idOf, World } from './world.fixture.ts'

const station = '舜耕支队/大通站'
const squad1 = '舜耕支队/大通站/一班'
const squad2 = '舜耕支队/大通站/二班'
const unit = (name: string) => idOf(`unit ${name}`)
const reader = ['board.read', 'people.read'] as const
const chief = [...reader, 'people.contact', 'health.read'] as const

let world: World
let missing: string

beforeAll(async () => {
  world = await World.make('2020-02-08T07:52:00+08:00')
  await world.unit('舜耕支队', 'detachment')
  await world.unit(station, 'station')
  await world.unit(squad1, 'squad')
  await world.unit(squad2, 'squad')
  await world.ready()
  await world.member(unit(squad1), '孙伟强', '13855000012')
  missing = await world.task({ unit: unit(squad1), member: '孙伟强' })
  await world.task({ unit: unit(squad1), member: '安东' })
  await world.task({ unit: unit(squad2), member: '周海涛' })
  await world.task({ unit: unit(squad2), member: '阿明' })
  await world.task({ unit: unit(squad2), member: '吴明', state: 1, flagged: true })
  const zhao = await world.member(unit(station), '赵建国')
  await world.task({ unit: unit(squad2), member: '郑超', state: 4, reason: 'sick', reasonBy: zhao })
  await world.task({ unit: unit(station), member: '赵建国', state: 1 })
})

const listOf = async (query: string): Promise<ListPage> => {
  const answer = await world.get(`/api/board/list?measure=temperature&slot=morning&${query}`)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json()
}
const names = (page: ListPage) => page.rows.map((r) => r.subject.name)

describe('the missing of 大通站 at 7:52', () => {
  test('stand squad by squad, in each by the sound of the name', async () => {
    world.as('赵建国', unit(station), ...chief)
    const page = await listOf('state=missing')
    expect([page.total, names(page)]).toEqual([4, ['安东', '孙伟强', '阿明', '周海涛']])
    expect(page.rows[0]!.unit.names).toEqual(['一班'])
    expect(page.rows[0]).toMatchObject({
      state: 'missing',
      due_at: '2020-02-07T23:30:00.000Z',
      met_at: null,
      exempt: null,
      reminded: null,
      tries: [],
    })
  })

  test('come a page at a time without a gap or a double, on squad borders too', async () => {
    world.as('赵建国', unit(station), ...chief)
    for (const limit of [1, 2, 3]) {
      const seen: string[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const page: ListPage = await listOf(`state=expected&limit=${limit}${cursor && `&cursor=${cursor}`}`)
        expect(page.total).toBe(7)
        seen.push(...names(page))
        cursor = page.next
      }
      expect(seen).toEqual(['赵建国', '安东', '孙伟强', '阿明', '吴明', '郑超', '周海涛'])
    }
  })

  test('a cursor that is none is refused in words', async () => {
    const answer = await world.get('/api/board/list?measure=temperature&slot=morning&state=missing&cursor=abc')
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'list-moved'])
  })

  test('own: only those who hang on the station itself', async () => {
    world.as('赵建国', unit(station), ...chief)
    const page = await listOf('state=expected&scope=own')
    expect([page.total, names(page)]).toEqual([1, ['赵建国']])
  })

  test('are found by part of a name or number; % and _ are just signs', async () => {
    world.as('赵建国', unit(station), ...chief)
    expect(names(await listOf('state=missing&q=海涛'))).toEqual(['周海涛'])
    const staffNo = (await listOf('state=missing&q=孙')).rows[0]!.subject.staff_no!
    expect(names(await listOf(`state=missing&q=${staffNo.toLowerCase()}`))).toEqual(['孙伟强'])
    expect(names(await listOf('state=missing&q=%25'))).toEqual([])
  })

  test('carry who was reminded, who telephoned, and where somebody is', async () => {
    const run = (statement: string, values: unknown[]) => world.db.owner.query(statement, values)
    const [sun, zhao] = [idOf('person 孙伟强'), idOf('person 赵建国')]
    await run(
      `insert into notice (id, detachment_id, step, via, recipient_id, unit_id, task_ids, level, at, sent_at)
       values ($1, $2, 0, 'hand', $3, $4, array[$5::uuid], 'reminder', '2020-02-08T07:45:00+08:00', '2020-02-08T07:45:00+08:00')`,
      [idOf('notice'), unit('舜耕支队'), sun, unit(squad1), missing],
    )
    // The squad leader's notice of the same name reminded somebody else.
    await run(
      `insert into notice (id, detachment_id, step, via, recipient_id, unit_id, task_ids, level, at, sent_at)
       values ($1, $2, 2, 'holder', $3, $4, array[$5::uuid], 'reminder', '2020-02-08T07:46:00+08:00', '2020-02-08T07:46:00+08:00')`,
      [idOf('notice of the leader'), unit('舜耕支队'), zhao, unit(squad1), missing],
    )
    await run(`insert into contact_try values ($1, $2, $3, 'call_no_answer', null, $4, '2020-02-08T07:50:00+08:00')`, [
      idOf('try'),
      missing,
      unit('舜耕支队'),
      zhao,
    ])
    await run(
      `insert into presence (id, person_id, kind, during, source, entered_at) values ($1, $2, 'quarantine', '[2020-02-01T00:00Z,2020-02-15T00:00Z)', 'hand', '2020-02-01T00:00Z')`,
      [idOf('presence'), sun],
    )
    world.as('赵建国', unit(station), ...chief)
    expect((await listOf('state=missing')).rows.find((r) => r.subject.name === '孙伟强')).toMatchObject({
      reminded: { at: '2020-02-07T23:45:00.000Z', times: 1 },
      tries: [{ kind: 'call_no_answer', at: '2020-02-07T23:50:00.000Z', by: '赵建国' }],
      presence: { kind: 'quarantine', until: '2020-02-15T00:00:00.000Z' },
      subject: { phone: '13855000012' },
    })
  })
})

describe('who may see what', () => {
  test('a telephone number needs people.contact, quarantine needs health.read', async () => {
    world.as('文书', unit(station), ...reader)
    const row = (await listOf('state=missing')).rows.find((r) => r.subject.name === '孙伟强')!
    expect(row.subject).not.toHaveProperty('phone')
    expect(row.presence).toMatchObject({ kind: 'away' })
  })

  test('names need people.read, the flagged need health.read, and another unit is refused', async () => {
    world.as('大屏', unit(station), 'board.read')
    expect((await world.get('/api/board/list?measure=temperature&slot=morning&state=missing')).statusCode).toBe(403)
    world.as('文书', unit(station), ...reader)
    expect((await world.get('/api/board/list?measure=temperature&slot=morning&state=flagged')).statusCode).toBe(403)
    const other = await world.get(
      `/api/board/list?unit=${unit('舜耕支队')}&measure=temperature&slot=morning&state=missing`,
    )
    expect(other.statusCode).toBe(403)
  })

  test('reading the flagged is audited once in five minutes, and again after', async () => {
    const rows = async () =>
      Number(
        (
          await world.db.owner.query(
            `select count(*) as n from audit where action = 'board.list.read' and detail->>'list' like '%/flagged/%'`,
          )
        ).rows[0].n,
      )
    world.as('赵建国', unit(station), ...chief)
    expect(names(await listOf('state=flagged'))).toEqual(['吴明'])
    await listOf('state=flagged')
    expect(await rows()).toBe(1)
    world.clock.forward({ minutes: 5, seconds: 1 })
    await listOf('state=flagged')
    expect(await rows()).toBe(2)
  })
})

test('an exemption says why, by whom and when', async () => {
  world.as('赵建国', unit(station), ...chief)
  const [row] = (await listOf('state=exempt')).rows
  expect(row).toMatchObject({ state: 'exempt', exempt: { reason: 'sick', note: null, by: '赵建国' } })
})

test('a household that answered for two of three names the third; who declined is not asked for', async () => {
  const run = (statement: string, values: unknown[]) => world.db.owner.query(statement, values)
  const home = idOf('household 孙')
  await run(`insert into household values ($1, $2, $3, '2020-01-01T00:00Z', null)`, [
    home,
    unit('舜耕支队'),
    unit(squad1),
  ])
  await run(`insert into household_member values ($1, $2, 1)`, [home, idOf('person 孙伟强')])
  for (const [name, relation] of [
    ['李梅', '妻子'],
    ['孙小宝', '儿子'],
    ['孙大爷', '父亲'],
    ['孙二叔', '叔父'],
  ]) {
    await run(
      `insert into person (id, kind, detachment_id, unit_id, household_id, relation, name, created_at) values ($1, 'relative', $2, $3, $4, $5, $6, '2020-01-01T00:00Z')`,
      [idOf(`person ${name}`), unit('舜耕支队'), unit(squad1), home, relation, name],
    )
  }
  await run(`insert into consent values ($1, $2, 1, false, 'self', null, '2020-02-01T00:00Z')`, [
    idOf('consent'),
    idOf('person 孙二叔'),
  ])
  await run(
    `insert into report (id, detachment_id, subject_kind, subject_id, unit_id, form, form_version, observed_at, received_at, sender_kind, channel, answers, salt)
     values ($1, $2, 'household', $3, $4, 'daily-health', 1, $5, $5, 'link', 'link', $6, '')`,
    [
      idOf('report'),
      unit('舜耕支队'),
      home,
      unit(squad1),
      '2020-02-08T07:00:00+08:00',
      JSON.stringify({
        people: [
          { person: idOf('person 李梅'), well: true },
          { person: idOf('person 孙小宝'), well: true },
        ],
      }),
    ],
  )
  await world.task({ unit: unit(squad1), measure: 'family', slot: 'day', subject: { kind: 'household', id: home } })
  const ask = async () => (await world.get('/api/board/list?measure=family&slot=day&state=missing')).json().rows[0]
  world.as('赵建国', unit(station), ...chief)
  expect(await ask()).toMatchObject({
    subject: { kind: 'household', name: '孙伟强' },
    lacking: [{ name: '孙大爷', relation: '父亲' }],
  })
  world.as('文书', unit(station), ...reader)
  expect(await ask()).not.toHaveProperty('lacking')
})
