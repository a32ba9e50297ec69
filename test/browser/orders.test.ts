/** The start of a campaign through a real browser: a faulty playbook, a gap, a changed time, the start, a pause, the end. */
import { mkdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApp, testApp } from '#test/support/app.ts'
import { launchBrowser } from '#test/support/browser.ts'
import { smallWorld, type World } from '#test/support/world.ts'

const pictures = fileURLToPath(new URL('../../test-results/orders', import.meta.url))
const playbook = readFileSync(new URL('../../playbooks/respiratory.yaml', import.meta.url), 'utf8')
let browser: Browser
let t: TestApp
let world: World
let origin: string
let page: Page
let list: Locator

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  browser = await launchBrowser()
  t = await testApp({ now: '2020-02-08T10:00:00+08:00' })
  world = await smallWorld(t)
  await t.work((w) =>
    w.tx.updateTable('appointment').set({ until_at: w.now }).where('person_id', '=', world.people.钱勇!.id).execute(),
  )
  origin = await t.app.http.listen({ port: 0, host: '127.0.0.1' })
  const li = await t.signIn(world.people.李政!, 'commander', world.detachment.id)
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })
  await context.addCookies([{ name: 'muster', value: li.headers.cookie!.slice('muster='.length), url: origin }])
  page = await context.newPage()
  list = page.getByRole('navigation', { name: '条款' })
})
afterAll(async () => {
  await browser.close()
})

const button = (name: string) => page.getByRole('button', { name, exact: true })
const dialog = () => page.getByRole('dialog')
const picture = (name: string) => page.screenshot({ path: `${pictures}/${name}.png` })

/** Nothing is wider than its screen. */
async function fits(): Promise<void> {
  const [needed, there] = (await page.evaluate(
    '[document.getElementById("main").scrollWidth, document.getElementById("main").clientWidth]',
  )) as [number, number]
  expect(needed).toBeLessThanOrEqual(there)
}

test('李政 loads a playbook of his own: each fault with its line, and nothing of it is loaded', async () => {
  await page.goto(`${origin}/orders`)
  await page.getByRole('heading', { name: '启动防控战役' }).waitFor()
  const faulty = playbook.replace('due: "07:30"', 'due: "03:30"').replace('owner: station_chief', 'owner: nobody')
  await page
    .getByLabel('选择文件')
    .setInputFiles({ name: '我的预案.yaml', mimeType: 'text/yaml', buffer: Buffer.from(faulty) })
  const faults = page.getByRole('alert')
  await faults.getByText('我的预案.yaml：2 处要改').waitFor()
  const line = faulty.split('\n').findIndex((l) => l.includes('03:30')) + 1
  await faults.getByText(`第 ${line} 行`).waitFor()
  await faults.getByText('due: "03:30"').waitFor()
  await picture('1-faulty-playbook')
})

test('the draft shows two directives, eighteen clauses and the gap of 二班; one tap closes it', async () => {
  await button('下一步：看条款').click()
  await list.getByRole('heading', { name: '2 份文件，18 条' }).waitFor()
  await list.getByRole('link', { name: /体温监测/ }).click()
  await page.getByRole('heading', { level: 1, name: '第四条 体温监测' }).waitFor()
  await page.getByText('班长空缺，还没有人管').waitFor()
  await picture('2-draft-with-gap')
  await button('另选').click()
  await page.getByPlaceholder('姓名或编号').fill('郑')
  await page.getByRole('button', { name: /郑超/ }).last().click()
  await page.getByText('大通站 二班由 郑超 负责').waitFor()
  await page.getByText('班长空缺，还没有人管').waitFor({ state: 'detached' })
})

test('a clause that waits for a later version says so', async () => {
  await list.getByRole('link', { name: /营门管理/ }).click()
  await page.getByText('尚未启用（后续版本）').waitFor()
})

