/**
 * The machine's clock jumps by an hour, forwards and back, as after a wrong time server: nobody is told twice, no report is
 * lost or counted twice, and what was made meanwhile is not made again.
 */
import { expect, test } from 'vitest'
import { runCheck } from '#core/check/check.ts'
import { testApp } from '#test/support/app.ts'
import { startRespiratory } from '#test/support/campaign.ts'
import { smallWorld } from '#test/support/world.ts'

const t = await testApp({ now: '2020-02-07T22:00:00+08:00' })
const day = '2020-02-08'

test('an hour forwards and an hour back in the morning', async () => {
  const world = await smallWorld(t)
  await startRespiratory(t, world)
  const sender = await t.token(world.detachment.id, ['report.write', 'board.read'])
  const report = (staffNo: string) => ({
    id: t.id(),
    form: 'temperature',
    subject: { staff_no: staffNo },
    observed_at: new Date(t.clock.now()).toISOString(),
    answers: { celsius: 36.5, site: 'axillary' },
  })
  const send = async (body: object) => (await sender.post('/api/reports', body)).status
  const rows = async (text: string) => (await t.db.owner.query(text)).rows
  const tasks = () => rows('select id from task order by id')
  /** What anybody was told, with how often. */
  const twice = () =>
    rows(`select recipient_id, measure, day, slot, step, count(*) from notice where via <> 'hand' and alert_id is null
      group by recipient_id, measure, day, slot, step, round having count(*) > 1`)
  const told = async () => (await rows(`select id from notice where via <> 'hand'`)).length
  const temperature = async () => {
    const board = (await sender.get(`/api/board?unit=${world.detachment.id}&day=${day}`)).body
    return board.measures.find((c: { code: string; slot: string }) => c.code === 'temperature' && c.slot === 'morning')
  }

  await t.at(`${day}T07:00:00+08:00`)
  const early = report('SG0013')
  expect(await send(early)).toBe(201)

  // Forwards: 08:05 by the machine, while people's watches say 07:05. What is late by it climbs, what comes is taken.
  await t.at(`${day}T08:05:00+08:00`)
  const ahead = await told()
  expect(ahead).toBeGreaterThan(0)
  const between = report('SG0014')
  expect(await send(between)).toBe(201)
  const made = await tasks()

  // And back: 07:06. The reports of the hour that was none are there; sent again, they are the same ones.
  await t.at(`${day}T07:06:00+08:00`)
  expect([await send(early), await send(between)]).toEqual([200, 200])
  expect(await send(report('SG0015'))).toBe(201)
  expect(await tasks()).toEqual(made)
  expect(await told()).toBe(ahead)

  // The morning goes its way: due, told, told again where nobody came, each step once.
  for (const at of ['07:29', '07:31', '07:45', '08:00', '08:15', '08:30', '09:30']) await t.at(`${day}T${at}:00+08:00`)
  expect(await twice()).toEqual([])
  const cell = await temperature()
  expect(cell).toMatchObject({ done: 2, late: 1 })
  expect(cell.missing).toBe(cell.expected - cell.exempt - 3)
  expect(await rows('select * from to_judge')).toEqual([])

  // Only the pulse of the hour that was none is ahead of what was worked out; what is checked agrees.
  expect((await runCheck(t.app.core)).findings).toEqual([])
  expect((await sender.get('/api/board')).status).toBe(200)
})
