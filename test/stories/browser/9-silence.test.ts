/** Point 9: silence goes up by the clock, an acknowledgement expires, and two hours of downtime are caught up without a storm. */
import { writeFile } from 'node:fs/promises'
import { afterAll, expect, test } from 'vitest'
import { type App, buildApp } from '#app'
import { Hooks } from '#platform/hooks.ts'
import { Live } from '#platform/live/live.ts'
import { sampleWorld, story } from '#test/support/story.ts'

const day = '2020-02-08'
const told = await story('9-silence', { now: `${day}T03:00:00+08:00` })
const world = await sampleWorld(told)
const station = world.unit('舜耕支队/城西大队/松岭站')
const brigade = world.unit('舜耕支队/城西大队')
const everybody = await world.members(world.detachment.id)
/** 二班's 赵长青 and 高磊 and 四班's 冯堃 say nothing all morning. */
const silent = everybody.filter((p) => ['SG0247', 'SG0248', 'SG0264'].includes(p.staff_no!))
await told.at(`${day}T07:05:00+08:00`)
await world.report(everybody.filter((p) => !silent.includes(p)))
await told.at(`${day}T07:31:00+08:00`)

/** Who was told when about the morning's temperature: 07:45 万春生. */
const notices = async (since = `${day}T00:00:00+08:00`) =>
  (
    await told.rows<{ at: string; name: string }>(
      `select to_char(n.at at time zone 'Asia/Shanghai', 'HH24:MI') as at, p.name
         from notice n join person p on p.id = n.recipient_id
        where n.measure = 'temperature' and n.at >= $1 order by n.at, p.staff_no`,
      [since],
    )
  ).map((n) => `${n.at} ${n.name}`)

const chief = await told.officer(await world.person('刘喆宇'), 'chief', station, 1440)
const head = await told.officer(await world.person('陈传林'), 'chief', brigade, 1440)

test('七点半截止，三个人没报，还没有人被打扰', async () => {
  expect(await notices()).toEqual([])
  await chief.go('/today')
  await chief.page.getByText('3 人未报体温监测 早检').waitFor()
  await chief.picture('1-due')
})

test('七点四十五分，告诉本人和班长，每人一条，列着名字', async () => {
  await told.at(`${day}T07:45:00+08:00`)
  expect(await notices()).toEqual(['07:45 万春生', '07:45 赵长青', '07:45 高磊', '07:45 朱栋', '07:45 冯堃'])
  const leader = await told.officer(
    await world.person('万春生'),
    'squad_leader',
    world.unit('舜耕支队/城西大队/松岭站/二班'),
    375,
  )
  await leader.go('/today')
  await leader.page
    .getByRole('list', { name: '需要知道' })
    .getByText(/还差 2：赵长青、高磊|还差 2：高磊、赵长青/)
    .waitFor()
  await leader.picture('2-squad-leader')
})

test('八点十五分，告诉站长：屏幕上自己出现；他接手，写明几点前不再往上报', async () => {
  await told.at(`${day}T08:15:00+08:00`)
  expect(await notices(`${day}T08:00:00+08:00`)).toEqual(['08:15 刘喆宇'])
  const known = chief.page.getByRole('list', { name: '需要知道' })
  await known.getByText(/体温监测 早检 还差 3/).waitFor()
  await chief.go('/today')
  await known.getByText(/体温监测 早检 还差 3/).waitFor()
  await chief.picture('3-station-chief')
  await known
    .getByRole('listitem')
    .filter({ hasText: '体温监测 早检' })
    .getByRole('button', { name: '知道了，我来办' })
    .click()
  await chief.page.getByText('接手后 4 小时内不再往上报').waitFor()
  await chief.picture('4-acknowledge')
  await chief.page.getByRole('tooltip').getByRole('button', { name: '确定' }).click()
  await known.getByText('已接手，12:15 前不再往上报').waitFor()
  await chief.picture('5-acknowledged')
})

test('九点、九点半：站长接了手，大队和支队都不打扰', async () => {
  await told.at(`${day}T09:00:00+08:00`)
  await told.at(`${day}T09:30:00+08:00`)
  expect(await notices(`${day}T08:16:00+08:00`)).toEqual([])
})

test('十二点十五分接手到期，人还是没报：站长和上一级同时知道', async () => {
  await told.at(`${day}T12:15:00+08:00`)
  expect(await notices(`${day}T09:31:00+08:00`)).toEqual(expect.arrayContaining(['12:15 刘喆宇', '12:15 陈传林']))
  await head.go('/today')
  await head.page
    .getByRole('list', { name: '需要知道' })
    .getByText(/体温监测 早检 还差 3/)
    .waitFor()
  await head.picture('6-brigade')
})

test('大队值班员打印电话名单：谁、电话、找过没有，一页纸', async () => {
  const link = head.page.getByRole('link', { name: '打印电话名单' }).first()
  const address = await link.getAttribute('href')
  const answer = await head.page.request.get(address!)
  expect(answer.status()).toBe(200)
  expect(answer.headers()['content-type']).toContain('application/pdf')
  const pdf = await answer.body()
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  await writeFile(head.file('7-call-list', 'pdf'), pdf)
  expect(pdf.length).toBeGreaterThan(5000)
})

let again: App
afterAll(() => again?.close())

test('晚上程序停了两小时：起来以后补上，不成串地响', async () => {
  await told.at(`${day}T13:05:00+08:00`)
  await world.report(everybody.filter((p) => !silent.includes(p)))
  await told.at(`${day}T17:40:00+08:00`)
  await told.t.app.close()
  told.t.clock.set(`${day}T19:40:00+08:00`)
  again = await buildApp({ ...told.t.services, hooks: new Hooks(), live: new Live() })
  await again.sweep()
  const overdue = await told.rows(
    `select 1 from task where measure = 'temperature' and slot = 'evening' and day = $1 and state = 0 and due_at < $2`,
    [day, `${day}T19:40:00+08:00`],
  )
  expect(overdue).toHaveLength(3)
  // The clocks of the steps stood still while it was down and for 15 minutes after it; then they run as on any evening.
  for (const time of ['19:45', '19:50', '19:55', '20:00', '20:05', '20:10', '20:15']) {
    told.t.clock.set(`${day}T${time}:00+08:00`)
    await again.sweep()
  }
  expect(await notices(`${day}T17:41:00+08:00`)).toEqual([
    '20:10 万春生',
    '20:10 赵长青',
    '20:10 高磊',
    '20:10 朱栋',
    '20:10 冯堃',
  ])
})

test('页面照旧能开，今日里看得见停机后逾期的人', async () => {
  const origin = await again.http.listen({ port: 0, host: '127.0.0.1' })
  const client = await told.t.signIn(await world.person('熊磊'), 'chief', station)
  const xiong = await told.visitor({ client, device: 1440, name: '熊磊', origin })
  await xiong.go('/today')
  await xiong.page.getByText('3 人未报体温监测 晚检').waitFor()
  await xiong.picture('8-after-downtime')
})
