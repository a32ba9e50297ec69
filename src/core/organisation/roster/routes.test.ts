/** 上官承志, head of the detachment, brings a roster: it is checked, looked at, applied in the background, its codes printed, taken back. */
import { readFile } from 'node:fs/promises'
import { expect, test, vi } from 'vitest'
import { type Client, testApp } from '#test/support/app.ts'
import { loadSample } from '../sample.ts'
import type { CodesAnswer, ImportShape, ImportsAnswer, ListAnswer, RosterCheck } from './schema.ts'

const t = await testApp({ now: '2026-11-25T06:00:00+08:00' })
const { core } = t.app
const sample = (await readFile(new URL('../../../../sample/shungeng.csv', import.meta.url), 'utf8'))
  .replace('\uFEFF', '')
  .replaceAll('\r\n', '\n')
const rows = async <T = any>(text: string, values: unknown[] = []): Promise<T[]> =>
  (await t.db.owner.query(text, values)).rows
const person = async (no: string) => (await rows(`select * from person where staff_no = $1`, [no]))[0]!

await loadSample(core)
const detachment = core.organisation.tree.find('舜耕支队')!
const head: Client = await t.signIn(await person('SG0001'), 'commander', detachment.id)
const commissar: Client = await t.signIn(await person('SG0002'), 'commander', detachment.id)
const chief: Client = await t.signIn(
  await person('SG0027'),
  'chief',
  core.organisation.tree.find('舜耕支队/城东大队/云台站')!.id,
)

const headers = (name: string, type = 'text/csv') => ({ 'content-type': type, 'x-file-name': encodeURIComponent(name) })
const check = (client: Client, text: string, name = '花名册-2月7日.csv') =>
  client.send<RosterCheck>('POST', '/api/roster/check', Buffer.from(text), headers(name))

/** One bad telephone, one newcomer who leads a squad at a new station, one move, one who is not in the file. */
const later = `${sample
  .replace('13855000036', '1385500003')
  .replace('云台站,,姜刚,SG0030', '青禾站,,姜刚,SG0030')
  .replace(/^.*田昇平,SG0035.*\n/m, '')
  .replace(/^.*,,SG0035,.*\n/gm, '')}舜耕支队,城东大队,新建站,一班,钱新,SG0901,,,,男,2004,班长\n`

async function applied(client: Client, id: string): Promise<ImportShape> {
  return vi.waitFor(
    async () => {
      const { body } = await client.get<ImportShape>(`/api/roster/imports/${id}`)
      expect(['running', 'taking_back']).not.toContain(body.state)
      return body
    },
    { timeout: 15_000, interval: 20 },
  )
}

test('who may not import is refused at the door; a detachment that is not one’s own is refused inside', async () => {
  expect((await check(chief, sample)).status).toBe(403)
  expect((await check(t.nobody, sample)).status).toBe(401)
  const foreign = await check(head, '支队,姓名,编号\n别的支队,张三,BD001\n')
  expect(foreign.body).toMatchObject({ code: 'roster-not-yours' })
  expect(JSON.stringify(foreign.body)).toContain('别的支队')
  const token = await t.token(core.organisation.tree.find('舜耕支队/城东大队')!.id, ['roster.import'])
  expect((await check(token, sample)).body).toMatchObject({ code: 'roster-not-yours' })
})

test('a file that is none gets one sentence', async () => {
  expect((await head.send('POST', '/api/roster/check', Buffer.alloc(0), headers('空.xlsx'))).body.code).toBe(
    'roster-empty',
  )
  expect((await check(head, '\u0000\u0001\u0002')).status).toBe(422)
  expect((await check(head, '甲,乙\n1,2\n')).body).toMatchObject({ code: 'roster-no-header' })
})

