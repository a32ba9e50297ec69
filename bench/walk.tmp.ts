import { launchBrowser } from '#test/support/browser.ts'
const base = process.argv[2]!
const b = await launchBrowser()
let n = 40
for (const [width, height, lang] of [[1440, 900, 'zh-CN'], [375, 812, 'zh-CN']] as const) {
  const ctx = await b.newContext({ viewport: { width, height }, locale: lang, storageState: '/tmp/state.json' })
  const p = await ctx.newPage()
  p.setDefaultTimeout(8000)
  p.on('console', (m) => { if (m.type() === 'error') console.log('console', m.text()) })
  p.on('pageerror', (e) => console.log('pageerror', e.message))
  const shot = async (name: string) => { await p.waitForTimeout(1500); await p.screenshot({ path: `/tmp/shots/${++n}-${name}-${width}.png` }) }
  await p.goto(base + '/cards'); await shot('cards')
  await p.locator('.cards-figure').nth(1).click(); await shot('names')
  const pdf = await ctx.request.get(base + '/api/links.pdf?unit=' + encodeURIComponent('舜耕支队/城东大队/云台站')); console.log(pdf.status(), pdf.headers()['content-type'], (await pdf.body()).length)
  const { writeFileSync } = await import('node:fs'); writeFileSync('/tmp/cards.pdf', await pdf.body())
  await ctx.close()
}
await b.close()
