/** A report's way: stored once, meets its task, moves the tally, is refused in words, and is never acknowledged in vain. */
import { beforeAll, describe, expect, test } from 'vitest'
import { type Client, testApp } from '#test/support/app.ts'
import { startRespiratory } from '#test/support/campaign.ts'
import { smallWorld, type World } from '#test/support/world.ts'

const t = await testApp({ now: '2020-02-08T06:00:00+08:00' })
let world: World
let chief: Client

beforeAll(async () => {
  world = await smallWorld(t)
  await startRespiratory(t, world)
  chief = await t.token(world.datong.id, ['report.write', 'report.read', 'board.read', 'health.read'])
})

const reading = (staffNo: string, celsius: number, more: Record<string, unknown> = {}) => ({
  id: t.id(),
  form: 'temperature',
  subject: { staff_no: staffNo },
  observed_at: new Date(t.clock.now()).toISOString(),
  answers: { celsius, site: 'axillary' },
  ...more,
})

async function tally(unitId: string, measure = 'temperature', slot = 'morning') {
  const { rows } = await t.db.owner.query(
    `select expected, done, late, received_late, exempt, flagged from tally where unit_id = $1 and day = '2020-02-08' and measure = $2 and slot = $3`,
    [unitId, measure, slot],
  )
  return rows[0]
}

describe('one report', () => {
  test('is stored, meets the task of its slot and moves the tally of the squad', async () => {
    const { status, body } = await chief.post('/api/reports', reading('SG0014', 36.5))
    expect(status).toBe(201)
    expect(body.flags).toEqual([])
    expect(body.met).toHaveLength(1)
    expect(await tally(world.squads[0]!.id)).toMatchObject({ expected: 4, done: 1, late: 0 })
  })

  test('sent twice is stored once and answered alike; other content under the same id is 409', async () => {
    const report = reading('SG0013', 36.4)
    const first = await chief.post('/api/reports', report)
    const again = await chief.post('/api/reports', { ...report, sent_at: new Date(t.clock.now()).toISOString() })
    expect(first.status).toBe(201)
    expect(again.status).toBe(200)
    expect(again.body).toEqual(first.body)
    const other = await chief.post('/api/reports', { ...report, answers: { celsius: 36.9, site: 'axillary' } })
    expect(other.status).toBe(409)
    expect(other.body.code).toBe('report-id-taken')
    expect((await tally(world.squads[0]!.id)).done).toBe(2)
  })

  test('about another unit’s member is refused', async () => {
    const { status, body } = await chief.post('/api/reports', reading('SG0021', 36.5))
    expect(status).toBe(403)
    expect(body.code).toBe('subject-not-yours')
    const { rows } = await t.db.owner.query(`select action, actor_kind from audit where action = 'report.refused'`)
    expect(rows).toHaveLength(1)
  })

  test('says every wrong answer in the reader’s language', async () => {
    const { status, body } = await chief.send('POST', '/api/reports', reading('SG0012', 366), {
      'accept-language': 'en',
    })
    expect(status).toBe(422)
    expect(body.wrong[0].at).toContain('celsius')
    expect(body.wrong[0].reason).toMatch(/43/)
  })

  test.each([
    ['no body', undefined, 400],
    ['a number', 5, 422],
    ['an id that is no UUIDv7', { id: '7f3c1e5a-0000-4000-8000-000000000000' }, 422],
    ['an unknown subject', { subject: { staff_no: 'SG9999' } }, 422],
    ['an unknown form', { form: 'nothing' }, 422],
    ['a version that never was', { form_version: 99 }, 422],
    ['a time without offset', { observed_at: '2020-02-08T06:00:00' }, 422],
    ['last year', { observed_at: '2019-02-08T06:00:00+08:00' }, 422],
    ['25.0 ℃', { answers: { celsius: 25, site: 'axillary' } }, 422],
    ['ten megabytes', { answers: { celsius: 36.5, site: 'axillary', note: '热'.repeat(3_500_000) } }, 413],
    ['U+0000', { answers: { celsius: 36.5, site: 'axillary', note: 'a\u0000b' } }, 422],
    ['half a pair', { answers: { celsius: 36.5, site: 'axillary', note: 'a\ud800b' } }, 422],
    ['an unknown answer', { answers: { celsius: 36.5, site: 'axillary', mood: 'fine' } }, 422],
  ])('%s is refused with a sentence', async (_, change, status) => {
    const payload =
      change === undefined ? undefined : typeof change === 'object' ? { ...reading('SG0012', 36.5), ...change } : change
    const answer = await chief.send('POST', '/api/reports', payload === undefined ? '' : JSON.stringify(payload), {
      'content-type': 'application/json',
    })
    expect(answer.status).toBe(status)
    expect(answer.body.title).toMatch(/\p{Script=Han}/u)
  })

  test('invalid UTF-8 is refused, not repaired', async () => {
    const bytes = Buffer.from(
      JSON.stringify(reading('SG0012', 36.5, { answers: { celsius: 36.5, site: 'axillary', note: 'XX' } })),
    )
    bytes[bytes.indexOf('XX')] = 0xff
    const answer = await chief.send('POST', '/api/reports', bytes, { 'content-type': 'application/json' })
    expect(answer.status).toBe(400)
  })

  test('from the future is brought back to its receipt and marked', async () => {
    const id = t.id()
    await chief.post('/api/reports', reading('SG0010', 36.5, { id, observed_at: '2020-02-08T09:00:00+08:00' }))
    const { rows } = await t.db.owner.query('select observed_at, clamped from report where id = $1', [id])
    expect(rows[0].clamped).toBe(true)
    expect(rows[0].observed_at.getTime()).toBe(t.clock.now())
  })
})

