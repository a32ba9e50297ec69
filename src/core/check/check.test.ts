/** The check on a small detachment under the respiratory playbook: all is well, then each thing that can be wrong. */
import { readFileSync } from 'node:fs'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import type { Core } from '#core/core.ts'
import { Intake } from '#core/intake/intake.ts'
import { draftCampaign, loadPlaybook, startCampaign } from '#core/orders/actions.ts'
import { Orders } from '#core/orders/orders.ts'
import { Organisation } from '#core/organisation/organisation.ts'
import { reconcileNoted } from '#core/tasks/reconcile.ts'
import { Identities } from '#platform/access/identify.ts'
import { detachment, type Story, station, story } from '#platform/audit/story.fixture.ts'
import { runRetention } from '#platform/retention/retention.ts'
import { systemContext } from '#platform/work.ts'
import { testDatabase } from '#test/support/database.ts'
import { runCheck } from './check.ts'

const db = await testDatabase()
let s: Story
let core: Core

const owner = (text: string, values: unknown[] = []) => db.owner.query(text, values)
const zhao = '01700000-0000-7000-8000-0000000000a1'
const wang = '01700000-0000-7000-8000-0000000000a2'
const home = '01700000-0000-7000-8000-0000000000b1'

beforeAll(async () => {
  s = story(db)
  await people()
  core = await wired()
  const context = systemContext(s.services)
  await loadPlaybook(
    core,
    context,
    readFileSync(new URL('../../../playbooks/respiratory.yaml', import.meta.url), 'utf8'),
  )
  const { id } = await draftCampaign(core, context, { unitId: detachment, playbook: 'respiratory' })
  await startCampaign(core, context, id)
  await core.orders.refresh()
  await reconcileNoted(core)
})

async function people(): Promise<void> {
  const now = new Date(s.clock.now())
  const unit = `insert into unit (id, parent_id, kind, name, no, path, detachment_id, created_at) overriding system value
    values ($1, $2, $3, $4, $5, $6, $7, $8)`
  await owner(unit, [detachment, null, 'detachment', '舜耕支队', 1, '1', detachment, now])
  await owner(unit, [station, detachment, 'station', '大通站', 2, '1.2', detachment, now])
  await owner(`insert into household (id, detachment_id, unit_id, created_at) values ($1, $2, $3, $4)`, [
    home,
    detachment,
    station,
    now,
  ])
  const person = `insert into person (id, kind, detachment_id, unit_id, household_id, staff_no, name, created_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8)`
  await owner(person, [zhao, 'member', detachment, station, null, 'SG0001', '赵建国', now])
  await owner(person, [wang, 'member', detachment, station, null, 'SG0002', '王强', now])
  await owner(person, [
    '01700000-0000-7000-8000-0000000000a3',
    'relative',
    detachment,
    station,
    home,
    null,
    '李梅',
    now,
  ])
  await owner(`insert into household_member (household_id, person_id, position) values ($1, $2, 1)`, [home, zhao])
}

async function wired(): Promise<Core> {
  const { services } = s
  const organisation = new Organisation(services)
  const orders = new Orders(services)
  const intake = new Intake(services, organisation, orders)
  const made: Core = { services, identities: new Identities(services, organisation), organisation, orders, intake }
  const { parts } = await import('../../parts.ts')
  for (const part of parts) part.wire?.(made)
  await organisation.refresh()
  await orders.refresh()
  return made
}

const counts = async () => (await runCheck(core)).counts

/** Does something wrong, checks, and puts it right again. */
async function whileWrong(
  wrong: string,
  values: unknown[],
  right: string,
): Promise<Awaited<ReturnType<typeof runCheck>>> {
  await owner(wrong, values)
  const found = await runCheck(core)
  await owner(right)
  expect(await counts()).toEqual({})
  return found
}

beforeEach(async () => {
  await owner('drop table if exists kept')
})

test('what the program made is whole: tallies, coverage, references', async () => {
  const steps: string[] = []
  const found = await runCheck(core, { onProgress: (step, share) => steps.push(`${step.en} ${share}`) })
  expect(found.findings).toEqual([])
  expect(found).toMatchObject({ ok: true, notes: [], subjects: 5 })
  expect(found.tallies).toBeGreaterThan(3)
  expect(steps).toContain('Recounting tallies 1')
  expect(steps).toContain('Checking who owes what 1')
})

