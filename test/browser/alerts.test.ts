/** Alerts through a real browser: an empty list, 36 of them page by page, one handled from opening to closing, both languages, wide and on a phone. */
import { afterEach, beforeAll, expect, test } from 'vitest'
import { beyondNames, knownNames } from '#test/support/names-only.ts'
import { type Person, type SampleWorld, type Story, sampleWorld, story, type Visitor } from '#test/support/story.ts'

const day = '2020-02-08'
let told: Story
let world: SampleWorld
let everybody: Person[]
let chief: Person
let known: string[]
/** The detachment's commissar, wide in Chinese, and its head on a phone in English. */
let wide: Visitor
let phone: Visitor
/** The chief of 松岭站: only his station's alerts are his. */
let liu: Visitor

beforeAll(async () => {
  told = await story('alerts', { now: `${day}T03:00:00+08:00` })
  world = await sampleWorld(told)
  everybody = await world.members(world.detachment.id)
  chief = await world.person('刘喆宇')
  known = await knownNames(told)
  wide = await told.officer(await world.person('杨兆丰'), 'commander', world.detachment.id, 1440, 'zh')
  phone = await told.officer(await world.person('上官承志'), 'commander', world.detachment.id, 375, 'en')
  liu = await told.officer(chief, 'chief', world.unit('舜耕支队/城西大队/松岭站'), 1440, 'zh')
}, 120_000)

/** Everything fits, and an English page is English. */
async function shown(v: Visitor, name: string, typed: string[] = []) {
  await v.picture(name)
  if (v.language === 'en') expect(await beyondNames(v.page, known, typed)).toEqual([])
}
const alertsOf = (v: Visitor) =>
  v.page.getByRole('list', { name: v.language === 'zh' ? '预警' : 'Alerts', exact: true })
const rowsOf = (v: Visitor) => alertsOf(v).getByRole('listitem')
const dialog = (v: Visitor) => v.page.getByRole('dialog')
const press = (v: Visitor, name: string) => v.page.getByRole('button', { name, exact: true }).first().click()
const patient = { timeout: 20_000 }

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail')
    for (const v of [wide, phone, liu]) await v.picture(`failed-${v === liu ? 'liu' : v.device}`).catch(() => {})
})

test('nothing yet: the page says what will appear here, among the closed ones too', async () => {
  await wide.go('/alerts')
  await wide.page.getByText('没有未了结的预警').waitFor()
  await wide.page.getByText('体温异常、家属不适、消毒浓度不足等会出现在这里').waitFor()
  await shown(wide, 'empty')
  await wide.page.getByText('已了结', { exact: true }).click()
  await wide.page.getByText('还没有了结的预警').waitFor()
  await phone.go('/alerts?state=closed')
  await phone.page.getByText('No alert has been closed yet').waitFor()
  await phone.page.getByText('Not closed', { exact: true }).click()
  await phone.page.getByText('No alert is open').waitFor()
  await shown(phone, 'empty')
})

test('36 alerts: red first, then what runs out first; thirty at once, the rest on request, each with its unit and time left', async () => {
  await told.at(`${day}T07:10:00+08:00`)
  // One in sixteen of the detachment; without a second reading they turn red after twenty minutes.
  const later = everybody.filter((p) => ['汤子轩', '冯堃'].includes(p.name))
  const hot = everybody.filter((p, i) => i % 15 === 5 && p.id !== chief.id && !later.includes(p)).slice(0, 34)
  await world.report(hot, 37.6)
  await told.at(`${day}T07:31:00+08:00`)
  await world.report(later, 37.8)
  await wide.go('/alerts')
  await expect.poll(() => rowsOf(wide).count(), patient).toBe(30)
  for (const row of await rowsOf(wide).all()) expect(await row.textContent()).toContain('红色')
  await shown(wide, 'list')
  await press(wide, '还有 6 条')
  await expect.poll(() => rowsOf(wide).count(), patient).toBe(36)
  const words = await rowsOf(wide).allTextContents()
  expect(words.slice(34).every((w) => w.includes('黄色'))).toBe(true)
  expect(new Set(words.map((w) => /[一-龥]{2,4} 3\d\.\d ℃/.exec(w)?.[0])).size).toBe(36)
  await phone.go('/alerts')
  await expect.poll(() => rowsOf(phone).count(), patient).toBe(30)
  await press(phone, '6 more')
  await expect.poll(() => rowsOf(phone).count(), patient).toBe(36)
  await shown(phone, 'list')
})

test('a station chief sees his own station and no more', async () => {
  await liu.go('/alerts')
  await rowsOf(liu).filter({ hasText: '汤子轩' }).waitFor()
  const units = new Set((await world.members(world.unit('舜耕支队/城西大队/松岭站'))).map((p) => p.name))
  const names = (await rowsOf(liu).locator('b').allTextContents()).map((text) => text.split(' ')[0]!)
  expect(names.length).toBeGreaterThan(2)
  expect(names.filter((name) => !units.has(name))).toEqual([])
})

