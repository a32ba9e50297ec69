/** What the tests of proof share: services on a test database, a unit to write about, stored reports with their audit rows. */
import { randomBytes } from 'node:crypto'
import { MovedClock, systemChance, uuid7 } from '#platform/clock.ts'
import { loadConfig } from '#platform/config.ts'
import type { Database } from '#platform/database/connect.ts'
import { Hooks } from '#platform/hooks.ts'
import { Live } from '#platform/live/live.ts'
import { silentLog } from '#platform/log.ts'
import type { Services } from '#platform/services.ts'
import { systemContext, work } from '#platform/work.ts'
import { type ReportContent, reportDigest, saltBytes } from './report-digest.ts'

export interface Story {
  readonly services: Services
  readonly clock: MovedClock
}

export function story(database: Database, now = '2020-02-08T07:00:00+08:00'): Story {
  const clock = new MovedClock(now)
  const config = loadConfig({ LOG_LEVEL: 'silent' })
  const hooks = new Hooks()
  const live = new Live()
  const key = Buffer.alloc(32, 'muster test key')
  return { clock, services: { config, clock, chance: systemChance, database, key, hooks, live, log: silentLog } }
}

/** Audit rows as an action writes them. @returns nothing; each commits with its own work */
export async function act({ services }: Story, ...actions: string[]): Promise<void> {
  for (const action of actions)
    await work(systemContext(services), async (w) => w.audit({ action, detail: { b: 1, a: '大通站' } }))
}

export const detachment = '01700000-0000-7000-8000-000000000001'
export const station = '01700000-0000-7000-8000-000000000002'

/** Stores a batch of reports with its audit row, as the intake does. @returns their ids */
export async function storeReports({ services, clock }: Story, answers: readonly object[]): Promise<string[]> {
  const now = clock.now()
  const rows = answers.map((answer) => {
    const content: ReportContent = {
      id: uuid7(clock, systemChance),
      detachment_id: detachment,
      subject_kind: 'person',
      subject_id: uuid7(clock, systemChance),
      unit_id: station,
      form: 'temperature',
      form_version: 1,
      observed_at: now - 60_000,
      received_at: now,
      sent_at: now - 1000,
      first_tried_at: null,
      clamped: false,
      sender_kind: 'link',
      sender_id: uuid7(clock, systemChance),
      channel: 'page',
      corrects: null,
      flags: ['fever'],
      answers: answer,
    }
    return { content, salt: randomBytes(saltBytes) }
  })
  await work(systemContext(services), async (w) => {
    await w.tx
      .insertInto('report')
      .values(
        rows.map(({ content, salt }) => ({
          ...content,
          observed_at: new Date(content.observed_at),
          received_at: new Date(content.received_at),
          sent_at: new Date(content.sent_at!),
          first_tried_at: null,
          flags: [...content.flags],
          answers: JSON.stringify(content.answers),
          salt,
        })),
      )
      .execute()
    const id = w.id()
    await w.tx
      .insertInto('audit')
      .values({
        id,
        detachment_id: detachment,
        at: w.now,
        actor_kind: 'system',
        action: 'reports.stored',
        report_ids: rows.map((row) => row.content.id),
        digests: Buffer.concat(rows.map(({ content, salt }) => reportDigest(salt, content))),
      })
      .execute()
    await w.tx.insertInto('audit_unsealed').values({ audit_id: id }).execute()
  })
  return rows.map((row) => row.content.id)
}
