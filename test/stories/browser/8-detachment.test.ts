/** Points 8 and 10: the detachment watches its board, exports and prints it; the day after, an auditor compares the paper. */
import { readFile, writeFile } from 'node:fs/promises'
import { readXlsx } from 'hucre/xlsx'
import { afterAll, expect, test, vi } from 'vitest'
import { runCheck } from '#core/check/check.ts'
import { sampleWorld, story } from '#test/support/story.ts'
import { terminal } from '../../../src/cli/run.fixture.ts'

// The commands of the auditor are programs of their own.
vi.setConfig({ testTimeout: 60_000 })

const day = '2020-02-08'
const told = await story('8-detachment', { now: `${day}T03:00:00+08:00` })
const world = await sampleWorld(told)
const station = world.unit('舜耕支队/城西大队/松岭站')
const everybody = await world.members(world.detachment.id)
const songling = await world.members(station)
const late = new Set(songling.slice(-22).map((p) => p.id))
/** 22 of 松岭站 and 13 elsewhere say nothing: 527 of 562 have reported at 07:52. */
const elsewhere = everybody.filter((p) => !songling.includes(p))
for (const p of elsewhere.filter((_, i) => i % 40 === 7)) late.add(p.id)
await told.at(`${day}T07:05:00+08:00`)
await world.report(everybody.filter((p) => !late.has(p.id)))
await told.at(`${day}T07:45:00+08:00`)
await told.at(`${day}T07:52:00+08:00`)
const commissar = await world.person('杨兆丰')
const yang = await told.officer(commissar, 'commander', world.detachment.id, 1440)
const { page } = yang
await page.addInitScript('window.print = () => { window.printed = (window.printed || 0) + 1 }')
/** The seal and the digest that stand on the printed board. */
let paper = { seal: '', digest: '' }
const missing = late.size

const cell = (row: string, title = '晨检') => page.getByRole('button', { name: new RegExp(`^${row} ${title}：`) })
const panel = () =>
  page
    .getByRole('region')
    .filter({ has: page.getByRole('heading', { level: 2 }) })
    .last()
/** Names in the list beside the board, all pages of it. */
const names = () => panel().getByRole('listitem')
const figures = async (unit: string) =>
  /已报 (\d+)，应报 (\d+)/
    .exec((await cell(unit).getAttribute('aria-label'))!)!
    .slice(1)
    .map(Number) as [number, number]

test('早上七点五十二分，支队的落实表：单位乘措施，n/N，本级和下级加起来等于合计', async () => {
  await yang.go('/board')
  await page.getByRole('heading', { level: 1, name: '舜耕支队' }).waitFor()
  await cell('城西大队').waitFor()
  const [n, of] = await figures('舜耕支队')
  expect([n, of]).toEqual([562 - missing, 562])
  let sum = 0
  for (const unit of ['城东大队', '城西大队', '沿河大队', '机关', '舜耕支队 · 本级']) sum += (await figures(unit))[0]
  expect(sum).toBe(n)
  await yang.picture('1-board')
})

test('数字就是名单的行数：点开缺口，名单在旁边，一行不多一行不少', async () => {
  await cell('城西大队').click()
  await page.getByRole('heading', { level: 2, name: '城西大队 · 体温监测 · 早检' }).waitFor()
  const short = Number(/缺(\d+)/.exec((await cell('城西大队').textContent())!)![1])
  await expect.poll(() => names().count()).toBe(short)
  await yang.picture('2-list')
  await page.keyboard.press('Escape')
  await page.getByRole('heading', { level: 2, name: /城西大队 · / }).waitFor({ state: 'detached' })
})

test('往下一级到站，再到人', async () => {
  await page.getByRole('button', { name: '城西大队', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: '城西大队' }).waitFor()
  await cell('松岭站').waitFor()
  expect(await figures('松岭站')).toEqual([19, 41])
  await cell('松岭站').click()
  await expect.poll(() => names().count()).toBe(22)
  await names().filter({ hasText: '胡月华' }).getByText('逾期 22 分钟').waitFor()
  await yang.picture('3-station')
})

test('另一处刚报上来一个，不刷新，格子自己变；名单也少一个', async () => {
  await page.evaluate('window.stayed = true')
  await world.report([songling.find((p) => p.name === '胡月华')!])
  await page.getByRole('button', { name: /^松岭站.*已报 20，应报 41/ }).waitFor({ timeout: 6000 })
  await expect.poll(() => names().count(), { timeout: 6000 }).toBe(21)
  expect(await page.evaluate('window.stayed')).toBe(true)
  await page.keyboard.press('Escape')
})

test('导出的表格里是同样的数，缺的人在第二张', async () => {
  const waiting = page.waitForEvent('download')
  await page.getByRole('link', { name: '导出' }).click()
  const download = await waiting
  expect(download.suggestedFilename()).toBe(`城西大队-${day}.xlsx`)
  const bytes = await readFile((await download.path())!)
  const book = await readXlsx(bytes)
  const [figuresSheet, namesSheet] = book.sheets.map((s) => s.rows as unknown[][])
  const head = figuresSheet!.find((row) => row[0] === '单位')!
  const row = figuresSheet!.find((cells) => cells[0] === '松岭站')!
  const of = (title: string) => row[head.indexOf(title)]
  expect([of('晨检 07:30 已报'), of('晨检 应报'), of('晨检 逾期未报')]).toEqual([20, 41, 21])
  const listed = namesSheet!.map((cells) => cells[2])
  expect(listed).toContain('冯堃')
  expect(listed).not.toContain('胡月华')
})