test('a time is checked while it is typed and holds from the start', async () => {
  await list.getByRole('link', { name: /体温监测/ }).click()
  await button('改时间').click()
  const due = page.getByRole('group', { name: '早检' }).getByLabel('截止')
  await due.fill('1400')
  await page.getByText('不在时段').first().waitFor()
  expect(await button('按此执行').isDisabled()).toBe(true)
  await due.fill('0745')
  await page.getByText('启动时就按这个时间。').waitFor()
  await picture('3-times')
  await button('按此执行').click()
  await page.getByText('早检 07:45 截止').first().waitFor()
})

test('before the start it is said what will happen; then tasks are made and the board is one step away', async () => {
  await button('启动').click()
  await dialog().getByText('10:00 启动。').waitFor()
  await dialog().getByText('涉及舜耕支队 16 人、1 户家庭，每天 61 项任务。').waitFor()
  await dialog().getByRole('row', { name: '今天 19:30 体温监测 · 晚检 16 人' }).waitFor()
  await picture('4-before-the-start')
  await dialog().getByRole('button', { name: '启动', exact: true }).click()
  await page.getByText('正在生成任务').waitFor()
  await t.sweep()
  await page.getByText('任务已生成，每天 61 项。').waitFor()
  await page.getByRole('link', { name: '看落实情况' }).waitFor()
})

test('from a task one step leads to the clause that asks for it', async () => {
  await page.goto(`${origin}/orders?measure=temperature`)
  await page.getByRole('heading', { level: 1, name: '第四条 体温监测' }).waitFor()
  await page.getByRole('link', { name: /0\/16/ }).waitFor()
  await picture('5-clause')
  await fits()
})

test('the form stands beside the page in the order in which it was written; Escape closes it', async () => {
  await button('看表单').click()
  const fields = page.getByRole('region', { name: '表单：体温' }).getByRole('listitem')
  await fields.first().waitFor()
  expect((await fields.allTextContents()).map((x) => x.slice(0, 4))).toEqual([
    '体温 T',
    '测量部位',
    '所在地点',
    '6 小时',
    '备注 N',
  ])
  await page.keyboard.press('Escape')
  await page.getByRole('region', { name: '表单：体温' }).waitFor({ state: 'detached' })
})

test('a pause says in numbers what it takes away; switched on again it says from when', async () => {
  await button('暂停').click()
  await dialog().getByText('48 项任务将撤回').waitFor()
  await dialog().getByRole('button', { name: '暂停', exact: true }).click()
  await list.getByRole('link', { name: /体温监测.*已暂停/ }).waitFor()
  await button('启用').click()
  await dialog().getByText('第一次截止：今天 19:30。').waitFor()
  await dialog().getByRole('button', { name: '启用', exact: true }).click()
  await list.getByRole('link', { name: /体温监测.*已启用/ }).waitFor()
})

test('on a phone and in English the list comes first, then the clause', async () => {
  await page.setViewportSize({ width: 375, height: 812 })
  await page.evaluate(`localStorage.setItem('muster.language', 'en')`)
  await t.db.owner.query(`update account set language = 'en'`)
  t.app.core.identities.clear()
  await page.goto(`${origin}/orders`)
  await page.getByRole('link', { name: /Temperature/ }).click()
  await page.getByRole('heading', { level: 1, name: 'Clause 4 Temperature' }).waitFor()
  await fits()
  await picture('6-clause-phone-en')
  await page.getByRole('link', { name: 'All clauses' }).click()
  await page.getByRole('link', { name: /Disinfection/ }).waitFor()
  await fits()
})

test('the end is typed, and afterwards everything is kept for reading', async () => {
  await button('End it').click()
  const end = dialog().getByRole('button', { name: 'End it' })
  expect(await end.isDisabled()).toBe(true)
  await dialog()
    .getByLabel(/Type the unit/)
    .fill('舜耕支队')
  await picture('7-end-phone-en')
  await end.click()
  await page.getByText('This campaign has ended and is kept for reading.').waitFor()
})
