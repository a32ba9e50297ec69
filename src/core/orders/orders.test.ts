/** The political officer's day with the orders: from a draft with gaps over changed times to the end of the campaign. */
import { beforeAll, expect, test } from 'vitest'
import { type Client, type TestApp, testApp } from '#test/support/app.ts'
import { smallWorld, type World } from '#test/support/world.ts'
import type { CampaignView, MeasureView } from './schema.ts'

let t: TestApp
let world: World
let li: Client
let zhao: Client
let reporter: Client
let id: string

beforeAll(async () => {
  t = await testApp({ now: '2020-02-08T09:00:00+08:00' })
  world = await smallWorld(t)
  li = await t.signIn(world.people.李政!, 'commander', world.detachment.id)
  zhao = await t.signIn(world.people.赵建国!, 'chief', world.datong.id)
  reporter = await t.token(world.detachment.id, ['report.write', 'report.read'])
  await t.work(async (w) => {
    await w.tx
      .updateTable('appointment')
      .set({ until_at: w.now })
      .where('person_id', '=', world.people.钱勇!.id)
      .execute()
    await w.tx
      .insertInto('presence')
      .values({
        id: w.id(),
        person_id: world.people.许志刚!.id,
        kind: 'leave',
        during: '[2020-02-07T00:00:00+08:00,2020-02-12T00:00:00+08:00)',
        source: 'hand',
        entered_at: w.now,
      })
      .execute()
  })
})

const view = async (client = li) => (await client.get<CampaignView>(`/api/campaigns/${id}`)).body
const measures = (v: CampaignView): MeasureView[] => v.directives.flatMap((d) => d.clauses.flatMap((c) => c.measures))
const measure = async (code: string, client = li) => measures(await view(client)).find((m) => m.code === code)!
const times = (code: string, body: object, client = li) =>
  client.put(`/api/campaigns/${id}/measures/${code}/times`, body)

interface Task {
  subject: string
  day: string
  slot: string
  state: number
  due: string
}

/** Temperature tasks of a day and slot with local due times. */
async function tasks(day: string, slot: string, code = 'temperature'): Promise<Task[]> {
  const { rows } = await t.db.owner.query(
    `select coalesce(p.name, t.subject_id::text) as subject, t.day::text, t.slot, t.state,
       to_char(t.due_at at time zone 'Asia/Shanghai', 'HH24:MI') as due
     from task t left join person p on p.id = t.subject_id where t.day = $1 and t.slot = $2 and t.measure = $3 order by 1`,
    [day, slot, code],
  )
  return rows
}

const distinct = (list: Task[], key: 'due' | 'state') => [...new Set(list.map((x) => x[key]))]

async function reads(name: string, celsius: number): Promise<void> {
  const subject = { staff_no: world.people[name]!.staffNo }
  const observed_at = new Date(t.clock.now()).toISOString()
  const answer = await reporter.post('/api/reports', {
    id: t.id(),
    form: 'temperature',
    subject,
    observed_at,
    answers: { celsius, site: 'axillary' },
  })
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
}

test('李政 drafts the campaign from the playbook that came with the program', async () => {
  const playbooks = await li.get('/api/playbooks')
  expect(playbooks.body).toMatchObject([{ code: 'respiratory', version: 1, directives: 2, clauses: 18, ready: 4 }])
  const made = await li.post('/api/campaigns', { unit: '舜耕支队', playbook: 'respiratory' })
  expect(made.status).toBe(200)
  id = made.body.id
  const v = await view()
  expect(v).toMatchObject({
    state: 'draft',
    members: 16,
    households: 1,
    blocked_by: null,
    working_out: 0,
    presence: { present: 15, leave: 1 },
  })
  expect(v.directives.map((d) => [d.number, d.clauses.length])).toEqual([
    ['舜消〔2020〕1号', 13],
    ['舜消〔2020〕2号', 5],
  ])
})

test('the draft says whom, when and how many a day: nothing is owed yet', async () => {
  const v = await view()
  expect(
    Object.fromEntries(
      measures(v)
        .filter((m) => m.ready)
        .map((m) => [m.code, [m.subjects, m.tasks_a_day]]),
    ),
  ).toEqual({
    'roll-call': [2, 4],
    temperature: [16, 32],
    'family-report': [1, 1],
    disinfection: [12, 24],
  })
  expect(v.tasks_a_day).toBe(61)
  await t.sweep()
  expect((await t.db.owner.query('select count(*)::int as n from task')).rows[0].n).toBe(0)
})

