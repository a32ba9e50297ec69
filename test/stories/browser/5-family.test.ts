/** Point 5: a mother's link on her phone: notice, consent, three relatives in four taps, and a network that goes away. */
import { expect, test } from 'vitest'
import { sampleWorld, story } from '#test/support/story.ts'

const told = await story('5-family', { now: '2020-02-08T03:00:00+08:00' })
const world = await sampleWorld(told)
const household = await householdOf('SG0250')
await told.at('2020-02-08T08:05:00+08:00')
/** 严艳, wife of 龙浩然 of 松岭站, with her daughter 龙巧云 (born 2017) and her mother-in-law 唐安琪. */
const yan = await told.visitor({ device: 375, name: '严艳' })

/** What came from the household: a report is one row, its corrections further ones. */
const reports = () =>
  told.rows<{ answers: { people: { person: string; well: boolean; celsius?: number }[] }; corrects: string | null }>(
    'select answers, corrects from report where subject_id = $1 order by received_at, corrects is not null, id',
    [household],
  )
const states = () =>
  told.rows<{ day: string; state: number }>(
    `select to_char(day, 'MM-DD') as day, state from task where subject_id = $1 and state <> 5 order by day`,
    [household],
  )

async function householdOf(member: string): Promise<string> {
  const { id } = await world.person(member)
  const [row] = await told.rows<{ household_id: string }>(
    'select household_id from household_member where person_id = $1',
    [id],
  )
  return row!.household_id
}

const tap = (name: string, who?: string) =>
  (who ? yan.page.getByRole('group', { name: who, exact: true }) : yan.page)
    .getByRole('button', { name: new RegExp(`^(✓ )?${name}`) })
    .click()

test('严艳不用账号，点开家庭卡上的链接，先看到告知书；地址里不再有链接的密钥', async () => {
  const token = await told.link('household', household)
  await yan.go(`/r/${token}`)
  await yan.page.getByRole('heading', { name: '填报前，请先看一看' }).waitFor()
  await yan.page.getByText('可以不同意，也可以随时改主意').waitFor()
  expect(new URL(yan.page.url()).pathname).toBe('/r')
  await yan.picture('1-notice')
  expect(await reports()).toEqual([])
})

test('她为自己和七岁以下的女儿各点一次，婆婆由本人点', async () => {
  await yan.page.getByText('请唐安琪本人点').scrollIntoViewIfNeeded()
  await yan.page.getByText('不满 14 周岁，由监护人点').waitFor()
  for (const who of ['严艳', '龙巧云']) await tap('同意', who)
  await yan.page.getByText('唐安琪以后再选').waitFor()
  await yan.picture('2-choice')
  await tap('同意', '唐安琪')
  await tap('选好了')
  await yan.page.getByRole('heading', { name: '今天家里都好吗？' }).waitFor()
  const kept = await told.rows(
    'select p.name, given, by_kind as by from consent c join person p on p.id = c.person_id where p.household_id = $1 order by by_kind, p.born desc',
    [household],
  )
  expect(kept).toEqual([
    { name: '龙巧云', given: true, by: 'guardian' },
    { name: '严艳', given: true, by: 'self' },
    { name: '唐安琪', given: true, by: 'self' },
  ])
})

test('家里三口人，点四下就报完', async () => {
  let taps = 0
  for (const who of ['严艳', '龙巧云', '唐安琪']) {
    await tap('没有不舒服', who)
    taps++
    if (taps === 2) await yan.picture('3-two-of-three')
  }
  await tap('发 送')
  taps++
  await yan.page.getByRole('heading', { name: '今天报过了，谢谢' }).waitFor()
  await yan.page.getByText('08:05 收到').first().waitFor()
  expect(taps).toBe(4)
  await yan.picture('4-done')
  expect(await reports()).toHaveLength(1)
  expect((await states())[0]).toEqual({ day: '02-08', state: 1 })
})

test('填到一半断了网：照样能填，看得见有一份等着发', async () => {
  await told.at('2020-02-09T03:00:00+08:00')
  await told.at('2020-02-09T11:50:00+08:00')
  await yan.page.reload()
  await yan.page.getByRole('heading', { name: '今天家里都好吗？' }).waitFor()
  await tap('没有不舒服', '严艳')
  await yan.context.setOffline(true)
  await tap('没有不舒服', '龙巧云')
  await tap('没有不舒服', '唐安琪')
  await tap('发 送')
  await yan.page.getByRole('status').filter({ hasText: '1 份还没发出去，现在没有网络' }).waitFor()
  await yan.picture('5-waits')
  expect(await reports()).toHaveLength(1)
})