test('cells pasted from Excel are read as a file is', async () => {
  const cells = sample
    .split('\n')
    .slice(0, 3)
    .map((line) => line.replaceAll(',', '\t'))
    .join('\n')
  const { body } = await head.send<RosterCheck>(
    'POST',
    '/api/roster/check',
    Buffer.from(cells),
    headers('', 'text/tab-separated-values; charset=utf-8'),
  )
  expect(body).toMatchObject({ rows: 2, good: 2, counts: { unchanged: { members: 2 } } })
})

test('the check tells everything and writes nothing; its lists and its bad rows can be opened by whoever sent it, for an hour', async () => {
  const { status, body } = await check(head, later)
  expect(status).toBe(200)
  expect(body).toMatchObject({
    name: '花名册-2月7日.csv',
    rows: 2164,
    good: 2163,
    bad_rows: { members: 1, relatives: 0 },
    bad_known: 1,
    counts: { added: { members: 1, relatives: 0 }, moved: { members: 1 }, absent: { members: 1, relatives: 2 } },
    totals: {
      now: { members: 562, relatives: 1604 },
      after: { members: 563, relatives: 1604 },
      mended: { members: 563, relatives: 1604 },
    },
    new_units: [{ path: '舜耕支队/城东大队/新建站' }, { path: '舜耕支队/城东大队/新建站/一班' }],
    moves: [{ from: '舜耕支队/城东大队/云台站', to: '舜耕支队/城东大队/青禾站', count: 1 }],
  })
  expect(body.bad).toMatchObject([{ column: '手机', value: '1385500003', who: { name: '丁伟', isNew: false } }])
  expect(body.vacated).toContainEqual({
    unit: '舜耕支队/城东大队/云台站/一班',
    post: '班长',
    who: '田昇平',
    if_retired: true,
  })
  expect(body.vacated).toContainEqual({
    unit: '舜耕支队/城东大队/云台站',
    post: '消毒员',
    who: '姜刚',
    if_retired: false,
  })
  expect(body.officers).toContainEqual({ post: '班长', count: 1 })
  const list = (await head.get<ListAnswer>(`/api/roster/${body.id}/people?list=absent`)).body
  expect(list).toMatchObject({ total: 3, next: null })
  expect(list.items.map((one) => one.name)).toContain('田昇平')
  expect((await commissar.get(`/api/roster/${body.id}/people?list=absent`)).status).toBe(410)
  const csv = await head.get<string>(`/api/roster/${body.id}/bad.csv`)
  expect(csv.body).toContain('1385500003')
  expect((await head.get(`/api/roster/${body.id}/bad.xlsx`)).headers['content-type']).toContain('spreadsheetml')
  expect((await rows('select count(*)::int as n from person'))[0]!.n).toBe(2166)
  t.clock.forward({ minutes: 61 })
  expect((await head.get(`/api/roster/${body.id}`)).body.code).toBe('roster-upload-gone')
  await t.sweep()
  expect(
    (await rows('select count(*)::int as n from roster_upload where expires_at < $1', [new Date(t.clock.now())]))[0]!.n,
  ).toBe(0)
})

