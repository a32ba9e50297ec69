/** A data folder with people who owe a temperature at any hour of the day, and a token that reports for them. */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { type App, buildApp } from '#app'
import { ordersChanged } from '#core/orders/orders.ts'
import { organisationChanged } from '#core/organisation/organisation.ts'
import { insertUnit } from '#core/organisation/store/units.ts'
import { hashToken } from '#platform/access/secrets.ts'
import { systemChance, systemClock } from '#platform/clock.ts'
import { loadConfig } from '#platform/config.ts'
import { openDatabase } from '#platform/database/open.ts'
import { Hooks } from '#platform/hooks.ts'
import { Live } from '#platform/live/live.ts'
import { silentLog } from '#platform/log.ts'
import type { Services } from '#platform/services.ts'
import { systemContext, type Work, work } from '#platform/work.ts'

/** The program in this process, on the data folder that a server left. */
export async function withApp<T>(
  dataDir: string,
  elsewhere: string,
  body: (app: App, services: Services) => Promise<T>,
): Promise<T> {
  const config = loadConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' })
  const opened = await openDatabase(config, { as: 'command', durability: 'full', elsewhere: [elsewhere] })
  try {
    const services: Services = {
      config,
      clock: systemClock,
      chance: systemChance,
      database: opened.database,
      key: opened.key,
      hooks: new Hooks(),
      live: new Live(),
      log: silentLog,
    }
    const app = await buildApp(services)
    try {
      return await body(app, services)
    } finally {
      await app.close()
    }
  } finally {
    await opened.close()
  }
}

/** @returns a token that reports for everybody */
export async function prepare(dataDir: string, elsewhere: string, people: number): Promise<string> {
  const token = `mst_${randomBytes(24).toString('base64url')}`
  await withApp(dataDir, elsewhere, async (app, services) => {
    await work(systemContext(services), (w) => makeWorld(w, people, token))
    await app.core.organisation.refresh()
    await app.core.orders.refresh()
    await app.sweep()
  })
  return token
}

/** Ten squads; person n is `CRn`, in squad n modulo 10. */
export async function makeWorld(w: Work, people: number, token: string): Promise<void> {
  const detachment = await insertUnit(w, { parent: null, kind: 'detachment', name: '舜耕支队' })
  const squads: string[] = []
  for (let i = 0; i < 10; i++)
    squads.push((await insertUnit(w, { parent: detachment, kind: 'squad', name: `${i + 1}班` })).id)
  await sql`insert into person (id, kind, detachment_id, unit_id, staff_no, staff_no_key, name, created_at)
    select gen_random_uuid(), 'member', ${detachment.id}, (${squads}::uuid[])[1 + n % 10], 'CR' || n, 'CR' || n, '队员' || n, ${w.now}
    from generate_series(0, ${people - 1}::int) n`.execute(w.tx)
  await makeCampaign(w, detachment.id)
  await w.tx
    .insertInto('api_token')
    .values({
      id: w.id(),
      name: 'crash',
      token_hash: hashToken(token),
      unit_id: detachment.id,
      permissions: ['report.write'],
      created_at: w.now,
    })
    .execute()
  await organisationChanged(w)
  await ordersChanged(w)
}

/** One slot from midnight to midnight, due at its end: whenever the test runs there is a task to meet, and it is pending. */
async function makeCampaign(w: Work, unitId: string): Promise<void> {
  const playbook = await w.tx
    .selectFrom('playbook')
    .selectAll()
    .where('code', '=', 'respiratory')
    .executeTakeFirstOrThrow()
  const content = playbook.content as unknown as { measures: { code: string }[] }
  const [id, directive, clause] = [w.id(), w.id(), w.id()]
  const words = { zh: '体温', en: 'Temperature' }
  const title = JSON.stringify(words)
  const common = { playbook_code: playbook.code, playbook_version: playbook.version, title, zone: 'Asia/Shanghai' }
  await w.tx
    .insertInto('campaign')
    .values({ ...common, id, unit_id: unitId, state: 'running', created_at: w.now, started_at: w.now })
    .execute()
  await w.tx
    .insertInto('directive')
    .values({ id: directive, campaign_id: id, code: 'd', number: '1', title, sort: 0 })
    .execute()
  await w.tx
    .insertInto('clause')
    .values({ id: clause, directive_id: directive, code: 'd.1', number: '1', title, content: '{}', sort: 0 })
    .execute()
  const slots = [{ code: 'day', title: words, short: words, opens: '00:00', due: '24:00', closes: '24:00' }]
  const measure = { ...content.measures.find((m) => m.code === 'temperature'), slots }
  const row = {
    id: w.id(),
    campaign_id: id,
    clause_id: clause,
    code: 'temperature',
    version: 1,
    valid_from: w.now,
    sort: 0,
  }
  await w.tx
    .insertInto('measure')
    .values({ ...row, content: JSON.stringify(measure), state: 'on' })
    .execute()
}
