/** The first visit and sign-in through a real browser: both languages, a wide screen and a phone, with pictures. */
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { provideSample } from '#core/organisation/setup/index.ts'
import { issueCode } from '#platform/access/accounts.ts'
import { type TestApp, testApp } from '#test/support/app.ts'
import { launchBrowser } from '#test/support/browser.ts'
import { smallWorld } from '#test/support/world.ts'

const pictures = fileURLToPath(new URL('../../test-results/console', import.meta.url))
const sizes = { wide: { width: 1440, height: 900 }, phone: { width: 375, height: 812 } } as const
const password = '一路平安 2020'

let browser: Browser

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
})

interface Visit {
  readonly t: TestApp
  readonly origin: string
  readonly page: Page
  readonly context: BrowserContext
  /** What the page loaded from elsewhere, and what it complained about. */
  readonly outside: string[]
  readonly complaints: string[]
  picture(name: string): Promise<void>
}

async function visit(size: keyof typeof sizes, language: 'zh' | 'en', t: TestApp, origin: string): Promise<Visit> {
  const context = await browser.newContext({ viewport: sizes[size], locale: language === 'zh' ? 'zh-CN' : 'en-GB' })
  const page = await context.newPage()
  const outside: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(origin)) outside.push(request.url())
  })
  page.on('console', (message) => {
    // A refused call is part of the story; anything else that the browser says is a fault: a blocked style, a bad nesting.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text())
  })
  page.on('pageerror', (error) => void complaints.push(String(error)))
  const picture = async (name: string) => {
    await page.evaluate(() => document.fonts.ready)
    await page.screenshot({ path: `${pictures}/${name}-${size}-${language}.png` })
  }
  return { t, origin, page, context, outside, complaints, picture }
}

/** Nothing of a page may stick out sideways. */
const sticksOut = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

async function startApp(): Promise<{ t: TestApp; origin: string }> {
  const t = await testApp({ now: '2020-02-08T07:52:00+08:00' })
  const origin = await t.app.http.listen({ port: 0, host: '127.0.0.1' })
  return { t, origin }
}

const words = {
  zh: {
    name: '姓名',
    login: '登录名',
    password: '定一个密码',
    again: '再输一遍',
    next: '下一步',
    sample: '先用样例支队',
    enter: '进入同舟',
  },
  en: {
    name: 'Name',
    login: 'Sign-in name',
    password: 'Choose a password',
    again: 'The same again',
    next: 'Next',
    sample: 'Start with the sample detachment',
    enter: 'Open Muster',
  },
} as const

describe.each([
  ['wide', 'zh'],
  ['phone', 'en'],
] as const)('the first visit on a %s screen in %s', (size, language) => {
  test('language, administrator, sample detachment, console', async () => {
    const { t, origin } = await startApp()
    provideSample(async (_core, onProgress) => {
      onProgress(1, 2, { zh: '写入单位', en: 'Writing units' })
      await smallWorld(t)
      onProgress(2, 2, { zh: '写入人员', en: 'Writing people' })
    })
    const v = await visit(size, language, t, origin)
    const w = words[language]
    await v.page.goto(`${origin}/board`)
    await v.page.getByRole('button', { name: '中文' }).waitFor()
    expect(new URL(v.page.url()).pathname).toBe('/setup')
    await v.picture('setup-1')
    await v.page.getByRole('button', { name: language === 'zh' ? '中文' : 'English' }).click()
    await v.page.getByLabel(w.name, { exact: true }).fill('卫国强')
    await v.page.getByLabel(w.login).fill('admin')
    await v.page.getByLabel(w.password).fill(password)
    await v.page.getByLabel(w.again).fill('不一样的')
    await v.page.getByRole('button', { name: w.next }).click()
    await v.page.getByText(language === 'zh' ? '两遍不一样' : 'The two are not the same').waitFor()
    await v.picture('setup-2')
    await v.page.getByLabel(w.again).fill(password)
    await v.page.getByRole('button', { name: w.next }).click()
    await v.page.getByRole('button', { name: w.sample }).waitFor()
    expect(await sticksOut(v.page)).toBe(0)
    await v.picture('setup-3')
    await v.page.getByRole('button', { name: w.sample }).click()
    await v.page.getByRole('link', { name: w.enter }).click()
    await v.page.getByRole('navigation').waitFor()
    await v.page.goto(`${origin}/settings`)
    await v.page.getByRole('heading', { level: 1 }).waitFor()
    expect(await sticksOut(v.page)).toBe(0)
    await v.picture('settings')
    expect(v.outside).toEqual([])
    expect(v.complaints).toEqual([])
    await v.context.close()
  })
})

