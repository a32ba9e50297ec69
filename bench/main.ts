/** `npm run bench`: the intake beside the bare parts, in one run of alternations; prints medians and ratios. */
import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { systemChance, systemClock, uuid7 } from '#platform/clock.ts'
import { openEmbedded } from '#platform/database/embedded.ts'
import { migrate } from '#platform/database/migrate.ts'
import { localDate } from '#platform/local-time.ts'
import { type BoardTimes, loadTasks, time } from './boards.ts'
import type { Plan, Result } from './load.ts'
import { benchToken, firstNumber, morningZone, seedPeople, seedTasks } from './world.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    people: { type: 'string', default: '100000' },
    requests: { type: 'string', default: '40000' },
    connections: { type: 'string', default: '64,256' },
    sizes: { type: 'string', default: '1000,10000,100000,1000000' },
  },
})
const rounds = Number(values.rounds)
const people = Number(values.people)
const wants = (part: string) => positionals.length === 0 || positionals.includes(part)
const print = (text: string) => void process.stdout.write(`${text}\n`)

const dataDir = await mkdtemp(join(tmpdir(), 'muster-bench-'))
// PostgreSQL runs as another user than root, and has to enter.
await chmod(dataDir, 0o755)
const embedded = await openEmbedded(dataDir, {})
const key = Buffer.alloc(32, 'muster bench key')
await migrate(embedded.ownerUrl, key)
const owner = new pg.Pool({ connectionString: embedded.ownerUrl, max: 2 })
const now = new Date()
await owner.query('select make_partitions($1)', [now])
const settings = await owner.query(
  `select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes') order by 1`,
)
print(settings.rows.map((r) => `${r.name}=${r.setting}`).join(' '))

if (wants('intake') || wants('arrays')) {
  await seedPeople(owner, people, morningZone(now.getTime()), now)
  print(`tasks of ${people} people: ${(await seedTasks(embedded.ownerUrl, key, dataDir)).toFixed(1)} s`)
  await owner.query('create table bare_report (like report including defaults, primary key (id, detachment_id))')
  await owner.query('vacuum analyze')
}

interface Server {
  readonly port: number
  readonly process: ChildProcess
  stop(): Promise<void>
}