describe('an array', () => {
  test('stores the good ones and answers each in order', async () => {
    const { status, body } = await chief.post('/api/reports', [
      reading('SG0016', 36.5),
      reading('SG0017', 3.6),
      reading('SG0018', 36.7),
    ])
    expect(status).toBe(200)
    expect(body.map((r: { met?: string[]; code?: string }) => r.code ?? r.met!.length)).toEqual([
      1,
      'report-not-right',
      1,
    ])
    expect((await tally(world.squads[1]!.id)).done).toBe(2)
  })

  test('of 1,001 is refused whole', async () => {
    const { status, body } = await chief.post(
      '/api/reports',
      Array.from({ length: 1001 }, () => reading('SG0012', 36.5)),
    )
    expect(status).toBe(422)
    expect(body.code).toBe('array-too-long')
  })

  test('with the same subject twice counts the task once', async () => {
    const { body } = await chief.post('/api/reports', [reading('SG0015', 36.5), reading('SG0015', 36.6)])
    await t.sweep()
    expect(body).toHaveLength(2)
    expect((await tally(world.squads[0]!.id)).done).toBe(3)
  })
})

describe('the same report at the same time', () => {
  const stored = async (id: string) =>
    (await t.db.owner.query('select count(*)::int as n from report where id = $1', [id])).rows[0].n

  test('twice in one array is stored once and answered alike; with other content the second is refused', async () => {
    const one = reading('SG0014', 36.4)
    const { body } = await chief.post('/api/reports', [one, one, { ...one, answers: { celsius: 36.9, site: 'ear' } }])
    expect(body[1]).toEqual(body[0])
    expect(body[2].code).toBe('report-id-taken')
    expect(await stored(one.id)).toBe(1)
  })

  test('alone and in arrays all at once is stored once, and everybody is answered alike', async () => {
    for (let round = 0; round < 10; round++) {
      const ones = ['SG0014', 'SG0015', 'SG0016'].map((staffNo) => reading(staffNo, 36.4))
      const answers = await Promise.all([
        ...ones.map((one) => chief.post('/api/reports', one)),
        chief.post('/api/reports', ones),
        chief.post('/api/reports', ones.toReversed()),
      ])
      const ids = answers.flatMap(({ body }) => (Array.isArray(body) ? body : [body])).map((r) => r.id)
      expect(ids.toSorted()).toEqual(ones.flatMap(({ id }) => [id, id, id]).toSorted())
      for (const { id } of ones) expect(await stored(id)).toBe(1)
    }
  })
})

describe('time', () => {
  test('after due it is late; waiting in a phone since before due it is received late; corrections keep the first receipt', async () => {
    await t.at('2020-02-08T07:45:00+08:00')
    const late = reading('SG0012', 36.5)
    await chief.post('/api/reports', late)
    expect(await tally(world.squads[0]!.id)).toMatchObject({ done: 3, late: 1, received_late: 0 })
    await chief.post(
      '/api/reports',
      reading('SG0017', 36.5, {
        observed_at: '2020-02-08T07:10:00+08:00',
        first_tried_at: '2020-02-08T07:12:00+08:00',
      }),
    )
    expect(await tally(world.squads[1]!.id)).toMatchObject({ done: 2, late: 0, received_late: 1 })
  })

  test('a correction that moves the reading out of the window leaves the task missing again', async () => {
    const wrong = reading('SG0011', 36.5)
    await chief.post('/api/reports', wrong)
    const before = await tally(world.datong.id)
    await chief.post(
      '/api/reports',
      reading('SG0011', 36.5, { corrects: wrong.id, observed_at: '2020-02-07T20:00:00+08:00' }),
    )
    await t.sweep()
    const after = await tally(world.datong.id)
    expect(before.late).toBe(1)
    expect(after.late).toBe(0)
    expect(after.expected).toBe(before.expected)
  })

  test('a correction that comes before its original is joined when that comes', async () => {
    await t.at('2020-02-08T13:05:00+08:00')
    const original = reading('SG0013', 36.5)
    const correction = reading('SG0013', 36.8, { corrects: original.id, observed_at: '2020-02-08T12:00:00+08:00' })
    await chief.post('/api/reports', correction)
    await t.sweep()
    await chief.post('/api/reports', original)
    await t.sweep()
    // The correction says it was measured at noon, outside the evening's window: the evening is still owed.
    expect((await tally(world.squads[0]!.id, 'temperature', 'evening')).done).toBe(0)
  })
})

describe('a fever', () => {
  test('opens an amber alert at once, counts as flagged, and a second reading turns it red', async () => {
    await t.at('2020-02-08T18:00:00+08:00')
    const first = await chief.post('/api/reports', reading('SG0018', 37.8))
    expect(first.body.flags).toEqual(['fever'])
    await t.sweep()
    const alerts = () => t.db.owner.query(`select level, state, second_until_at from alert where kind = 'fever'`)
    expect((await alerts()).rows).toMatchObject([{ level: 'amber', state: 'open' }])
    expect((await tally(world.squads[1]!.id, 'temperature', 'evening')).flagged).toBe(1)
    t.clock.forward({ minutes: 12 })
    await chief.post('/api/reports', reading('SG0018', 37.7))
    await t.sweep()
    expect((await alerts()).rows).toMatchObject([{ level: 'red', state: 'open', second_until_at: null }])
  })
})