describe('signing in', () => {
  test('赵建国 uses his code on a phone, in Chinese, and comes to the page that he was sent to', async () => {
    const { t, origin } = await startApp()
    const world = await smallWorld(t)
    const person = world.people.赵建国!
    await t.signIn(person, 'chief', world.datong.id)
    const code = await t.work(async (w) => {
      const account = await w.tx
        .selectFrom('account')
        .select('id')
        .where('person_id', '=', person.id)
        .executeTakeFirstOrThrow()
      await w.tx.updateTable('account').set({ staff_no_key: 'SG0010' }).where('id', '=', account.id).execute()
      return (await issueCode(w, account.id)).code
    })
    const v = await visit('phone', 'zh', t, origin)
    await v.page.goto(`${origin}/settings`)
    await v.page.getByRole('heading', { name: '登录' }).waitFor()
    await v.picture('sign-in')
    await v.page.getByLabel('编号或手机号').fill('sg0010')
    await v.page.getByLabel('密码', { exact: true }).fill('还没有密码')
    await v.page.getByRole('button', { name: '登录', exact: true }).click()
    await v.page.getByRole('alert').filter({ hasText: '账号或密码不对' }).waitFor()
    expect(await v.page.getByLabel('编号或手机号').inputValue()).toBe('sg0010')
    await v.page.getByRole('button', { name: /一次性登录码/ }).click()
    expect(await v.page.getByLabel('编号或手机号').inputValue()).toBe('sg0010')
    await v.page.getByLabel('一次性登录码').fill(code)
    await v.page.getByLabel('定一个密码').fill(password)
    await v.page.getByLabel('再输一遍').fill(password)
    await v.picture('first-code')
    await v.page.getByRole('button', { name: '定好密码并登录' }).click()
    await v.page.getByRole('heading', { name: '设置' }).waitFor()
    expect(new URL(v.page.url()).pathname).toBe('/settings')
    await v.page.getByText('实时').waitFor({ state: 'attached' })
    await v.picture('settings-chief')
    expect(v.complaints).toEqual([])
    await v.context.close()
  })

  test('an administrator gives a code from the accounts page, and Escape goes back to the list', async () => {
    const { t, origin } = await startApp()
    const world = await smallWorld(t)
    await t.signIn(world.people.赵建国!, 'chief', world.datong.id)
    const admin = await t.signIn(world.people.李政!, 'administrator', world.detachment.id)
    const v = await visit('wide', 'en', t, origin)
    const token = /muster=(.*)/.exec(admin.headers.cookie!)![1]!
    await v.context.addCookies([{ name: 'muster', value: token, url: origin }])
    await v.page.goto(`${origin}/settings/accounts`)
    const row = v.page.getByRole('button', { name: /赵建国/ })
    await row.click()
    await v.page.getByRole('heading', { level: 2, name: '赵建国' }).waitFor()
    await v.page.getByRole('button', { name: '发一次性登录码' }).click()
    await v.page.locator('.panel .slip-code').waitFor()
    await v.picture('accounts')
    await v.page.keyboard.press('Escape')
    await v.page.getByRole('heading', { level: 2 }).waitFor({ state: 'detached' })
    expect(await row.evaluate((element) => element === document.activeElement)).toBe(true)
    expect(v.complaints).toEqual([])
    await v.context.close()
  })
})
