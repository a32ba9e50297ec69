/**
 * Proof over the whole loop: what came in over the API, by array and by correction, verifies and recounts; so does a copy
 * restored from a backup; and what somebody changes behind the program's back is found by both.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { auditHead, parseHead, printHead } from '#platform/audit/head.ts'
import { story } from '#platform/audit/story.fixture.ts'
import { verifyAudit } from '#platform/audit/verify.ts'
import { backup, tableDigests } from '#platform/backup/backup.ts'
import { restore } from '#platform/backup/restore.ts'
import { type Client, testApp } from '#test/support/app.ts'
import { startRespiratory } from '#test/support/campaign.ts'
import { testDatabase } from '#test/support/database.ts'
import { smallWorld, type World } from '#test/support/world.ts'
import { runCheck } from './check.ts'

const t = await testApp({ now: '2020-02-08T06:00:00+08:00' })
const folder = mkdtempSync(join(tmpdir(), 'muster-proof-'))
let world: World
let detachment: Client

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const reading = (staffNo: string, celsius: number, more: Record<string, unknown> = {}) => ({
  id: t.id(),
  form: 'temperature',
  subject: { staff_no: staffNo },
  observed_at: new Date(t.clock.now()).toISOString(),
  answers: { site: 'axillary', celsius },
  ...more,
})

beforeAll(async () => {
  world = await smallWorld(t)
  await startRespiratory(t, world)
  detachment = await t.token(world.detachment.id, ['report.write', 'report.read', 'board.read', 'health.read'])
  const first = reading('SG0013', 36.4)
  for (const report of [
    first,
    reading('SG0014', 37.8),
    { ...reading('SG0015', 36.6), id: t.id().toUpperCase() },
    reading('SG0013', 36.9, { corrects: first.id.toUpperCase() }),
  ]) {
    expect((await detachment.post('/api/reports', report)).status).toBe(201)
  }
  const many = await detachment.post('/api/reports', [
    reading('SG0016', 36.5),
    reading('SG0017', 36.7),
    reading('SG0018', 36.8),
  ])
  expect(many.status).toBe(200)
  t.clock.forward({ hours: 2 })
  await t.sweep()
  await detachment.post('/api/reports', reading('SG0022', 36.5, { first_tried_at: '2020-02-08T07:00:00+08:00' }))
  await t.sweep()
  await t.sweep()
})

test('every report that came in over the API verifies and every tally recounts', async () => {
  const proof = await verifyAudit(t.services)
  expect(proof.findings).toEqual([])
  expect(proof).toMatchObject({ ok: true, reports: 8, unsealed: { count: 0 } })
  const check = await runCheck(t.app.core)
  expect(check.findings).toEqual([])
  expect(check.tallies).toBeGreaterThan(10)
})

test('a reading made harmless and a tally made full are found, each by its own', async () => {
  await t.db.owner.query(
    `update report set answers = answers || '{"celsius": 36.6}' where (answers->>'celsius')::numeric = 37.8`,
  )
  expect((await verifyAudit(t.services)).counts).toEqual({ 'report-changed': 1 })
  await t.db.owner.query(`update report set answers = answers || '{"celsius": 37.8}' where flags <> '{}'`)
  expect((await verifyAudit(t.services)).ok).toBe(true)

  await t.db.owner.query(
    `update tally set done = expected where unit_id = $1 and measure = 'temperature' and slot = 'morning'`,
    [world.squads[2]!.id],
  )
  const found = await runCheck(t.app.core)
  expect(Object.keys(found.counts)).toEqual(['tally-differs'])
  expect(found.findings[0]!.text.zh).toContain('舜耕支队/城区大队/田家庵站/一班')
})

test('restored from a backup: equal row by row, verified against the head printed before, the same differences recounted', async () => {
  const printed = printHead((await auditHead(t.db.app))!)
  const { ownerUrl, key } = t.db
  const dir = join(folder, 'copy')
  await backup({ ownerUrl, key, dataDir: t.services.config.dataDir, dir, clock: t.clock })
  const copy = await testDatabase()
  await restore({ ownerUrl: copy.ownerUrl, key: copy.key, dataDir: join(folder, 'data'), dir })
  expect(await tableDigests(copy.ownerUrl)).toEqual(await tableDigests(ownerUrl))
  const proof = await verifyAudit(story(copy).services, { head: parseHead(printed) })
  expect(proof).toMatchObject({ ok: true, reports: 8 })
  await copy.close()
})
