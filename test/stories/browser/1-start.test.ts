/** Points 1 to 4: first visit, a roster with faults, the campaign with its gaps, and the cards that are handed out. */
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { expect, test, vi } from 'vitest'
import { story, type Visitor } from '#test/support/story.ts'

// 2,166 rows are read, checked and written more than once.
vi.setConfig({ testTimeout: 60_000 })

const workbook = fileURLToPath(new URL('../../../sample/舜耕支队花名册.xlsx', import.meta.url))
const csv = (await readFile(new URL('../../../sample/shungeng.csv', import.meta.url), 'utf8')).replace('\uFEFF', '')
const password = '一路平安 2026'
const told = await story('1-start', { now: '2026-11-25T09:50:00+08:00', publicUrl: 'https://tongzhou.example' })
const english = await story('1-start', { now: '2026-11-25T09:50:00+08:00' })
/** 卫国强, the IT man, on his screen. */
const wei = await told.visitor({ device: 1440, name: '卫国强' })
/** 杨兆丰, political commissar of the detachment. */
const yang = await told.visitor({ device: 1440, name: '杨兆丰' })

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click()
let code = ''

test('卫国强第一次打开：先选语言，中文在前', async () => {
  await wei.page.goto('/')
  await wei.page.getByRole('button', { name: '中文' }).waitFor()
  expect(await wei.page.getByRole('button').allTextContents()).toEqual([
    expect.stringContaining('中文'),
    expect.stringContaining('English'),
  ])
  await wei.picture('1-language')
  await wei.page.getByRole('button', { name: '中文' }).click()
})

test('再定管理员，然后两条路：样例支队，或导入花名册', async () => {
  await wei.page.getByLabel('姓名', { exact: true }).fill('卫国强')
  await wei.page.getByLabel('登录名').fill('weigq')
  await wei.page.getByLabel('定一个密码').fill(password)
  await wei.page.getByLabel('再输一遍').fill(password)
  await wei.picture('2-administrator')
  await press(wei.page, '下一步')
  await wei.page.getByRole('button', { name: '先用样例支队' }).waitFor()
  await wei.picture('3-roster')
  await wei.page.getByRole('link', { name: '导入花名册' }).click()
  await wei.page.getByRole('heading', { name: '把花名册拖到这里' }).waitFor()
})

test('他拖进花名册.xlsx：先看要新增谁、新建哪些单位，点头以后才写进名册', async () => {
  await wei.page.locator('input[type=file]').setInputFiles(workbook)
  await wei.page.getByText(/读到 562 名队员、1,?604 名家属/).waitFor({ timeout: 30_000 })
  await wei.picture('4-import')
  expect(await told.rows('select 1 from person')).toEqual([])
  const units = wei.page.getByRole('checkbox', { name: /新建这/ })
  await units.check()
  await wei.page.getByRole('button', { name: /写进名册（/ }).click()
  await wei.page.getByRole('heading', { name: '已写进名册' }).waitFor({ timeout: 40_000 })
  expect(await told.rows('select count(*)::int as n from person')).toEqual([{ n: 2166 }])
  expect(await told.rows(`select count(*)::int as n from unit where kind = 'station'`)).toEqual([{ n: 14 }])
})

test('职务里认出的主官各有一个一次性登录码，当场印出来', async () => {
  await wei.page.getByRole('button', { name: /取 .* 人的登录码/ }).click()
  const slip = wei.page.getByText('杨兆丰 · SG0002').locator('xpath=ancestor::*[code]')
  code = (await slip.getByRole('code').textContent())!
  await wei.picture('5-codes')
})

test('杨政委用登录码第一次登录，自己定密码', async () => {
  await yang.go('/sign-in')
  await yang.page.getByRole('button', { name: /一次性登录码/ }).click()
  await yang.page.getByLabel('编号或手机号').fill('SG0002')
  await yang.page.getByLabel('一次性登录码').fill(code)
  await yang.page.getByLabel('定一个密码').fill(password)
  await yang.page.getByLabel('再输一遍').fill(password)
  await yang.picture('6-first-code')
  await press(yang.page, '定好密码并登录')
  await yang.page.getByRole('navigation').first().waitFor()
})

