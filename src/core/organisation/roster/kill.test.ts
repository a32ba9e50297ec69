/** kill -9 in the middle of writing a large roster, and of taking it back: nothing or everything is there, and one can go on. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { systemClock } from '#platform/clock.ts'
import { testApp } from '#test/support/app.ts'
import { insertUnit } from '../store/units.ts'
import type { ImportShape, ImportsAnswer, RosterCheck } from './schema.ts'
import { csv } from './story.for-test.ts'

const program = fileURLToPath(new URL('../../../main.ts', import.meta.url))
const t = await testApp({ now: new Date(systemClock.now()).toISOString() })
const top = await t.work((w) => insertUnit(w, { parent: null, kind: 'corps', name: '淮南总队' }))
await t.app.core.organisation.refresh()
const { headers } = await t.token(top.id, ['roster.import'])

const folder = mkdtempSync(join(tmpdir(), 'muster-kill-'))
writeFileSync(join(folder, 'key'), t.db.key.toString('hex'), { mode: 0o600 })
let child: ChildProcess | undefined
let origin = ''

/** The program as a process of its own, on the test's database. */
async function start(): Promise<void> {
  const data = { DATABASE_URL: t.db.ownerUrl, DATA_DIR: folder, KEY_FILE: join(folder, 'key'), PORT: '0' }
  const started = spawn(process.execPath, [program], {
    env: { ...process.env, ...data, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  child = started
  let said = ''
  origin = await new Promise<string>((ready, fail) => {
    started.stderr!.on('data', (chunk) => {
      said += chunk
      const at = /Muster is ready: (http:\/\/\S+)/.exec(said)?.[1]
      if (at) ready(at.replace(/\/$/, ''))
    })
    started.once('exit', () => fail(new Error(`the program ended at its start:\n${said}`)))
  })
}

async function kill(): Promise<void> {
  const gone = once(child!, 'exit')
  child!.kill('SIGKILL')
  await gone
}

afterAll(async () => {
  if (child && child.exitCode === null && child.signalCode === null) await kill()
  rmSync(folder, { recursive: true, force: true })
})

async function call<T>(method: string, path: string, body?: string, type = 'application/json'): Promise<T> {
  const answer = await fetch(`${origin}${path}`, {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-type': type }) },
    ...(body !== undefined && { body }),
  })
  expect(answer.status, path).toBeLessThan(300)
  return (await answer.json()) as T
}

/** What the list of imports says of one. */
async function listed(id: string): Promise<ImportShape> {
  const { imports } = await call<ImportsAnswer>('GET', '/api/roster/imports')
  return imports.find((one) => one.id === id)!
}

/** The import once nothing is under way any more. */
async function settled(id: string): Promise<ImportShape> {
  for (;;) {
    const one = await listed(id)
    if (one.state !== 'running' && one.state !== 'taking_back') return one
    await wait(50)
  }
}

/** Kills the program once the import is so far. */
async function killWhen(id: string, state: string, share: number): Promise<void> {
  for (;;) {
    const { rows } = await t.db.owner.query('select state, progress from roster_import where id = $1', [id])
    expect(rows[0].state, 'it was over before the kill').toBe(state)
    if (rows[0].progress >= share) break
    await wait(5)
  }
  await kill()
}

/** Backends of a killed program end once they notice; until then they may hold what they had. */
const count = async (from: string): Promise<number> =>
  (await t.db.owner.query(`select count(*)::int as n from ${from}`)).rows[0].n

const members = 1500
const signs = [...'安邦诚达恩芳国恒江凯']
/** 安安邦诚: names hold no figures. */
const nameOf = (family: string, i: number): string =>
  family + [...String(i)].map((digit) => signs[Number(digit)]).join('')
const roster = csv(
  Array.from({ length: members }, (_, i) => {
    const [no, squad] = [`KL${10_000 + i}`, `${1 + (i % 9)}班`]
    const station = `舜耕支队,大队${i % 3},第${i % 12}站,${squad}`
    const phone = (n: number) => `13${n}${String(10_000_000 + i)}`
    return [
      `${station},${nameOf('王', i)},${no},,,${phone(1)},男,1995,消防员`,
      `舜耕支队,,,,${nameOf('李', i)},,${no},母亲,${phone(2)},女,1970,`,
      `舜耕支队,,,,${nameOf('何', i)},,${no},妻子,${phone(3)},女,1996,`,
    ].join('\n')
  }),
)

test('killed while writing: nothing is there; killed while taking back: everything is', {
  timeout: 120_000,
}, async () => {
  await start()
  const check = await call<RosterCheck>('POST', '/api/roster/check?name=large.csv', roster, 'text/csv')
  expect(check).toMatchObject({ rows: 3 * members, good: 3 * members })
  const yes = JSON.stringify({ new_units: true })
  const first = (await call<{ import: string }>('POST', `/api/roster/${check.id}/apply`, yes)).import
  await killWhen(first, 'running', 0.5)

  await start()
  expect(await settled(first)).toMatchObject({ state: 'failed', why: { zh: expect.stringContaining('一个字没动') } })
  expect([await count('person'), await count('household'), await count('unit')]).toEqual([0, 0, 1])

  // The checked file is still there: the same yes again.
  const second = (await call<{ import: string }>('POST', `/api/roster/${check.id}/apply`, yes)).import
  expect(await settled(second)).toMatchObject({ state: 'applied', counts: { rows: 3 * members } })
  const everybody = await count('person where retired_at is null')
  expect(everybody).toBe(3 * members)
  const units = await count('unit where closed_at is null')

  await call('POST', `/api/roster/imports/${second}/take-back`)
  await killWhen(second, 'taking_back', 0.05)

  await start()
  const stands = await settled(second)
  expect(stands).toMatchObject({ state: 'applied', why: { zh: expect.stringContaining('请再撤回一次') } })
  expect(stands.counts).toMatchObject({ added: { members } })
  expect(await count('person where retired_at is null')).toBe(everybody)
  expect(await count('unit where closed_at is null')).toBe(units)

  await call('POST', `/api/roster/imports/${second}/take-back`)
  expect(await settled(second)).toMatchObject({ state: 'taken_back', why: null })
  expect([await count('person'), await count('household'), await count('unit')]).toEqual([0, 0, 1])
})
