/** Stories of the squad’s sheet: who is missing, two taps each, what is not the usual. */
import { describe, expect, test } from 'vitest'
import { idOf } from './test/fake-server.ts'
import { member, squad, todayAt } from './test/pages.ts'
import { fake, morning, page, phoneForEachTest, send, stored } from './test/phone.ts'

phoneForEachTest()

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