test('opened: readings, what happened so far; what may not be done yet is off and says why', async () => {
  await rowsOf(liu).filter({ hasText: '汤子轩' }).getByRole('link').click()
  await liu.page.getByRole('heading', { level: 1, name: /^汤子轩 · / }).waitFor()
  await liu.page.getByText('37.8 ℃', { exact: true }).waitFor()
  await liu.page.getByText('发出预警').waitFor()
  const close = liu.page.getByRole('button', { name: '了结' })
  expect(await close.isDisabled()).toBe(true)
  await close.locator('..').hover()
  await liu.page.getByText('先评估，再往下办。').waitFor()
  await shown(liu, 'open')
})

test('assessed wrongly, then once more: the earlier one stays under what happened', async () => {
  await press(liu, '评估')
  await dialog(liu).getByLabel('测量有误').check()
  await dialog(liu).getByLabel('依据和说明').fill('看错行了')
  await press(liu, '确定')
  await liu.page.getByText('刘喆宇评估：测量有误；看错行了').waitFor()
  await press(liu, '重新评估')
  await dialog(liu).getByText('先前的评估留在“经过”里').waitFor()
  await dialog(liu).getByLabel('确有异常，要管控').check()
  await dialog(liu).getByLabel('红色').check()
  await shown(liu, 'assess-again')
  await press(liu, '确定')
  await liu.page.getByText('刘喆宇评估：确有异常，要管控').waitFor()
  expect(await liu.page.getByText('刘喆宇评估：测量有误；看错行了').count()).toBe(1)
})

test('a plan that ends in the past is refused and keeps what was typed; then it holds, and the alert is closed', async () => {
  await press(liu, '写管控办法')
  const until = dialog(liu).getByLabel('到什么时候')
  const store = dialog(liu).getByRole('button', { name: '确定', exact: true })
  await dialog(liu).getByLabel('办法').fill('二楼单间隔离，早晚各测一次')
  await until.fill('2020-02-07 08:00')
  await liu.page.locator('.ant-picker-ok button').click()
  await store.click()
  await liu.page.getByText('管控截止时间要在现在之后').waitFor()
  expect(await dialog(liu).getByLabel('办法').inputValue()).toBe('二楼单间隔离，早晚各测一次')
  await until.fill('2020-02-09 08:00')
  await liu.page.locator('.ant-picker-ok button').click()
  await store.click()
  await liu.page.getByText(/管控：二楼单间隔离，早晚各测一次，到 .*08:00/).waitFor()
  await press(liu, '了结')
  await dialog(liu).getByLabel('已转医疗机构').check()
  await press(liu, '确定')
  await liu.page.getByText('了结：已转医疗机构').waitFor()
  await shown(liu, 'closed')
})

test('the other screen loses it without being touched; among the closed it stands first, and opens', async () => {
  await expect.poll(() => rowsOf(wide).filter({ hasText: '汤子轩' }).count(), patient).toBe(0)
  await phone.page.getByText('Closed', { exact: true }).click()
  await expect.poll(() => rowsOf(phone).count(), patient).toBe(1)
  await rowsOf(phone).first().getByRole('link').click()
  await phone.page.getByText('closed: handed over to medical care').waitFor()
  await phone.page.getByText('assessed by 刘喆宇: the reading was at fault; 看错行了').waitFor()
  await shown(phone, 'closed', ['看错行了', '二楼单间隔离，早晚各测一次'])
})

test('on the phone, in English: an alert is assessed with one hand', async () => {
  await phone.go('/alerts')
  const row = rowsOf(phone).filter({ hasText: '冯堃' }).or(rowsOf(phone).first()).first()
  const name = (await row.locator('b').first().textContent())!.split(' ')[0]!
  await row.getByRole('button', { name: 'Assess' }).click()
  await dialog(phone).getByLabel('not certain, to be watched').check()
  await shown(phone, 'assess')
  await press(phone, 'Save')
  // What nobody has judged yet stands first: this one goes to the end.
  await dialog(phone).waitFor({ state: 'detached' })
  await press(phone, '5 more')
  await expect
    .poll(() => rowsOf(phone).filter({ hasText: name }).getByRole('button', { name: 'Close' }).count(), patient)
    .toBe(1)
})

test('an alert about himself is for somebody else, and the page says so; one that is not there too', async () => {
  await told.at(`${day}T07:33:00+08:00`)
  await world.report([chief], 37.9)
  await liu.go('/alerts')
  await rowsOf(liu).filter({ hasText: '刘喆宇' }).getByRole('button', { name: '评估' }).click()
  await dialog(liu).getByLabel('确有异常，要管控').check()
  await press(liu, '确定')
  await liu.page.getByText('关于本人的预警要由别人评估').waitFor()
  await press(liu, '取消')
  await liu.go('/alerts')
  await liu.page.goto(`/alerts/${told.t.id()}`)
  await liu.page.getByRole('alert').getByText('这条预警').waitFor()
})