test('gaps by name: 二班 has no leader, 田家庵站一班’s is on leave; three candidates, the nearest first', async () => {
  const { responsible } = await measure('temperature')
  expect(responsible).toMatchObject({ named: 1, of: 3 })
  expect(responsible.posts.map((p) => p.zh)).toEqual(['班长', '科室负责人'])
  const [second, third] = responsible.gaps
  expect(second).toMatchObject({ names: ['城区大队', '大通站', '二班'], kind: 'vacant', who: null })
  expect(second!.candidates.map((c) => c.name)).toEqual(['钱勇', '郑超', '吴明'])
  expect(third).toMatchObject({
    names: ['城区大队', '田家庵站', '一班'],
    kind: 'away',
    who: '许志刚',
    presence: 'leave',
    until: '2020-02-11T16:00:00.000Z',
  })
  expect(third!.candidates.map((c) => c.name)).toEqual(['欧阳文博'])
})

test('every gap of a measure can be asked for by itself', async () => {
  const gaps = await li.get(`/api/campaigns/${id}/measures/temperature/gaps`)
  expect(gaps.body).toEqual((await measure('temperature')).responsible.gaps)
  expect((await li.get(`/api/campaigns/${id}/measures/no-such/gaps`)).status).toBe(404)
  expect((await zhao.get(`/api/campaigns/${id}/measures/temperature/gaps`)).body).toHaveLength(1)
})

test('a squad whose people are all on leave still needs somebody to answer', async () => {
  const away = t.work((w) =>
    w.tx
      .insertInto('presence')
      .values({
        id: w.id(),
        person_id: world.people.欧阳文博!.id,
        kind: 'leave',
        during: '[2020-02-08T00:00:00+08:00,2020-02-08T09:30:00+08:00)',
        source: 'hand',
        entered_at: w.now,
      })
      .execute(),
  )
  await away
  const { responsible } = await measure('temperature')
  expect(responsible.of).toBe(3)
  expect(responsible.gaps.at(-1)!.candidates).toEqual([])
})

test('naming 郑超 closes the gap of 二班; 欧阳文博 cannot be named there', async () => {
  const input = { unit: world.squads[1]!.id, measure: 'temperature', person: world.people.郑超!.id }
  expect((await li.put('/api/responsible', { ...input, person: world.people.欧阳文博!.id })).body.code).toBe(
    'person-not-there',
  )
  expect((await li.put('/api/responsible', { ...input, measure: 'no-such' })).status).toBe(404)
  expect((await li.put('/api/responsible', input)).status).toBe(200)
  expect((await li.put('/api/responsible', input)).status).toBe(200)
  const { responsible } = await measure('temperature')
  expect([responsible.named, responsible.gaps.map((g) => g.unit.name)]).toEqual([2, ['一班']])
  expect((await measure('family-report')).responsible.named).toBe(1)
})

test('赵建国 reads what concerns his station, and cannot start, change or drop anything', async () => {
  const list = await zhao.get('/api/campaigns')
  expect(list.body.map((c: { id: string }) => c.id)).toEqual([id])
  const v = await view(zhao)
  expect([v.scope.name, v.members]).toEqual(['大通站', 9])
  expect((await measure('temperature', zhao)).responsible).toMatchObject({ named: 2, of: 2, gaps: [] })
  for (const act of ['start', 'drop', 'pause', 'stop'])
    expect((await zhao.post(`/api/campaigns/${id}/${act}`)).status).toBe(403)
  expect((await times('temperature', { slots: [] }, zhao)).status).toBe(403)
  const stranger = await t.token(world.tianjiaan.id, ['campaign.manage', 'campaign.read'])
  expect((await stranger.post(`/api/campaigns/${id}/start`)).status).toBe(403)
  expect((await t.nobody.get(`/api/campaigns/${id}`)).status).toBe(401)
})

test('a chief names within his own station only', async () => {
  const input = { unit: world.squads[2]!.id, measure: 'temperature', person: world.people.欧阳文博!.id }
  expect((await zhao.put('/api/responsible', input)).status).toBe(403)
})