test('a tally that somebody improved is named with what is stored and what is counted', async () => {
  const found = await whileWrong(
    `update tally set done = done + 1 where measure = 'temperature' and slot = 'morning' and unit_id = $1`,
    [station],
    `update tally set done = done - 1 where measure = 'temperature' and slot = 'morning' and done > 0`,
  )
  const days = (await owner(`select count(*)::int as n from tally where measure = 'temperature' and slot = 'morning'`))
    .rows[0].n
  expect(found.counts).toEqual({ 'tally-differs': days })
  expect(found.findings[0]!.params).toMatchObject({ unit: '舜耕支队/大通站', column: 'done', stored: 1, counted: 0 })
})

test('a task that vanished shows in the tally and in who owes what; one too many likewise', async () => {
  await owner(
    `create table kept as select * from task where subject_id = $1 and slot = 'evening' and measure = 'temperature'`,
    [zhao],
  )
  const { rows } = await owner('select count(*)::int as n from kept')
  expect(rows[0].n).toBeGreaterThan(0)
  const gone = await whileWrong(
    `delete from task where id in (select id from kept)`,
    [],
    'insert into task select * from kept',
  )
  expect(gone.counts).toMatchObject({ 'tally-differs': rows[0].n, 'task-lacking': rows[0].n })
  expect(gone.findings.find((f) => f.kind === 'task-lacking')!.text.zh).toContain(
    'temperature/evening 的任务，库里没有',
  )

  const surplus = await whileWrong(
    `update person set retired_at = $2 where id = $1`,
    [wang, new Date(s.clock.now())],
    `update person set retired_at = null where retired_at is not null`,
  )
  expect(Object.keys(surplus.counts)).toEqual(['task-surplus'])
})

test('who is waiting to be reconciled is not called wrong', async () => {
  await owner(`update person set retired_at = $2 where id = $1`, [wang, new Date(s.clock.now())])
  await owner(`insert into to_reconcile values ('person', $1, $2)`, [wang, new Date(s.clock.now())])
  expect(await runCheck(core)).toMatchObject({ ok: true, notes: [{ kind: 'waiting' }] })
  await owner('update person set retired_at = null')
  await owner('truncate to_reconcile')
})

test('a person in a closed unit, a household of nobody, a unit cut off its parent', async () => {
  const closed = await whileWrong(
    `update unit set closed_at = $2 where id = $1`,
    [station, new Date(s.clock.now())],
    `update unit set closed_at = null`,
  )
  expect(closed.counts).toMatchObject({ 'person-without-unit': 3 })
  const alone = await whileWrong(
    `with gone as (delete from household_member returning *) select 1 from gone`,
    [],
    `insert into household_member values ('${home}', '${zhao}', 1)`,
  )
  expect(alone.counts).toMatchObject({ 'household-without-member': 1 })
  const cut = await whileWrong(
    `update unit set path = '7.2' where id = $1`,
    [station],
    `update unit set path = '1.2' where path = '7.2'`,
  )
  expect(cut.counts).toMatchObject({ 'unit-cut-off': 1 })
})

test('a task met by a report that is not there, and one met by none', async () => {
  const first = `(select id from task where subject_id = '${zhao}' order by id limit 1)`
  const found = await whileWrong(
    `update task set state = 1, met_by = $1, met_at = opens_at where id = ${first}`,
    ['01700000-0000-7000-8000-0000000000ff'],
    `update task set state = 0, met_by = null, met_at = null where id = ${first}`,
  )
  expect(found.counts).toMatchObject({ 'reference-broken': 1 })
  expect(found.findings.find((f) => f.kind === 'reference-broken')!.params).toMatchObject({
    table: 'task',
    column: 'met_by',
    target: 'report',
  })
  const none = await whileWrong(
    `update task set state = 1 where id = ${first}`,
    [],
    `update task set state = 0 where id = ${first}`,
  )
  expect(none.counts).toMatchObject({ 'task-met-by-nothing': 1 })
})

test('what is past retention is called not recountable, and what follows is still recounted', async () => {
  s.clock.forward({ hours: 24 * 400 })
  await owner('select make_partitions($1)', [new Date(s.clock.now())])
  const tasks = { table: 'task', retentionDays: 366, from: 'due_at', columns: {}, others: [] }
  const { deleted } = await runRetention(s.services, [tasks])
  expect(deleted.task).toBeGreaterThan(5)
  const found = await runCheck(core)
  expect(found.notes.map((note) => note.kind)).toEqual(['not-recountable'])
  expect(found.counts).toEqual({})
})
