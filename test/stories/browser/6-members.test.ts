/** Point 6: a member from his own page, a squad leader with eight temperatures on one sheet, an orderly with a photo; each corrects. */
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { sampleWorld, story, type Visitor } from '#test/support/story.ts'

const told = await story('6-members', { now: '2020-02-08T03:00:00+08:00' })
const world = await sampleWorld(told)
await told.at('2020-02-08T07:02:00+08:00')
/** 万春生, leader of 二班 at 松岭站, on his phone. */
let wan: Visitor

interface Stored {
  readonly id: string
  readonly answers: Record<string, unknown>
  readonly corrects: string | null
  readonly sender: string
}

const reportsOf = (subject: string) =>
  told.rows<Stored>(
    `select r.id, r.answers, r.corrects, p.name as sender from report r left join person p on p.id = r.sender_id
      where r.subject_id = $1 order by r.received_at, r.corrects is not null, r.id`,
    [subject],
  )

/** A card's link on a phone of one's own. */
async function phoneOf(name: string, language: 'zh' | 'en' = 'zh'): Promise<Visitor> {
  const person = await world.person(name)
  const visitor = await told.visitor({ device: 375, language, name })
  await visitor.go(`/r/${await told.link('person', person.id)}`)
  return visitor
}

/** Two taps: whole degrees, then the tenth. */
async function reading(of: Visitor, group: string, celsius: string): Promise<void> {
  const pad = of.page.getByRole('group', { name: group, exact: true })
  await pad.getByRole('button', { name: `${celsius.slice(0, 2)}.` }).click()
  await pad.getByRole('button', { name: celsius, exact: true }).click()
}

test('顾家豪扫自己的卡，到 /me，两下填好体温，一下发出', async () => {
  const gu = await phoneOf('顾家豪')
  await gu.page.getByRole('heading', { name: '顾家豪，今天体温' }).waitFor()
  expect(new URL(gu.page.url()).pathname).toBe('/me')
  await gu.page.getByText('07:30 截止，还有 28 分钟').waitFor()
  await gu.page.getByRole('button', { name: '36.', exact: true }).click()
  await gu.picture('1-keypad')
  await gu.page.getByRole('button', { name: '36.6', exact: true }).click()
  await gu.page.getByRole('button', { name: '发 送' }).click()
  await gu.page.getByText('✓ 36.6').waitFor()
  await gu.picture('2-me-sent')
  const { id } = await world.person('顾家豪')
  expect(await reportsOf(id)).toMatchObject([{ answers: { celsius: 36.6, site: 'axillary' }, corrects: null }])

  await gu.page.getByRole('button', { name: '改一下' }).click()
  await reading(gu, '体温', '36.8')
  await gu.page.getByRole('button', { name: '发 送' }).click()
  await gu.page.getByText('✓ 36.8').waitFor()
  const both = await reportsOf(id)
  expect(both).toHaveLength(2)
  expect(both[1]).toMatchObject({ answers: { celsius: 36.8 }, corrects: both[0]!.id })
  await gu.picture('3-me-corrected')
})

test('万春生在一张表上填好二班八个人的体温，其中一人 37.5，页面说什么时候复测', async () => {
  wan = await told.officer(
    await world.person('万春生'),
    'squad_leader',
    world.unit('舜耕支队/城西大队/松岭站/二班'),
    375,
  )
  await wan.go('/squad')
  await wan.page.getByRole('heading', { name: /二班晨检体温/ }).waitFor()
  await wan.page.getByRole('heading', { name: /已报 0\/8/ }).waitFor()
  await wan.picture('4-squad-empty')
  const squad = ['万春生', '杨旭', '龚春生', '吕大勇', '常维东', '罗鸿飞', '赵长青', '高磊']
  const celsius = ['36.4', '36.5', '36.6', '36.3', '36.7', '36.4']
  for (const [i, name] of squad.slice(0, 6).entries()) await reading(wan, `${name} 体温`, celsius[i]!)
  await wan.page.getByText('还差 2 人：赵长青、高磊').waitFor()
  await wan.picture('5-squad-six-of-eight')
  await reading(wan, '赵长青 体温', '36.5')
  await reading(wan, '高磊 体温', '37.5')
  await wan.page.getByRole('button', { name: '发送 8 人' }).click()
  await wan.page.getByText('请他坐着歇一会儿').waitFor()
  await wan.page.getByRole('heading', { name: /已报 8\/8/ }).waitFor()
  await wan.picture('6-squad-in')
  const stored = await told.rows('select 1 from report r join person p on p.id = r.subject_id where p.unit_id = $1', [
    world.unit('舜耕支队/城西大队/松岭站/二班'),
  ])
  expect(stored).toHaveLength(8)

  await told.at('2020-02-08T07:13:00+08:00')
  await wan.page.reload()
  await wan.page.getByRole('button', { name: '填第二次' }).click()
  await reading(wan, '高磊 体温', '36.9')
  await wan.page.getByRole('button', { name: '发送 1 人' }).click()
  await wan.page.getByText('✓ 36.9').waitFor()
  await wan.picture('7-squad-second')
})

