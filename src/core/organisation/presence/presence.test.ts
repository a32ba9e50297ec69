/** 田昇平 goes on leave, falls ill there, comes back early; 丁伟 moves to another station. What they owe follows at once. */
import { beforeAll, expect, test } from 'vitest'
import { type Client, testApp } from '#test/support/app.ts'
import { startRespiratory } from '#test/support/campaign.ts'
import type { PersonAnswer } from '../people/schema.ts'
import { loadSample } from '../sample.ts'
import type { PreviewAnswer } from './schema.ts'

const t = await testApp({ now: '2026-11-25T06:00:00+08:00' })
const { core } = t.app
const rows = async <T = any>(text: string, values: unknown[] = []): Promise<T[]> =>
  (await t.db.owner.query(text, values)).rows
const count = async (from: string, values: unknown[] = []): Promise<number> =>
  (await rows(`select count(*)::int as n from ${from}`, values))[0]!.n
const unit = (name: string) => core.organisation.tree.find(`舜耕支队/${name}`)!
const person = async (no: string) =>
  (await rows(`select p.*, u.name as unit from person p join unit u on u.id = p.unit_id where staff_no = $1`, [no]))[0]!

let chief: Client
let brigade: Client
beforeAll(async () => {
  await loadSample(core)
  await startRespiratory(t, { detachment: { id: core.organisation.tree.find('舜耕支队')!.id } })
  chief = await t.signIn(await person('SG0027'), 'chief', unit('城东大队/云台站').id)
  brigade = await t.signIn(await person('SG0025'), 'chief', unit('城东大队').id)
})

const periods = async (id: string) => {
  const { body } = await chief.get<PersonAnswer>(`/api/people/${id}`)
  return body.presence.map((one) => [one.kind, one.from.slice(0, 10), one.until?.slice(0, 10) ?? null]).reverse()
}

test('the preview says what would no longer be owed and who is told meanwhile, and writes nothing', async () => {
  const { id } = await person('SG0035')
  const before = await rows('select * from task where subject_id = $1 order by id', [id])
  const body = {
    person: id,
    kind: 'leave',
    from: '2026-11-25T06:00:00+08:00',
    until: '2026-12-05T18:00:00+08:00',
    place: '老家',
  }
  const preview = (await chief.post<PreviewAnswer>('/api/presence/preview', body)).body
  expect(preview.posts).toEqual([{ post: '班长', unit: '舜耕支队/城东大队/云台站/一班' }])
  expect(preview.joins).toEqual([])
  expect(await count('presence')).toBe(0)
  expect(await rows('select * from task where subject_id = $1 order by id', [id])).toEqual(before)

  expect((await chief.post('/api/presence', body)).status).toBe(201)
  const gone = await count(`task where subject_id = $1 and state in (4, 5)`, [id])
  expect(gone).toBe(preview.leaves.length + preview.excused.length)
  expect(await count(`audit where action = 'presence.entered' and subject_id = $1`, [id])).toBe(1)
})

test('hospital in the middle parts the leave; the end moved forward gives the rest free; withdrawn, it is gone', async () => {
  const { id } = await person('SG0035')
  const hospital = {
    person: id,
    kind: 'hospital',
    from: '2026-11-28T10:00:00+08:00',
    until: '2026-12-01T10:00:00+08:00',
  }
  const preview = (await chief.post<PreviewAnswer>('/api/presence/preview', hospital)).body
  expect(preview.replaces.map((one) => one.kind)).toEqual(['leave'])
  const made = (await chief.post('/api/presence', hospital)).body
  expect(await periods(id)).toEqual([
    ['leave', '2026-11-24', '2026-11-28'],
    ['hospital', '2026-11-28', '2026-12-01'],
    ['leave', '2026-12-01', '2026-12-05'],
  ])
  expect((await chief.put(`/api/presence/${made.id}`, { until: '2026-12-03T10:00:00+08:00' })).status).toBe(204)
  expect((await periods(id)).slice(1)).toEqual([
    ['hospital', '2026-11-28', '2026-12-03'],
    ['leave', '2026-12-03', '2026-12-05'],
  ])
  expect((await chief.delete(`/api/presence/${made.id}`)).status).toBe(204)
  expect((await periods(id)).map(([kind]) => kind)).toEqual(['leave', 'leave'])
  expect((await chief.delete(`/api/presence/${made.id}`)).body.code).toBe('presence-ended')
})

test('wrong times, relatives and other stations’ people are refused with a sentence', async () => {
  const { id } = await person('SG0036')
  const [relative] = await rows(`select id from person where kind = 'relative' and unit_id = $1 limit 1`, [
    (await person('SG0036')).unit_id,
  ])
  const body = { person: id, kind: 'leave', from: '2026-11-26T06:00:00+08:00' }
  const code = async (client: Client, change: object) =>
    (await client.post('/api/presence', { ...body, ...change })).body.code
  expect(await code(chief, { until: '2026-11-26T05:00:00+08:00' })).toBe('presence-backwards')
  expect(await code(chief, { from: '2016-11-26T05:00:00+08:00' })).toBe('presence-far')
  expect(await code(chief, { person: relative.id })).toBe('presence-relative')
  expect(await code(chief, { person: (await person('SG0073')).id })).toBe('not-allowed')
  expect(await code(chief, { person: t.id() })).toBe('not-found')
  expect(await code(chief, { unit: t.id() })).toBe('not-found')
  expect(await count('presence where person_id = $1', [id])).toBe(0)
})

test('detached to another station, that station counts what is owed from then on', async () => {
  const { id } = await person('SG0036')
  const away = unit('城东大队/青禾站')
  const body = { person: id, kind: 'detached', from: '2026-11-25T06:00:00+08:00', unit: away.id }
  expect((await chief.post('/api/presence', body)).status).toBe(201)
  expect(await count(`task where subject_id = $1 and state = 0 and unit_id <> $2`, [id, away.id])).toBe(0)
  expect((await person('SG0036')).unit).toBe('一班')
})

test('a transfer moves the household, ends the posts of the old unit, and needs the right at both', async () => {
  const leader = await person('SG0035')
  const to = unit('城东大队/青禾站/一班')
  expect((await chief.post(`/api/people/${leader.id}/transfer`, { unit: to.id })).body.code).toBe('not-allowed')
  expect((await brigade.post(`/api/people/${leader.id}/transfer`, { unit: leader.unit_id })).body.code).toBe(
    'transfer-same',
  )
  expect((await brigade.post(`/api/people/${leader.id}/transfer`, { unit: to.id })).status).toBe(204)
  expect(await person('SG0035')).toMatchObject({ unit_id: to.id, version: leader.version + 1 })
  expect(
    await count(
      `person where kind = 'relative' and unit_id = $1 and household_id in (select household_id from household_member where person_id = $2)`,
      [to.id, leader.id],
    ),
  ).toBe(2)
  expect(await count('appointment where person_id = $1 and until_at is null', [leader.id])).toBe(0)
  expect(await count('grant_held g join account a on a.id = g.account_id where a.person_id = $1', [leader.id])).toBe(0)
  expect(await count('transfer where person_id = $1', [leader.id])).toBe(1)
  expect(
    await count(`task where subject_id = $1 and state = 0 and due_at > $3 and unit_id <> $2`, [
      leader.id,
      to.id,
      new Date(t.clock.now()),
    ]),
  ).toBe(0)
  expect((await chief.get(`/api/people/${leader.id}`)).status).toBe(403)
})