test('the office gives the directive its number; a blank one is refused', async () => {
  const directive = (await view()).directives[0]!
  const url = `/api/campaigns/${id}/directives/${directive.id}`
  expect((await li.put(url, { number: ' ' })).status).toBe(422)
  expect((await li.put(url, { number: '舜消〔2020〕3号' })).status).toBe(200)
  expect((await view()).directives[0]!.number).toBe('舜消〔2020〕3号')
})

test('times that make no sense are said one by one and change nothing', async () => {
  const wrong = await times('temperature', {
    slots: [
      { code: 'morning', due: '03:00' },
      { code: 'evening', opens: '12:00' },
    ],
    late: { station: 10 },
  })
  expect(wrong.status).toBe(422)
  expect(wrong.body.wrong.map((x: { at: string }) => x.at)).toEqual(['slots[0].due', 'slots[1]', 'late.station'])
  expect((await times('temperature', { slots: [{ code: 'noon', due: '12:00' }] })).body.wrong[0].reason).toContain(
    'noon',
  )
  expect((await times('temperature', { late: { nobody: 5 } })).body.wrong[0].reason).toContain('nobody')
  const tried = await li.post(`/api/campaigns/${id}/measures/temperature/times/try`, {
    slots: [{ code: 'morning', due: '03:00' }],
  })
  expect(tried.body.wrong).toHaveLength(1)
  expect((await measure('temperature')).slots[0]).toMatchObject({ opens: '04:00', due: '07:30', closes: '13:00' })
})

test('in a draft a time is changed in place', async () => {
  expect((await times('disinfection', { slots: [{ code: 'morning', due: '09:30' }] })).status).toBe(200)
  const m = await measure('disinfection')
  expect([m.version, m.slots[0]!.due, m.next]).toEqual([1, '09:30', undefined])
})

test('started at ten: nothing due earlier is made, and tomorrow has as many tasks as the draft said', async () => {
  t.clock.set('2020-02-08T10:00:00+08:00')
  expect((await measure('temperature')).next_due).toEqual({ slot: 'evening', due_at: '2020-02-08T11:30:00.000Z' })
  expect((await li.post(`/api/campaigns/${id}/start`)).status).toBe(200)
  expect((await view()).working_out).toBeGreaterThan(0)
  await t.sweep()
  const v = await view()
  expect(v).toMatchObject({ state: 'running', day_number: 1, working_out: 0, tasks_a_day: 61 })
  expect(await tasks('2020-02-08', 'morning')).toEqual([])
  expect(await tasks('2020-02-08', 'morning', 'disinfection')).toEqual([])
  expect(await tasks('2020-02-08', 'evening')).toHaveLength(16)
  const { rows } = await t.db.owner.query(`select count(*)::int as n from task where day = '2020-02-09'`)
  expect(rows[0].n).toBe(v.tasks_a_day)
})

test('a second campaign cannot run at the same unit, and the draft says so beforehand', async () => {
  const other = (await li.post('/api/campaigns', { unit: world.detachment.id, playbook: 'respiratory' })).body.id
  expect((await li.get(`/api/campaigns/${other}`)).body.blocked_by.id).toBe(id)
  expect((await li.post(`/api/campaigns/${other}/start`)).body.code).toBe('campaign-running-here')
  expect((await li.post(`/api/campaigns/${id}/drop`)).body.code).toBe('campaign-is-running')
  expect((await li.post(`/api/campaigns/${other}/drop`)).status).toBe(200)
  expect((await li.get(`/api/campaigns/${other}`)).status).toBe(404)
})

test('changed before the evening opens, the evening follows; what is open keeps its times', async () => {
  await t.at('2020-02-08T10:30:00+08:00')
  const changed = await times('temperature', { slots: [{ code: 'evening', due: '20:00' }] })
  expect(changed.body.valid_from).toBe('2020-02-08T05:00:00.000Z')
  await t.sweep()
  expect(distinct(await tasks('2020-02-08', 'evening'), 'due')).toEqual(['20:00'])
  await t.at('2020-02-08T13:30:00+08:00')
  const later = await times('temperature', { slots: [{ code: 'evening', due: '19:00' }] })
  expect(later.body.valid_from).toBe('2020-02-08T16:00:00.000Z')
  await t.sweep()
  expect(distinct(await tasks('2020-02-08', 'evening'), 'due')).toEqual(['20:00'])
  expect(distinct(await tasks('2020-02-09', 'evening'), 'due')).toEqual(['19:00'])
  const m = await measure('temperature')
  expect([m.slots[1]!.due, m.next!.slots[1]!.due]).toEqual(['20:00', '19:00'])
})

