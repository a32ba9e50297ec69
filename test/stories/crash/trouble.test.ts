/** What goes wrong under a thousand senders: a report that the database refuses, a deadlock, lost connections, clients that leave. */
import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { Client, testApp } from '#test/support/app.ts'
import { recountText } from '../model/recount.ts'
import { makeWorld } from './prepare.ts'

const people = 500
const token = `mst_${randomBytes(24).toString('base64url')}`
const t = await testApp({ now: '2020-02-08T09:00:00+08:00' })
const sender = new Client(t.app, { authorization: `Bearer ${token}` })

beforeAll(async () => {
  await t.work((w) => makeWorld(w, people, token))
  await t.app.core.organisation.refresh()
  await t.app.core.orders.refresh()
  await t.sweep()
})

afterEach(async () => {
  await t.sweep()
  expect((await t.db.owner.query(recountText)).rows).toEqual([])
  expect((await t.db.owner.query('select * from to_judge')).rows).toEqual([])
})

const report = (n: number, more: Record<string, unknown> = {}) => ({
  id: t.id(),
  form: 'temperature',
  subject: { staff_no: `CR${n % people}` },
  observed_at: new Date(t.clock.now()).toISOString(),
  answers: { celsius: 36.5, site: 'axillary' },
  ...more,
})

const send = (r: unknown) => sender.post('/api/reports', r)
const countOf = async (ids: readonly string[]): Promise<number> =>
  (await t.db.owner.query('select count(*)::int as n from report where id = any($1::uuid[])', [ids])).rows[0].n

test('of a thousand single reports at once, a tenth sent twice, only the one that the database refuses gets an error', async () => {
  await t.db.owner.query(
    `alter table report add constraint poison check (answers ->> 'note' is distinct from 'poison')`,
  )
  const good = Array.from({ length: 899 }, (_, n) => report(n))
  const again = good.slice(0, 100)
  const poison = report(499, { answers: { celsius: 36.5, site: 'axillary', note: 'poison' } })
  const all = [...good.slice(0, 500), poison, ...again, ...good.slice(500)]
  const answers = await Promise.all(all.map(send))
  await t.db.owner.query('alter table report drop constraint poison')

  const refused = answers.filter((a) => a.status > 201)
  expect(refused.map((a) => [a.status, a.body.code])).toEqual([[422, 'report-not-right']])
  expect(answers[500]!.status).toBe(422)
  const of = (status: number) => answers.filter((a) => a.status === status).length
  expect([of(201), of(200)]).toEqual([899, 100])
  expect(await countOf(good.map((r) => r.id))).toBe(899)
  expect(await countOf([poison.id])).toBe(0)
  const met = await t.db.owner.query(`select count(*)::int as n from task where state = 1 and day = '2020-02-08'`)
  expect(met.rows[0].n).toBe(people)
})

test('a batch that a deadlock throws out is tried again; both sides get through', async () => {
  t.clock.forward({ hours: 24 })
  await t.sweep()
  const { rows } = await t.db.owner.query(
    `select y.unit_id, min(p.staff_no) as staff_no from tally y join person p on p.unit_id = y.unit_id
     where y.day = '2020-02-09' group by 1 order by 1`,
  )
  const [first, last] = [rows.at(0)!, rows.at(-1)!]
  const other = await t.db.owner.connect()
  try {
    // Whoever waits longer than this looks for a deadlock and is thrown out: it has to be the intake.
    await other.query(`set deadlock_timeout = '1min'`)
    await other.query('begin')
    const lock = (unit: string) =>
      other.query(`select from tally where unit_id = $1 and day = '2020-02-09' for update`, [unit])
    await lock(last.unit_id)
    const answers = Promise.all([first, last].map((u) => send(report(Number(u.staff_no.slice(2))))))
    await waiting('muster_intake')
    await lock(first.unit_id)
    await other.query('commit')
    expect((await answers).map((a) => [a.status, a.body.met?.length])).toEqual([
      [201, 1],
      [201, 1],
    ])
  } finally {
    other.release(true)
  }
})

/** Until a session of the role waits for a lock. */
async function waiting(role: string): Promise<void> {
  for (;;) {
    const { rows } = await t.db.owner.query(
      `select from pg_stat_activity where datname = current_database() and usename = $1 and wait_event_type = 'Lock'`,
      [role],
    )
    if (rows.length > 0) return
    await wait(5)
  }
}

test('connections lost in the middle lose no acknowledgement: what was answered is stored once, the rest is taken when sent again', async () => {
  const reports = Array.from({ length: 1000 }, (_, n) => report(n))
  let left = reports
  const acknowledged: string[] = []
  let ended = 0
  let sending = true
  const ending = (async () => {
    while (sending && ended < 12) {
      const { rows } = await t.db.owner.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = 'muster_intake' and state = 'active'`,
      )
      ended += rows.length
    }
  })()
  while (left.length > 0) {
    const answers = await Promise.all(left.map(send))
    const unknown = answers.filter((a) => a.status !== 200 && a.status !== 201 && a.status !== 503)
    expect(unknown.map((a) => a.body)).toEqual([])
    acknowledged.push(...left.filter((_, i) => answers[i]!.status < 300).map((r) => r.id))
    left = left.filter((_, i) => answers[i]!.status === 503)
  }
  sending = false
  await ending
  expect(ended).toBeGreaterThan(0)
  expect(new Set(acknowledged).size).toBe(1000)
  expect(await countOf(acknowledged)).toBe(1000)
})

test('sixty-four clients that leave in the middle of a request hold nothing up', async () => {
  await t.app.http.listen({ port: 0, host: '127.0.0.1' })
  const { port } = t.app.http.server.address() as { port: number }
  const whole = Array.from({ length: 32 }, (_, n) => report(n))
  const halves = Array.from({ length: 32 }, (_, n) => report(n))
  await Promise.all([...whole.map((r) => leave(port, r, 1)), ...halves.map((r) => leave(port, r, 0.5))])

  const answers = await Promise.all(Array.from({ length: 64 }, (_, n) => send(report(n))))
  expect(answers.every((a) => a.status === 201)).toBe(true)
  expect(await countOf(halves.map((r) => r.id))).toBe(0)
  await t.app.core.intake.judgeSoon()
  const { rows } = await t.db.owner.query(
    `select usename, state, query from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`,
  )
  expect(rows).toEqual([])
  // A client that left before its answer sends again and learns that it was stored, or stores it now.
  const again = await Promise.all(whole.map(send))
  expect(again.every((a) => a.status === 200 || a.status === 201)).toBe(true)
  expect(await countOf(whole.map((r) => r.id))).toBe(32)
})

/** Sends a share of a request and breaks the connection off. */
function leave(port: number, body: unknown, share: number): Promise<void> {
  const text = JSON.stringify(body)
  const head = `POST /api/reports HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n`
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(head + text.slice(0, Math.ceil(text.length * share)), () => socket.destroy())
    })
    socket.on('close', () => resolve())
    socket.on('error', reject)
  })
}