test('过了中午才有网：自己发出去，只收到一份，按断网前已填算', async () => {
  await told.at('2020-02-09T12:20:00+08:00')
  await yan.context.setOffline(false)
  await yan.page.getByText('12:20 收到').first().waitFor()
  expect(await reports()).toHaveLength(2)
  // 3: received late, counted apart: filled in before it was due.
  expect((await states())[1]).toEqual({ day: '02-09', state: 3 })
  await yan.picture('6-arrived')
})

test('收到了而回执没到：手机再发一次，库里还是一份', async () => {
  await told.at('2020-02-10T03:00:00+08:00')
  await told.at('2020-02-10T08:10:00+08:00')
  await yan.page.reload()
  await yan.page.getByRole('heading', { name: '今天家里都好吗？' }).waitFor()
  let lost = 0
  await yan.page.route('**/api/reports', async (route) => {
    if (lost++ > 0) return route.continue()
    await route.fetch()
    await route.abort()
  })
  for (const who of ['严艳', '龙巧云', '唐安琪']) await tap('没有不舒服', who)
  await tap('发 送')
  await yan.page.getByRole('status').filter({ hasText: '1 份还没发出去' }).waitFor()
  await tap('现在就发')
  await yan.page.getByText('08:10 收到').first().waitFor()
  expect(lost).toBe(2)
  expect(await reports()).toHaveLength(3)
})

test('发错了可以改：婆婆 37.6，改报后按改过的算，页面说下一步做什么', async () => {
  await yan.page.getByRole('button', { name: '改一下' }).last().click()
  await tap('不舒服', '唐安琪')
  await yan.page.getByRole('group', { name: '唐安琪 体温' }).getByRole('button', { name: '37.' }).click()
  await yan.page.getByRole('button', { name: '37.6' }).click()
  await tap('发 送')
  await yan.page.getByText('请歇 10 分钟，08:20 再量一次').waitFor()
  const all = await reports()
  expect(all).toHaveLength(4)
  expect(all[3]!.corrects).not.toBeNull()
  await yan.picture('7-corrected')
})

test('婆婆改了主意，不再填报：名单上记为家属不同意', async () => {
  await yan.page.getByRole('button', { name: '我的信息' }).click()
  await yan.page.getByRole('button', { name: '改同意或不同意' }).click()
  await tap('不同意', '唐安琪')
  await tap('选好了')
  await yan.page.getByText('选了不填报').waitFor()
  await yan.picture('8-declined')
})

test('another mother, in English: a new phone is asked for four digits, and one relative declines', async () => {
  const other = await householdOf('SG0103')
  const token = await told.link('household', other)
  const first = await told.visitor({ device: 375, language: 'en', name: '邹梅' })
  await first.go(`/r/${token}`)
  const choose = async (who: string, what: string) =>
    first.page.getByRole('group', { name: who, exact: true }).getByRole('button', { name: what }).click()
  await first.page.getByRole('heading', { name: 'Before you report' }).waitFor()
  await choose('邹梅', 'I agree')
  await choose('康宗翰', 'I agree')
  await first.picture('2-choice')
  await choose('付欣', 'I do not')
  await first.page.getByRole('button', { name: 'Done' }).click()
  await first.page.getByText('chose not to report').waitFor()
  await choose('邹梅', 'Feels well')
  await first.picture('3-two-of-three')
  await choose('康宗翰', 'Feels well')
  await first.context.setOffline(true)
  await first.page.getByRole('button', { name: 'Send' }).click()
  await first.page.getByRole('status').filter({ hasText: '1 not sent yet: no network just now' }).waitFor()
  await first.picture('5-waits')
  await first.context.setOffline(false)
  await first.page.getByText('received 08:10').first().waitFor()
  const second = await told.visitor({ device: 375, language: 'en', name: '邹梅的新手机' })
  await second.go(`/r/${token}`)
  await second.page.getByRole('heading', { name: 'This is a new phone' }).waitFor()
  await second.picture('11-new-phone')
  await second.page.getByLabel('Last four digits').fill('0103')
  await second.page.getByRole('button', { name: 'Continue' }).click()
  await second.page.getByRole('heading', { name: 'Reported today, thank you' }).waitFor()
})
