import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { openEmbedded } from '#platform/database/embedded.ts'
import { migrate } from '#platform/database/migrate.ts'
import { connect } from '#platform/database/connect.ts'
import { systemChance, systemClock, uuid7 } from '#platform/clock.ts'
import { batchStatement } from '#core/intake/statement.ts'
import { morningZone, seedPeople, seedTasks } from './world.ts'
const dataDir = await mkdtemp(join(tmpdir(), 'muster-bench-'))
const embedded = await openEmbedded(dataDir, {})
const key = Buffer.alloc(32, 'muster bench key')
await migrate(embedded.ownerUrl, key)
const owner = new pg.Pool({ connectionString: embedded.ownerUrl, max: 2 })
const now = new Date()
await owner.query('select make_partitions($1)', [now])
await seedPeople(owner, 20000, morningZone(now.getTime()), now)
console.log('tasks', await seedTasks(embedded.ownerUrl, key, dataDir))
await owner.query('vacuum analyze')
const db = connect(embedded.ownerUrl, key)
const people = (await owner.query('select id, unit_id, detachment_id from person order by staff_no')).rows
const size = 32
const client = await db.intakePool.connect()
if (process.argv[2]) await client.query(process.argv[2])
console.log((await client.query('show plan_cache_mode')).rows[0])
let made = 0, exec = 0
const mk = (p: any) => ({ id: uuid7(systemClock, systemChance), detachment_id: p.detachment_id, subject_kind: 'person', subject_id: p.id, unit_id: p.unit_id, form: 'temperature', form_version: 1, observed_at: Date.now(), received_at: Date.now(), sent_at: null, first_tried_at: null, clamped: false, sender_kind: 'token', sender_id: null, channel: 'api', task_id: null, corrects: null, flags: [], answers: { celsius: 36.5, site: 'axillary' }, fast: true, judge: '', stateful: true }) as any
for (let b = 0; b < 300; b++) {
  const t0 = performance.now()
  const st = batchStatement(people.slice(b * size, b * size + size).map(mk), Date.now(), systemChance)
  const t1 = performance.now()
  await client.query(st)
  const t2 = performance.now()
  if (b >= 20) { made += t1 - t0; exec += t2 - t1 }
}
console.log('build ms/batch', made / 280, 'exec ms/batch', exec / 280)
const st = batchStatement(people.slice(15000, 15000 + size).map(mk), Date.now(), systemChance)
await client.query('set plan_cache_mode=force_generic_plan')
await client.query('prepare x as ' + st.text)
const ex = await client.query('explain (analyze, buffers, costs off, verbose off) execute x(' + st.values.map((v) => `'${String(v).replace(/'/g, "''")}'`).join(',') + ')')
console.log(ex.rows.map((r: any) => r['QUERY PLAN']).filter((l: string) => !/never executed/.test(l)).join('\n'))
client.release()
await db.close(); await owner.end(); await embedded.leave(undefined); await rm(dataDir, { recursive: true, force: true })
