/** A roster's life: the sample goes in, a later file moves and retires, the same file changes nothing, bad rows stay out. */
import { readFile } from 'node:fs/promises'
import { beforeAll, expect, test } from 'vitest'
import { systemContext } from '#platform/work.ts'
import { testApp } from '#test/support/app.ts'
import { loadSample } from '../sample.ts'
import { importRosterFile, type RosterOutcome } from './apply.ts'

const t = await testApp()
const { core } = t.app
const context = systemContext(t.services)
const count = async (from: string) => (await t.db.owner.query(`select count(*)::int as n from ${from}`)).rows[0].n

let sample: string
beforeAll(async () => {
  sample = (await readFile(new URL('../../../../sample/shungeng.csv', import.meta.url), 'utf8')).replace('\uFEFF', '')
})

const importText = (text: string, options: Partial<{ apply: boolean; goodOnly: boolean; retire: boolean }> = {}): Promise<RosterOutcome> =>
  importRosterFile(core, context, { name: '花名册.csv', bytes: Buffer.from(text) }, { apply: true, goodOnly: false, retire: false, ...options })

test('the sample goes in whole: units with places, people, households, posts, accounts', async () => {
  const steps: number[] = []
  const made = await loadSample(core, context, (_, share) => steps.push(share))
  expect(made).toEqual({ people: 2166 })
  expect(steps).toEqual([...steps].sort((a, b) => a - b))
  expect(await count(`person where kind = 'member'`)).toBe(562)
  expect(await count(`person where kind = 'relative'`)).toBe(1604)
  expect(await count(`place`)).toBe(14 * 6)
  expect(await count(`unit where kind = 'station'`)).toBe(14)
  expect(await count(`unit where kind = 'office'`)).toBe(1)
})
