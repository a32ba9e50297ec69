/** Stories of a family’s page in a real browser: four taps, consent, a link, what it may ask for. */
import { describe, expect, test } from 'vitest'
import { idOf } from './test/fake-server.ts'
import { household, member, relative, sunFamily, todayAt } from './test/pages.ts'
import { fake, home, morning, noon, page, phoneForEachTest, received, said, send, stored, well } from './test/phone.ts'

phoneForEachTest()

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
