/** Today through a real browser: the station chief of 大通站 at 07:52, in both languages, on a wide screen and a phone. */
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApp, testApp } from '#test/support/app.ts'
import { launchBrowser } from '#test/support/browser.ts'
import { startRespiratory } from '#test/support/campaign.ts'
import { smallWorld, type World } from '#test/support/world.ts'

const pictures = fileURLToPath(new URL('../../test-results/today', import.meta.url))
const day = '2020-02-08'
let browser: Browser
let t: TestApp
let world: World
let page: Page

async function report(name: string, celsius: number, at: string) {
  const sheet = await t.token(world.brigade.id, ['report.write'])
  await sheet.post('/api/reports', {
    id: t.id(),
    form: 'temperature',
    subject: { person: world.people[name]!.id },
    observed_at: `${day}T${at}:00+08:00`,
    answers: { celsius, site: 'axillary' },
  })
}

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  browser = await launchBrowser()
  t = await testApp({ now: '2020-02-05T03:00:00+08:00' })
  world = await smallWorld(t)
  await startRespiratory(t, world)
  await t.at(`${day}T03:00:00+08:00`)
  await t.at(`${day}T07:05:00+08:00`)
  for (const name of ['赵建国', '马国庆', '周海涛', '卫鹏', '钱勇']) await report(name, 36.5, '07:05')
  await t.at(`${day}T07:37:00+08:00`)
  await report('冯磊', 37.8, '07:37')
  await t.at(`${day}T07:49:00+08:00`)
  await report('冯磊', 37.7, '07:49')
  await t.at(`${day}T07:52:00+08:00`)
  const client = await t.signIn(world.people.赵建国!, 'chief', world.datong.id)
  const origin = await t.app.http.listen({ port: 0, host: '127.0.0.1' })
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', baseURL: origin })
  await context.addCookies([{ name: 'muster', value: client.headers.cookie!.slice('muster='.length), url: origin }])
  page = await context.newPage()
})
afterAll(async () => {
  await browser.close()
})

const picture = (name: string) => page.screenshot({ path: `${pictures}/${name}.png` })

test('the fever stands on top, then what is overdue and who was told, then what is still to do', async () => {
  await page.goto('/today')
  await page.getByRole('heading', { level: 1, name: '早上好，赵站长' }).waitFor()
  const urgent = page.getByRole('list', { name: '马上办' })
  await urgent.getByText('冯磊 37.8 ℃').waitFor()
  expect(await urgent.textContent()).toContain('37.7')
  const overdue = page.getByRole('list', { name: '已逾期' })
  expect(await overdue.textContent()).toMatch(
    /3 人未报体温监测 早检.*应报 9 人.*已提醒未报的 3 人.*班长.*将通知站长赵建国/,
  )
  await page.getByRole('list', { name: '今天还要做' }).getByText('在岗点名').first().waitFor()
  await picture('today-wide-zh')
})

test('the names open beside it, and Escape closes them', async () => {
  await page.getByRole('list', { name: '已逾期' }).getByRole('button', { name: '看名单' }).first().click()
  await page.getByRole('heading', { level: 2, name: /大通站/ }).waitFor()
  await page.getByText('孙伟强').first().waitFor()
  await picture('today-names-wide-zh')
  await page.keyboard.press('Escape')
  await page.getByRole('heading', { level: 2, name: /大通站 ·/ }).waitFor({ state: 'detached' })
})

test('remind again tells how many were reminded', async () => {
  await page.getByRole('list', { name: '已逾期' }).getByRole('button', { name: '再提醒' }).first().click()
  await page.getByText('已催 3 人。').waitFor()
})

test('the roll-call is filled in from presence, checked and sent', async () => {
  await page.getByRole('button', { name: '核对' }).first().click()
  await page.getByRole('button', { name: '核对无误，提交' }).waitFor()
  await picture('roll-call-wide-zh')
  await page.getByRole('button', { name: '核对无误，提交' }).click()
  await page.getByText('点名已提交：9 在位，共 9 人。').waitFor()
})

test('he assesses the fever with his grounds, and then it can be closed', async () => {
  await page.getByRole('list', { name: '马上办' }).getByRole('button', { name: '评估' }).click()
  await page.getByLabel('确有异常，要管控').check()
  await page.getByLabel('依据和说明').fill('已单间隔离，九点再测')
  await picture('assess-wide-zh')
  await page.getByRole('dialog').getByRole('button', { name: '确定' }).click()
  await page.getByRole('list', { name: '马上办' }).getByRole('button', { name: '了结' }).waitFor()
})

test('a leave is entered by hand, and what follows is said before it is done', async () => {
  await page.getByRole('button', { name: '登记休假、住院' }).click()
  const dialogue = page.getByRole('dialog')
  await dialogue.getByLabel('人员').click()
  await page.getByTitle(/郑超/).click()
  await dialogue.getByLabel('情况').click()
  await page.getByTitle('休假').click()
  await dialogue.locator('.note-box').waitFor()
  await picture('presence-wide-zh')
  await dialogue.getByRole('button', { name: '确定' }).click()
  await dialogue.waitFor({ state: 'detached' })
  const { rows } = await t.db.owner.query('select kind from presence where person_id = $1', [world.people.郑超!.id])
  expect(rows).toEqual([{ kind: 'leave' }])
})

test('on a phone, in English', async () => {
  await page.setViewportSize({ width: 375, height: 812 })
  await page.evaluate(() => localStorage.setItem('muster.language', 'en'))
  await page.request.put('/api/session/language', { data: { language: 'en' } })
  await page.goto('/today')
  await page.getByRole('heading', { level: 1, name: /Good morning/ }).waitFor()
  await page.getByRole('list', { name: 'Overdue' }).waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375)
  await picture('today-phone-en')
})
