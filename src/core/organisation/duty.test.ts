/** The head's duty officer: the one whom a shift has on duty, and nobody where none is known. */
import { expect, test } from 'vitest'
import type { SessionAnswer } from '#platform/access/schema.ts'
import { testApp } from '#test/support/app.ts'
import { smallWorld } from '#test/support/world.ts'

const t = await testApp({ now: '2020-02-08T08:00:00+08:00' })
const world = await smallWorld(t)
const chief = await t.signIn(world.people.赵建国!, 'chief', world.datong.id)
const duty = async () => (await chief.get<SessionAnswer>('/api/session')).body.duty

test('nobody is guessed', async () => {
  expect(await duty()).toBeNull()
})

test('an officer of the unit who is on shift now is named, with a number for who may see it', async () => {
  const { id } = world.people.赵建国!
  await t.work(async (w) => {
    await w.tx
      .insertInto('appointment')
      .values({ id: w.id(), person_id: id, unit_id: world.datong.id, post: '站长', from_at: w.now, source: 'test' })
      .execute()
    const period = { person_id: id, source: 'test', entered_at: w.now }
    const during = '["2020-02-08 08:00+08","2020-02-09 08:00+08")'
    await w.tx
      .insertInto('presence')
      .values({ id: w.id(), kind: 'on_shift', during, ...period })
      .execute()
  })
  expect(await duty()).toMatchObject({ name: '赵建国' })
  t.clock.forward({ hours: 25 })
  expect(await duty()).toBeNull()
})
