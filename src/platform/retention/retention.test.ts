/** Retention deletes what has expired and nothing else, the audit covers what went, and empty months go. */
import { beforeAll, expect, test } from 'vitest'
import { sealAudit } from '#platform/audit/sealer.ts'
import { act, type Story, storeReports, story } from '#platform/audit/story.fixture.ts'
import { verifyAudit } from '#platform/audit/verify.ts'
import type { PersonalTable } from '#platform/part.ts'
import { testDatabase } from '#test/support/database.ts'
import { runRetention } from './retention.ts'

const db = await testDatabase()
let s: Story

const reports: PersonalTable = { table: 'report', retentionDays: 90, from: 'received_at', columns: {}, others: [] }
const forever: PersonalTable = { table: 'person', retentionDays: null, from: 'created_at', columns: {}, others: [] }
const refusals: PersonalTable = { table: 'refusal', retentionDays: 30, from: 'at', columns: {}, others: [] }
const count = async (table: string) => (await db.owner.query(`select count(*)::int as n from ${table}`)).rows[0].n
const partitions = async (table: string): Promise<string[]> =>
  (
    await db.owner.query(
      `select inhrelid::regclass::text as p from pg_inherits where inhparent = $1::regclass order by 1`,
      [table],
    )
  ).rows.map((row) => row.p)
const passDays = async (days: number) => {
  s.clock.forward({ hours: days * 24 })
  await db.owner.query('select make_partitions($1)', [new Date(s.clock.now())])
}

beforeAll(async () => {
  s = story(db)
  await storeReports(s, [{ celsius: 36.6 }, { celsius: 37.8 }])
  await db.owner.query(
    `insert into refusal (id, at, channel, sender_kind, code) values (gen_random_uuid(), $1, 'device', 'device', 'unknown-subject')`,
    [new Date(s.clock.now())],
  )
  await sealAudit(s.services)
})

test('on the 90th day a report is still there, on the 91st it is gone with its salt, and the audit covers it', async () => {
  await passDays(89)
  await storeReports(s, [{ celsius: 36.4 }])
  await sealAudit(s.services)
  expect((await runRetention(s.services, [reports, forever, refusals])).deleted).toEqual({ refusal: 1 })
  await sealAudit(s.services)
  expect(await count('report')).toBe(3)
  await passDays(2)
  expect((await runRetention(s.services, [reports, forever, refusals])).deleted).toEqual({ report: 2 })
  expect(await count('report')).toBe(1)
  expect((await runRetention(s.services, [reports])).deleted).toEqual({})

  await sealAudit(s.services)
  const found = await verifyAudit(s.services)
  expect(found).toMatchObject({ ok: true, reports: 3 })
  expect(found.notes.map((note) => note.kind)).toEqual(['reports-expired'])
})

test('a report deleted by hand before its time is not covered by a record of retention that names it', async () => {
  const [id] = await storeReports(s, [{ celsius: 38.2 }])
  await db.owner.query('delete from report where id = $1', [id])
  await db.owner.query(
    `with a as (insert into audit (id, detachment_id, at, actor_kind, action, detail, report_ids)
       values (gen_random_uuid(), '00000000-0000-0000-0000-000000000000', $1, 'system', 'retention.deleted', $2, $3) returning id)
     insert into audit_unsealed select id from a`,
    [
      new Date(s.clock.now()),
      { table: 'report', before: new Date(s.clock.now() - 90 * 86_400_000).toISOString() },
      [id],
    ],
  )
  await sealAudit(s.services)
  expect((await verifyAudit(s.services)).findings).toMatchObject([{ kind: 'report-missing', id }])
  await db.owner.query(`delete from audit where report_ids = array[$1::uuid]`, [id])
  await db.owner.query('truncate audit, audit_seal, audit_unsealed, report')
})

test('an empty month is given up and nothing else; an old id then falls into the past', async () => {
  expect(await partitions('report')).toContain('report_2020_03')
  await storeReports(s, [{ celsius: 36.5 }])
  await passDays(62)
  await runRetention(s.services, [])
  // 2020-07-10: March and April ended 62 days ago, as January and February had before; May holds a report and stays.
  const left = await partitions('report')
  expect(left.filter((name) => name.startsWith('report_2020_0'))[0]).toBe('report_2020_05')
  expect(left).toContain('report_past')
  await db.owner.query(`insert into report (id, detachment_id, subject_kind, subject_id, unit_id, form, form_version, observed_at,
      received_at, sender_kind, channel, answers, salt)
    select uuid_floor('2020-02-10'), detachment_id, subject_kind, subject_id, unit_id, form, form_version, observed_at,
      received_at, sender_kind, channel, answers, salt from report limit 1`)
  expect(await count('report_past')).toBe(1)
})

test('audit rows go after three years by the month; the seals stay and verify, and an earlier deletion still shows', async () => {
  await db.owner.query('truncate report')
  await act(s, 'campaign.started', 'roster.imported')
  await sealAudit(s.services)
  const first = s.clock.now()
  await passDays(1000)
  await act(s, 'campaign.stopped')
  await sealAudit(s.services)
  s.clock.set(first)
  await passDays(1140)
  for (let months = 0; months < 8; months++) await runRetention(s.services, [])
  expect(
    (await db.owner.query(`select action from audit where action like 'campaign%' or action like 'roster%'`)).rows,
  ).toEqual([{ action: 'campaign.stopped' }])
  await sealAudit(s.services)
  const found = await verifyAudit(s.services)
  expect(found.findings).toEqual([])
  expect(found.notes.map((note) => note.kind)).toEqual(['expired'])

  await db.owner.query(`delete from audit where action = 'campaign.stopped'`)
  expect((await verifyAudit(s.services)).findings).toMatchObject([{ kind: 'row-missing' }])
})
