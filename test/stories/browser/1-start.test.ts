/** Point 1: the first visit: language, administrator, then the sample detachment with its progress, or a roster of one's own. */
import { beforeAll, expect, test, vi } from 'vitest'
import { holdTable, runClock } from '#test/support/hold-table.ts'
import { beyondNames, knownNames } from '#test/support/names-only.ts'
import { tell, type Visitor } from '#test/support/story.ts'

// 2,166 people are written, on a machine that may be busy.
vi.setConfig({ testTimeout: 90_000 })

const password = '一路平安 2026'
/** His own name, and the product's. */
const own = ['卫国强', '同舟', '语言 · Language']

tell('1-start', { now: '2026-11-25T09:50:00+08:00', world: 'empty' }, (told) => {
  const { say } = told
  /** 卫国强, the IT man, at a browser that has never been here. */
  let wei: Visitor
  const press = (name: string) => wei.page.getByRole('button', { name, exact: true }).click()
  const accounts = () => told.rows<{ name: string }>('select name from account')

  beforeAll(async () => {
    wei = await told.visitor({ name: '卫国强' })
    // Nothing is chosen yet; the choice that he makes is kept.
    await wei.context.addInitScript(`if (!sessionStorage.getItem('begun')) {
      sessionStorage.setItem('begun', 'yes'); localStorage.removeItem('muster.language') }`)
  })

  test('卫国强第一次打开：先选语言，中文在前，每种语言用自己的字写', async () => {
    await wei.page.goto('/')
    await wei.page.getByRole('button', { name: '中文' }).waitFor()
    expect(new URL(wei.page.url()).pathname).toBe('/setup')
    expect((await wei.page.getByRole('button').allTextContents()).map((x) => x.replace(/\s/g, ''))).toEqual([
      '中文',
      'English',
    ])
    await wei.picture('1-language')
    await wei.page.getByRole('button', { name: say('中文', 'English') }).click()
    await wei.page.getByRole('heading', { name: say('您是管理员', 'You are the administrator') }).waitFor()
    expect(await wei.page.evaluate('document.documentElement.lang')).toBe(say('zh-CN', 'en'))
  })

  test('再定管理员；两遍密码不一样，当场说', async () => {
    const { page } = wei
    await page.getByLabel(say('姓名', 'Name'), { exact: true }).fill('卫国强')
    await page.getByLabel(say('登录名', 'Sign-in name')).fill('weigq')
    await page.getByLabel(say('定一个密码', 'Choose a password')).fill(password)
    await page.getByLabel(say('再输一遍', 'The same again')).fill('不一样的')
    await press(say('下一步', 'Next'))
    await page.getByText(say('两遍不一样', 'The two are not the same')).waitFor()
    await wei.picture('2-administrator')
    expect(await accounts()).toEqual([])
  })

  test('按下一步的时候网断了：没存上，填的都还在；网好了再按一次，只有一个管理员', async () => {
    const { page, context } = wei
    await page.getByLabel(say('再输一遍', 'The same again')).fill(password)
    await context.setOffline(true)
    await press(say('下一步', 'Next'))
    await page
      .getByRole('alert')
      .filter({ hasText: say('连不上服务器，这次没有存上', 'The server cannot be reached') })
      .waitFor()
    expect(await page.getByLabel(say('登录名', 'Sign-in name')).inputValue()).toBe('weigq')
    await wei.picture('3-no-network')
    await context.setOffline(false)
    await press(say('下一步', 'Next'))
    await page.getByRole('heading', { name: say('名册从哪里来', 'Where the roster comes from') }).waitFor()
    expect(await accounts()).toEqual([{ name: '卫国强' }])
  })

  test('然后两条路：样例支队，或导入花名册', async () => {
    const { page } = wei
    await page.getByRole('button', { name: say('先用样例支队', 'Start with the sample detachment') }).waitFor()
    if (told.language === 'en') expect(await beyondNames(page, own)).toEqual([])
    await wei.picture('4-two-ways')
    await page.getByRole('link', { name: say('导入花名册', 'Import a roster') }).click()
    await page.getByRole('heading', { name: say('把花名册拖到这里', 'Drop the roster here') }).waitFor()
    await wei.picture('5-import')
    await page.goBack()
    await page.getByRole('button', { name: say('先用样例支队', 'Start with the sample detachment') }).waitFor()
  })

  test('他选样例：正在做什么、做到多少，一直看得见；离开再回来接着看', async () => {
    const { page } = wei
    const stop = runClock(told.t)
    const goOn = await holdTable(told.t, 'household_member')
    try {
      await progressShows()
    } finally {
      await goOn()
    }
    await page.getByRole('link', { name: say('进入同舟', 'Open Muster') }).waitFor({ timeout: 60_000 })
    stop()
    await wei.picture('7-ready')
  })

  async function progressShows(): Promise<void> {
    const { page } = wei
    await press(say('先用样例支队', 'Start with the sample detachment'))
    await page.getByRole('progressbar', { name: say('正在装入样例支队', 'Loading the sample detachment') }).waitFor()
    const status = page.getByRole('status').filter({ hasText: /\d+\/\d+/ })
    await status.filter({ hasText: say('写入', 'Writing') }).waitFor()
    const [, done, total] = /(\d+)\/(\d+)/.exec((await status.textContent())!)!.map(Number)
    expect(done).toBeGreaterThan(0)
    expect(done).toBeLessThan(total!)
    await wei.picture('6-progress')
    if (told.language === 'en') expect(await beyondNames(page, [], own)).toEqual([])
    await page.goto('/settings')
    await page.goto('/setup')
    await page.getByRole('progressbar').waitFor()
    await status.waitFor()
  }

  test('进入同舟，名册上是样例支队的 562 名队员、1,604 名家属，一个不多一个不少', async () => {
    const { page } = wei
    await page.getByRole('link', { name: say('进入同舟', 'Open Muster') }).click()
    await page.getByRole('navigation').first().waitFor()
    await wei.go('/people')
    await page.getByText('上官承志').locator('visible=true').first().waitFor()
    await wei.picture('8-people')
    expect(await told.rows('select kind, count(*)::int as n from person group by kind order by kind')).toEqual([
      { kind: 'member', n: 562 },
      { kind: 'relative', n: 1604 },
    ])
    if (told.language === 'en') expect(await beyondNames(page, await knownNames(told), own)).toEqual([])
  })

  test('第二个人再打开，不再问语言和管理员，只请他登录', async () => {
    const other = await told.visitor({ name: '过路人' })
    await other.go('/setup')
    expect(new URL(other.page.url()).pathname).toBe('/sign-in')
    await other.page.getByLabel(say('编号或手机号', 'Staff number or telephone')).waitFor()
    expect(await accounts()).toHaveLength(1 + (await officers()))
    await other.picture('9-second-visitor')
  })

  /** Accounts that the sample gives to those who hold a post. */
  const officers = async () =>
    (await told.rows<{ n: number }>('select count(*)::int as n from account where person_id is not null'))[0]!.n
})
