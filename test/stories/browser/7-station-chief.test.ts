/** Point 7: the station chief of 松岭站 opens Today at 07:52: 22 missing by name, a fever on top, and all that he does about it. */
import { expect, test } from 'vitest'
import { sampleWorld, story } from '#test/support/story.ts'

const day = '2020-02-08'
const told = await story('7-chief', { now: `${day}T03:00:00+08:00` })
const world = await sampleWorld(told)
const station = world.unit('舜耕支队/城西大队/松岭站')
const people = await world.members(station)
const tang = people.find((p) => p.name === '汤子轩')!
/** Of 41 members 18 report in time, 汤子轩 after due with a fever: 22 are missing. */
await told.at(`${day}T07:05:00+08:00`)
await world.report(people.filter((p) => p !== tang).slice(0, 18))
await told.at(`${day}T07:42:00+08:00`)
await world.report([tang], 37.8)
await told.at(`${day}T07:45:00+08:00`)
await told.at(`${day}T07:52:00+08:00`)
const chief = await world.person('刘喆宇')
const liu = await told.officer(chief, 'chief', station, 1440)
const { page } = liu

const list = (name: string) => page.getByRole('list', { name, exact: true })
const panel = () => page.getByRole('region', { name: /松岭站 ·/ })
const nameRow = (name: string) => panel().getByRole('listitem').filter({ hasText: name })
const stateOf = async (name: string) => {
  const { id } = people.find((p) => p.name === name)!
  return told.rows(
    `select state, reason from task where subject_id = $1 and measure = 'temperature' and slot = 'morning' and day = $2`,
    [id, day],
  )
}

test('the same Today for his instructor: wide in English, and on a Chinese phone', async () => {
  const instructor = await world.person('熊磊')
  const phone = await told.officer(instructor, 'chief', station, 375)
  await phone.go('/today')
  await phone.page.getByText('22 人未报体温监测 早检').waitFor()
  await phone.picture('1-today')
  const wide = await told.officer(instructor, 'chief', station, 1440, 'en')
  await wide.go('/today')
  await wide.page.getByText('22 have not reported').waitFor()
  await wide.picture('1-today')
  await wide.page.getByRole('list', { name: 'Now' }).getByRole('button', { name: 'Assess' }).click()
  await wide.page.getByRole('dialog').getByLabel('asked in person, nothing of concern').check()
  await wide.picture('8-assess')
})

test('七点五十二分，刘站长打开今日：37.8 在最上面，琥珀色，写明几点复测', async () => {
  await liu.go('/today')
  await page.getByRole('heading', { level: 1, name: '早上好，刘站长' }).waitFor()
  const urgent = list('马上办').getByRole('listitem')
  expect(await urgent.count()).toBe(1)
  await urgent.getByText('汤子轩 37.8 ℃').waitFor()
  await urgent.getByText('已请 07:52 后复测，08:02 前没有就转为红色').waitFor()
  expect(await urgent.getAttribute('class')).toContain('today-amber')
  const headings = await page.getByRole('heading', { level: 2 }).allTextContents()
  expect(headings.slice(0, 2)).toEqual(['马上办', '已逾期'])
})

test('二十二人未报，逾期多久、谁提醒过、下一个告诉谁，一句话说清', async () => {
  const overdue = list('已逾期').getByRole('listitem').first()
  const words = (await overdue.textContent())!
  expect(words).toContain('22 人未报体温监测 早检，应报 41 人')
  expect(words).toContain('22 分钟')
  expect(words).toMatch(/已提醒本人和班长.*08:15.*站长 刘喆宇/)
  await liu.picture('1-today')
})

test('点开就是二十二个名字，每人写着几点提醒过；Escape 回到原处', async () => {
  await list('已逾期').getByRole('button', { name: '看名单' }).first().click()
  await panel().waitFor()
  await expect.poll(() => panel().getByRole('listitem').count()).toBe(22)
  await nameRow('胡月华').getByText('逾期 22 分钟').waitFor()
  await nameRow('胡月华')
    .getByText(/已提醒.*07:45/)
    .waitFor()
  await panel().getByText('08:15 仍未报，将通知').waitFor()
  await panel()
    .getByText(/依据：.*体温监测/)
    .waitFor()
  await liu.picture('2-names')
  const address = page.url()
  await page.keyboard.press('Escape')
  await panel().waitFor({ state: 'detached' })
  await page.goto(address)
  await panel().waitFor()
})

test('再提醒一遍，名单上记下时间', async () => {
  await panel().getByRole('button', { name: '提醒 22 人' }).click()
  await page.getByRole('tooltip').getByRole('button', { name: '确定' }).click()
  await page.getByText('已提醒 22 人').waitFor()
  await nameRow('胡月华')
    .getByText(/已提醒.*07:52/)
    .waitFor()
  await liu.picture('3-reminded')
})