test('打印：A3，单位、时间、n/N、页码，印着校验码', async () => {
  await page.getByRole('navigation', { name: '上级单位' }).getByRole('button', { name: '舜耕支队' }).click()
  await page.getByRole('heading', { level: 1, name: '舜耕支队' }).waitFor()
  await page.getByRole('button', { name: '打印' }).click()
  await expect.poll(() => page.evaluate('window.printed')).toBe(1)
  await page.emulateMedia({ media: 'print' })
  const sheet = page.locator('.board-paper')
  const words = (await sheet.textContent())!
  expect(words).toContain('舜耕支队')
  expect(words).toContain('城西大队')
  const [, digest] = /SHA256[^0-9a-f]*([0-9a-f]{16,64})/i.exec(words)!
  const [, seal] = /(\d+:[0-9a-f]{16,64})/.exec(words)!
  paper = { seal: seal!, digest: digest! }
  await yang.picture('4-paper')
  const pdf = await page.pdf({ preferCSSPageSize: true })
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  await writeFile(yang.file('4-paper', 'pdf'), pdf)
  await page.emulateMedia({ media: null })
})

test('the same on a phone, in English, and on the wall', async () => {
  const phone = await told.officer(await world.person('上官承志'), 'commander', world.detachment.id, 375, 'en')
  await phone.go('/board')
  await phone.page.getByText('城西大队').first().waitFor()
  await phone.picture('5-board')
  const wide = await told.officer(await world.person('上官承志'), 'commander', world.detachment.id, 1440, 'en')
  await wide.go('/board')
  await wide.page.getByRole('button', { name: /^城西大队, Temp AM:/ }).click()
  await wide.page.getByRole('heading', { level: 2, name: /城西大队 · Temperature/ }).waitFor()
  await wide.page.getByText('SG0264').waitFor()
  await wide.picture('2-list')
  await yang.go(`/board/wall?unit=${world.detachment.id}`)
  await page.getByText('城西大队').waitFor()
  await yang.picture('6-wall')
})

test('第二天看昨天：当天是多少还是多少', async () => {
  await told.at('2020-02-09T03:00:00+08:00')
  await told.at('2020-02-09T08:30:00+08:00')
  await yang.go('/board')
  await page.getByRole('button', { name: '昨天' }).click()
  await page.waitForURL(/day=2020-02-08|day=%222020-02-08/)
  await expect.poll(async () => (await figures('舜耕支队'))[0]).toBe(562 - missing + 1)
  await yang.picture('7-yesterday')
  await page.getByLabel('选日期').fill('2020-02-07')
  await page.getByText('这一天还没有任务').waitFor()
  await yang.picture('8-any-day')
})

const { muster, leave } = terminal(told.t.db.key)
afterAll(leave)

test('审计员在终端核验：整条链完好，与昨天打印的封印相符', async () => {
  await told.t.sweep()
  const verified = await muster(told.t.db, 'verify-audit', '--head', paper.seal)
  expect(verified).toMatchObject({ code: 0, err: '' })
  expect(verified.out).toContain('审计完好')
  expect(verified.out).toContain(`与打印件上的第 ${paper.seal.split(':')[0]} 号封印相符`)
  const [no, digest] = paper.seal.split(':') as [string, string]
  const other = `${no}:${digest.startsWith('0') ? '1' : '0'}${digest.slice(1)}`
  expect((await muster(told.t.db, 'verify-audit', '--head', other)).code).toBe(1)
})

test('审计员重数计数，核对无误', async () => {
  // What the command runs, by the story's clock: at a terminal of today nobody would owe anything of 2020.
  const { findings, ok, tallies } = await runCheck(told.t.app.core)
  expect(findings).toEqual([])
  expect({ ok, some: tallies > 500 }).toEqual({ ok: true, some: true })
})

test('审计员在页面上拿昨天的纸来比', async () => {
  const auditor = await told.officer(await world.person('周承志'), 'auditor', world.detachment.id, 1440)
  await auditor.go('/audit')
  await auditor.page.getByLabel('打印件上的封印号和摘要').fill(paper.seal)
  await auditor.page.getByRole('button', { name: '核验' }).click()
  await expect
    .poll(
      async () => {
        await told.t.sweep()
        return auditor.page.getByText('与打印件相符').count()
      },
      { timeout: 15_000 },
    )
    .toBe(1)
  await auditor.picture('9-audit')
})

test('一个数被改过：check 说出是哪一个', async () => {
  await told.rows(`update tally set done = done + 1 where unit_id = $1 and measure = 'temperature' and day = $2`, [
    world.unit('舜耕支队/城西大队/松岭站/四班'),
    day,
  ])
  const { findings, ok } = await runCheck(told.t.app.core)
  expect(ok).toBe(false)
  expect(findings.map((f) => f.text.zh).join()).toContain('四班')
  expect((await muster(told.t.db, 'check')).code).toBe(1)
})
