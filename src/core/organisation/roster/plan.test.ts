/** What an import would do: added, moved, changed and retired people, posts and households, before anything is written. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyPlan } from './apply.for-test.ts'
import { checkRoster, defaultPosts, planRoster } from './index.ts'
import type { RosterPlan } from './model.ts'
import {
  check,
  clock,
  imported,
  nobody,
  people,
  plan,
  readFixture,
  sheetOf,
  without,
  withRow,
} from './story.for-test.ts'

const known = await imported()
const names = (list: readonly { readonly name: string }[]) => list.map((one) => one.name)
const posts = (list: RosterPlan['vacated']) => list.map((one) => `${one.personName} ${one.post} ${one.unit.name}`)

test('a first import makes units, people, posts and households', async () => {
  const first = await plan(people)
  expect(first.newUnits.map((unit) => `${unit.kind} ${unit.path}`)).toEqual([
    'detachment 舜耕支队',
    'brigade 舜耕支队/城东大队',
    'station 舜耕支队/城东大队/云台站',
    'station 舜耕支队/城东大队/大通站',
    'squad 舜耕支队/城东大队/云台站/一班',
    'squad 舜耕支队/城东大队/云台站/二班',
    'squad 舜耕支队/城东大队/大通站/一班',
  ])
  expect(first.counts.added).toEqual({ members: 6, relatives: 5 })
  expect(first.households.map((one) => one.members)).toHaveLength(4)
  expect(posts(first.appointments.open)).toContain('王志远 station_chief 云台站')
})

test('the same file twice has nothing to do', async () => {
  const again = await plan(people, known, { retire: true })
  expect(again.nothingToDo).toBe(true)
  expect(again.counts.unchanged).toEqual({ members: 6, relatives: 5 })
  expect(again.notes).toEqual([])
})

test('the sample twice has nothing to do', async () => {
  const sheet = sheetOf(await readFixture('sample/shungeng.csv'))
  const checked = await checkRoster(sheet, nobody, defaultPosts, { clock })
  expect(checked.bad).toEqual([])
  const first = await planRoster(checked, nobody)
  expect(first.counts.added).toEqual({ members: 562, relatives: 1604 })
  expect(
    first.newUnits
      .map((unit) => unit.kind)
      .filter((kind) => kind !== 'squad')
      .sort(),
  ).toEqual(['detachment', ...Array(3).fill('brigade'), 'office', ...Array(14).fill('station')].sort())
  expect(first.households.filter((household) => household.members.length === 2)).toHaveLength(5)
  const after = applyPlan(nobody, first, checked)
  const again = await planRoster(await checkRoster(sheet, after, defaultPosts, { clock }), after, { retire: true })
  expect(again.nothingToDo).toBe(true)
})

describe('the sample has the gaps that the system has to find', async () => {
  const sheet = sheetOf(await readFixture('sample/shungeng.csv'))
  const checked = await checkRoster(sheet, nobody, defaultPosts, { clock })
  const holds = (post: string) =>
    new Set(
      checked.members.flatMap((row) => row.posts?.filter((one) => one.post === post).map((one) => one.unit.path) ?? []),
    )
  const units = (kind: string) => checked.newUnits.filter((unit) => unit.kind === kind).map((unit) => unit.path)

  test('two squads without a leader, one station without a sanitation orderly, everything else held', () => {
    const lacking = (kind: string, post: string) => units(kind).filter((path) => !holds(post).has(path))
    expect(lacking('squad', 'squad_leader')).toEqual(['舜耕支队/城东大队/望江站/三班', '舜耕支队/城西大队/鹤鸣站/二班'])
    expect(lacking('station', 'sanitation_orderly')).toEqual(['舜耕支队/沿河大队/清溪站'])
    for (const post of [
      'station_chief',
      'station_instructor',
      'mess_sergeant',
      'gate_guard',
      'quartermaster',
      'grid_contact',
    ]) {
      expect(lacking('station', post)).toEqual([])
    }
    for (const post of ['brigade_head', 'brigade_instructor']) expect(lacking('brigade', post)).toEqual([])
    for (const post of ['detachment_head', 'commissar']) expect(lacking('detachment', post)).toEqual([])
  })
})

describe('a later file', () => {
  test('moves a member, closes the post left behind and says that it stands empty', async () => {
    const moved = await plan(withRow(5, '舜耕支队,城东大队,大通站,二班,沈涛,SG0004,,,13855000004,男,1990,班长'), known)
    expect(moved.moved.map((one) => `${one.name} ${one.from.name} → ${one.to.name}`)).toEqual([
      '沈涛 舜耕支队/城东大队/云台站/二班 → 舜耕支队/城东大队/大通站/二班',
    ])
    expect(posts(moved.vacated)).toEqual(['沈涛 squad_leader 二班'])
    expect(moved.newUnits.map((unit) => unit.name)).toEqual(['二班'])
    expect(moved.counts).toMatchObject({ moved: { members: 1, relatives: 0 }, unchanged: { members: 5, relatives: 5 } })
  })

  test('changes details; an empty cell forgets nothing', async () => {
    const rows = withRow(3, '舜耕支队,城东大队,云台站,一班,韩雷,sg0002,,,,,1993,消防员')
    const changed = await plan(rows, known)
    expect(changed.changed.map((one) => one.changes)).toEqual([
      [
        { field: 'name', from: '韩磊', to: '韩雷' },
        { field: 'born', from: '1992', to: '1993' },
        { field: 'post', from: 'squad_leader', to: 'firefighter' },
      ],
    ])
    expect((await check(rows, known)).notes.map((note) => note.zh)).toEqual([
      'sg0002 原来是韩磊，文件里是韩雷。要是换了人，请给新人一个新编号。',
    ])
  })

  test('without the column 职务 it leaves every post as it is', async () => {
    const rows = people.map((line) => line.slice(0, line.lastIndexOf(',')))
    const checked = await check(rows, known, '支队,大队,站,班,姓名,编号,成员编号,关系,手机,性别,出生年')
    expect((await planRoster(checked, known)).nothingToDo).toBe(true)
  })

  test('leaves a post that an officer gave by hand, until its holder moves away', async () => {
    const unit = known.people.find((one) => one.name === '何俊')!.unit
    const given = {
      id: 'by-hand',
      person: known.people.find((one) => one.name === '何俊')!.id,
      unit,
      post: 'grid_contact',
      byHand: true,
    }
    const roster = { ...known, appointments: [...known.appointments, given] }
    expect((await plan(people, roster)).nothingToDo).toBe(true)
    const moved = await plan(withRow(4, people[2]!.replace('一班', '二班')), roster)
    expect(moved.appointments.close.map((one) => one.id)).toContain('by-hand')
  })

  test('retires only with the yes for it, with the family, and only in units that it names', async () => {
    const rows = without(5, 11)
    const shown = await plan(rows, known)
    expect(names(shown.absent)).toEqual(['沈涛', '陈梅'])
    expect([shown.retired, shown.nothingToDo]).toEqual([[], true])
    const retired = await plan(rows, known, { retire: true })
    expect(retired.retired.map((one) => one.why)).toEqual(['not-in-file', 'member-left'])
    expect(posts(retired.vacated)).toEqual(['沈涛 squad_leader 二班'])
    expect(retired.totals.after).toEqual({ members: 5, relatives: 4 })
    const station = await plan(without(7, 12), known, { retire: true })
    expect(station.retired).toEqual([])
    expect(station.notes.map((note) => note.zh)).toEqual([
      '文件里没有提到“舜耕支队/城东大队/大通站/一班”，那里的 1 人不动。',
    ])
  })

  test('brings back somebody who had left, as the same person', async () => {
    const left = await imported(without(5, 11), known, { retire: true })
    const back = await plan(people, left)
    expect(back.added.map((one) => [one.name, one.id])).toEqual([
      ['沈涛', known.people.find((one) => one.name === '沈涛')?.id],
      ['陈梅', known.people.find((one) => one.name === '陈梅')?.id],
    ])
  })

  test('that lists no relatives keeps them, and says so', async () => {
    const members = await plan(people.slice(0, 6), known, { retire: true })
    expect(members.nothingToDo).toBe(true)
    expect(members.notes.map((note) => note.zh)).toEqual(['文件里没有家属，名册里的家属照原样保留。'])
  })
})

describe('bad rows', () => {
  test('block the plan until the user takes the good rows; whom they may mean is never retired', async () => {
    const rows = withRow(6, '舜耕支队,城东大队,云台站,二班,方志远,SG0005,,,1385500312,男,1999,驾驶员').with(
      9,
      '舜耕支队,,,,陈□,,SG0004,妻子,,女,1991,',
    )
    expect((await plan(rows, known)).blocked).toBe(true)
    const good = await plan(rows, known, { goodOnly: true, retire: true })
    expect([good.blocked, good.absent, good.nothingToDo]).toEqual([false, [], true])
  })

  test('two rows of one number keep both people', async () => {
    const rows = withRow(4, people[2]!.replace('SG0003', 'SG0002'))
    expect((await plan(rows, known, { goodOnly: true, retire: true })).absent).toEqual([])
  })
})

describe('families', () => {
  test('a relation written otherwise is the same relative; a family that moves to another member too', async () => {
    const relation = await plan(withRow(9, '舜耕支队,,,,韩玉珍,,SG0002,爱人,13855001002,女,1993,'), known, {
      retire: true,
    })
    expect(relation.changed.map((one) => one.set)).toEqual([{ relation: '爱人' }])
    const moved = await plan(withRow(8, '舜耕支队,,,,李桂芳,,SG0005,母亲,13855001001,女,1962,'), known, {
      retire: true,
    })
    expect(moved.moved.map((one) => `${one.name} ${one.from.name} → ${one.to.name}`)).toEqual([
      '李桂芳 王志远 → 方志远',
    ])
    expect([moved.absent, moved.added]).toEqual([[], []])
  })

  test('two numbers in 成员编号, or a member who names another, make one household', async () => {
    for (const rows of [
      withRow(10, '舜耕支队,,,,韩小雨,,SG0002、SG0003,女儿,,女,2019,'),
      withRow(4, '舜耕支队,城东大队,云台站,一班,何俊,SG0003,SG0002,丈夫,13855000003,男,1996,消防员'),
    ]) {
      const joined = await plan(rows, known)
      expect(joined.households.map((one) => one.members.map((key) => key.split('|')[1]))).toEqual([
        ['SG0002', 'SG0003'],
      ])
      expect(joined.counts.unchanged.relatives).toBe(5)
      const after = await imported(rows, known)
      expect((await plan(people, after, { retire: true })).nothingToDo).toBe(true)
    }
  })

  test('two households with relatives merge into the older one', async () => {
    const rows = withRow(11, '舜耕支队,,,,陈梅,,SG0004、SG0002,妻子,13855001004,女,1991,')
    const merged = await plan(rows, known)
    expect(merged.households).toHaveLength(1)
    expect(merged.households[0]?.absorbs).toHaveLength(1)
    const after = await imported(rows, known)
    expect((await plan(rows, after, { retire: true })).nothingToDo).toBe(true)
  })
})

/** A plan without the row numbers, which alone may depend on the order of rows. */
const bare = (one: RosterPlan) =>
  JSON.stringify({ ...one, ids: [...one.ids].sort(), notes: 0 }, (key, value) => (key === 'row' ? undefined : value))

