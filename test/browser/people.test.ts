/** The roster in a real browser: imported, searched, one person's leave entered; both languages, a wide screen and a phone. */
import { mkdirSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFailed, test, vi } from 'vitest'
import { loadSample } from '#core/organisation/sample.ts'
import { type Client, testApp } from '#test/support/app.ts'
import { launchBrowser } from '#test/support/browser.ts'
import { startRespiratory } from '#test/support/campaign.ts'

const pictures = fileURLToPath(new URL('../../test-results/people', import.meta.url))
const sample = (await readFile(new URL('../../sample/shungeng.csv', import.meta.url), 'utf8'))
  .replace('\uFEFF', '')
  .replaceAll('\r\n', '\n')
/** 丁伟's telephone is short, 钱涛's post unknown, 姜刚 moves, 田昇平 is not in the file, 钱新 leads a squad of a new station. */
const later = `${sample
  .replace('13855000036', '1385500003')
  .replace('消防员、网格员\n', '战斗员\n')
  .replace('云台站,,姜刚,SG0030', '青禾站,,姜刚,SG0030')
  .replace(/^.*田昇平,SG0035.*\n/m, '')
  .replace(/^.*,,SG0035,.*\n/gm, '')}舜耕支队,城东大队,新建站,一班,钱新,SG0901,,,,男,2004,班长\n`

vi.setConfig({ testTimeout: 90_000 })

const t = await testApp({ now: '2026-11-25T16:20:00+08:00' })
const { core } = t.app
let browser: Browser
let origin: string
let cookie: string
let client: Client

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  browser = await launchBrowser()
  await loadSample(core)
  t.clock.forward({ minutes: 1 })
  const detachment = core.organisation.tree.find('舜耕支队')!
  await startRespiratory(t, { detachment })
  const { rows } = await t.db.owner.query(`select id, name from person where staff_no = 'SG0002'`)
  client = await t.signIn(rows[0], 'commander', detachment.id)
  cookie = client.headers.cookie!.split('=')[1]!
  origin = await t.app.http.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => browser.close())

interface Visit {
  readonly page: Page
  readonly context: BrowserContext
  readonly complaints: string[]
  picture(name: string): Promise<void>
}

async function visit(width: number, language: 'zh' | 'en'): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width, height: width > 1000 ? 900 : 812 },
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
  })
  await context.addInitScript((chosen) => localStorage.setItem('muster.language', chosen), language)
  await context.addCookies([{ name: 'muster', value: cookie, url: origin }])
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text())
  })
  onTestFailed(async () => {
    await page.screenshot({ path: join(pictures, 'failed.png') }).catch(() => {})
  })
  page.on('pageerror', (error) => void complaints.push(String(error)))
  await client.put('/api/session/language', { language })
  return {
    page,
    context,
    complaints,
    async picture(name) {
      await page.evaluate(() => document.fonts.ready)
      await page.screenshot({ path: join(pictures, `${name}-${width}-${language}.png`) })
    },
  }
}

const sticksOut = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

test('a file is dropped, looked at, applied, its codes shown, taken back', async () => {
  const v = await visit(1440, 'zh')
  await v.page.goto(`${origin}/people/import`)
  await v.page.getByRole('heading', { name: '把花名册拖到这里' }).waitFor()
  await v.picture('import-1-start')
  const file = join(pictures, '花名册-2月7日.csv')
  await writeFile(file, later)
  await v.page.setInputFiles('input[type=file]', file)
  await v.page.getByRole('tab', { name: /有问题/ }).waitFor()
  await v.page.getByText('少一位').locator('visible=true').first().waitFor()
  expect(await sticksOut(v.page)).toBe(0)
  await v.picture('import-2-check')
  await v.page.getByRole('tab', { name: /要退出/ }).click()
  await v.page.getByText('田昇平').locator('visible=true').first().waitFor()
  await v.picture('import-3-absent')
  const button = v.page.getByRole('button', { name: /只导入没有问题的/ })
  expect(await button.isDisabled()).toBe(true)
  await v.page.getByRole('checkbox', { name: /新建这/ }).check()
  await v.page.getByRole('checkbox', { name: /退出/ }).check()
  await button.click()
  await v.page.getByRole('heading', { name: '已写进名册' }).waitFor()
  await v.picture('import-4-done')
  await v.page.getByRole('button', { name: /取 .* 人的登录码/ }).click()
  await v.page.getByText('SG0901').waitFor()
  await v.picture('import-5-codes')
  await v.page.getByRole('button', { name: '关闭' }).click()
  const past = v.page.locator('.import-past', { hasText: '花名册-2月7日.csv' })
  await past.getByRole('button', { name: '整批撤回' }).click()
  await v.page.getByRole('button', { name: '撤回', exact: true }).click()
  await v.page.getByText('已整批撤回').waitFor()
  await v.picture('import-6-history')
  expect(v.complaints).toEqual([])
  await v.context.close()
})

