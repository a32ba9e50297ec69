/**
 * Twenty kills of the program, of PostgreSQL and of single sessions under load. The senders' own log is the reference:
 * every report that was acknowledged is stored once with its content, meets its task, is counted, and stands in the audit.
 */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, inject, test } from 'vitest'
import { verifyAudit } from '#platform/audit/verify.ts'
import { stopCluster } from '#platform/database/cluster.ts'
import type { Services } from '#platform/services.ts'
import { recountText } from '../model/recount.ts'
import { prepare, withApp } from './prepare.ts'
import { type Acknowledgement, Senders } from './senders.ts'
import { Server } from './server.ts'

const kills = Number(process.env.CRASH_KILLS ?? 20)
/** A kill comes after so many more acknowledgements: it always falls into work under way. */
const between = 150
/** Enough that most reports meet a task of their own; a second reading of somebody is judged after the commit. */
const people = 3000
// The run's own folder can be entered by PostgreSQL's user, whatever folder the repository lies in.
const elsewhere = inject('runFolder')
const dataDir = join(elsewhere, `crash-${process.pid}`)
const server = new Server(dataDir)

afterAll(async () => {
  await server.kill()
  await stopCluster(join(dataDir, 'postgres'))
  rmSync(dataDir, { recursive: true, force: true })
})

test('twenty kills under load lose nothing that was acknowledged', { timeout: 240_000 }, async () => {
  const token = await prepare(dataDir, elsewhere, people)
  await server.start()
  expect(await durability()).toEqual({ fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on' })

  const senders = new Senders(server, token, people)
  senders.start(8, 2)
  for (let n = 0; n < kills; n++) {
    await senders.progress(between)
    if (n % 2 === 0) {
      await server.kill()
      await server.start()
    } else if (n % 4 === 1) await server.killPostmaster()
    else await server.killBackend()
  }
  await senders.progress(between)
  expect(await durability()).toEqual({ fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on' })
  await senders.finish()
  await server.stop()

  expect(senders.wrong).toEqual([])
  expect(senders.again).toBeGreaterThan(0)
  await withApp(dataDir, elsewhere, async (app, services) => {
    await app.sweep()
    const { acknowledged } = senders
    expect(await notStoredOnce(services, acknowledged)).toEqual([])
    expect(await unmet(services)).toEqual([])
    expect(await rows(services, recountText)).toEqual([])
    expect(await rows(services, 'select * from to_judge')).toEqual([])
    await wholeAudit(services)
  })
})

async function durability(): Promise<Record<string, string>> {
  const { rows } = await server.ask<{ name: string; setting: string }>(
    `select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit') order by 1`,
  )
  return Object.fromEntries(rows.map((r) => [r.name, r.setting]))
}

/** As the program itself: reports stand under row-level security. */
async function rows<T = Record<string, unknown>>(services: Services, text: string): Promise<T[]> {
  const client = await services.database.appPool.connect()
  try {
    await client.query('begin')
    await client.query(`select set_config('muster.system', 'on', true)`)
    const result = await client.query(text)
    await client.query('commit')
    return result.rows as T[]
  } finally {
    client.release()
  }
}

interface Stored {
  id: string
  n: number
  observed_at: Date
  received_at: Date
  answers: unknown
  staff_no: string
}

/** What was acknowledged and is not there exactly once with what was sent; and what is there that nobody sent. */
async function notStoredOnce(
  services: Services,
  acknowledged: ReadonlyMap<string, Acknowledgement>,
): Promise<string[]> {
  const list = await rows<Stored>(
    services,
    `select r.id, r.observed_at, r.received_at, r.answers, p.staff_no, count(*) over (partition by r.id)::int as n
     from report r join person p on p.id = r.subject_id`,
  )
  const stored = new Map(list.map((r) => [r.id, r]))
  const bad = [...acknowledged.values()].flatMap(({ sent, received_at }) => {
    const r = stored.get(sent.id)
    const same =
      r?.n === 1 &&
      r.staff_no === sent.subject.staff_no &&
      r.observed_at.toISOString() === sent.observed_at &&
      r.received_at.toISOString() === received_at &&
      JSON.stringify(sorted(r.answers)) === JSON.stringify(sorted(sent.answers))
    return same ? [] : [`${sent.id} ${JSON.stringify(r)}`]
  })
  return [...bad, ...list.filter((r) => !acknowledged.has(r.id)).map((r) => `${r.id} was never acknowledged`)]
}

const sorted = (value: unknown): unknown => Object.entries(value as object).sort(([a], [b]) => (a < b ? -1 : 1))

/** Stored reports in whose window there is no met task of their subject. */
const unmet = (services: Services) =>
  rows(
    services,
    `select r.id from report r where not exists (
       select from task t where t.subject_id = r.subject_id and t.opens_at <= r.observed_at and r.observed_at < t.closes_at and t.state = 1)`,
  )

async function wholeAudit(services: Services): Promise<void> {
  const verified = await verifyAudit(services)
  expect(verified.findings).toEqual([])
  expect(verified).toMatchObject({ ok: true })
  const [counts] = await rows<{ reports: number; named: number; once: number }>(
    services,
    `select (select count(*)::int from report) as reports, count(*)::int as named, count(distinct id)::int as once
     from (select unnest(report_ids) as id from audit where action = 'reports.stored') a`,
  )
  expect(counts).toEqual({ reports: verified.reports, named: verified.reports, once: verified.reports })
}