const later = [
  ...withRow(5, '舜耕支队,城东大队,大通站,三班,沈涛,SG0004,,,13855000004,男,1990,班长').filter(
    (line) => !line.includes('方志远'),
  ),
  '舜耕支队,城东大队,云台站,一班,何军,SG0003,,,,,,',
  '舜耕支队,城东大队,南浦站,,欧阳喆,SG0007,,,13855000007,男,1989,站长',
  '舜耕支队,,南浦站,一班,钱涛,SG0008,SG0007,,,,,班长、网格员',
  '舜耕支队,,,,钱母,,SG0007、SG0008,母亲,13855001090,,,',
  '舜耕支队,,,,刘大勇,,SG0008,岳父,13855001006,男,1968,',
]

test('any order of rows gives the same plan', async () => {
  const expected = bare(await plan(later, known, { retire: true, goodOnly: true }))
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(later, { minLength: later.length }), async (rows) => {
      expect(bare(await plan(rows, known, { retire: true, goodOnly: true }))).toBe(expected)
    }),
    { numRuns: 60 },
  )
})

test('any part of a file, taken twice, has nothing to do the second time', async () => {
  await fc.assert(
    fc.asyncProperty(fc.subarray(later), fc.boolean(), async (rows, retire) => {
      const options = { retire, goodOnly: true }
      const after = await imported(rows, known, options)
      expect((await plan(rows, after, options)).nothingToDo).toBe(true)
    }),
    { numRuns: 60 },
  )
})

test('20,000 rows tell their progress and let others work in between', async () => {
  const rows = Array.from({ length: 20_000 }, (_, i) =>
    i % 4 === 0
      ? `舜耕支队,大队${i % 7},站${i % 61},班${i % 5},王志远,SG${i},,,,男,1990,消防员`
      : `舜耕支队,,,,李桂芳,,SG${i - (i % 4)},亲属${'甲乙丙'[(i % 4) - 1]},,女,1962,`,
  )
  const progress: number[] = []
  let turns = 0
  const timer = setInterval(() => turns++, 1)
  const big = await imported(rows)
  const sheet = await check(rows, big)
  const again = await planRoster(sheet, big, { retire: true, onProgress: (fraction) => progress.push(fraction) })
  clearInterval(timer)
  expect(again.nothingToDo).toBe(true)
  expect(progress.length).toBeGreaterThan(20)
  expect(progress).toEqual([...progress].sort((a, b) => a - b))
  expect(progress.at(-1)).toBe(1)
  expect(turns).toBeGreaterThan(20)
}, 30_000)
