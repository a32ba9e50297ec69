/** Story: the chief names who answers for the disinfection of 大通站; whoever is named reads it on Today. */
import { beforeAll, expect, test } from 'vitest'
import { type Client, type TestApp, testApp } from '#test/support/app.ts'
import { startRespiratory } from '#test/support/campaign.ts'
import { smallWorld, type World } from '#test/support/world.ts'
import type { TodayShape } from '../today/schema.ts'
import type { NoticeShape } from './schema.ts'

let t: TestApp
let world: World
let chief: Client
let wu: Client

beforeAll(async () => {
  t = await testApp({ now: '2020-02-08T09:00:00+08:00' })
  world = await smallWorld(t)
  await startRespiratory(t, world)
  chief = await t.signIn(world.people.赵建国!, 'chief', world.datong.id)
  wu = await t.signIn(world.people.吴明!, 'orderly', world.datong.id)
})

const name = (person: string) =>
  chief.put('/api/responsible', {
    unit: world.datong.id,
    measure: 'disinfection',
    person: world.people[person]!.id,
  })
const inbox = async (who: Client): Promise<NoticeShape[]> => (await who.get('/api/notices')).body.notices
const shown = async (): Promise<NoticeShape[]> => {
  const page: TodayShape = (await wu.get(`/api/today?unit=${world.datong.id}`)).body
  return page.notices.filter((n) => n.named !== null)
}

test('one notice: for what, where, by whom, and by when', async () => {
  expect((await name('吴明')).status).toBe(200)
  const [notice, ...others] = await inbox(wu)
  expect(others).toEqual([])
  expect(notice).toMatchObject({
    via: 'named',
    unit: { name: '大通站' },
    measure: { code: 'disinfection', title: { zh: '环境消毒', en: 'Disinfection' } },
    named: { by: '赵建国', holds: true },
  })
  expect(notice!.named!.asks.zh).not.toBe('')
  expect(await shown()).toHaveLength(1)
  // Whoever is named answers for it on everybody's page, not the holder of the post.
  const page: TodayShape = (await chief.get(`/api/today?unit=${world.datong.id}`)).body
  expect([...new Set(page.to_do.filter((d) => d.code === 'disinfection').map((d) => d.owner?.name))]).toEqual(['吴明'])
})

test('named again where already named: no second notice', async () => {
  expect((await name('吴明')).status).toBe(200)
  expect(await inbox(wu)).toHaveLength(1)
})

test('read, it leaves Today and stays in the inbox', async () => {
  const [notice] = await inbox(wu)
  expect((await wu.post(`/api/notices/${notice!.id}/seen`)).status).toBe(200)
  expect(await shown()).toEqual([])
  expect(await inbox(wu)).toHaveLength(1)
})

test('taken back and given to another: the first reads no more of it, the second does', async () => {
  await chief.delete(`/api/responsible?unit=${world.datong.id}&measure=disinfection`)
  t.clock.forward({ minutes: 1 })
  await name('吴明')
  expect(await shown()).toHaveLength(1)
  t.clock.forward({ minutes: 1 })
  await name('郑超')
  expect(await shown()).toEqual([])
  const zheng = await t.signIn(world.people.郑超!, 'orderly', world.datong.id)
  expect((await inbox(zheng)).map((n) => n.named?.holds)).toEqual([true])
})

test('naming oneself is no news', async () => {
  await name('赵建国')
  expect((await inbox(chief)).filter((n) => n.named !== null)).toEqual([])
})
