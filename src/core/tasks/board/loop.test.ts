/** The board in the whole program: what a report, a reminder, a call and an exemption change on it, from 大通站 at 07:52. */
import { readXlsx } from 'hucre/xlsx'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Client, type TestApp, testApp } from '#test/support/app.ts'
import { startRespiratory } from '#test/support/campaign.ts'
import { smallWorld, type World } from '#test/support/world.ts'
import { countOf } from './cells.ts'
import { type Board, type Cell, type ListPage, listStates } from './schema.ts'

const day = '2020-02-08'
let t: TestApp
let world: World
let origin: string
let chief: Client

beforeAll(async () => {
  t = await testApp({ now: '2020-02-07T03:00:00+08:00' })
  world = await smallWorld(t)
  await startRespiratory(t, world)
  await t.at(`${day}T03:00:00+08:00`)
  await t.at(`${day}T07:52:00+08:00`)
  chief = await t.signIn(world.people.赵建国!, 'chief', world.datong.id)
  origin = await t.app.http.listen({ port: 0, host: '127.0.0.1' })
})

const boardOf = async (unit: string): Promise<Board> => (await chiefOf(unit)).body
const chiefOf = (unit: string) => chief.get<Board>(`/api/board?unit=${unit}&day=${day}`)
const temperature = (cells: readonly Cell[]) => cells.find((c) => c.code === 'temperature' && c.slot === 'morning')!
async function list(query: string): Promise<ListPage> {
  const answer = await chief.get(`/api/board/list?unit=${world.datong.id}&day=${day}&${query}`)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body
}
const missing = () => list('measure=temperature&slot=morning&state=missing')
const rowOf = async (name: string, state = 'missing') =>
  (await list(`measure=temperature&slot=morning&state=${state}`)).rows.find((r) => r.subject.name === name)

/** What the stream says next. */
async function heard(): Promise<{ next: () => Promise<string[]>; close: () => void }> {
  const stop = new AbortController()
  const response = await fetch(`${origin}/api/live`, { headers: chief.headers, signal: stop.signal })
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    close: () => stop.abort(),
    async next() {
      for (;;) {
        const found = /data: (.*)\n\n/.exec(text)
        if (found) return JSON.parse(found[1]!).units
        text += (await reader.read()).value ?? ''
      }
    },
  }
}

const whole = (board: Board) => temperature(board.measures)
const added = (board: Board) =>
  [board.own, ...board.children.map((c) => c.measures)]
    .map(temperature)
    .reduce((n, c) => n + (c?.done ?? 0) + (c?.late ?? 0), 0)

describe('a report', () => {
  test('changes the board of its squad, station and what lies above, and the stream names them', async () => {
    const before = await boardOf(world.datong.id)
    const stream = await heard()
    const sheet = await t.token(world.datong.id, ['report.write'])
    const report = {
      id: t.id(),
      form: 'temperature',
      subject: { staff_no: 'SG0013' },
      observed_at: `${day}T07:52:00+08:00`,
      answers: { celsius: 36.5, site: 'axillary' },
    }
    const stored = await sheet.post('/api/reports', report)
    expect(stored.status, JSON.stringify(stored.body)).toBe(201)
    const units = await stream.next()
    stream.close()
    expect(units).toEqual(expect.arrayContaining([world.squads[0]!.id, world.datong.id]))
    expect(units).not.toContain(world.tianjiaan.id)
    const after = await boardOf(world.datong.id)
    expect([whole(after).late, whole(after).missing]).toEqual([whole(before).late + 1, whole(before).missing - 1])
    expect(added(after)).toBe(whole(after).done + whole(after).late)
    expect(await rowOf('孙伟强', 'late')).toMatchObject({ state: 'late', measure: 'temperature', slot: 'morning' })
  })
})

