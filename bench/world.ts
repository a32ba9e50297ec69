/** The bench's world: people and their tasks of today, made set-based, with the window that is open now. */
import type pg from 'pg'
import { buildApp } from '#app'
import { draftCampaign, startCampaign } from '#core/orders/actions.ts'
import { gramsOf } from '#core/organisation/roster/grams.ts'
import { hashToken } from '#platform/access/secrets.ts'
import { systemChance, systemClock } from '#platform/clock.ts'
import { loadConfig } from '#platform/config.ts'
import { connect } from '#platform/database/connect.ts'
import { Hooks } from '#platform/hooks.ts'
import { Live } from '#platform/live/live.ts'
import { silentLog } from '#platform/log.ts'
import { systemContext } from '#platform/work.ts'

/** First staff number; people are SG1000000 onwards. */
export const firstNumber = 1_000_000
export const benchToken = 'mst_bench'
const peoplePerSquad = 8
const squadsPerStation = 5
const stationsPerDetachment = 15
/** A service of a million has some thirty corps, as the country has. */
const detachmentsPerCorps = 54

/** A zone in which it is now between six and seven in the morning, so that the morning's window is open. */
export function morningZone(now: number): string {
  const hour = new Date(now).getUTCHours()
  let offset = 6 - hour
  if (offset < -11) offset += 24
  if (offset > 14) offset -= 24
  return `Etc/GMT${offset <= 0 ? '+' : '-'}${Math.abs(offset)}`
}

/** Surnames as often as they are, the commonest first, and letters of given names: 3,200 names that sound like names. */
const surnames = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗王李张刘陈王李张王李王']
const given = [...'伟强军磊洋勇艳杰涛明超刚平辉鹏华飞鑫波斌']
const names = Array.from({ length: 3200 }, (_, i) => {
  const [first, second] = [given[i % given.length]!, given[Math.floor(i / given.length) % given.length]!]
  return `${surnames[(i * 7) % surnames.length]}${first}${i % 3 === 0 ? '' : second}`
})

async function seedNames(owner: pg.Pool): Promise<void> {
  await owner.query('create table bench_name (n int primary key, name text not null, grams text[] not null)')
  await owner.query(
    `insert into bench_name select ordinality - 1, e ->> 'name', array(select jsonb_array_elements_text(e -> 'grams'))
    from jsonb_array_elements($1::jsonb) with ordinality as t(e, ordinality)`,
    [JSON.stringify(names.map((name) => ({ name, grams: gramsOf(name) })))],
  )
}

/** Makes units and people below one service, in one statement each. */
export async function seedPeople(owner: pg.Pool, people: number, zone: string, now: Date): Promise<void> {
  const squads = Math.ceil(people / peoplePerSquad)
  const stations = Math.ceil(squads / squadsPerStation)
  const detachments = Math.ceil(stations / stationsPerDetachment)
  const corps = Math.ceil(detachments / detachmentsPerCorps)
  const unit = async (sql: string) => owner.query(sql, [now, zone])
  await owner.query('begin')
  await unit(`insert into unit (id, parent_id, kind, name, no, path, detachment_id, zone, created_at) overriding system value
    select gen_random_uuid(), null, 'service', '全国', 1, '1', null, $2, $1`)
  await unit(`insert into unit (id, parent_id, kind, name, no, path, detachment_id, zone, created_at) overriding system value
    select gen_random_uuid(), (select id from unit where no = 1), 'corps', '总队' || n, 1 + n, ('1.' || (1 + n))::ltree, null, $2, $1
    from generate_series(1, ${corps}) n`)
  const base0 = 1 + corps
  await unit(`insert into unit (id, parent_id, kind, name, no, path, detachment_id, zone, created_at) overriding system value
    select d.id, p.id, 'detachment', '支队' || d.n, ${base0} + d.n, p.path || (${base0} + d.n)::text::ltree, d.id, $2, $1
    from (select gen_random_uuid() as id, n from generate_series(1, ${detachments}) n) d
      join unit p on p.no = 2 + (d.n - 1) / ${detachmentsPerCorps} and p.kind = 'corps'`)
  const base1 = base0 + detachments
  await unit(`insert into unit (id, parent_id, kind, name, no, path, detachment_id, zone, created_at) overriding system value
    select gen_random_uuid(), p.id, 'station', '站' || n, ${base1} + n, p.path || (${base1} + n)::text::ltree, p.id, $2, $1
    from generate_series(1, ${stations}) n join unit p on p.no = ${base0} + 1 + (n - 1) / ${stationsPerDetachment} and p.kind = 'detachment'`)
  const base2 = base1 + stations
  await unit(`insert into unit (id, parent_id, kind, name, no, path, detachment_id, zone, created_at) overriding system value
    select gen_random_uuid(), p.id, 'squad', '班' || n, ${base2} + n, p.path || (${base2} + n)::text::ltree, p.detachment_id, $2, $1
    from generate_series(1, ${squads}) n join unit p on p.no = ${base1} + 1 + (n - 1) / ${squadsPerStation} and p.kind = 'station'`)
  await seedNames(owner)
  await owner.query(
    `insert into person (id, kind, detachment_id, unit_id, staff_no, staff_no_key, name, grams, created_at)
    select gen_random_uuid(), 'member', u.detachment_id, u.id, 'SG' || (${firstNumber} + i), 'SG' || (${firstNumber} + i), b.name, b.grams, $1
    from generate_series(0, ${people - 1}) g(i) join unit u on u.no = ${base2} + 1 + i / ${peoplePerSquad} and u.kind = 'squad'
      join bench_name b on b.n = i % ${names.length}`,
    [now],
  )
  await owner.query('drop table bench_name')
  await owner.query(`update organisation_version set version = version + 1`)
  await owner.query(
    `insert into api_token (id, name, token_hash, unit_id, permissions, created_at)
    select gen_random_uuid(), 'bench', $2, id, array['report.write', 'report.read', 'board.read', 'people.read'], $1 from unit where no = 1`,
    [now, hashToken(benchToken)],
  )
  await owner.query('commit')
  await owner.query('vacuum analyze')
}

/** Starts the campaign and works out everybody's tasks with the program itself. @returns seconds that it took */
export async function seedTasks(ownerUrl: string, key: Buffer, dataDir: string): Promise<number> {
  const services = {
    config: loadConfig({ DATA_DIR: dataDir, PORT: '0' }),
    clock: systemClock,
    chance: systemChance,
    database: connect(ownerUrl, key),
    key,
    hooks: new Hooks(),
    live: new Live(),
    log: { ...silentLog, error: (f: object, m: string) => void process.stderr.write(`${m} ${JSON.stringify(f)}\n`) },
  }
  const app = await buildApp(services)
  const context = systemContext(services)
  const root = [...app.core.organisation.tree.roots][0]!
  const { id } = await draftCampaign(app.core, context, { unitId: root.id, playbook: 'respiratory' })
  await startCampaign(app.core, context, id)
  const started = performance.now()
  await app.sweep()
  const seconds = (performance.now() - started) / 1000
  await app.close()
  await services.database.close()
  return seconds
}
