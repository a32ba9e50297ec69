/** The console's shell through a real browser: capacity, language, refused and unknown pages, signing out. */
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApp, testApp } from '#test/support/app.ts'
import { launchBrowser } from '#test/support/browser.ts'
import { smallWorld, type World } from '#test/support/world.ts'

const pictures = fileURLToPath(new URL('../../test-results/console', import.meta.url))
let browser: Browser
let t: TestApp
let world: World
let origin: string
let page: Page

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  browser = await launchBrowser()
  t = await testApp({ now: '2020-02-08T07:52:00+08:00' })
  world = await smallWorld(t)
  origin = await t.app.http.listen({ port: 0, host: '127.0.0.1' })
  await t.signIn(world.people.赵建国!, 'grid_contact', world.squads[0]!.id)
  const client = await t.signIn(world.people.赵建国!, 'chief', world.datong.id)
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })
  await context.addCookies([{ name: 'muster', value: client.headers.cookie!.slice('muster='.length), url: origin }])
  page = await context.newPage()
})
afterAll(async () => {
  await browser.close()
})

const menu = () => page.getByRole('banner').getByRole('button', { name: /赵建国/ })

test('he acts as chief of his station, and as grid contact of a squad once he chooses so', async () => {
  await page.goto(`${origin}/settings`)
  await page.getByRole('banner').getByText('大通站').waitFor()
  await menu().click()
  await page.getByRole('menuitem', { name: '一班 网格员' }).waitFor()
  await page.screenshot({ path: `${pictures}/user-menu-wide-zh.png` })
  await page.getByRole('menuitem', { name: '一班 网格员' }).click()
  await page.getByRole('banner').getByText('一班').waitFor()
  await page.reload()
  await page.getByRole('banner').getByText('一班').waitFor()
})

test('English is kept with his account', async () => {
  await menu().click()
  await page.getByRole('menuitem', { name: 'English' }).click()
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
  await page.evaluate(() => localStorage.clear())
  await page.reload()
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
  await page.setViewportSize({ width: 375, height: 812 })
  await page.screenshot({ path: `${pictures}/shell-phone-en.png` })
  await page.setViewportSize({ width: 1440, height: 900 })
})

test('a page that this capacity may not see says which right it needs', async () => {
  await page.goto(`${origin}/settings/accounts`)
  await page.getByText('In this capacity you cannot see this page').waitFor()
  await page.getByText('manage accounts and tokens').waitFor()
})

test('an address that does not exist says so and leads back', async () => {
  await page.goto(`${origin}/nowhere/at-all`)
  await page.getByText('There is no such page').waitFor()
  await page.getByText('/nowhere/at-all').waitFor()
})

test('a page that slept sets its clock and its figures again as it wakes', async () => {
  await page.goto(`${origin}/settings`)
  const head = page.getByRole('banner')
  await head.getByText('07:52').waitFor()
  // The tablet lay in the drawer for an hour: the page is shown again, and nothing else happens.
  t.clock.forward({ minutes: 61 })
  const asked = page.waitForRequest((request) => request.url().endsWith('/api/session'))
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await asked
  await head.getByText('08:53').waitFor()
  // Any answer tells the time: a clock that drifted is set by it, and what is shown is fetched again.
  t.clock.forward({ minutes: 5 })
  await page.locator('nav a[href="/people"]').click()
  await head.getByText('08:58').waitFor()
})

test('while the line is cut the head says of when the data are; then it is live again', async () => {
  const head = page.getByRole('banner')
  await head.getByText('Live', { exact: true }).waitFor()
  await page.route('**/api/**', (route) => route.abort())
  await page.evaluate(() => window.dispatchEvent(new Event('online')))
  await head.getByText('Data as of 08:58, reconnecting').waitFor()
  await page.screenshot({ path: `${pictures}/shell-cut-en.png` })
  t.clock.forward({ minutes: 3 })
  await page.unroute('**/api/**')
  await page.evaluate(() => window.dispatchEvent(new Event('online')))
  await head.getByText('Live', { exact: true }).waitFor()
  await head.getByText('09:01').waitFor()
})

test('left open over an upgrade, it loads the new program where a part of the old one is gone', async () => {
  await page.goto(`${origin}/settings`)
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
  let gone = 0
  await page.route('**/assets/PeoplePage*.js', async (route) => {
    if (gone++ > 0) return route.continue()
    await route.fulfill({ status: 404, body: 'gone' })
  })
  await page.locator('nav a[href="/people"]').click()
  await page.getByRole('heading', { level: 1, name: 'People' }).waitFor()
  expect(gone).toBe(2)
})

test('signed out he is at the sign-in, which keeps the way back', async () => {
  await page.goto(`${origin}/settings`)
  await menu().click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(new URL(page.url()).searchParams.get('to')).toBe('/settings')
})
