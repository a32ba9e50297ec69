/** Who finds whom: by a part of the name, initials, number; within one's units; telephone numbers for who may call. */

import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type { Client } from '#test/support/app.ts'
import { testApp } from '#test/support/app.ts'
import { loadSample } from '../sample.ts'
import type { PeopleAnswer, PersonAnswer } from './schema.ts'
import { matches, pageOfPeople } from './store.ts'

const t = await testApp({ now: '2026-11-25T06:00:00+08:00' })
const { core } = t.app
const rows = async <T = any>(text: string, values: unknown[] = []): Promise<T[]> =>
  (await t.db.owner.query(text, values)).rows
const unit = (name: string) => core.organisation.tree.find(`舜耕支队/${name}`)!
const person = async (no: string) => (await rows(`select id, name, unit_id from person where staff_no = $1`, [no]))[0]!

let commander: Client
/** 李文博, chief of 云台站. */
let chief: Client
/** Somebody who reads the roster but may not call. */
let reader: Client

beforeAll(async () => {
  await loadSample(core)
  commander = await t.signIn(await person('SG0001'), 'commander', core.organisation.tree.find('舜耕支队')!.id)
  chief = await t.signIn(await person('SG0027'), 'chief', unit('城东大队/云台站').id)
  reader = await t.token(unit('城东大队/青禾站').id, ['people.read'])
  await rows('analyze')
})

const find = async (client: Client, query: Record<string, string>): Promise<PeopleAnswer> => {
  const answer = await client.get<PeopleAnswer>(`/api/people?${new URLSearchParams(query)}`)
  expect(answer.status).toBe(200)
  return answer.body
}
const names = (answer: PeopleAnswer) => answer.people.map((one) => one.name)

test('a part of the name, initials in any case, or a part of the number', async () => {
  expect(names(await find(commander, { q: '上官承' }))).toEqual(['上官承志'])
  expect((await find(commander, { q: '尉迟昊' })).people).toMatchObject([
    { name: '尉迟昊', staff_no: 'SG0028', posts: ['政治指导员'] },
  ])
  expect(names(await find(commander, { q: 'SGCZ' }))).toContain('上官承志')
  expect(names(await find(commander, { q: 'yc hao'.slice(0, 2), kind: 'member' }))).toContain('尉迟昊')
  expect(names(await find(commander, { q: 'sg0028' }))).toEqual(['尉迟昊'])
  expect(names(await find(commander, { q: '0028' }))).toEqual(['尉迟昊'])
  expect(names(await find(commander, { q: '没有这个人' }))).toEqual([])
  expect((await find(commander, { q: "%_'" })).total).toBe(0)
})

test('the list pages through everybody once, in the order of the tree', async () => {
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const page: PeopleAnswer = await find(commander, {
      unit: '舜耕支队/城东大队/云台站',
      limit: '37',
      ...(cursor && { cursor }),
    })
    seen.push(...page.people.map((one) => one.id))
    cursor = page.next
    expect(page.total).toBe(
      (
        await rows(`select count(*)::int as n from person p join unit u on u.id = p.unit_id where u.path <@ $1`, [
          unit('城东大队/云台站').path,
        ])
      )[0]!.n,
    )
  } while (cursor)
  expect(new Set(seen).size).toBe(seen.length)
  const first = await find(commander, { unit: '舜耕支队/城东大队/云台站', kind: 'member', limit: '3' })
  expect(first.people.map((one) => one.posts.join())).toEqual(['站长', '政治指导员', '司务长'])
})

test('a chief sees the own station, finds nobody outside, and is refused when asking by address', async () => {
  const [own, other] = [await person('SG0035'), await person('SG0073')]
  expect(names(await find(chief, { q: 'SG0073' }))).toEqual([])
  expect(names(await find(chief, { q: 'SG0035' }))).toEqual(['田昇平'])
  expect((await chief.get(`/api/people/${other.id}`)).status).toBe(403)
  expect((await chief.get(`/api/people?unit=${other.unit_id}`)).status).toBe(403)
  expect((await chief.get(`/api/people/${own.id}`)).status).toBe(200)
  expect((await t.nobody.get('/api/people')).status).toBe(401)
  const units = (await chief.get('/api/units')).body.units
  expect(units[0]).toMatchObject({ name: '云台站', parent: null })
  expect(units.map((one: { kind: string }) => one.kind)).not.toContain('brigade')
})