async function serve(file: string, env: Record<string, string>): Promise<Server> {
  const child = spawn(process.execPath, [join(import.meta.dirname, file)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((done, fail) => {
    child.stdout!.once('data', (line) => done(String(line).trim()))
    child.once('exit', (code) => fail(new Error(`${file} ended with ${code}`)))
  })
  return {
    port: Number(new URL(url).port),
    process: child,
    stop: () =>
      new Promise((done) => {
        child.removeAllListeners('exit')
        child.once('exit', () => done())
        child.kill('SIGKILL')
      }),
  }
}

async function load(plan: Omit<Plan, 'authorization' | 'observedAt'>): Promise<Result> {
  const full: Plan = { ...plan, authorization: `Bearer ${benchToken}`, observedAt: new Date().toISOString() }
  const child = spawn(process.execPath, [join(import.meta.dirname, 'load.ts')], {
    env: { ...process.env, BENCH_PLAN: JSON.stringify(full) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  for await (const chunk of child.stdout!) text += chunk
  return JSON.parse(text) as Result
}

/** CPU seconds of a process from the kernel's own count. */
async function cpuOf(pid: number): Promise<number> {
  const { readFile } = await import('node:fs/promises')
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

async function memoryMb(pid: number): Promise<number> {
  const { readFile } = await import('node:fs/promises')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024)
}

/** Every report goes and every task is pending again, so that each round meets real pending tasks. */
async function reset(): Promise<void> {
  // What the last round left to judge is judged first: it would read what is emptied here.
  while ((await owner.query('select count(*)::int as n from to_judge')).rows[0].n > 0)
    await new Promise((done) => setTimeout(done, 100))
  await owner.query('truncate report, bare_report, audit, audit_unsealed, audit_seal, to_judge, alert cascade')
  await owner.query(`update task set state = 0, flagged = false, met_by = null, met_at = null where state <> 0`)
  await owner.query(`update tally set done = 0, late = 0, received_late = 0, flagged = 0`)
  await owner.query('vacuum analyze task')
  await owner.query('vacuum analyze tally')
  await owner.query('checkpoint')
}

/** At start the program works out everybody's tasks again: measured is what it does afterwards. */
async function settled(): Promise<void> {
  for (let quiet = 0; quiet < 3; ) {
    await new Promise((done) => setTimeout(done, 700))
    const { rows } = await owner.query('select count(*)::int as n from to_reconcile')
    quiet = rows[0].n === 0 ? quiet + 1 : 0
  }
}

const kinds = {
  A: { file: 'bare-insert.ts', env: { BARE_URL: embedded.ownerUrl } },
  B: { file: 'bare-http.ts', env: {} },
  C: {
    file: 'muster.ts',
    env: { BENCH_OWNER_URL: embedded.ownerUrl, BENCH_KEY: key.toString('hex'), DATA_DIR: dataDir },
  },
} as const
type Kind = keyof typeof kinds
type Row = Result & { memory: number; cpu: number }

/** Each server is started once and serves every round; the two that are not asked take nothing. */
const running = new Map<Kind, Server>()
async function serverOf(kind: Kind): Promise<Server> {
  const known = running.get(kind)
  if (known) return known
  const server = await serve(kinds[kind].file, kinds[kind].env)
  running.set(kind, server)
  if (kind === 'C') await settled()
  return server
}

async function round(kind: Kind, connections: number, requests: number, each: number): Promise<Row> {
  const server = await serverOf(kind)
  await reset()
  const warm = { port: server.port, connections, requests: Math.min(2000, requests), each: 1 }
  await load({ ...warm, first: firstNumber + people - 2000 })
  const before = await cpuOf(server.process.pid!)
  const result = await load({ port: server.port, connections, requests, each, first: firstNumber })
  const cpu = (await cpuOf(server.process.pid!)) - before
  return { ...result, memory: await memoryMb(server.process.pid!), cpu: (cpu * 1e6) / (requests * each) }
}

const median = (list: number[]): number => [...list].sort((a, b) => a - b)[list.length >> 1]!

try {
  for (const connections of wants('intake') ? values.connections.split(',').map(Number) : []) {
    const rows: Record<Kind, Row[]> = { A: [], B: [], C: [] }
    for (let i = 0; i < rounds; i++)
      for (const kind of ['A', 'B', 'C'] as const)
        rows[kind].push(await round(kind, connections, Number(values.requests), 1))
    print(`\n${connections} connections, single reports`)
    for (const kind of ['A', 'B', 'C'] as const) {
      const of = (pick: (r: Row) => number) => median(rows[kind].map(pick))
      const statuses = JSON.stringify(rows[kind][0]!.statuses)
      print(
        `${kind}  ${Math.round(of((r) => r.perSecond))}/s  p50 ${of((r) => r.p50)} ms  p99 ${of((r) => r.p99)} ms  ${of((r) => r.memory)} MB  node CPU ${of((r) => r.cpu).toFixed(0)} µs  ${statuses}`,
      )
    }
    const ratio = (x: Kind, y: Kind) => median(rows[x].map((r, i) => r.perSecond / rows[y][i]!.perSecond)).toFixed(2)
    print(
      `C/A ${ratio('C', 'A')}  C/B ${ratio('C', 'B')}  p99 C/A ${(median(rows.C.map((r) => r.p99)) / median(rows.A.map((r) => r.p99))).toFixed(2)}`,
    )
  }
  if (wants('arrays')) {
    // Nobody twice: the last 2,000 people warm up.
    const batches = Math.floor((people - 2000) / 1000)
    const rows: Row[] = []
    const plain: number[] = []
    for (let i = 0; i < rounds; i++) {
      rows.push(await round('C', 2, batches, 1000))
      await reset()
      plain.push(await plainUnnest(batches))
    }
    print(
      `\narrays of 1,000: C ${Math.round(median(rows.map((r) => r.perSecond)))}/s, plain unnest ${Math.round(median(plain))}/s, ratio ${median(rows.map((r, i) => r.perSecond / plain[i]!)).toFixed(2)}`,
    )
  }
  if (wants('boards')) await boards()
} finally {
  for (const server of running.values()) await server.stop()
  await owner.end()
  await embedded.leave(undefined)
  await rm(dataDir, { recursive: true, force: true })
}

/** Each size has a database of its own in the same cluster. */
async function boards(): Promise<void> {
  const table = new Map<string, BoardTimes[]>()
  const sizes = values.sizes.split(',').map(Number)
  for (const size of sizes) {
    const name = `boards_${size}`
    await owner.query(`create database ${name}`)
    const url = embedded.ownerUrl.replace(/[^/]*$/, name)
    await migrate(url, key)
    const pool = new pg.Pool({ connectionString: url, max: 2 })
    await pool.query('select make_partitions($1)', [now])
    const zone = morningZone(now.getTime())
    await seedPeople(pool, size, zone, now)
    const day = localDate(now.getTime(), zone)
    const tasks = await loadTasks(pool, day, zone)
    const of = async (kind: string): Promise<string[]> =>
      (await pool.query(`select id from unit where kind = $1 order by no limit 200`, [kind])).rows.map((r) => r.id)
    const ids = {
      station: await of('station'),
      detachment: await of('detachment'),
      corps: await of('corps'),
      service: await of('service'),
    }
    const server = await serve('muster.ts', {
      BENCH_OWNER_URL: url,
      BENCH_KEY: key.toString('hex'),
      DATA_DIR: dataDir,
      BENCH_SWEEP: 'off',
    })
    const at = `http://127.0.0.1:${server.port}`
    const find = (unit: string, q: string) => `${at}/api/people?unit=${unit}&q=${encodeURIComponent(q)}`
    const pick = (list: string[]) => (i: number) => list[i % list.length]!
    const rows = [
      await time('station board', (i) => `${at}/api/board?unit=${pick(ids.station)(i)}&day=${day}`, 200),
      await time('detachment board', (i) => `${at}/api/board?unit=${pick(ids.detachment)(i)}&day=${day}`, 200),
      await time('corps board', (i) => `${at}/api/board?unit=${pick(ids.corps)(i)}&day=${day}`, 100),
      await time('service board', (i) => `${at}/api/board?unit=${pick(ids.service)(i)}&day=${day}`, 40),
      await time(
        'list of names, station',
        (i) =>
          `${at}/api/board/list?unit=${pick(ids.station)(i)}&day=${day}&measure=temperature&slot=morning&state=expected`,
        200,
      ),
      await time(
        'list of names, detachment',
        (i) =>
          `${at}/api/board/list?unit=${pick(ids.detachment)(i)}&day=${day}&measure=temperature&slot=morning&state=expected`,
        100,
      ),
      await time(
        'list of names, service',
        (i) =>
          `${at}/api/board/list?unit=${pick(ids.service)(i)}&day=${day}&measure=temperature&slot=morning&state=expected`,
        40,
      ),
      await time('people, station', (i) => `${at}/api/people?unit=${pick(ids.station)(i)}`, 100),
      await time('people, service', (i) => `${at}/api/people?unit=${pick(ids.service)(i)}`, 40),
      await time(
        'people by whole name',
        (i) => find(pick(ids.service)(i), ['王伟强', '李军', '周洋华', '高明'][i % 4]!),
        40,
      ),
      await time(
        'people by two letters',
        (i) => find(pick(ids.service)(i), ['伟强', 'wq', '王伟', '平辉'][i % 4]!),
        40,
      ),
      await time(
        'people by staff number',
        (i) => find(pick(ids.service)(i), `SG${firstNumber + ((i * 37) % size)}`),
        100,
      ),
    ]
    await server.stop()
    await pool.end()
    await owner.query(`drop database ${name} with (force)`)
    print(`\n${size} people, ${tasks} tasks`)
    for (const row of rows) {
      print(`${row.what.padEnd(28)} p50 ${row.p50} ms  p95 ${row.p95} ms  ${row.bytes} bytes`)
      table.set(row.what, [...(table.get(row.what) ?? []), row])
    }
  }
  print(`\np95 with ${sizes.at(-1)} people ÷ p95 with ${sizes[0]}`)
  for (const [what, rows] of table) print(`${what.padEnd(28)} ${(rows.at(-1)!.p95 / rows[0]!.p95).toFixed(2)}`)
}

/** (d): the same columns by a plain `unnest` insert of 1,000 rows, one after the other on one connection. */
async function plainUnnest(batches: number): Promise<number> {
  const client = await owner.connect()
  const values = Array.from({ length: batches }, () => [
    Array.from({ length: 1000 }, () => uuid7(systemClock, systemChance)),
    Array.from({ length: 1000 }, () => new Date()),
    Array.from({ length: 1000 }, () => '{"celsius":36.5,"site":"axillary"}'),
  ])
  const started = performance.now()
  for (const batch of values)
    await client.query({
      name: 'plain-unnest',
      text: `insert into bare_report (id, detachment_id, subject_kind, subject_id, unit_id, form, form_version, observed_at, received_at, clamped, sender_kind, channel, answers, flags, salt)
        select id, '00000000-0000-0000-0000-000000000000', 'person', id, id, 'temperature', 1, at, at, false, 'token', 'api', answers, '{}', '\\x00' from unnest($1::uuid[], $2::timestamptz[], $3::jsonb[]) as u(id, at, answers)`,
      values: batch,
    })
  client.release()
  return (batches * 1000 * 1000) / (performance.now() - started)
}