/** 丁伟's telephone is short, 钱涛's post unknown, 姜刚 moves, 田昇平 is not in the file, 钱新 leads a squad of a new station. */
const later = `${csv
  .replaceAll('\r\n', '\n')
  .replace('13855000036', '1385500003')
  .replace('消防员、网格员\n', '战斗员\n')
  .replace('云台站,,姜刚,SG0030', '青禾站,,姜刚,SG0030')
  .replace(/^.*田昇平,SG0035.*\n/m, '')
  .replace(/^.*,,SG0035,.*\n/gm, '')}舜耕支队,城东大队,新建站,一班,钱新,SG0901,,,,男,2004,班长\n`

test('新来的花名册有错：哪一行、哪一列、写的什么、为什么不行，还能下载这几行', async () => {
  const { page } = yang
  await yang.go('/people/import')
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: '花名册-11月25日.csv', mimeType: 'text/csv', buffer: Buffer.from(later) })
  await page.getByRole('tab', { name: /有问题/ }).waitFor({ timeout: 30_000 })
  await page.getByText('少一位').locator('visible=true').first().waitFor()
  await page.getByText('1385500003').locator('visible=true').first().waitFor()
  await yang.picture('7-bad-rows')
  const download = page.waitForEvent('download')
  await page
    .getByRole('link', { name: /下载/ })
    .or(page.getByRole('button', { name: /下载/ }))
    .first()
    .click()
  expect((await download).suggestedFilename()).toMatch(/\.(xlsx|csv)$/)
})

test('会新增谁、调动谁、退出谁，分开列着；写进去，又整批撤回', async () => {
  const { page } = yang
  await page.getByRole('tab', { name: /要调动/ }).click()
  await page.getByText('姜刚').locator('visible=true').first().waitFor()
  await page.getByRole('tab', { name: /要退出/ }).click()
  await page.getByText('田昇平').locator('visible=true').first().waitFor()
  await yang.picture('8-leaving')
  await page.getByRole('checkbox', { name: /新建这/ }).check()
  await page.getByRole('checkbox', { name: /退出/ }).check()
  await page.getByRole('button', { name: /只导入没有问题的/ }).click()
  await page.getByRole('heading', { name: '已写进名册' }).waitFor({ timeout: 30_000 })
  const unitOf = () =>
    told.rows(`select u.name from person p join unit u on u.id = p.unit_id where p.staff_no = 'SG0030'`)
  expect(await unitOf()).toEqual([{ name: '青禾站' }])
  await page.getByRole('button', { name: '整批撤回' }).first().click()
  await press(page, '撤回')
  await page.getByText('已整批撤回').waitFor({ timeout: 30_000 })
  expect(await unitOf()).toEqual([{ name: '云台站' }])
  await yang.picture('9-taken-back')
})

test('政委启动预案前：每条措施谁来报、谁来管、几点截止、每天多少项', async () => {
  const { page } = yang
  // 三班's leader of 松岭站 has left his post: a gap that the page has to show.
  await told.rows(
    `update appointment set until_at = $1 where post = '班长' and person_id = (select id from person where staff_no = 'SG0249')`,
    [new Date(told.t.clock.now())],
  )
  await told.t.work(
    async (w) =>
      void (await w.tx
        .updateTable('organisation_version')
        .set((e) => ({ version: e('version', '+', e.lit(1)) }))
        .execute()),
  )
  await yang.go('/orders')
  await page.getByRole('heading', { name: '启动防控战役' }).waitFor()
  await press(page, '下一步：看条款')
  await page.getByRole('heading', { name: '2 份文件，18 条' }).waitFor()
  await yang.picture('10-clauses')
  await page.getByRole('link', { name: /营门管理/ }).click()
  await page.getByText('尚未启用（后续版本）').waitFor()
  await page.getByRole('link', { name: /体温监测/ }).click()
  await page.getByRole('heading', { level: 1, name: '第四条 体温监测' }).waitFor()
})

