/** The audit in a real browser: who did what, in words of the reader's language, with no code left on the screen. */
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ensureAccount, setGrants } from '#platform/access/accounts.ts'
import { type Client, type TestApp, testApp } from '#test/support/app.ts'
import { launchBrowser } from '#test/support/browser.ts'
import { startRespiratory } from '#test/support/campaign.ts'
import { smallWorld } from '#test/support/world.ts'

vi.setConfig({ testTimeout: 60_000 })

const pictures = fileURLToPath(new URL('../../test-results/audit', import.meta.url))
let browser: Browser
let t: TestApp
let commander: Client
let origin: string

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  browser = await launchBrowser()
  t = await testApp({ now: '2020-02-08T07:00:00+08:00' })
  const world = await smallWorld(t)
  const campaign = await startRespiratory(t, world)
  commander = await t.signIn(world.people.王志远!, 'commander', world.detachment.id)
  const sun = world.people.孙伟强!
  await commander.post('/api/presence', { person: sun.id, kind: 'leave', from: '2020-02-08T08:00:00+08:00' })
  await commander.post(`/api/campaigns/${campaign}/measures/temperature/pause`)
  await commander.get(`/api/board.xlsx?unit=${world.detachment.id}&day=2020-02-08`)
  await t.work(async (w) => {
    const { accountId } = await ensureAccount(w, {
      personId: sun.id,
      name: '孙伟强',
      staffNoKey: 'SG0013',
      phoneKey: null,
    })
    await setGrants(w, accountId, [{ role: 'squad_leader', unitId: world.squads[0]!.id, appointmentId: w.id() }])
  })
  await t.nobody.post('/api/session', { login: 'SG0013', password: '猜一个密码看看' })
  origin = await t.app.http.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => browser.close())

async function audit(language: 'zh' | 'en', width: number): Promise<Page> {
  await commander.put('/api/session/language', { language })
  const context = await browser.newContext({ viewport: { width, height: 900 } })
  await context.addCookies([{ name: 'muster', value: commander.headers.cookie!.split('=')[1]!, url: origin }])
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  await page.goto(`${origin}/audit`)
  await page.locator('.ant-table-row').first().waitFor()
  await page.screenshot({ path: `${pictures}/audit-${width}-${language}.png` })
  return page
}

/** Codes of actions and the fields of details as the program writes them. */
const code = /\b[a-z]+\.[a-z_]+\b|\bsquad_leader\b|[{}"]/

test('in Chinese', async () => {
  const page = await audit('zh', 1440)
  for (const words of ['权限随职务变动', '登记在位', '暂停措施', '打印或导出', '登录被拒', '启动防控'])
    await page.getByText(words, { exact: true }).first().waitFor()
  const table = (await page.locator('.ant-table-tbody').textContent())!
  for (const words of ['休假', '体温', '落实表（Excel）', '密码不对']) expect(table).toContain(words)
  expect(table).not.toMatch(code)
  await page.context().close()
})

test('in English, and on a narrow screen', async () => {
  const page = await audit('en', 900)
  for (const words of ['Rights changed with a post', 'Presence entered', 'Measure paused', 'Sign-in refused'])
    await page.getByText(words, { exact: true }).first().waitFor()
  const table = (await page.locator('.ant-table-tbody').textContent())!
  for (const words of ['on leave', 'board as a workbook', 'wrong password']) expect(table).toContain(words)
  expect(table).not.toMatch(code)
  await page.context().close()
})
