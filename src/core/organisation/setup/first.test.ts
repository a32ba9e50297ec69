/** A roster that was loaded at the server before anybody could sign in: who may become the administrator, and how. */
import { expect, test } from 'vitest'
import { createAdministrator } from '#platform/access/accounts.ts'
import { systemContext } from '#platform/work.ts'
import { type TestApp, testApp } from '#test/support/app.ts'
import { importRosterFile } from '../roster/apply.ts'
import { csv, people } from '../roster/story.for-test.ts'
import { loadSample } from '../sample.ts'

const someone = { name: '卫国强', login: 'weiguoqiang', password: '一路平安 2020', language: 'zh' }
const stateOf = async (t: TestApp) => (await t.nobody.get('/api/setup')).body.state
const load = (t: TestApp) =>
  importRosterFile(
    t.app.core,
    systemContext(t.services),
    { name: '花名册.csv', bytes: Buffer.from(csv(people)) },
    { apply: true, goodOnly: false, retire: false },
  )

test('with the sample alone the first visit still makes the administrator', async () => {
  const t = await testApp({ now: '2026-11-25T08:00:00+08:00' })
  await loadSample(t.app.core)
  expect(await stateOf(t)).toBe('administrator')
  const made = await t.nobody.post('/api/setup/administrator', someone)
  expect([made.status, made.body.state]).toEqual([201, 'done'])
  expect((await t.nobody.post('/api/setup/administrator', { ...someone, login: 'another' })).body.code).toBe(
    'setup-done',
  )
  expect(await stateOf(t)).toBe('done')
  await t.close()
})

test('with real people in it nobody takes it over from the network; the page says what to run on the server', async () => {
  const t = await testApp({ now: '2026-11-25T08:00:00+08:00' })
  expect((await load(t)).applied).toBe(true)
  expect(await stateOf(t)).toBe('terminal')
  expect((await t.nobody.get('/api/session')).body.setup).toBe('terminal')
  const refused = await t.nobody.post('/api/setup/administrator', someone)
  expect([refused.status, refused.body.code]).toEqual([409, 'setup-terminal'])
  expect(refused.body.title).toContain('npm run --silent muster -- admin create')
  await t.work((w) => createAdministrator(w, { name: '卫国强', login: 'weiguoqiang', language: 'zh' }))
  expect(await stateOf(t)).toBe('done')
  await t.close()
})

test('real people beside the sample are real people', async () => {
  const t = await testApp({ now: '2026-11-25T08:00:00+08:00' })
  await loadSample(t.app.core)
  t.clock.forward({ minutes: 1 })
  const other = csv(people.map((line) => line.replaceAll('SG', 'HN').replace('舜耕支队', '淮南支队')))
  await importRosterFile(
    t.app.core,
    systemContext(t.services),
    { name: '淮南.csv', bytes: Buffer.from(other) },
    { apply: true, goodOnly: false, retire: false },
  )
  expect(await stateOf(t)).toBe('terminal')
  await t.close()
})