test('changed again before the change began, it is rewritten, and no window is lost or there twice', async () => {
  const again = await times('temperature', {
    slots: [
      { code: 'morning', closes: '12:00' },
      { code: 'evening', opens: '12:00', due: '18:30' },
    ],
  })
  expect(again.body.valid_from).toBe('2020-02-08T16:00:00.000Z')
  await t.sweep()
  expect((await measure('temperature')).next).toMatchObject({
    slots: [{ closes: '12:00' }, { opens: '12:00', due: '18:30' }],
  })
  expect(distinct(await tasks('2020-02-08', 'evening'), 'due')).toEqual(['20:00'])
  expect(distinct(await tasks('2020-02-09', 'evening'), 'due')).toEqual(['18:30'])
  const { rows } = await t.db.owner.query(
    `select count(*)::int as n from measure where campaign_id = $1 and code = 'temperature'`,
    [id],
  )
  expect(rows[0].n).toBe(3)
})

test('pausing says what it takes away, withdraws what is not yet due, and keeps what was reported', async () => {
  await t.at('2020-02-08T14:00:00+08:00')
  await reads('孙伟强', 36.5)
  const says = await li.get(`/api/campaigns/${id}/consequence?measure=temperature`)
  expect(says.body).toEqual({ open: 47, met: 1, also_asked_by: [] })
  expect((await li.post(`/api/campaigns/${id}/measures/temperature/pause`)).status).toBe(200)
  await t.sweep()
  const evening = await tasks('2020-02-08', 'evening')
  expect(evening.filter((x) => x.state === 1).map((x) => x.subject)).toEqual(['孙伟强'])
  expect(evening.filter((x) => x.state === 5)).toHaveLength(15)
  expect((await measure('temperature')).state).toBe('paused')
  expect((await tasks('2020-02-08', 'afternoon', 'disinfection')).every((x) => x.state === 0)).toBe(true)
})

test('resumed, it is owed again, and met at once by what came meanwhile', async () => {
  await t.at('2020-02-08T14:05:00+08:00')
  await reads('冯磊', 36.4)
  await t.at('2020-02-08T14:10:00+08:00')
  await li.post(`/api/campaigns/${id}/measures/temperature/resume`)
  await t.sweep()
  const evening = await tasks('2020-02-08', 'evening')
  expect(evening.filter((x) => x.state === 1).map((x) => x.subject)).toEqual(['冯磊', '孙伟强'])
  expect(evening.filter((x) => x.state === 0)).toHaveLength(14)
  expect(distinct(evening, 'due')).toEqual(['20:00'])
})

test('a clause that no version serves yet cannot be switched on', async () => {
  expect((await li.post(`/api/campaigns/${id}/measures/meals/resume`)).body.code).toBe('measure-not-ready')
})

test('stopped, what is not yet due is withdrawn for good and nothing is changed any more', async () => {
  expect((await li.post(`/api/campaigns/${id}/stop`)).status).toBe(200)
  await t.sweep()
  const { rows } = await t.db.owner.query(
    'select measure, state, due_at > $1 as ahead, count(*)::int as n from task group by 1, 2, 3',
    [new Date(t.clock.now())],
  )
  expect(rows.filter((r) => r.state === 0)).toEqual([{ measure: 'family-report', state: 0, ahead: false, n: 1 }])
  expect(rows.find((r) => r.state === 1).n).toBe(2)
  for (const act of ['start', 'pause'])
    expect((await li.post(`/api/campaigns/${id}/${act}`)).body.code).toBe('campaign-is-stopped')
  expect((await times('temperature', { late: { station: 50 } })).body.code).toBe('campaign-is-stopped')
})

test('every step stands in the audit', async () => {
  const { rows } = await t.db.owner.query(
    `select distinct action from audit where action ~ '^(campaign|measure|directive|responsible)\\.' order by 1`,
  )
  expect(rows.map((r) => r.action)).toEqual([
    'campaign.drafted',
    'campaign.dropped',
    'campaign.started',
    'campaign.stopped',
    'directive.numbered',
    'measure.paused',
    'measure.resumed',
    'measure.times.changed',
    'responsible.named',
  ])
})