test('one person: posts, household with relatives; the telephone only for who may call; nothing of health', async () => {
  const { id } = await person('SG0073')
  const { body } = await commander.get<PersonAnswer>(`/api/people/${id}`)
  expect(body).toMatchObject({
    name: '何浩然',
    phone: '13855000073',
    posts: [{ post: '站长', unit: '舜耕支队/城东大队/青禾站', until: null }],
    link: { state: 'none' },
  })
  expect(body.household!.members.map((one) => one.name)).toContain('何浩然')
  expect(body.household!.relatives.length).toBeGreaterThan(0)
  const seen = (await reader.get<PersonAnswer>(`/api/people/${id}`)).body
  expect(seen).not.toHaveProperty('phone')
  expect(JSON.stringify(seen)).not.toContain('138550')
  expect(JSON.stringify((await find(reader, {})).people)).not.toContain('138550')
  expect(Object.keys(body)).toEqual(expect.not.arrayContaining(['health', 'state', 'readings', 'celsius']))
})

test('a search in 40,000 people reads indexes and not the whole table', async () => {
  await rows(`insert into person (id, kind, detachment_id, unit_id, staff_no, staff_no_key, name, grams, created_at)
    select gen_random_uuid(), 'member', detachment_id, unit_id, 'X' || n, 'X' || n, '甲' || n, array['甲', n::text], created_at
    from generate_series(1, 40000) n, (select * from person where staff_no = 'SG0001') p`)
  await rows('analyze person')
  const plan = async (q: string) => {
    const { rows: lines } = await sql<{
      'QUERY PLAN': string
    }>`explain select id from person p where p.retired_at is null and ${matches(q)}`.execute(t.services.database.app)
    return lines.map((line) => line['QUERY PLAN']).join('\n')
  }
  for (const q of ['尉迟昊', 'sgcz', 'SG0028', '028']) {
    const text = await plan(q)
    expect(text).toContain('person_grams')
    expect(text).toContain('person_staff_no_trgm')
    expect(text).not.toContain('Seq Scan')
  }
})

/** The most rows that one step of the plan reads in one go or over all its repeats. */
function mostRows(node: { [key: string]: unknown }): number {
  const own = Number(node['Actual Rows']) * Number(node['Actual Loops'])
  return Math.max(own, ...((node.Plans as { [key: string]: unknown }[] | undefined) ?? []).map(mostRows))
}

test('a page of everybody reads that page, wherever it lies in the list', async () => {
  await rows(`insert into unit (id, parent_id, kind, name, path, detachment_id, zone, created_at)
    select gen_random_uuid(), id, 'squad', '备勤班' || n, path || (90000 + n)::text::ltree, detachment_id, zone, created_at
    from generate_series(1, 2000) n, (select * from unit where kind = 'station' order by no limit 1) u`)
  await rows(`insert into person (id, kind, detachment_id, unit_id, staff_no, staff_no_key, name, created_at)
    select gen_random_uuid(), 'member', detachment_id, id, 'Y' || no || '-' || n, 'Y' || no || '-' || n, '乙', created_at
    from unit, generate_series(1, 10) n where name like '备勤班%'`)
  await rows('analyze')
  const wanted = { roots: ['1'], path: '1', q: '', kind: null }
  const plan = async (cursor: string | null) => {
    const page = pageOfPeople(wanted, new Date(t.clock.now()), cursor, 51)
    const { rows: lines } = await sql<{
      'QUERY PLAN': { Plan: { [key: string]: unknown } }[]
    }>`explain (analyze, format json) ${page}`.execute(t.services.database.app)
    return mostRows(lines[0]!['QUERY PLAN'][0]!.Plan)
  }
  const [middle] = await rows<{ at: string }>(
    `select tree_order || ' ' as at from unit where name like '备勤班%' order by tree_order offset 1500 limit 1`,
  )
  // The station's own people and the 40,000 of the test before lie in single units, which are sorted whole.
  expect(await plan(middle!.at)).toBeLessThan(500)
  const { total } = await find(commander, { unit: '舜耕支队' })
  const everybody = async (kind = '%') =>
    (await rows('select count(*)::int as n from person where retired_at is null and kind like $1', [kind]))[0].n
  expect(total).toBe(await everybody())
  // In a tree of so many units the number comes from memory, folded up from each unit: for everybody, a kind, a part.
  await core.organisation.refresh()
  expect(core.organisation.tree.size).toBeGreaterThan(2000)
  expect((await find(commander, {})).total).toBe(await everybody())
  expect((await find(commander, { unit: '舜耕支队', kind: 'relative' })).total).toBe(await everybody('relative'))
  const station = core.organisation.tree.get(
    (await rows(`select parent_id as id from unit where name = '备勤班1'`))[0].id,
  )!
  const right = `select count(*)::int as n from person p join unit u on u.id = p.unit_id
    where p.retired_at is null and u.path <@ $1`
  const [{ n }] = await rows(right, [station.path])
  const below = await t.token(station.id, ['people.read'])
  expect((await find(below, {})).total).toBe(n)
  expect((await find(below, { unit: '舜耕支队/城东大队/青禾站' }).catch(() => undefined))?.total).toBeUndefined()
})
