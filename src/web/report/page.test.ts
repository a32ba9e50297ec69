/** Stories of the phone page in a real browser, the network cut in the middle: each answer arrives once, and is nobody else's. */
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchBrowser } from '#test/support/browser.ts'
import { type Fake, fakeServer, idOf } from './test/fake-server.ts'
import { household, member, relative, squad, sunFamily, todayAt } from './test/pages.ts'

let browser: Browser
let fake: Fake
let phone: BrowserContext
let page: Page
let errors: string[]
const morning = new Date(todayAt('07:20'))
const noon = new Date(todayAt('11:20'))

beforeAll(async () => {
  await build({ configFile: fileURLToPath(new URL('./vite.config.ts', import.meta.url)) })
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

beforeEach(async () => {
  fake = await fakeServer()
  phone = await browser.newContext({
    viewport: { width: 375, height: 812 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    hasTouch: true,
  })
  page = await phone.newPage()
  errors = []
  page.on('pageerror', (error) => errors.push(error.message))
  // A second of the page's own waits passes at once; nothing sleeps.
  await page.clock.install({ time: noon })
  fake.now = () => noon
})
afterEach(async () => {
  await phone.close()
  await fake.close()
  expect(errors).toEqual([])
})

const said = (name: string, words: string) =>
  page.getByRole('group', { name }).getByRole('button', { name: words, exact: true }).click()
/** Also where it says why it is off: it is pressed all the same, and answers. */
const send = () => page.locator('.send').click({ force: true })
const well = async () => {
  for (const name of ['林秀英', '孙小宁', '孙德福']) await said(name, '没有不舒服')
}
const received = () => expect.poll(() => page.getByText(/\d 收到/).count())
const stored = () => [...fake.reports.values()]

async function home(relatives = sunFamily(), name = '孙伟强') {
  const content = household(name, relatives, noon)
  fake.pages['/api/household'] = content
  fake.whose = content.household.id
  await page.goto(`${fake.url}/r`)
  await page.getByRole('heading', { level: 1 }).waitFor()
}

describe('林秀英 reports for her family', () => {
  test('three relatives in four taps, and sees what was sent and when it came', async () => {
    await home()
    await well()
    await send()
    await received().toBe(3)
    expect(stored()).toHaveLength(1)
    expect(stored()[0]!.answers).toEqual({ people: sunFamily().map((r) => ({ person: r.id, well: true })) })
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('今天报过了，谢谢')
  })

  test('the whole page of three fits one screen, and nothing is filled in beforehand', async () => {
    await home()
    await well()
    expect(await page.evaluate(() => document.documentElement.scrollHeight <= window.innerHeight)).toBe(true)
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
    await home()
    expect(await page.locator('[aria-pressed=true]').count()).toBe(3)
  })

  test('a child with 37.6: two taps for the reading, and the page says what happens next', async () => {
    fake.flags = () => ['fever']
    await home()
    await said('林秀英', '没有不舒服')
    await said('孙小宁', '不舒服')
    await page.getByRole('button', { name: '咳嗽' }).click()
    await page.getByRole('button', { name: '37.', exact: true }).click()
    await page.getByRole('button', { name: '37.6' }).click()
    await said('孙德福', '没有不舒服')
    await send()
    await page.getByText('请歇 10 分钟').waitFor()
    expect(stored()[0]!.answers).toMatchObject({
      people: [{}, { well: false, celsius: 37.6, symptoms: ['cough'] }, {}],
    })
    await page.getByRole('button', { name: '填第二次' }).click()
    await page.getByRole('button', { name: '36.', exact: true }).click()
    await page.getByRole('button', { name: '36.9' }).click()
    await send()
    await expect.poll(() => stored().length).toBe(2)
    expect(stored()[1]!.corrects).toBeUndefined()
    expect(stored()[1]!.answers).toMatchObject({ people: [{ person: idOf('孙小宁'), celsius: 36.9 }] })
  })

  test('somebody unwell without saying what is asked, and nothing is sent', async () => {
    await home()
    await said('孙小宁', '不舒服')
    await send()
    await page.getByText('孙小宁不舒服：请点一下哪里不舒服').waitFor()
    expect(fake.tries).toEqual([])
  })

  test('two now, the third later: a second report, not a correction', async () => {
    await home()
    await said('林秀英', '没有不舒服')
    await said('孙小宁', '没有不舒服')
    expect(await page.locator('.send').innerText()).toContain('还差 1 人：孙德福')
    await send()
    await received().toBe(2)
    await said('孙德福', '没有不舒服')
    await send()
    await received().toBe(3)
    expect(stored().map((r) => [(r.answers.people as unknown[]).length, r.corrects])).toEqual([
      [2, undefined],
      [1, undefined],
    ])
  })

  test('changes one answer: a correction of the whole report', async () => {
    await home()
    await well()
    await send()
    await received().toBe(3)
    await page.getByRole('button', { name: '改一下' }).nth(1).click()
    await said('孙小宁', '不舒服')
    await page.getByRole('button', { name: '咳嗽' }).click()
    await send()
    await expect.poll(() => stored().length).toBe(2)
    const [first, second] = stored()
    expect(second!.corrects).toBe(first!.id)
    expect(second!.answers.people).toEqual([
      { person: idOf('林秀英'), well: true },
      { person: idOf('孙小宁'), well: false, symptoms: ['cough'] },
      { person: idOf('孙德福'), well: true },
    ])
  })

  test('tells the service what she needs', async () => {
    await home()
    await page.getByRole('button', { name: '需要帮忙' }).click()
    await page.getByLabel('需要帮忙').fill('老人的降压药快吃完了')
    await page.getByRole('heading', { level: 1 }).click()
    await well()
    await send()
    await received().toBe(3)
    expect(stored()[0]!.answers.need).toBe('老人的降压药快吃完了')
  })
})

describe('the network goes', () => {
  test('the answer waits in the phone, says so, and arrives once with the time of its first try', async () => {
    await home()
    await well()
    await phone.setOffline(true)
    await send()
    await page.getByText('1 份还没发出去，现在没有网络').waitFor()
    expect(fake.tries).toEqual([])
    await phone.setOffline(false)
    await received().toBe(3)
    expect(stored()).toHaveLength(1)
    expect(Date.parse(stored()[0]!.first_tried_at!) - noon.getTime()).toBeLessThan(5000)
  })

  test('it tries again by itself at growing intervals, while the server is away', async () => {
    const refusedAt: number[] = []
    const clockNow = () => page.evaluate(() => Date.now())
    await home()
    await well()
    fake.mode = 'busy'
    await send()
    await page.getByText('1 份还没发出去').waitFor()
    // The page's clock is moved in small steps, so that each answer is in before the next wait runs out.
    const until = (done: () => Promise<boolean> | boolean, stepMs: number) =>
      expect
        .poll(
          async () => {
            await page.clock.runFor(stepMs)
            return done()
          },
          { timeout: 15_000, interval: 30 },
        )
        .toBe(true)
    let seen = 0
    page.on('response', (response) => {
      if (response.status() === 503) seen++
    })
    for (let n = 1; n <= 4; n++) {
      await until(() => seen >= n, 500)
      refusedAt.push(await clockNow())
    }
    const waits = refusedAt.slice(1).map((at, n) => at - refusedAt[n]!)
    expect(waits[2]! > waits[0]!, `growing: ${waits.join(', ')} ms`).toBe(true)
    fake.mode = 'up'
    await until(async () => (await page.getByText(/\d 收到/).count()) === 3, 5000)
    expect(stored()).toHaveLength(1)
  })

  test('an answer of the server that got lost: the same id again, stored once', async () => {
    await home()
    await well()
    fake.mode = 'lose'
    await send()
    await page.getByText('1 份还没发出去，连不上队里的系统').waitFor()
    fake.mode = 'up'
    await page.getByRole('button', { name: '现在就发' }).click()
    await received().toBe(3)
    expect(fake.tries.length).toBeGreaterThan(1)
    expect(new Set(fake.tries.map((x) => x.id)).size).toBe(1)
    expect(stored()).toHaveLength(1)
  })

  test('changed while its answer was lost: 409, and the change goes after it as a correction', async () => {
    await home()
    await well()
    fake.mode = 'lose'
    await send()
    await page.getByText('1 份还没发出去').waitFor()
    await page.getByRole('button', { name: '改一下' }).nth(2).click()
    await said('孙德福', '不舒服')
    await page.getByRole('button', { name: '没力气' }).click()
    fake.mode = 'up'
    await send()
    await expect.poll(() => stored().length).toBe(2)
    const [first, second] = stored()
    expect(second!.corrects).toBe(first!.id)
    expect((second!.answers.people as { well: boolean }[]).map((p) => p.well)).toEqual([true, true, false])
    await received().toBe(3)
  })

  test('closing the page and opening it again keeps what waits, and the draft', async () => {
    await home()
    await said('林秀英', '没有不舒服')
    fake.mode = 'down'
    await send()
    await page.getByText('1 份还没发出去').waitFor()
    await said('孙小宁', '没有不舒服')
    fake.mode = 'up'
    await page.reload()
    await received().toBe(1)
    expect(stored()).toHaveLength(1)
    expect(
      await page.getByRole('group', { name: '孙小宁' }).getByRole('button', { pressed: true }).innerText(),
    ).toContain('没有不舒服')
  })

  test('closed and opened again while the server cannot be reached: says what is kept, and sends it by itself', async () => {
    await home()
    await well()
    fake.mode = 'down'
    await send()
    await page.getByText('1 份还没发出去').waitFor()
    await page.reload()
    await page.getByText('手机里还有 1 份没发出去，没有丢').waitFor()
    expect(await page.locator('body').innerText()).not.toMatch(/林秀英|孙小宁|孙伟强/)
    expect(stored()).toEqual([])
    fake.mode = 'up'
    await page.clock.runFor(9000)
    await received().toBe(3)
    expect(stored()).toHaveLength(1)
    expect(Date.parse(stored()[0]!.first_tried_at!) - noon.getTime()).toBeLessThan(5000)
  })

  test('opened again without a network: goes on the moment there is one', async () => {
    await home()
    await well()
    fake.mode = 'down'
    await send()
    await page.getByText('1 份还没发出去').waitFor()
    await page.reload()
    await page.getByText('手机里还有 1 份没发出去').waitFor()
    fake.mode = 'up'
    await page.evaluate(() => window.dispatchEvent(new Event('online')))
    await received().toBe(3)
    expect(stored()).toHaveLength(1)
  })

  test('without any storage the page still works, and says to wait', async () => {
    await page.addInitScript(() => {
      Object.defineProperty(window, 'localStorage', {
        get: () => {
          throw new Error('denied')
        },
      })
    })
    await home()
    await well()
    await page.getByText('这个浏览器不能存东西').waitFor()
    await send()
    await received().toBe(3)
  })
})

describe('two families, one phone', () => {
  test('nothing of the first shows to the second, and what waits is sent for the first alone', async () => {
    await home()
    await well()
    fake.mode = 'down'
    await send()
    await page.getByText('1 份还没发出去').waitFor()
    fake.mode = 'up'
    await home([relative('吴桂芳', '妻子')], '郑超')
    expect(await page.locator('body').innerText()).not.toMatch(/林秀英|孙小宁|孙伟强|还没发出去|已/)
    await said('吴桂芳', '没有不舒服')
    await send()
    await received().toBe(1)
    expect(stored().map((r) => r.subject.household)).toEqual([idOf('home郑超')])
    await home()
    await received().toBe(3)
    expect(stored().map((r) => r.subject.household)).toEqual([idOf('home郑超'), idOf('home孙伟强')])
  })

  test('a phone that is no longer let in keeps the answer and says what to do', async () => {
    await home()
    await well()
    fake.whose = 'somebody else'
    await send()
    await page.getByText('请重新扫自己的卡').waitFor()
    await home()
    await received().toBe(3)
  })
})

describe('a link', () => {
  test('is taken out of the address, and a preview changes nothing', async () => {
    const asked: string[] = []
    page.on('request', (r) => asked.push(`${r.method()} ${new URL(r.url()).pathname} ${r.headers()['referer'] ?? ''}`))
    fake.pages['/api/household'] = household('孙伟强', sunFamily(), noon)
    await page.goto(`${fake.url}/r/SECRETTOKEN`)
    await page.getByRole('group', { name: '林秀英' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/r')
    expect(asked.filter((line) => line.includes('SECRETTOKEN'))).toEqual(['GET /r/SECRETTOKEN '])
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('SECRETTOKEN')
  })

  test('on another phone asks for four digits, and says how many tries are left', async () => {
    fake.pages['/api/household'] = household('孙伟强', sunFamily(), noon)
    fake.exchange = ({ digits }) =>
      digits === undefined
        ? { status: 200, body: { kind: 'household', state: 'digits', go: '/r' } }
        : digits === '0013'
          ? { status: 200, body: { kind: 'household', state: 'in', go: '/r' } }
          : {
              status: 403,
              body: { code: 'link-digits-wrong', status: 403, title: '号码后四位对不上，还可以再试 4 次。' },
            }
    await page.goto(`${fake.url}/r/abc`)
    await page.getByLabel('手机号后四位').fill('9999')
    await page.getByRole('button', { name: '继续' }).click()
    await page.getByText('还可以再试 4 次').waitFor()
    await page.getByLabel('手机号后四位').fill('0013')
    await page.getByRole('button', { name: '继续' }).click()
    await page.getByRole('group', { name: '林秀英' }).waitFor()
  })
})

describe('consent', () => {
  test('comes first, once; the child by a guardian, an undecided relative later', async () => {
    await home(sunFamily().map((r) => ({ ...r, consent: 'needed' as const })))
    await page.getByText('填报前，请先看一看').waitFor()
    await page.getByRole('group', { name: '林秀英' }).getByRole('button', { name: '同意', exact: true }).click()
    await page.getByRole('group', { name: '孙小宁' }).getByRole('button', { name: '同意', exact: true }).click()
    await page.getByRole('button', { name: /选好了/ }).click()
    await page.getByText('等本人看过告知书').waitFor()
    expect(fake.consents).toEqual([
      {
        notice_version: 1,
        people: [
          { person: idOf('林秀英'), given: true, by: 'self' },
          { person: idOf('孙小宁'), given: true, by: 'guardian' },
        ],
      },
    ])
    await said('林秀英', '没有不舒服')
    await said('孙小宁', '没有不舒服')
    await send()
    await received().toBe(2)
  })

  test('a refusal is kept, shown, and asks nothing further of that relative', async () => {
    await home(sunFamily().map((r) => ({ ...r, consent: 'needed' as const })))
    await page.getByRole('group', { name: '孙德福' }).getByRole('button', { name: '不同意' }).click()
    await page.getByRole('button', { name: /选好了/ }).click()
    await page.getByText('选了不填报').waitFor()
    expect(fake.consents).toMatchObject([{ people: [{ given: false }] }])
  })
})

describe('what the family may ask', () => {
  test('about the whole family or one relative; what was asked and answered stands there', async () => {
    fake.asked.push({
      id: idOf('earlier'),
      kind: 'copy',
      at: todayAt('08:00'),
      answered_at: todayAt('09:00'),
      outcome: '已打印交给您。',
    })
    await home()
    await page.getByRole('button', { name: '我的信息' }).click()
    await page.getByText('已打印交给您。').waitFor()
    await page.getByRole('group', { name: '关于谁' }).getByRole('button', { name: '孙小宁' }).click()
    await page.getByRole('button', { name: '要求删除' }).click()
    await page.getByText('记下了，11:20').waitFor()
    await page.getByText('队里还没有答复，30 天内会答复').waitFor()
    expect(fake.asked[0]).toMatchObject({ kind: 'deletion', person: idOf('孙小宁') })
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
  })

  test('a member too, about himself: a correction in his own words', async () => {
    fake.pages['/api/me'] = member(morning)
    await page.goto(`${fake.url}/me`)
    await page.getByRole('button', { name: '我的信息' }).click()
    await page.getByRole('button', { name: '要求更正' }).click()
    await page.getByRole('button', { name: '提交' }).click()
    await page.getByText('请先写明哪里不对').waitFor()
    await page.getByRole('textbox', { name: '哪里不对，应该是什么' }).fill('手机号错了，应为 13855009999')
    await page.getByRole('button', { name: '提交' }).click()
    await page.getByText('队里还没有答复，30 天内会答复').waitFor()
    expect(fake.asked[0]).toMatchObject({ kind: 'correction', note: '手机号错了，应为 13855009999' })
    expect(await page.getByText('全家').count()).toBe(0)
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
  })

  test('without a network says so, and keeps what stands open', async () => {
    await home()
    await page.getByRole('button', { name: '我的信息' }).click()
    fake.mode = 'down'
    await page.getByRole('button', { name: '要求查看' }).click()
    await page.getByText('连不上队里的系统').waitFor()
    await page.getByRole('group', { name: '关于谁' }).waitFor()
  })
})

describe('曹阳, a member', () => {
  beforeEach(async () => {
    await page.clock.setSystemTime(morning)
    fake.now = () => morning
  })

  test('reports 36.5 in three taps; the server’s word on a wrong value stands on the page', async () => {
    fake.pages['/api/me'] = member(morning)
    await page.goto(`${fake.url}/me`)
    await page.getByText('07:30 截止，还有 10 分钟').waitFor()
    await page.getByRole('button', { name: '其他' }).click()
    await page.getByRole('button', { name: '42.', exact: true }).click()
    await page.getByRole('button', { name: '42.9' }).click()
    await send()
    await page.getByText('体温 42.9 不像真的，请再量一次').waitFor()
    await page.getByRole('button', { name: '36.', exact: true }).click()
    await page.getByRole('button', { name: '36.5' }).click()
    await send()
    await expect.poll(() => stored().length).toBe(1)
    expect(stored()[0]!.answers).toEqual({ celsius: 36.5, site: 'axillary' })
  })

  test('sends the photo of a disinfected place before the report that names it', async () => {
    const places = {
      form: (await import('./test/pages.ts')).placeForm,
      list: [
        {
          id: idOf('营门'),
          name: '营门',
          kind: 'gate',
          tasks: [{ ...member(morning).temperature.tasks[0]!, title: { zh: '早消', en: 'AM' } }],
        },
      ],
    }
    const base = member(morning)
    fake.pages['/api/me'] = { ...base, temperature: { ...base.temperature, tasks: [] }, places }
    await page.goto(`${fake.url}/me`)
    await page.getByRole('button', { name: '填报' }).click()
    await page.getByRole('button', { name: '含氯' }).click()
    await page.getByLabel('浓度').fill('１０００')
    await page.getByLabel('用量').fill('5')
    await send()
    await page.getByText('还要填：作用时间、拍照').waitFor()
    await page.getByLabel('作用时间').fill('30')
    await page.locator('input[type=file]').setInputFiles({
      name: 'a.png',
      mimeType: 'image/png',
      buffer: Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
        'base64',
      ),
    })
    await send()
    // Making the photo smaller takes its time.
    await expect.poll(() => stored().length, { timeout: 12_000 }).toBe(1)
    expect(stored()[0]).toMatchObject({
      subject: { place: idOf('营门') },
      answers: {
        agent: 'chlorine',
        mg_per_litre: 1000,
        litres: 5,
        minutes: 30,
        photo: '018f0000-0000-7000-8000-0000000f11e5',
      },
    })
  })
})

describe('许志刚 enters for his squad', () => {
  test('two taps a person, one send; a refused row keeps its sentence, the others are in', async () => {
    await page.clock.setSystemTime(morning)
    fake.now = () => morning
    fake.pages['/api/squad'] = squad(morning)
    await page.goto(`${fake.url}/squad`)
    await page.getByText('已报').waitFor()
    expect(await page.locator('h1 .n').innerText()).toBe('已报 3/8')
    // Who is missing comes first, in the roster's order, behind whoever has to measure again.
    expect(await page.locator('main .who').evaluateAll((all) => all.map((e) => e.firstChild?.textContent))).toEqual([
      '彭飞',
      '曹阳',
      '苏健',
      '潘志豪',
      '田野',
      '袁博',
      '许志刚',
      '唐宇',
    ])
    const pad = (name: string) => page.getByRole('group', { name: `${name} 体温` })
    const enter = async (name: string, whole: string, all: string) => {
      if (Number(whole) > 38) await pad(name).getByRole('button', { name: '其他' }).click()
      await pad(name).getByRole('button', { name: whole, exact: true }).click()
      await pad(name).getByRole('button', { name: all }).click()
    }
    await enter('曹阳', '36.', '36.5')
    await enter('苏健', '36.', '36.4')
    await enter('潘志豪', '42.', '42.9')
    expect(await page.locator('.send').innerText()).toContain('还差 2 人：田野、袁博')
    await send()
    await page.getByText('体温 42.9 不像真的').waitFor()
    expect(stored().map((r) => [r.subject.person, r.answers.celsius])).toEqual([
      [idOf('曹阳'), 36.5],
      [idOf('苏健'), 36.4],
    ])
    expect(await page.getByRole('link', { name: '电话' }).getAttribute('href')).toBe('tel:13900000000')
    await page.getByText('偏高，站里主官已经知道').waitFor()
  })
})

describe('许志刚 and what is not the usual', () => {
  const pad = (name: string) => page.getByRole('group', { name: `${name} 体温` })
  const enter = async (name: string, whole: string, all: string) => {
    await pad(name).getByRole('button', { name: whole, exact: true }).click()
    await pad(name).getByRole('button', { name: all }).click()
  }
  const openSheet = async (sheet = squad(morning)) => {
    await page.clock.setSystemTime(morning)
    fake.now = () => morning
    fake.pages['/api/squad'] = sheet
    await page.goto(`${fake.url}/squad`)
    await page.getByText('已报').waitFor()
  }

  test('one row says another site and fever medicine; the others’ taps stay two', async () => {
    await openSheet()
    await enter('曹阳', '36.', '36.5')
    await enter('苏健', '36.', '36.4')
    await page.getByRole('button', { name: '苏健：部位、退烧药' }).click()
    const row = page.getByRole('group', { name: '苏健：部位、退烧药' })
    expect(await row.getByRole('button', { name: '腋下' }).getAttribute('aria-pressed')).toBe('true')
    await row.getByRole('button', { name: '额温' }).click()
    await row.getByRole('button', { name: '6 小时内吃过退烧药' }).click()
    await row.getByRole('button', { name: '苏健：部位、退烧药' }).click()
    await page.getByText('额温 · 6 小时内吃过退烧药').waitFor()
    await send()
    await expect.poll(() => stored().length).toBe(2)
    expect(stored().map((r) => r.answers)).toEqual([
      { celsius: 36.5, site: 'axillary' },
      { celsius: 36.4, site: 'forehead', medicine: true },
    ])
  })

  test('before the window opens nothing is entered that would not count; it says what comes next, and a fever is waited for', async () => {
    const sheet = squad(morning)
    const slot = {
      ...sheet.slot!,
      title: { zh: '晚检体温', en: 'Temperature, evening' },
      opens_at: todayAt('13:00', morning),
    }
    const well = sheet.people.map((p) => (p.name === '彭飞' ? { ...p, second: null, last: null } : p))
    fake.pages['/api/squad'] = { ...sheet, slot, people: well }
    await page.clock.setSystemTime(morning)
    await page.goto(`${fake.url}/squad`)
    await page.getByText('下一次：晚检体温，13:00 开始').waitFor()
    expect(await page.getByRole('button', { name: '36.', exact: true }).count()).toBe(0)
    await openSheet({ ...sheet, slot })
    await page.getByRole('button', { name: '填第二次' }).waitFor()
  })

  test('high again: the row says that it is red and who knows, and asks for a third reading', async () => {
    const sheet = squad(morning)
    const people = sheet.people.map((p) => (p.name === '彭飞' ? { ...p, second: null } : p))
    await openSheet({ ...sheet, people })
    await page.getByText('再量还是偏高，已转红色预警，站里主官已经收到通知').waitFor()
    await page.getByText('07:28 前后再量一次').waitFor()
    await page.getByRole('button', { name: '填再量的读数' }).click()
    await enter('彭飞', '37.', '37.1')
    await send()
    await expect.poll(() => stored().length).toBe(1)
    expect(stored()[0]).toMatchObject({ subject: { person: idOf('彭飞') }, answers: { celsius: 37.1 } })
    expect(stored()[0]!.corrects).toBeUndefined()
  })

  test('曹阳’s own second high reading says the same on his page', async () => {
    const base = member(morning)
    const high = (celsius: number, time: string) => ({
      id: idOf(time),
      root: idOf(time),
      observed_at: todayAt(time),
      received_at: todayAt(time),
      celsius,
      site: 'axillary',
      flags: ['fever'],
    })
    await page.clock.setSystemTime(morning)
    fake.now = () => morning
    const today = [high(37.6, '07:00'), high(37.9, '07:12')]
    fake.pages['/api/me'] = { ...base, temperature: { ...base.temperature, tasks: [], today, second: null } }
    await page.goto(`${fake.url}/me`)
    await page.getByText('再量 37.9 ℃，还是偏高，已转红色预警').waitFor()
    await page.getByRole('button', { name: '37.', exact: true }).click()
    await page.getByRole('button', { name: '37.2' }).click()
    await send()
    await expect.poll(() => stored().length).toBe(1)
  })
})

describe('in English, in large type, at any width', () => {
  test.each([320, 375])('%d px: nothing sticks out, whatever the names', async (width) => {
    await page.setViewportSize({ width, height: 640 })
    const long = [
      relative('阿依古丽·买买提·艾则孜江·吐尔逊古丽', '妻子的母亲'),
      relative('Wolfeschlegelsteinhausenbergerdorff', '女儿'),
      ...['甲', '乙', '丙', '丁', '戊', '己'].map((n) => relative(n, '孩子')),
    ]
    await home(long, '阿卜杜勒·买买提·艾则孜·玉素甫江')
    await page.getByRole('button', { name: 'EN' }).click()
    await page.getByRole('button', { name: 'Larger' }).click()
    await page.getByRole('group', { name: '甲' }).getByRole('button', { name: 'Unwell' }).click()
    await page.getByRole('button', { name: '37.', exact: true }).click()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    expect(await page.locator('main').innerText()).not.toMatch(/没有不舒服|昨天/)
    await page.reload()
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Is everybody well today?')
  })

  test('everything that is pressed is at least 44 px high, the main action 56', async () => {
    await home()
    await said('孙小宁', '不舒服')
    const heights = await page.$$eval('main .b, main .chip, .send', (list) =>
      list.map((e) => [e.className, e.getBoundingClientRect().height] as const),
    )
    expect(heights.filter(([, h]) => h < 44)).toEqual([])
    expect(heights.find(([name]) => name === 'send')![1]).toBeGreaterThanOrEqual(56)
  })
})
