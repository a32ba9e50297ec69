/** A roster's life: the sample goes in, a later file moves and retires, the same file changes nothing, and it can be taken back. */
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { systemContext, work } from '#platform/work.ts'
import { testApp } from '#test/support/app.ts'
import { startRespiratory } from '#test/support/campaign.ts'
import { loadSample } from '../sample.ts'
import { importRosterFile, type RosterOutcome } from './apply.ts'
import { loadKnown } from './load.ts'
import { takeBack } from './undo.ts'

const t = await testApp({ now: '2026-11-25T06:00:00+08:00' })
const { core } = t.app
const context = systemContext(t.services)
const sample = (await readFile(new URL('../../../../sample/shungeng.csv', import.meta.url), 'utf8'))
  .replace('\uFEFF', '')
  .replaceAll('\r\n', '\n')

const rows = async <T = any>(text: string, values: unknown[] = []): Promise<T[]> =>
  (await t.db.owner.query(text, values)).rows
const count = async (from: string): Promise<number> => (await rows(`select count(*)::int as n from ${from}`))[0]!.n
const known = () => work(context, (w) => loadKnown(w.tx, w.now, null))
/** Without those who left: past duties keep naming them. */
const present = async () => {
  const all = await known()
  const people = all.people.filter((one) => !one.left)
  const there = new Set(people.map((one) => one.id))
  return { ...all, people, households: all.households.filter((one) => one.members.some((id) => there.has(id))) }
}
const importText = (
  text: string,
  options: Partial<{ apply: boolean; goodOnly: boolean; retire: boolean }> = {},
): Promise<RosterOutcome> => {
  t.clock.forward({ seconds: 1 })
  return importRosterFile(
    core,
    context,
    { name: '花名册.csv', bytes: Buffer.from(text) },
    { apply: true, goodOnly: false, retire: false, ...options },
  )
}
const lastImport = async (): Promise<string> =>
  (await rows(`select id from roster_import order by at desc, id desc limit 1`))[0]!.id
const member = async (no: string) =>
  (await rows(`select p.*, u.name as unit from person p join unit u on u.id = p.unit_id where staff_no = $1`, [no]))[0]!
const household = async (no: string) =>
  (
    await rows(
      `select h.*, u.name as unit from household h join unit u on u.id = h.unit_id
    join household_member m on m.household_id = h.id join person p on p.id = m.person_id where p.staff_no = $1`,
      [no],
    )
  )[0]!
const rolesOf = async (no: string) =>
  (
    await rows(
      `select g.role, u.name from grant_held g join account a on a.id = g.account_id join person p on p.id = a.person_id
    join unit u on u.id = g.unit_id where p.staff_no = $1 order by 1`,
      [no],
    )
  ).map((r) => `${r.role} ${r.name}`)

/** 姜刚 (SG0030, 云台站's sanitation orderly) goes to 青禾站; 田昇平 (SG0035, leader of 云台站 一班) leaves; 丁伟's telephone changes; 新来 joins. */
const later = sample
  .replace('云台站,,姜刚,SG0030', '青禾站,,姜刚,SG0030')
  .replace(/^.*田昇平,SG0035.*\n/m, '')
  .replace(/^.*,,SG0035,.*\n/gm, '')
  .replace('丁伟,SG0036,,,13855000036', '丁伟,SG0036,,,13900000036')
  .replace(
    /\n$/,
    '\n舜耕支队,城东大队,云台站,一班,新来,SG0900,,,,男,2004,班长\n舜耕支队,,,,新亲,,SG0900,母亲,,女,1975,\n',
  )

