/**
 * What a check claims, and nothing else: an installation of 2020 that stood still for years agrees when it is checked
 * today, by whatever clock; and each thing that somebody changes in it is found, with a sentence.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { type Client, testApp } from '#test/support/app.ts'
import { startRespiratory } from '#test/support/campaign.ts'
import { smallWorld, type World } from '#test/support/world.ts'
import { runCheck } from './check.ts'

const t = await testApp({ now: '2020-02-08T06:00:00+08:00' })
let world: World
let sender: Client

const reading = (staffNo: string) => ({
  id: t.id(),
  form: 'temperature',
  subject: { staff_no: staffNo },
  observed_at: new Date(t.clock.now()).toISOString(),
  answers: { site: 'axillary', celsius: 36.5 },
})

beforeAll(async () => {
  world = await smallWorld(t)
  await startRespiratory(t, world)
  sender = await t.token(world.detachment.id, ['report.write'])
  // A day and a half, hour by hour, as the program runs.
  for (let hour = 0; hour < 34; hour++) {
    t.clock.forward({ hours: 1 })
    if (hour % 12 === 1) for (const staffNo of ['SG0013', 'SG0014']) await sender.post('/api/reports', reading(staffNo))
    await t.sweep()
  }
  // The last pulse is not of the hour at which everybody was worked out: nothing may be asked of the minutes between.
  t.clock.forward({ minutes: 50 })
  await t.sweep()
})

const run = (text: string, values: unknown[] = []) => t.db.owner.query(text, values)
const check = (at?: string) => runCheck(t.app.core, at ? { at: new Date(at) } : {})
const lastPulse = '2020-02-09T16:50:00+08:00'

describe('an installation of 2020', () => {
  test('agrees while it runs, hours after its last pass for everybody', async () => {
    const found = await check()
    expect(found).toMatchObject({ ok: true, findings: [], notes: [], claim: { from: '2020-02-09T08:50:00.000Z' } })
    expect({ tasks: found.tasks > 50, subjects: found.subjects > 15 }).toEqual({ tasks: true, subjects: true })
  })

  test('agrees years later, checked by the clock of today', async () => {
    const now = t.clock.now()
    t.clock.forward({ hours: 24 * 2400 })
    expect(await check()).toMatchObject({ ok: true, notes: [], claim: { from: '2020-02-09T08:50:00.000Z' } })
    // A server started there has not made anything yet: its start alone claims nothing.
    await run(`insert into downtime (id, from_at, until_at) values ($1, $2, $3)`, [
      t.id(),
      lastPulse,
      new Date(t.clock.now()),
    ])
    await run('update heartbeat set at = $1', [new Date(t.clock.now())])
    expect(await check()).toMatchObject({ ok: true, claim: { from: '2020-02-09T08:50:00.000Z' } })
    await run('update heartbeat set at = $1', [lastPulse])
    await run('delete from downtime where from_at = $1', [lastPulse])
    t.clock.set(new Date(now).toISOString())
  })

  test('compares from an auditor’s instant on; where nothing was worked out, says so instead of finding all of it lacking', async () => {
    expect(await check('2020-02-09T10:00:00+08:00')).toMatchObject({
      ok: true,
      claim: { from: '2020-02-09T02:00:00.000Z' },
    })
    const later = await check('2026-11-25T08:00:00+08:00')
    expect(later).toMatchObject({ ok: true, claim: null, subjects: 0, notes: [{ kind: 'nothing-claimed' }] })
    expect(later.notes[0]!.text.zh).toContain('任务只排到 2020-02-10T')
  })
})

describe('each thing that somebody changes is found, with a sentence', () => {
  const morning = `subject_id = $1 and measure = 'temperature' and day = '2020-02-09' and slot = 'morning'`
  const someone = () => world.people.孙伟强!.id

  /** Changes something, checks, and changes it back. */
  async function damaged(wrong: string, right: string, values: unknown[]) {
    expect((await run(wrong, values)).rowCount).toBeGreaterThan(0)
    const found = await check()
    await run(right, values)
    expect((await check()).ok).toBe(true)
    return found
  }

  test('a tally', async () => {
    const of = `where unit_id = $1 and measure = 'temperature' and day = '2020-02-09' and slot = 'morning'`
    const found = await damaged(`update tally set done = done + 1 ${of}`, `update tally set done = done - 1 ${of}`, [
      world.squads[0]!.id,
    ])
    expect(found.counts).toEqual({ 'tally-differs': 1 })
    expect(found.findings[0]!.text.zh).toMatch(
      /^舜耕支队\/城区大队\/大通站\/一班 2020-02-09 temperature\/morning：done 记为 \d，/,
    )
  })

  test('a state, even with its tally made to fit: a late report turned timely, a reported person turned silent', async () => {
    const { state } = (await run(`select state from task where ${morning}`, [someone()])).rows[0]
    const column = ['', 'done', 'late'][state]!
    const other = state === 1 ? 2 : 1
    const set = (to: number, from: number) => `with t as (update task set state = ${to} where ${morning} returning *)
      update tally y set ${['', 'done', 'late'][from]} = y.${['', 'done', 'late'][from]} - 1, ${['', 'done', 'late'][to]} = y.${['', 'done', 'late'][to]} + 1
      from t where (y.unit_id, y.day, y.measure, y.slot) = (t.unit_id, t.day, t.measure, t.slot)`
    const turned = await damaged(set(other, state), set(state, other), [someone()])
    expect(turned.counts).toEqual({ 'task-state': 1 })
    expect(turned.findings[0]!.text.en).toMatch(
      /temperature\/morning of 2020-02-09\) is stored as \w+, worked out from its reports it is \w+\.$/,
    )

    const kept = (await run(`select met_by, met_at from task where ${morning}`, [someone()])).rows[0]
    const silent = await damaged(
      `with t as (update task set state = 0, met_by = null, met_at = null where ${morning} and $2::uuid is not null and $3::timestamptz is not null returning *)
       update tally y set ${column} = y.${column} - 1 from t where (y.unit_id, y.day, y.measure, y.slot) = (t.unit_id, t.day, t.measure, t.slot)`,
      `with t as (update task set state = ${state}, met_by = $2, met_at = $3 where ${morning} returning *)
       update tally y set ${column} = y.${column} + 1 from t where (y.unit_id, y.day, y.measure, y.slot) = (t.unit_id, t.day, t.measure, t.slot)`,
      [someone(), kept.met_by, kept.met_at],
    )
    expect(silent.counts).toEqual({ 'task-state': 1 })
    expect(silent.findings[0]!.params).toMatchObject({ stored: 'open' })
  })

  test('a task that is gone, with its tally made to fit', async () => {
    await run(
      `create table kept as select * from task where subject_id = $1 and due_at > $2 and measure = 'temperature' order by due_at limit 1`,
      [someone(), lastPulse],
    )
    const move = (sign: string) =>
      `update tally y set expected = y.expected ${sign} 1 from kept k where (y.unit_id, y.day, y.measure, y.slot) = (k.unit_id, k.day, k.measure, k.slot)`
    await run('delete from task where id in (select id from kept)')
    await run(move('-'))
    const found = await check()
    await run('insert into task select * from kept')
    await run(move('+'))
    await run('drop table kept')
    expect(found.counts).toEqual({ 'task-lacking': 1 })
    expect(found.findings[0]!.text.zh).toMatch(/应有 2020-02-\d\d temperature\/\w+ 的任务，库里没有。$/)
    expect((await check()).ok).toBe(true)
  })

  test('a task that somebody moved to other orders or another unit', async () => {
    const next = `id = (select id from task where subject_id = $1 and due_at > '${lastPulse}' order by id limit 1)`
    const found = await damaged(
      `update task set measure_ids = measure_ids || $2::uuid where ${next}`,
      `update task set measure_ids = array_remove(measure_ids, $2::uuid) where ${next}`,
      [someone(), '01700000-0000-7000-8000-0000000000ff'],
    )
    expect(found.counts).toEqual({ 'task-wrong': 1 })
  })

  test('a reference that leads nowhere', async () => {
    const kept = (await run(`select met_by from task where ${morning}`, [someone()])).rows[0]
    const found = await damaged(
      `update task set met_by = '01700000-0000-7000-8000-0000000000ff' where ${morning} and $2::uuid is not null`,
      `update task set met_by = $2 where ${morning}`,
      [someone(), kept.met_by],
    )
    expect(found.counts).toEqual({ 'reference-broken': 1, 'task-state': 1 })
  })

  test('somebody whom no unit accounts for', async () => {
    const found = await damaged(
      `update person set unit_id = $2 where id = $1 and $3::uuid is not null`,
      `update person set unit_id = $3 where id = $1 and $2::uuid is not null`,
      [someone(), '01700000-0000-7000-8000-0000000000ff', world.squads[0]!.id],
    ).catch((error: Error) => error.message)
    // The database itself refuses it; a unit closed over people's heads it does not.
    expect(found).toContain('violates foreign key')
    const closed = await damaged(
      `update unit set closed_at = '2020-02-09T00:00Z' where id = $1`,
      `update unit set closed_at = null where id = $1`,
      [world.squads[0]!.id],
    )
    expect(closed.counts).toMatchObject({ 'person-without-unit': expect.any(Number) })
  })
})

test('what a command changed after the server stopped is asked for from then on only', async () => {
  const { id } = world.people.卫鹏!
  const later = new Date(Date.parse(lastPulse) + 3_600_000 * 5)
  await run('update person set retired_at = $2 where id = $1', [id, later])
  await run(
    `insert into audit (id, detachment_id, at, actor_kind, action) values (uuid_floor($1), $2, $1, 'system', 'roster.imported')`,
    [later, world.detachment.id],
  )
  const found = await check()
  expect(found.claim!.from).toBe(later.toISOString())
  // Whoever left and is still asked for tomorrow is found; what was due before the change is nobody's fault.
  expect(Object.keys(found.counts)).toEqual(['task-surplus'])
  const due = await run(
    'select day::text, measure, slot from task where subject_id = $1 and due_at > $2 and state = 0',
    [id, later],
  )
  expect(found.counts['task-surplus']).toBe(due.rows.length)
  await run('update person set retired_at = null where id = $1', [id])
  expect((await check()).ok).toBe(true)
})
