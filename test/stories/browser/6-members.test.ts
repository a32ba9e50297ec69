/**
 * Point 6: a member from his own page, a squad leader with eight temperatures on one sheet, an orderly with a photo; each
 * corrects what he sent, and each loses the network once.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { beforeAll, expect, test } from 'vitest'
import { temporaryFolder } from '#test/support/folder.ts'
import { beyondNames, knownNames } from '#test/support/names-only.ts'
import { tell, type Visitor } from '#test/support/story.ts'

const squad = ['万春生', '杨旭', '龚春生', '吕大勇', '常维东', '罗鸿飞', '赵长青', '高磊']
const morning = ['36.4', '36.5', '36.6', '36.3', '36.7', '36.4', '36.5', '37.5']

interface Stored {
  readonly id: string
  readonly answers: Record<string, unknown>
  readonly corrects: string | null
  readonly sender: string
}

tell('6-members', { now: '2020-02-08T03:00:00+08:00' }, (told) => {
  const { say } = told
  /** 顾家豪 on his phone, 万春生, leader of 二班 at 松岭站, and 沈亮, its orderly. */
  let gu: Visitor
  let wan: Visitor
  let shen: Visitor
  let names: string[]
  let photo: Buffer

  beforeAll(async () => {
    names = await knownNames(told)
    photo = await garagePhoto()
    await told.at('2020-02-08T07:02:00+08:00')
  })

  const reportsOf = (subject: string) =>
    told.rows<Stored>(
      `select r.id, r.answers, r.corrects, p.name as sender from report r left join person p on p.id = r.sender_id
        where r.subject_id = $1 order by r.received_at, r.corrects is not null, r.id`,
      [subject],
    )
  const reportsAbout = async (name: string) => reportsOf((await told.world.person(name)).id)

  /** A card's link on a phone of one's own. */
  async function phoneOf(name: string): Promise<Visitor> {
    const person = await told.world.person(name)
    const visitor = await told.visitor({ name })
    await visitor.go(`/r/${await told.link('person', person.id)}`)
    return visitor
  }

  /** Two taps: whole degrees, then the tenth. */
  async function reading(of: Visitor, group: string, celsius: string): Promise<void> {
    const pad = of.page.getByRole('group', { name: group, exact: true })
    await pad.getByRole('button', { name: `${celsius.slice(0, 2)}.` }).click()
    await pad.getByRole('button', { name: celsius, exact: true }).click()
  }
  const temperature = say('体温', 'Temperature')
  const press = (of: Visitor, zh: string, en: string) =>
    of.page.getByRole('button', { name: say(zh, en), exact: true }).click()
  const text = (of: Visitor, zh: string, en: string) => of.page.getByText(say(zh, en)).first().waitFor()
  const status = (of: Visitor, zh: string, en: string) =>
    of.page
      .getByRole('status')
      .filter({ hasText: say(zh, en) })
      .waitFor()
  const picture = async (of: Visitor, name: string) => {
    await of.picture(name)
    if (of.language === 'en') expect(await beyondNames(of.page, names)).toEqual([])
  }

  test('顾家豪扫自己的卡，到 /me，两下填好体温，一下发出', async () => {
    gu = await phoneOf('顾家豪')
    await gu.page.getByRole('heading', { name: say('顾家豪，今天体温', '顾家豪, your temperature') }).waitFor()
    expect(new URL(gu.page.url()).pathname).toBe('/me')
    await text(gu, '07:30 截止，还有 28 分钟', 'due 07:30, 28 min left')
    await gu.page.getByRole('button', { name: '36.', exact: true }).click()
    await picture(gu, '1-keypad')
    await gu.page.getByRole('button', { name: '36.6', exact: true }).click()
    await press(gu, '发 送', 'Send')
    await text(gu, '✓ 36.6', '✓ 36.6')
    await picture(gu, '1-me-sent')
    expect(await reportsAbout('顾家豪')).toMatchObject([
      { answers: { celsius: 36.6, site: 'axillary' }, corrects: null, sender: '顾家豪' },
    ])
  })

  test('他发现看错了，改成 36.8；正好没有网络，改的那一份等着，连上网自己发出去，只有一份', async () => {
    await press(gu, '改一下', 'Change')
    await gu.context.setOffline(true)
    await reading(gu, temperature, '36.8')
    await press(gu, '发 送', 'Send')
    await status(gu, '1 份还没发出去，现在没有网络', '1 not sent yet: no network just now')
    await picture(gu, '2-me-waits')
    expect(await reportsAbout('顾家豪')).toHaveLength(1)
    await gu.context.setOffline(false)
    await text(gu, '✓ 36.8', '✓ 36.8')
    expect(await gu.page.getByRole('status').count()).toBe(0)
    const both = await reportsAbout('顾家豪')
    expect(both).toHaveLength(2)
    expect(both[1]).toMatchObject({ answers: { celsius: 36.8 }, corrects: both[0]!.id })
    await picture(gu, '2-me-corrected')
  })

  test('谭天佑量出 37.8：页面说坐着歇一会儿、几点再量、站里主官已经知道', async () => {
    const tan = await phoneOf('谭天佑')
    await reading(tan, temperature, '37.8')
    await press(tan, '发 送', 'Send')
    await text(tan, '37.8 ℃，偏高，站里主官已经知道。请坐着歇一会儿', '37.8 ℃ is high, and your chief has been told')
    await text(tan, '第二次', 'Second reading')
    await picture(tan, '3-me-fever')
  })

  test('万春生打开二班的表：八个人，谁也没有预先填好的读数', async () => {
    wan = await told.officer(
      await told.world.person('万春生'),
      'squad_leader',
      told.world.unit('舜耕支队/城西大队/松岭站/二班'),
    )
    await wan.go('/squad')
    await wan.page.getByRole('heading', { name: say(/二班晨检体温/, /二班: .*morning check/i) }).waitFor()
    await wan.page.getByRole('heading', { name: say(/已报 0\/8/, /in 0\/8/) }).waitFor()
    for (const name of squad)
      await wan.page.getByRole('group', { name: `${name} ${temperature}`, exact: true }).waitFor()
    expect(await wan.page.getByRole('button', { name: /^\d\d\.\d/ }).count()).toBe(0)
    await picture(wan, '4-squad-empty')
  })

  test('他在一张表上填八个人的体温，填到第六个断了网，接着填完，八份在手机里等着', async () => {
    for (const [i, name] of squad.slice(0, 6).entries()) await reading(wan, `${name} ${temperature}`, morning[i]!)
    await text(wan, '还差 2 人：赵长青、高磊', '2 to go: 赵长青, 高磊')
    await picture(wan, '5-squad-six-of-eight')
    await wan.context.setOffline(true)
    for (const i of [6, 7]) await reading(wan, `${squad[i]} ${temperature}`, morning[i]!)
    await press(wan, '发送 8 人', 'Send 8')
    await status(wan, '8 份还没发出去，现在没有网络', '8 not sent yet: no network just now')
    await picture(wan, '5-squad-waits')
    for (const name of squad) expect(await reportsAbout(name)).toEqual([])
  })

  test('网一通八份一起到，一人一份；高磊 37.5，页面说什么时候量第二次', async () => {
    await wan.context.setOffline(false)
    await wan.page.getByRole('heading', { name: say(/已报 8\/8/, /in 8\/8/) }).waitFor()
    await text(wan, '请他坐着歇一会儿', 'Let him sit and rest')
    await picture(wan, '6-squad-in')
    for (const [i, name] of squad.entries())
      expect(await reportsAbout(name)).toMatchObject([{ answers: { celsius: Number(morning[i]) }, sender: '万春生' }])
  })

  test('十分钟后高磊再量 36.9，填进同一张表', async () => {
    await told.at('2020-02-08T07:13:00+08:00')
    await wan.page.reload()
    await press(wan, '填第二次', 'Enter the second reading')
    await reading(wan, `高磊 ${temperature}`, '36.9')
    await press(wan, '发送 1 人', 'Send 1')
    await text(wan, '✓ 36.9', '✓ 36.9')
    expect((await reportsAbout('高磊')).map((r) => [r.answers.celsius, r.corrects])).toEqual([
      [37.5, null],
      [36.9, null],
    ])
    await picture(wan, '7-squad-second')
  })

  test('他把常维东的读数改过来：改的是那一份，不是多报一份', async () => {
    const row = wan.page.getByText('常维东').locator('..')
    await row.getByRole('button', { name: say('改一下', 'Change') }).click()
    await reading(wan, `常维东 ${temperature}`, '36.2')
    await press(wan, '发送 1 人', 'Send 1')
    await text(wan, '✓ 36.2', '✓ 36.2')
    const all = await reportsAbout('常维东')
    expect(all.map((r) => r.answers.celsius)).toEqual([36.7, 36.2])
    expect(all[1]!.corrects).toBe(all[0]!.id)
    await picture(wan, '8-squad-corrected')
  })

  /** Chlorine, five litres, half an hour. */
  async function fillPlace({ page }: Visitor, mgPerLitre: string): Promise<void> {
    await page.getByRole('button', { name: say('含氯消毒液', 'chlorine') }).click()
    await page.getByLabel(say('用量', 'Quantity')).fill('5')
    await page.getByLabel(say('作用时间', 'Time left on')).fill('30')
    await page.getByLabel(say('有效浓度', 'Strength')).fill(mgPerLitre)
  }
  const garageRow = () => shen.page.getByText('车库', { exact: true }).locator('..')
  /** Chooses a file, as the camera or the picker of a phone gives it. */
  const attach = (name: string, content: Buffer) => {
    const path = join(temporaryFolder(), name)
    writeFileSync(path, content)
    return shen.page
      .getByLabel(say('拍照', 'Take a photo'))
      .or(shen.page.getByLabel(say('重拍', 'Take it again')))
      .setInputFiles(path)
  }
  const sendGarage = () => shen.page.getByRole('button', { name: say('发送 车库', 'Send 车库') }).click()
  const garage = async () => {
    const [place] = await told.rows<{ id: string }>(`select id from place where name = '车库' and unit_id = $1`, [
      told.world.unit('舜耕支队/城西大队/松岭站'),
    ])
    return reportsOf(place!.id)
  }

  test('消毒员沈亮报车库，先选错了文件：不是照片的、三十兆的，页面各用一句话说清楚，什么也没报出去', async () => {
    shen = await phoneOf('沈亮')
    await shen.page.getByRole('heading', { name: say('环境消毒', 'Disinfection') }).waitFor()
    await garageRow()
      .getByRole('button', { name: say('填报', 'Report') })
      .click()
    await fillPlace(shen, '500')
    await sendGarage()
    await text(shen, '还要填：拍照', 'Still needed: Take a photo')
    await attach('交接班记录.pdf', Buffer.from('%PDF-1.7\n这是一份文档，不是照片。'))
    await sendGarage()
    await text(shen, '这个文件不是能打开的照片', 'This file is not a photo that can be opened')
    await picture(shen, '9-no-photo')
    await attach('车库录像.jpg', Buffer.alloc(30 * 1024 * 1024, 'video'))
    await sendGarage()
    await text(shen, '这张照片太大，最大 10 MB', 'This photo is too large; the limit is 10 MB')
    await picture(shen, '9-too-large')
    expect(await garage()).toEqual([])
  })

  test('他拍一张照片再发，正好断网：页面说照片传不上去、填的还在；连上网再点一次，报上一份', async () => {
    await attach('车库.jpg', photo)
    await text(shen, '重拍', 'Take it again')
    await picture(shen, '8-place')
    await shen.context.setOffline(true)
    await sendGarage()
    await text(shen, '没有网络，照片传不上去', 'No network, so the photo could not be sent')
    await picture(shen, '10-place-offline')
    expect(await garage()).toEqual([])
    await shen.context.setOffline(false)
    await sendGarage()
    await text(shen, '✓ 上午消毒 已做', '✓ Morning round done')
    await picture(shen, '10-place-done')
    const [first, ...more] = await garage()
    expect(more).toEqual([])
    expect(first!.answers).toMatchObject({ litres: 5, minutes: 30, mg_per_l: 500 })
    const [kept, ...others] = await told.rows<{ id: string }>('select id from file')
    expect(others).toEqual([])
    expect(JSON.stringify(first!.answers)).toContain(kept!.id)
  })

  test('浓度填错了，他改成 1000 再发：改的是那一份', async () => {
    await garageRow()
      .getByRole('button', { name: say('改一下', 'Change') })
      .click()
    await fillPlace(shen, '1000')
    await attach('车库.jpg', photo)
    await sendGarage()
    await expect.poll(async () => (await garage()).length, { timeout: 25_000 }).toBe(2)
    const both = await garage()
    expect(both[1]).toMatchObject({ corrects: both[0]!.id, answers: { mg_per_l: 1000 } })
    await text(shen, '✓ 上午消毒 已做', '✓ Morning round done')
    await picture(shen, '11-place-corrected')
  })
})

/** A photo as a phone takes it: twelve megapixels, upright by its orientation tag. */
async function garagePhoto(): Promise<Buffer> {
  const scene = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="4032" height="3024"><defs><linearGradient id="w" x2="0" y2="1">
      <stop stop-color="#c9d2d9"/><stop offset="1" stop-color="#7f8b95"/></linearGradient></defs>
      <rect width="4032" height="3024" fill="url(#w)"/><rect y="2200" width="4032" height="824" fill="#59636c"/>
      <rect x="700" y="900" width="2300" height="1300" rx="60" fill="#a32b2b"/><rect x="860" y="1040" width="620" height="460" fill="#20303f"/>
      <circle cx="1200" cy="2240" r="230" fill="#1c2226"/><circle cx="2500" cy="2240" r="230" fill="#1c2226"/></svg>`,
  )
  return sharp(scene).jpeg({ quality: 90 }).withMetadata({ orientation: 6 }).toBuffer()
}