describe('every number over all measures', () => {
  test('opens exactly the rows that it counts, measure after measure as the board has them', async () => {
    const board = await boardOf(world.datong.id)
    for (const state of listStates) {
      const page = await list(`measure=*&slot=*&state=${state}&limit=200`)
      const number = board.measures.reduce((n, c) => n + countOf(c, state), 0)
      expect([state, page.total, page.rows.length]).toEqual([state, number, Math.min(200, number)])
      const counted = board.measures.filter((c) => countOf(c, state) > 0)
      expect(page.groups.map((g) => [g.measure, g.slot, g.total])).toEqual(
        counted.map((c) => [c.code, c.slot, countOf(c, state)]),
      )
      const order = page.rows.map((r) => counted.findIndex((c) => c.code === r.measure && c.slot === r.slot))
      expect(order).toEqual([...order].sort((a, b) => a - b))
    }
  })
})

describe('what the chief does about the missing', () => {
  test('reminds all of them; who was just reminded is left in peace, by name', async () => {
    const count = (await missing()).total
    const body = { unit: world.datong.id, measure: 'temperature', day, slot: 'morning' }
    expect((await chief.post('/api/tasks/remind', body)).body.reminded).toHaveLength(count)
    expect((await rowOf('冯磊'))!.reminded!.times).toBeGreaterThan(0)
    const again = await chief.post('/api/tasks/remind', { tasks: [(await rowOf('冯磊'))!.task] })
    expect(again.body).toMatchObject({ reminded: [], skipped: [{ name: '冯磊' }] })
  })

  test('notes two calls without an answer, and is asked to look in', async () => {
    const { task } = (await rowOf('冯磊'))!
    await chief.post('/api/tasks/tries', { task, kind: 'call_no_answer' })
    t.clock.forward({ minutes: 3 })
    const second = await chief.post('/api/tasks/tries', { task, kind: 'call_no_answer' })
    expect(second.body.advice.zh).toContain('当面')
    const calls = (await rowOf('冯磊'))!.tries.filter((x) => x.kind === 'call_no_answer')
    expect(calls.map((x) => x.by)).toEqual(['赵建国', '赵建国'])
  })

  test('exempts, and takes it back', async () => {
    const { task } = (await rowOf('郑超'))!
    const { exempt } = whole(await boardOf(world.datong.id))
    await chief.post('/api/tasks/exempt', { tasks: [task], reason: 'on_call' })
    expect((await rowOf('郑超', 'exempt'))!.exempt).toMatchObject({ reason: 'on_call', by: '赵建国' })
    expect(whole(await boardOf(world.datong.id)).exempt).toBe(exempt + 1)
    expect((await chief.post('/api/tasks/unexempt', { tasks: [task] })).status).toBe(200)
    expect(await rowOf('郑超', 'exempt')).toBeUndefined()
    expect(await rowOf('郑超')).toBeDefined()
  })

  test('reads why: who was told and who is next', async () => {
    const url = `/api/escalation?unit=${world.datong.id}&measure=temperature&day=${day}&slot=morning`
    const why = (await chief.get(url)).body
    expect(why.sentences.map((s: { zh: string }) => s.zh).join('')).toMatch(/已提醒.*将通知.*依据/)
  })
})

const nothing = { reported: 0, exempted: 0, withdrawn: 0, added: 0, otherwise: 0 }
type Row = { subject: { name: string } }

