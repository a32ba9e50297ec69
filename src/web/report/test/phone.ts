/** A phone in front of the pages: a browser of its own for each test, a server that plays ours, and what the tests of all pages do. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { launchBrowser } from '#test/support/browser.ts'
import { type Fake, fakeServer } from './fake-server.ts'
import { household, sunFamily, todayAt } from './pages.ts'

/** As they are in the running test. */
export let fake: Fake
export let phone: BrowserContext
export let page: Page
export const morning = new Date(todayAt('07:20'))
export const noon = new Date(todayAt('11:20'))

/** Gives each test of a file a phone; to be called at its top level. */
export function phoneForEachTest(): void {
  let browser: Browser
  let errors: string[]
  beforeAll(async () => {
    const built = fileURLToPath(new URL('../../../../dist/report/index.html', import.meta.url))
    if (!existsSync(built)) throw new Error('no pages yet: node scripts/build-pages.ts')
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
}

export const said = (name: string, words: string) =>
  page.getByRole('group', { name }).getByRole('button', { name: words, exact: true }).click()
/** Also where it says why it is off: it is pressed all the same, and answers. */
export const send = () => page.locator('.send').click({ force: true })
export const well = async () => {
  for (const name of ['林秀英', '孙小宁', '孙德福']) await said(name, '没有不舒服')
}
export const received = () => expect.poll(() => page.getByText(/\d 收到/).count())
export const stored = () => [...fake.reports.values()]

export async function home(relatives = sunFamily(), name = '孙伟强') {
  const content = household(name, relatives, noon)
  fake.pages['/api/household'] = content
  fake.whose = content.household.id
  await page.goto(`${fake.url}/r`)
  await page.getByRole('heading', { level: 1 }).waitFor()
}