test('他把常维东的读数改过来：改的是那一份，不是多报一份', async () => {
  const row = wan.page.getByText('常维东').locator('..')
  await row.getByRole('button', { name: '改一下' }).click()
  await reading(wan, '常维东 体温', '36.2')
  await wan.page.getByRole('button', { name: '发送 1 人' }).click()
  await wan.page.getByText('✓ 36.2').waitFor()
  const all = await reportsOf((await world.person('常维东')).id)
  expect(all.map((r) => r.answers.celsius)).toEqual([36.7, 36.2])
  expect(all[1]!.corrects).toBe(all[0]!.id)
})

test('消毒员沈亮拍一张照片，报车库已消毒；浓度填错了再改', async () => {
  const shen = await phoneOf('沈亮')
  await shen.page.getByRole('heading', { name: '环境消毒' }).waitFor()
  const garage = shen.page.getByText('车库', { exact: true }).locator('..')
  await garage.getByRole('button', { name: '填报' }).click()
  const photo = await sharp({ create: { width: 1600, height: 1200, channels: 3, background: '#7a8a99' } })
    .jpeg()
    .toBuffer()
  await fillPlace(shen, '1000')
  await shen.page.getByLabel('拍照').setInputFiles({ name: '车库.jpg', mimeType: 'image/jpeg', buffer: photo })
  await shen.page.getByText('重拍').waitFor()
  await shen.picture('8-place')
  await shen.page.getByRole('button', { name: '发送 车库' }).click()
  await shen.page.getByText('✓ 上午消毒 已做').waitFor()
  await shen.picture('9-place-done')
  const [place] = await told.rows<{ id: string }>(`select id from place where name = '车库' and unit_id = $1`, [
    world.unit('舜耕支队/城西大队/松岭站'),
  ])
  const first = await reportsOf(place!.id)
  expect(first).toHaveLength(1)
  expect(JSON.stringify(first[0]!.answers)).toMatch(/[0-9a-f-]{36}/)
  const kept = await told.rows<{ bytes: string }>('select * from file')
  expect(kept).toHaveLength(1)

  await garage.getByRole('button', { name: '改一下' }).click()
  await fillPlace(shen, '500')
  await shen.page.getByLabel('拍照').setInputFiles({ name: '车库.jpg', mimeType: 'image/jpeg', buffer: photo })
  await shen.page.getByRole('button', { name: '发送 车库' }).click()
  await expect.poll(async () => (await reportsOf(place!.id)).length, { timeout: 10_000 }).toBe(2)
  const both = await reportsOf(place!.id)
  expect(both[1]!.corrects).toBe(both[0]!.id)
})

/** Chlorine, five litres, half an hour. */
async function fillPlace({ page }: Visitor, mgPerLitre: string): Promise<void> {
  await page.getByRole('button', { name: '含氯消毒液' }).click()
  await page.getByLabel('用量（L）').fill('5')
  await page.getByLabel('作用时间（min）').fill('30')
  await page.getByLabel('有效浓度（mg/L）').fill(mgPerLitre)
}

test('a member with a fever, in English: the page says when to measure again', async () => {
  const gong = await phoneOf('谭天佑', 'en')
  await gong.page.getByRole('heading', { name: /your temperature/ }).waitFor()
  await gong.page.getByRole('button', { name: '37.', exact: true }).click()
  await gong.page.getByRole('button', { name: '37.8', exact: true }).click()
  await gong.page.getByRole('button', { name: 'Send' }).click()
  await gong.page.getByText('Please sit and rest').waitFor()
  await gong.picture('10-me-fever')
})