test('打电话，没人接，点一下记下来', async () => {
  const row = nameRow('冯堃')
  expect(await row.getByRole('link', { name: /打电话/ }).getAttribute('href')).toBe('tel:13855000264')
  await row.getByRole('button', { name: '没接通' }).click()
  await row.getByText('07:52 电话没接通').waitFor()
})

test('冯堃出警在外，免报要写原因，名单上写着谁批的', async () => {
  await nameRow('冯堃').getByRole('button', { name: '免报' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('免报后不再计入应报').waitFor()
  expect(await dialog.getByRole('button', { name: '确定' }).isDisabled()).toBe(true)
  await dialog.getByLabel('出警在外').check()
  await dialog.getByRole('textbox', { name: '说明' }).fill('凌晨四点随一号车出警，未归')
  await liu.picture('4-exempt')
  await dialog.getByRole('button', { name: '确定' }).click()
  await expect.poll(() => panel().getByRole('listitem').count()).toBe(21)
  expect(await stateOf('冯堃')).toEqual([{ state: 4, reason: 'on_call' }])
  await panel().getByText('免报 1', { exact: true }).click()
  await panel().getByText('免报：出警在外，凌晨四点随一号车出警，未归（刘喆宇）').waitFor()
  await liu.picture('5-exempt-listed')
})

test('胡月华在量了，站长在表上替她报', async () => {
  await panel().getByText('逾期未报 21', { exact: true }).click()
  await panel().getByRole('link', { name: '代报' }).click()
  await page.getByRole('heading', { name: /晨检体温/ }).waitFor()
  const pad = page.getByRole('group', { name: '胡月华 体温' })
  await pad.getByRole('button', { name: '36.' }).click()
  await pad.getByRole('button', { name: '36.4', exact: true }).click()
  await page.getByRole('button', { name: '发送 1 人' }).click()
  await page.getByText('✓ 36.4').waitFor()
  await liu.picture('6-on-behalf')
  expect(await stateOf('胡月华')).toEqual([{ state: 2, reason: null }])
})

test('刘雪昨晚住院，站长登记住院，先看到会少哪些任务', async () => {
  await liu.go('/today')
  await page.getByRole('button', { name: '登记休假、住院' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('人员').fill('刘雪')
  await page.getByRole('option').or(page.locator('.ant-select-item-option')).filter({ hasText: '刘雪' }).click()
  await dialog.getByLabel('情况').click()
  await page.locator('.ant-select-item-option').filter({ hasText: '住院' }).click()
  await dialog.getByLabel('地点').fill('市第一人民医院')
  await dialog.locator('.note-box').waitFor()
  await liu.picture('7-presence')
  await dialog.getByRole('button', { name: '确定' }).click()
  await page.getByText('已存下').waitFor()
  const [row] = await told.rows('select kind, place from presence where person_id = $1', [
    people.find((p) => p.name === '刘雪')!.id,
  ])
  expect(row).toEqual({ kind: 'hospital', place: '市第一人民医院' })
})

test('复测 36.9，他问过本人，评估、写办法、了结', async () => {
  await told.at(`${day}T07:55:00+08:00`)
  await world.report([tang], 36.9)
  await list('马上办').getByText('07:55 复测 36.9').waitFor()
  await list('马上办').getByRole('button', { name: '打开' }).click()
  await page.getByRole('heading', { level: 1, name: /汤子轩/ }).waitFor()
  await page.getByRole('button', { name: '评估' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('问过本人，没有异常').check()
  await dialog.getByLabel('依据和说明').fill('刚跑完步量的，歇十分钟复测 36.9，无其他不适')
  await liu.picture('8-assess')
  await dialog.getByRole('button', { name: '确定' }).click()
  await page.getByText('刘喆宇评估：问过本人，没有异常').waitFor()
  await page.getByRole('button', { name: '了结' }).click()
  await dialog.getByLabel('已排除').check()
  await dialog.getByRole('button', { name: '确定' }).click()
  await page.getByText('了结：已排除').waitFor()
  await liu.picture('9-closed')
  await liu.go('/today')
  await list('已逾期').waitFor()
  expect(await list('马上办').count()).toBe(0)
})

test('the same morning on a phone, in English', async () => {
  const other = await told.officer(await world.person('熊磊'), 'chief', station, 375, 'en')
  await other.go('/today')
  await other.page.getByRole('list', { name: 'Overdue' }).waitFor()
  await other.picture('10-today')
  await other.page.getByRole('list', { name: 'Overdue' }).getByRole('button', { name: 'See names' }).first().click()
  await other.page
    .getByRole('region', { name: /松岭站 ·/ })
    .getByRole('listitem')
    .first()
    .waitFor()
  await other.picture('11-names')
})