test('the sample goes in whole: units with places, people, households, posts, accounts', async () => {
  const steps: number[] = []
  expect(await loadSample(core, context, (_, share) => steps.push(share))).toEqual({ people: 2166 })
  expect(steps.at(-1)).toBe(1)
  expect(steps).toEqual([...steps].sort((a, b) => a - b))
  expect(await count(`person where kind = 'member'`)).toBe(562)
  expect(
    await count(
      `person where kind = 'relative' and unit_id = (select h.unit_id from household h where h.id = household_id)`,
    ),
  ).toBe(1604)
  expect(await count('place')).toBe(14 * 6)
  expect(await count(`unit where kind = 'station'`)).toBe(14)
  const squads = [...core.organisation.tree.find('舜耕支队/城东大队/云台站')!.children].map((unit) => unit.name)
  expect(squads).toEqual(['一班', '二班', '三班', '四班', '五班'])
  expect(await rolesOf('SG0001')).toEqual(['commander 舜耕支队'])
  expect(await rolesOf('SG0035')).toEqual(['squad_leader 一班'])
  expect(await rolesOf('SG0040')).toEqual([])
  expect((await member('SG0001')).grams).toEqual(expect.arrayContaining(['上官', '官承', 's', 'gc', 'cz']))
  expect(core.organisation.tree.find('舜耕支队/城东大队/云台站/一班')).toBeDefined()
})

test('the same file again changes nothing and leaves no transfer, no version, no note', async () => {
  const before = await known()
  expect(await importText(sample)).toMatchObject({
    rows: 2166,
    good: 2166,
    bad: [],
    added: 0,
    moved: 0,
    retired: 0,
    unchanged: 2166,
    applied: true,
  })
  expect(await known()).toEqual(before)
  expect(await count('transfer')).toBe(0)
  expect(await count('person where version <> 1')).toBe(0)
})

test('without the yes to retire nobody leaves; without apply nothing is written', async () => {
  const before = await known()
  expect(await importText(later, { apply: false, retire: true })).toMatchObject({
    added: 2,
    moved: 1,
    retired: 3,
    applied: false,
  })
  expect(await known()).toEqual(before)
})

test('a later file moves, retires, changes and adds; posts, families, cards and sign-in follow; taken back, all is as before', async () => {
  const [gone, movedOne] = [await member('SG0035'), await member('SG0030')]
  await rows(`insert into access_link (kind, id) values ('person', $1), ('household', $2)`, [
    gone.id,
    (await household('SG0035')).id,
  ])
  const before = await known()
  const accounts = await rows(`select person_id, disabled_at from account order by person_id`)
  const links = await rows('select * from access_link order by id')

  expect(await importText(later, { retire: true })).toMatchObject({
    added: 2,
    moved: 1,
    changed: 1,
    retired: 3,
    applied: true,
  })
  expect(await member('SG0030')).toMatchObject({ id: movedOne.id, unit: '青禾站', version: 2 })
  expect((await household('SG0030')).unit).toBe('青禾站')
  expect(
    await count(
      `person where kind = 'relative' and unit_id = (select id from unit where name = '青禾站') and name in ('姜瑞霖', '苏婷')`,
    ),
  ).toBe(2)
  expect(await count(`transfer where person_id = '${movedOne.id}'`)).toBe(1)
  expect(
    await rows(
      `select u.name, a.post, a.until_at is null as held from appointment a join unit u on u.id = a.unit_id where person_id = $1 order by from_at, held`,
      [movedOne.id],
    ),
  ).toEqual(
    expect.arrayContaining([
      { name: '云台站', post: '消毒员', held: false },
      { name: '青禾站', post: '消毒员', held: true },
    ]),
  )
  expect(await rolesOf('SG0030')).toEqual(['orderly 青禾站'])
  expect((await member('SG0035')).retired_at).not.toBeNull()
  expect(await rolesOf('SG0035')).toEqual([])
  expect(await count(`account where person_id = '${gone.id}' and disabled_at is not null`)).toBe(1)
  expect(await count('access_link where revoked_at is not null')).toBe(2)
  expect(await rolesOf('SG0900')).toEqual(['squad_leader 一班'])
  expect((await member('SG0036')).phone).toBe('13900000036')

  await takeBack(core, context, await lastImport())
  expect(await known()).toEqual(before)
  expect(await rows(`select person_id, disabled_at from account order by person_id`)).toEqual(accounts)
  expect(await rows('select * from access_link order by id')).toEqual(links)
  expect(await rolesOf('SG0035')).toEqual(['squad_leader 一班'])
  expect(await count('transfer')).toBe(0)
  await expect(takeBack(core, context, await lastImport())).rejects.toThrow('import-not-applied')
})

