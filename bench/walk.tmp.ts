import { launchBrowser } from '#test/support/browser.ts'
const base = process.argv[2]!
const b = await launchBrowser()
const ctx = await b.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })
const p = await ctx.newPage()
p.setDefaultTimeout(8000)
p.on('console', (m) => { if (m.type() === 'error') console.log('console', m.text()) })
p.on('pageerror', (e) => console.log('pageerror', e.message))
let n = 1
const shot = async (name: string) => { await p.waitForTimeout(900); await p.screenshot({ path: `/tmp/shots/${String(++n).padStart(2, '0')}-${name}.png` }) }
try {
  await p.goto(base); await p.getByRole('button', { name: '中文' }).last().click()
  await shot('admin')
  console.log((await p.locator('body').innerText()).slice(0, 600))
  const boxes = p.locator('form input')
  console.log('inputs', await boxes.count())
  await boxes.nth(0).fill('张管理'); await boxes.nth(1).fill('admin'); await boxes.nth(2).fill('muster-2020'); if (await boxes.count() > 3) await boxes.nth(3).fill('muster-2020')
  await p.locator('form button').last().click()
  await shot('choose')
  console.log((await p.locator('body').innerText()).slice(0, 600))
  await p.getByRole('button', { name: /示例|样例/ }).first().click()
  await shot('loading')
  await p.waitForTimeout(9000); await shot('loaded')
  console.log(p.url(), (await p.locator('body').innerText()).slice(0, 900))
  for (const path of ['/orders', '/board', '/today', '/people', '/alerts', '/cards', '/settings']) { await p.goto(base + path); await shot(path.slice(1)); console.log(path, (await p.locator('body').innerText()).slice(0, 200).replace(/\n/g, ' | ')) }
} catch (e) { console.log('ERR', (e as Error).message.slice(0, 400)); await shot('error') }
await ctx.storageState({ path: '/tmp/state.json' })
await b.close()