describe('papers', () => {
  test('the digest is the same printed and exported, and a later report shows', async () => {
    const query = { unit: world.datong.id, day }
    const print = (await chief.post('/api/board/prints', { ...query, levels: 2 })).body
    t.clock.forward({ seconds: 1 })
    const file = await t.app.http.inject({
      url: `/api/board.xlsx?unit=${query.unit}&day=${day}`,
      headers: chief.headers,
    })
    const [sheet] = (await readXlsx(new Uint8Array(file.rawPayload))).sheets
    expect(String(sheet!.rows[2]![0])).toContain(print.published.digest)
    const find = async () => (await chief.get(`/api/board/published/${print.published.digest.slice(0, 16)}`)).body
    const papers = await find()
    expect(papers.map((p: { kind: string; now: { same: boolean } }) => [p.kind, p.now.same])).toEqual([
      ['board.xlsx', true],
      ['board.print', true],
    ])
    t.clock.forward({ seconds: 1 })
    const { task } = (await rowOf('吴明'))!
    await chief.post('/api/tasks/exempt', { tasks: [task], reason: 'sick' })
    expect((await find())[1].now).toEqual({
      digest: print.published.digest,
      same: true,
      since: { ...nothing, exempted: 1 },
    })
    await t.db.owner.query('update task set state = 1, met_at = due_at, reason = null where id = $1', [task])
    expect((await find())[1].now).toMatchObject({
      same: false,
      digest: expect.not.stringContaining(print.published.digest),
    })
    await t.db.owner.query(`update task set state = 4, met_at = null, reason = 'sick' where id = $1`, [task])
  })

  test('a printed list holds everybody, under a digest of its own that its rows give again', async () => {
    const body = { unit: world.datong.id, day, measure: '*', slot: '*', state: 'expected' }
    const { list: page, published } = (await chief.post('/api/board/list/prints', body)).body
    expect(page.rows).toHaveLength(page.total)
    expect([published.kind, page.next]).toEqual(['list.print', null])
    const found = (await chief.get(`/api/board/published/${published.digest}`)).body
    const rows = { printed: page.total, found: page.total }
    expect(found).toEqual([{ ...published, now: { digest: published.digest, same: true, since: nothing, rows } }])
  })

  test('a list of the missing is the same on paper after they have reported; what was made up for is counted', async () => {
    const body = { unit: world.datong.id, day, measure: 'temperature', slot: 'morning', state: 'missing' }
    const print = async (more = {}) => (await chief.post('/api/board/list/prints', { ...body, ...more })).body
    const papers = [
      await print(),
      await print({ q: '郑' }),
      await print({ scope: 'own' }),
      await print({ state: 'came' }),
    ]
    const [all, searched] = papers
    expect([all.list.total > 2, searched.list.rows.map((r: Row) => r.subject.name)]).toEqual([true, ['郑超']])
    const find = async (paper: { published: { digest: string } }) =>
      (await chief.get(`/api/board/published/${paper.published.digest}`)).body[0].now
    t.clock.forward({ seconds: 1 })
    await chief.post('/api/reports', {
      id: t.id(),
      form: 'temperature',
      subject: { staff_no: 'SG0017' },
      observed_at: new Date(t.clock.now()).toISOString(),
      answers: { celsius: 38.1, site: 'axillary' },
    })
    await t.sweep()
    expect((await rowOf('郑超', 'late'))?.subject.name).toBe('郑超')
    for (const paper of papers) expect(await find(paper)).toMatchObject({ same: true })
    expect(await find(all)).toMatchObject({
      since: { ...nothing, reported: 1 },
      rows: { printed: all.list.total, found: all.list.total },
    })
    expect((await find(searched)).since).toEqual({ ...nothing, reported: 1 })

    // A second reading and a correction after a paper that counts the first one: the paper's own time had neither.
    const came = await print({ state: 'flagged' })
    expect(came.list.rows.map((r: Row) => r.subject.name)).toContain('郑超')
    t.clock.forward({ seconds: 1 })
    const first = (
      await t.db.owner.query(`select met_by from task where id = $1`, [(await rowOf('郑超', 'late'))!.task])
    ).rows[0]
    await chief.post('/api/reports', {
      id: t.id(),
      form: 'temperature',
      corrects: first.met_by,
      subject: { staff_no: 'SG0017' },
      observed_at: new Date(t.clock.now()).toISOString(),
      answers: { celsius: 36.6, site: 'axillary' },
    })
    await t.sweep()
    expect(await find(came)).toMatchObject({ same: true, since: { ...nothing, otherwise: 1 } })

    // Somebody who makes a missing one vanish from the data, or puts one in, is found: the paper says otherwise.
    await t.db.owner.query(`update task set made_at = made_at + interval '1 year' where id = $1`, [
      all.list.rows[0].task,
    ])
    expect(await find(all)).toMatchObject({ same: false, rows: { printed: all.list.total, found: all.list.total - 1 } })
    await t.db.owner.query(`update task set made_at = made_at - interval '1 year' where id = $1`, [
      all.list.rows[0].task,
    ])
    expect(await find(all)).toMatchObject({ same: true })
  })

  test('is not printed for whoever may not see names', async () => {
    const wall = await t.token(world.datong.id, ['board.read'])
    const body = { unit: world.datong.id, day, measure: 'temperature', slot: 'morning', state: 'missing' }
    expect((await wall.post('/api/board/list/prints', body)).status).toBe(403)
  })
})