test('三班缺班长，系统指出来；点一个人就补上', async () => {
  const { page } = yang
  const row = page.getByText('松岭站 三班', { exact: true }).locator('..')
  await row.getByText('班长空缺，还没有人管').waitFor()
  await yang.picture('11-gap')
  const [first] = await row.getByRole('button').allTextContents()
  await row.getByRole('button').first().click()
  await page.getByText(`松岭站 三班由 ${first!.split(' ')[0]} 负责`).waitFor()
  await row.waitFor({ state: 'detached' })
})

test('他把早检改到七点四十五，再启动；启动前先说清会怎样', async () => {
  const { page } = yang
  await press(page, '改时间')
  await page.getByRole('group', { name: '早检' }).getByLabel('截止').fill('0745')
  await page.getByText('启动时就按这个时间。').waitFor()
  await press(page, '按此执行')
  await page.getByText('早检 07:45 截止').first().waitFor()
  await press(page, '启动')
  const dialog = page.getByRole('dialog')
  await dialog.getByText(/涉及舜耕支队 562 人/).waitFor()
  await yang.picture('12-before-start')
  await dialog.getByRole('button', { name: '启动', exact: true }).click()
  await page.getByText('正在生成任务').or(page.getByText('任务已生成')).first().waitFor()
  await told.t.sweep()
  await page.getByText('任务已生成').waitFor({ timeout: 30_000 })
  await yang.picture('13-started')
})

test('任何一项任务，一步回到要求它的那一条', async () => {
  const { page } = yang
  await yang.go('/board')
  await page.getByRole('button', { name: /^舜耕支队 晚检：/ }).click()
  await page.getByRole('link', { name: /依据：/ }).click()
  await page.getByRole('heading', { level: 1, name: '第四条 体温监测' }).waitFor()
})

test('填报卡：一张 PDF 一站一页，带二维码；也可以取 CSV', async () => {
  const unit = told.t.app.core.organisation.tree.find('舜耕支队/城西大队/松岭站')!
  const pdf = await yang.page.request.get(`/api/links.pdf?unit=${unit.id}`)
  expect(pdf.headers()['content-type']).toContain('application/pdf')
  await writeFile(yang.file('14-cards', 'pdf'), await pdf.body())
  const list = await (await yang.page.request.get(`/api/links.csv?unit=${unit.id}`)).text()
  expect(list).toContain('https://tongzhou.example/r/')
  expect(list).toContain('龙浩然')
  const lines = list.trim().split('\n')
  // 41 members and their 41 households, below one header.
  expect(lines.length).toBe(1 + 41 + 41)
})

async function firstVisitEnglish(v: Visitor): Promise<void> {
  const { page } = v
  await page.goto('/')
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Wei Guoqiang')
  await page.getByLabel('Sign-in name').fill('weigq')
  await page.getByLabel('Choose a password').fill('calm seas 2026')
  await page.getByLabel('The same again').fill('calm seas 2026')
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: 'Start with the sample detachment' }).click()
  await page.getByRole('progressbar').waitFor()
  await v.picture('15-sample')
  await page.getByRole('link', { name: 'Open Muster' }).click({ timeout: 40_000 })
  await page.getByRole('navigation').first().waitFor()
}

test('another installation, in English on a phone: the sample detachment, with its progress', async () => {
  const wei = await english.visitor({ device: 375, language: 'en', name: 'Wei' })
  await firstVisitEnglish(wei)
  await wei.go('/people')
  await wei.page.getByText('上官承志').locator('visible=true').first().waitFor()
  await wei.picture('16-people')
  await wei.go('/orders')
  await wei.picture('17-orders')
})
