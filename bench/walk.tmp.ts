import { launchBrowser } from '#test/support/browser.ts'

const base = process.argv[2]!
const b = await launchBrowser()
const ctx = await b.newContext({
  viewport: { width: 1440, height: 900 },
  locale: 'zh-CN',
  storageState: '/tmp/state.json',
})
const p = await ctx.newPage()
p.setDefaultTimeout(8000)
p.on('console', (m) => {
  if (m.type() === 'error') console.log('console', m.text())
})
p.on('pageerror', (e) => console.log('pageerror', e.message))
let n = 20
const shot = async (name: string) => {
  await p.waitForTimeout(1500)
  await p.screenshot({ path: `/tmp/shots/${String(++n).padStart(2, '0')}-${name}.png` })
}
try {
  await p.goto(base + '/orders')
  await shot('start')
  console.log((await p.locator('main').innerText()).slice(0, 1200))
  const buttons = await p.getByRole('button').allInnerTexts()
  console.log(buttons.join(' / '))
  await p
    .getByRole('button', { name: /起草|下一步|看条款|开始/ })
    .first()
    .click()
  await shot('draft')
  console.log(p.url(), (await p.locator('main').innerText()).slice(0, 600))
  console.log((await p.getByRole('button').allInnerTexts()).join(' / '))
  await p.getByRole('button', { name: /^启动/ }).first().click()
  await shot('ask')
  console.log((await p.getByRole('dialog').innerText()).slice(0, 800))
  console.log((await p.getByRole('dialog').getByRole('button').allInnerTexts()).join(' / '))
  await p.getByRole('dialog').getByRole('button', { name: /启动/ }).last().click()
  await p.waitForTimeout(5000)
  await shot('started')
  console.log(p.url(), (await p.locator('main').innerText()).slice(0, 400))
  for (const path of ['/board', '/today', '/orders', '/cards', '/audit']) {
    await p.goto(base + path)
    await shot(path.slice(1))
    console.log(path, (await p.locator('body').innerText()).slice(0, 300).replace(/\n/g, ' | '))
  }
} catch (e) {
  console.log('ERR', (e as Error).message.slice(0, 600))
  await shot('error')
}
await b.close()