test('a bad file says so in one sentence; a paste from Excel is checked', async () => {
  const v = await visit(375, 'en')
  await v.page.goto(`${origin}/people/import`)
  const file = join(pictures, 'nothing.csv')
  await writeFile(file, 'a,b\n1,2\n')
  await v.page.setInputFiles('input[type=file]', file)
  await v.page.getByRole('alert').waitFor()
  await v.picture('import-1-refused')
  const cells = later.split('\n').slice(0, 60).join('\n').replaceAll(',', '\t')
  await v.page.evaluate((text) => {
    const data = new DataTransfer()
    data.setData('text/plain', text)
    document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }))
  }, cells)
  await v.page.getByRole('tab', { name: /To mend/ }).waitFor()
  expect(await sticksOut(v.page)).toBe(0)
  await v.picture('import-2-check')
  expect(v.complaints).toEqual([])
  await v.context.close()
})

test.each([
  [1440, 'zh'],
  [375, 'en'],
] as const)('the roster and one person at %i px in %s', async (width, language) => {
  const v = await visit(width, language)
  await v.page.goto(`${origin}/people`)
  await v.page.getByText('上官承志').locator('visible=true').first().waitFor()
  expect(await sticksOut(v.page)).toBe(0)
  await v.picture('people-1-list')
  await v.page.keyboard.press('/')
  await v.page.keyboard.type('dw')
  const hit = v.page.getByRole('link', { name: '丁伟', exact: true }).locator('visible=true').first()
  await hit.waitFor()
  await v.picture('people-2-search')
  await hit.click()
  await v.page.getByRole('heading', { level: 1, name: '丁伟' }).waitFor()
  await v.page.getByText(language === 'zh' ? '一直在位' : 'On station all along').waitFor()
  expect(await sticksOut(v.page)).toBe(0)
  await v.picture('person-1')
  await v.page.getByRole('button', { name: language === 'zh' ? '登记' : 'Enter' }).click()
  await v.page.getByLabel(language === 'zh' ? '在哪里' : 'Where', { exact: true }).fill('老家')
  await v.page.getByText(language === 'zh' ? '登记以后' : 'What follows').waitFor()
  await v.picture('person-2-presence')
  await v.page
    .getByRole('dialog')
    .getByRole('button', { name: language === 'zh' ? '登记' : 'Enter' })
    .click()
  await v.page.getByRole('dialog').waitFor({ state: 'hidden' })
  await v.page.getByText(language === 'zh' ? '休假' : 'on leave').waitFor()
  await v.picture('person-3-away')
  await v.page.getByRole('button', { name: language === 'zh' ? '撤销' : 'Withdraw' }).click()
  await v.page
    .getByRole('tooltip')
    .getByRole('button', { name: language === 'zh' ? '撤销' : 'Withdraw' })
    .click()
  await v.page.getByText(language === 'zh' ? '一直在位' : 'On station all along').waitFor()
  await v.page.getByRole('button', { name: language === 'zh' ? '调动' : 'Transfer' }).click()
  await v.picture('person-4-transfer')
  expect(v.complaints).toEqual([])
  await v.context.close()
})