test('bad rows keep everything out, unless the good ones are taken; nobody whom a bad row may mean leaves', async () => {
  const before = await known()
  const bad = sample.replace('13855000036', '1385500003').replace('SG0037,,,13855000037,男', 'SG0037,,,13855000037,雄')
  const refused = await importText(bad)
  expect(refused).toMatchObject({ applied: false, rows: 2166, good: 2164 })
  expect(refused.bad.map(({ row, column, value }) => [row, column, value])).toEqual([
    [37, '手机', '1385500003'],
    [38, '性别', '雄'],
  ])
  expect(await known()).toEqual(before)
  expect(await importText(bad, { goodOnly: true, retire: true })).toMatchObject({
    applied: true,
    retired: 0,
    unchanged: 2164,
  })
  expect(await known()).toEqual(before)
})

test('a member who comes back is the same person, with family; the old card stays dead', async () => {
  const { id } = await member('SG0035')
  await importText(later, { retire: true })
  await importText(sample, { retire: true })
  expect(await member('SG0035')).toMatchObject({ id, retired_at: null })
  expect((await household('SG0035')).retired_at).toBeNull()
  expect((await rows(`select generation, revoked_at from access_link where id = $1`, [id]))[0]).toEqual({
    generation: 2,
    revoked_at: null,
  })
  expect((await present()).people.filter((one) => one.name === '新来')).toEqual([])
})

test('while a campaign runs, taking back withdraws what the new ones owe; past duties keep their names', async () => {
  await startRespiratory(t, { detachment: { id: core.organisation.tree.find('舜耕支队')!.id } })
  const before = await present()
  const fresh = `${sample}舜耕支队,城东大队,新建站,一班,钱新,SG0901,,,,男,2004,\n舜耕支队,,,,钱母,,SG0901,母亲,,女,1975,\n`
  expect(await importText(fresh)).toMatchObject({ added: 2, applied: true })
  await t.sweep()
  const { id } = await member('SG0901')
  expect(await count(`task where subject_id = '${id}' and state = 0`)).toBeGreaterThan(0)
  await takeBack(core, context, await lastImport())
  await t.sweep()
  expect(await present()).toEqual(before)
  expect(await count(`task where state = 0 and subject_id = '${id}'`)).toBe(0)
  expect(
    await count(
      `task t where state = 0 and exists (select 1 from unit u where u.id = t.unit_id and u.closed_at is not null)`,
    ),
  ).toBe(0)
  expect(core.organisation.tree.find('舜耕支队/城东大队/新建站')).toBeUndefined()

  expect(await importText(fresh)).toMatchObject({ added: 2, applied: true })
  expect(await member('SG0901')).toMatchObject({ id, retired_at: null, unit: '一班' })
  expect(core.organisation.tree.find('舜耕支队/城东大队/新建站/一班')).toBeDefined()
  expect(await count(`place l join unit u on u.id = l.unit_id where u.name = '新建站' and l.closed_at is null`)).toBe(6)
})

test('after a report, or a later change of the same people, an import stays', async () => {
  await t.sweep()
  const { id } = await member('SG0901')
  const client = await t.token(core.organisation.tree.find('舜耕支队')!.id, ['report.write', 'report.read'])
  const report = {
    id: t.id(),
    form: 'temperature',
    subject: { staff_no: 'SG0901' },
    observed_at: new Date(t.clock.now()).toISOString(),
    answers: { celsius: 36.5, site: 'axillary' },
  }
  expect((await client.post('/api/reports', report)).body).toMatchObject({ id: report.id })
  const first = await lastImport()
  await expect(takeBack(core, context, first)).rejects.toThrow('import-reported')
  t.clock.forward({ minutes: 1 })
  await importText(later.replace(/^.*SG0900.*\n/gm, ''))
  const second = await lastImport()
  expect(second).not.toBe(first)
  await rows(`update person set version = version + 1 where staff_no = 'SG0036'`)
  await expect(takeBack(core, context, second)).rejects.toThrow(/import-touched.*丁伟/)
  expect((await member('SG0901')).id).toBe(id)
})