let imported: string
test('applied with each yes of its own; what the user did not see is not written', async () => {
  const { id } = (await check(head, later)).body
  expect((await head.post(`/api/roster/${id}/apply`, { good_only: true })).body.code).toBe('roster-new-units')
  const refused = await head.post(`/api/roster/${id}/apply`, { new_units: true })
  expect(refused.status).toBe(202)
  expect(await applied(head, refused.body.import)).toMatchObject({
    state: 'failed',
    why: { zh: expect.stringContaining('1 行不合格') },
  })

  await rows(
    `update person set unit_id = (select unit_id from person where staff_no = 'SG0073') where staff_no = 'SG0074'`,
  )
  await rows(`update person set retired_at = $1 where staff_no = 'SG0500'`, [new Date(t.clock.now())])
  const other = await head.post(`/api/roster/${id}/apply`, { good_only: true, new_units: true })
  expect(await applied(head, other.body.import)).toMatchObject({
    state: 'failed',
    why: { zh: expect.stringContaining('请再核对一次') },
  })
  await rows(`update person set retired_at = null where staff_no = 'SG0500'`)

  const again = (await check(head, later)).body.id
  const started = await head.post(`/api/roster/${again}/apply`, { good_only: true, retire: true, new_units: true })
  imported = started.body.import
  expect(await applied(head, imported)).toMatchObject({
    state: 'applied',
    progress: 1,
    by: '上官承志',
    codes: 2,
    counts: { added: { members: 1 }, retired: { members: 1, relatives: 2 } },
  })
  expect(await person('SG0901')).toMatchObject({ name: '钱新' })
  expect((await person('SG0036')).phone).toBe('13855000036')
  expect((await head.get(`/api/roster/${again}`)).status).toBe(410)
  expect(
    (
      await rows(`select count(*)::int as n from audit where action = 'roster.imported' and actor_name = '上官承志'`)
    )[0]!.n,
  ).toBe(1)
})

test('codes are shown once, and a code signs in', async () => {
  expect((await chief.post(`/api/roster/imports/${imported}/codes`)).status).toBe(403)
  const { codes } = (await head.post<CodesAnswer>(`/api/roster/imports/${imported}/codes`)).body
  expect(codes.map((one) => [one.name, one.posts]).sort()).toEqual(
    [
      ['姜刚', '消毒员'],
      ['钱新', '班长'],
    ].sort(),
  )
  expect(codes.every((one) => one.code.length >= 6)).toBe(true)
  expect((await head.post(`/api/roster/imports/${imported}/codes`)).body.code).toBe('codes-printed')
  const { code } = codes.find((one) => one.name === '钱新')!
  const signedIn = await t.nobody.post('/api/session', { login: 'SG0901', code, password: '大江东去浪淘尽2026' })
  expect(signedIn.status).toBe(204)
})

test('the list of imports, and taking back as a whole', async () => {
  expect((await head.get<ImportsAnswer>('/api/roster/imports')).body.imports.map((one) => one.state)).toContain(
    'failed',
  )
  const { imports } = (await commissar.get<ImportsAnswer>('/api/roster/imports')).body
  expect(imports.find((one) => one.id === imported)).toMatchObject({ state: 'applied', codes: 0 })
  expect((await chief.post(`/api/roster/imports/${imported}/take-back`)).status).toBe(403)
  expect((await commissar.post(`/api/roster/imports/${imported}/take-back`)).status).toBe(202)
  // Pressed twice: it goes on, and is not begun again.
  const twice = await commissar.post(`/api/roster/imports/${imported}/take-back`)
  expect([202, 409]).toContain(twice.status)
  expect(await applied(commissar, imported)).toMatchObject({ state: 'taken_back', progress: 1, why: null })
  expect((await rows(`select 1 from audit where action = 'roster.taken_back'`)).length).toBe(1)
  expect((await commissar.post(`/api/roster/imports/${imported}/take-back`)).body.code).toBe('import-not-applied')
  expect(await person('SG0901')).toBeUndefined()
  expect((await person('SG0035')).retired_at).toBeNull()
  expect(core.organisation.tree.find('舜耕支队/城东大队/新建站')).toBeUndefined()
  expect((await head.get<ImportShape>(`/api/roster/imports/${imported}`)).body.state).toBe('taken_back')
})

test('an import that a stop cut off is said to have failed', async () => {
  await rows(`update roster_import set state = 'running', alive_until = $2 where id = $1`, [
    imported,
    new Date(t.clock.now() - 1000),
  ])
  t.clock.forward({ minutes: 2 })
  await t.sweep()
  expect((await head.get<ImportShape>(`/api/roster/imports/${imported}`)).body).toMatchObject({
    state: 'failed',
    why: { zh: expect.stringContaining('一个字没动') },
  })
})
