/**
 * Point 5: a mother's link on her own phone, or on a computer: notice, consent, three relatives in four taps, a network
 * that goes away, a card that is ended, a second phone.
 */
import { readFile } from 'node:fs/promises'
import { beforeAll, expect, test } from 'vitest'
import { beyondNames, knownNames } from '#test/support/names-only.ts'
import { tell, type Visitor } from '#test/support/story.ts'

tell('5-family', { now: '2020-02-08T03:00:00+08:00' }, (told) => {
  const { say } = told
  let household: string
  /** 严艳, wife of 龙浩然 of 松岭站, with her daughter 龙巧云 (born 2017) and her mother-in-law 唐安琪. */
  let yan: Visitor
  /** 刘喆宇, chief of the station, who hands out the cards. */
  let chief: Visitor
  let token: string
  let names: string[]
  /** What the roster says of a relative, in the words of whoever filled it in. */
  const relations = ['妻子', '女儿', '母亲', '儿子', '父亲', '丈夫']

  const householdOf = async (member: string): Promise<string> => {
    const { id } = await told.world.person(member)
    const [row] = await told.rows<{ household_id: string }>(
      'select household_id from household_member where person_id = $1',
      [id],
    )
    return row!.household_id
  }

  beforeAll(async () => {
    names = await knownNames(told)
    household = await householdOf('SG0250')
    token = await told.link('household', household)
    await told.at('2020-02-08T08:05:00+08:00')
    yan = await told.visitor({ name: '严艳' })
  })

  /** What came from the household: a report is one row, its corrections further ones. */
  const reports = () =>
    told.rows<{
      answers: { people: { person: string; well: boolean; celsius?: number }[] }
      corrects: string | null
    }>('select answers, corrects from report where subject_id = $1 order by received_at, corrects is not null, id', [
      household,
    ])
  const states = () =>
    told.rows<{ day: string; state: number }>(
      `select to_char(day, 'MM-DD') as day, state from task where subject_id = $1 and state <> 5 order by day`,
      [household],
    )
  const consents = () =>
    told.rows<{ name: string; given: boolean; by: string }>(
      `select p.name, given, by_kind as by from consent c join person p on p.id = c.person_id
        where p.household_id = $1 order by c.at, p.born desc`,
      [household],
    )

  /** Taps a button, on the card of one relative or anywhere. */
  const tap = (of: Visitor, name: string, who?: string) =>
    (who ? of.page.getByRole('group', { name: who, exact: true }) : of.page)
      .getByRole('button', { name: new RegExp(`^(✓ )?${name}`) })
      .click()
  /** Opens what was sent for one relative again. */
  const change = (of: Visitor, who: string) =>
    of.page
      .locator('section')
      .filter({ has: of.page.getByText(who, { exact: true }) })
      .getByRole('button', { name: say('改一下', 'Change') })
      .click()
  const well = (who: string) => tap(yan, say('没有不舒服', 'Feels well'), who)
  const send = (of: Visitor) => tap(of, say('发 送', 'Send'))
  const heading = (of: Visitor, zh: string, en: string) => of.page.getByRole('heading', { name: say(zh, en) }).waitFor()
  const status = (of: Visitor, zh: string, en: string) =>
    of.page
      .getByRole('status')
      .filter({ hasText: say(zh, en) })
      .waitFor()
  const text = (of: Visitor, zh: string, en: string) => of.page.getByText(say(zh, en)).first().waitFor()
  /** A picture; an English page is English but for names. */
  const picture = async (of: Visitor, name: string) => {
    await of.picture(name)
    if (of.language === 'en') expect(await beyondNames(of.page, names, relations)).toEqual([])
  }

  test('严艳不用账号，点开家庭卡上的链接，先看到告知书；地址里不再有链接的密钥', async () => {
    await yan.go(`/r/${token}`)
    await heading(yan, '填报前，请先看一看', 'Before you report')
    await text(yan, '可以不同意，也可以随时改主意', 'change your mind')
    expect(new URL(yan.page.url()).pathname).toBe('/r')
    await picture(yan, '1-notice')
    expect(await reports()).toEqual([])
    expect(await told.rows('select 1 from account where name = $1', ['严艳'])).toEqual([])
  })

  test('她为自己和不满十四岁的女儿各点一次；婆婆是成年人，由本人点，她先不点', async () => {
    await yan.page.getByText(say('请唐安琪本人点', '唐安琪 taps in person')).scrollIntoViewIfNeeded()
    await text(yan, '不满 14 周岁，由监护人点', 'Under 14: a guardian taps')
    for (const who of ['严艳', '龙巧云']) await tap(yan, say('同意', 'I agree'), who)
    await text(yan, '唐安琪以后再选', '唐安琪 will choose later')
    await picture(yan, '2-choice')
    await tap(yan, say('选好了', 'Done'))
    await heading(yan, '今天家里都好吗？', 'Is everybody well today?')
    await text(yan, '等本人看过告知书', 'has not read the notice yet')
    await picture(yan, '2-two-of-three-chose')
    expect(await consents()).toEqual([
      { name: '龙巧云', given: true, by: 'guardian' },
      { name: '严艳', given: true, by: 'self' },
    ])
  })

  test('婆婆唐安琪接过手机，看了告知书，自己点同意；只问这一次', async () => {
    await told.at('2020-02-08T08:08:00+08:00')
    await tap(yan, say('看告知书', 'Read the notice'))
    await heading(yan, '填报前，请先看一看', 'Before you report')
    await tap(yan, say('同意', 'I agree'), '唐安琪')
    await tap(yan, say('选好了', 'Done'))
    await heading(yan, '今天家里都好吗？', 'Is everybody well today?')
    expect((await consents()).at(-1)).toEqual({ name: '唐安琪', given: true, by: 'self' })
    await yan.page.reload()
    await heading(yan, '今天家里都好吗？', 'Is everybody well today?')
    expect(await yan.page.getByText(say('告知书', 'the notice')).count()).toBe(0)
  })

  test('家里三口人，点四下就报完', async () => {
    let taps = 0
    for (const who of ['严艳', '龙巧云', '唐安琪']) {
      await well(who)
      taps++
      if (taps === 2) await picture(yan, '3-two-of-three')
    }
    await send(yan)
    taps++
    await heading(yan, '今天报过了，谢谢', 'Reported today, thank you')
    await text(yan, '08:08 收到', 'received 08:08')
    expect(taps).toBe(4)
    await picture(yan, '4-done')
    expect(await reports()).toHaveLength(1)
    expect((await states())[0]).toEqual({ day: '02-08', state: 1 })
  })

  test('填到一半断了网：照样能填，看得见有一份等着发', async () => {
    await told.at('2020-02-09T11:50:00+08:00')
    await yan.page.reload()
    await heading(yan, '今天家里都好吗？', 'Is everybody well today?')
    await text(yan, '没有网络也能填，请保持本页打开', 'Works without a network; please keep this page open')
    await well('严艳')
    await yan.context.setOffline(true)
    await well('龙巧云')
    await well('唐安琪')
    await send(yan)
    await heading(yan, '填好了，还没发出去', 'Filled in, not sent yet')
    await status(yan, '1 份还没发出去，现在没有网络', '1 not sent yet: no network just now')
    await picture(yan, '5-waits')
    expect(await reports()).toHaveLength(1)
  })

  test('过了中午才有网：自己发出去，只收到一份，按断网前已填算', async () => {
    await told.at('2020-02-09T12:20:00+08:00')
    await yan.context.setOffline(false)
    await text(yan, '12:20 收到', 'received 12:20')
    expect(await yan.page.getByRole('status').count()).toBe(0)
    expect(await reports()).toHaveLength(2)
    // 3: received late, counted apart: filled in before it was due.
    expect((await states())[1]).toEqual({ day: '02-09', state: 3 })
    await picture(yan, '6-arrived')
    await yan.page.reload()
    await heading(yan, '今天报过了，谢谢', 'Reported today, thank you')
    expect(await reports()).toHaveLength(2)
  })

  test('发错了可以改：婆婆 37.6，改报后按改过的算，页面说下一步做什么', async () => {
    await told.at('2020-02-09T12:30:00+08:00')
    await change(yan, '唐安琪')
    await tap(yan, say('不舒服', 'Unwell'), '唐安琪')
    await yan.page
      .getByRole('group', { name: say('唐安琪 体温', '唐安琪 Temperature') })
      .getByRole('button', { name: '37.' })
      .click()
    await yan.page.getByRole('button', { name: '37.6' }).click()
    await send(yan)
    await text(yan, '请歇 10 分钟，12:40 再量一次', 'rest 10 minutes and measure again at 12:40')
    const all = await reports()
    expect(all).toHaveLength(3)
    expect(all[2]!.corrects).not.toBeNull()
    await picture(yan, '7-corrected')
  })

  test('婆婆改了主意，不再填报：页面上、站里的名册上都记为不同意', async () => {
    await told.at('2020-02-09T12:40:00+08:00')
    // What she asked before comes late, when she is choosing already: the notice stays.
    const late = Promise.withResolvers<void>()
    await yan.page.route('**/api/household/rights-requests', async (route) => {
      await late.promise
      await route.continue()
    })
    const came = yan.page.waitForResponse('**/api/household/rights-requests')
    await tap(yan, say('我的信息', 'My data'))
    await tap(yan, say('改同意或不同意', 'Change the choice'))
    await heading(yan, '填报前，请先看一看', 'Before you report')
    late.resolve()
    await (await came).finished()
    await yan.page.unroute('**/api/household/rights-requests')
    await tap(yan, say('不同意', 'I do not'), '唐安琪')
    await tap(yan, say('选好了', 'Done'))
    await text(yan, '选了不填报', 'chose not to report')
    await picture(yan, '8-declined')
    expect((await consents()).at(-1)).toEqual({ name: '唐安琪', given: false, by: 'self' })
    chief = await told.officer(await told.world.person('刘喆宇'), 'chief', told.world.unit('舜耕支队/城西大队/松岭站'))
    await chief.go(`/people/${(await told.world.person('SG0250')).id}`)
    await chief.page.getByText(say('不同意填报', 'declined')).waitFor()
  })

  test('第二天只问另外两口人；报到了而回执没到，手机再发一次，库里还是一份', async () => {
    await told.at('2020-02-10T08:10:00+08:00')
    await yan.page.reload()
    await heading(yan, '今天家里都好吗？', 'Is everybody well today?')
    expect(await yan.page.getByRole('group', { name: '唐安琪', exact: true }).count()).toBe(0)
    const sent: string[] = []
    let lose = true
    await yan.page.route('**/api/reports', async (route) => {
      sent.push(route.request().postDataJSON().id)
      if (!lose) return route.continue()
      await route.fetch()
      await route.abort()
    })
    for (const who of ['严艳', '龙巧云']) await well(who)
    await send(yan)
    await status(yan, '1 份还没发出去', '1 not sent yet')
    await picture(yan, '9-reply-lost')
    expect(await reports()).toHaveLength(4)
    lose = false
    await tap(yan, say('现在就发', 'Try now'))
    await text(yan, '08:10 收到', 'received 08:10')
    await heading(yan, '今天报过了，谢谢', 'Reported today, thank you')
    expect(sent.length).toBeGreaterThan(1)
    expect(new Set(sent).size).toBe(1)
    await yan.page.unroute('**/api/reports')
    expect(await reports()).toHaveLength(4)
    expect((await states())[2]).toEqual({ day: '02-10', state: 1 })
  })

  test('严艳换了新手机：扫同一张卡，要输队里登记的手机号后四位；输错了说还能试几次', async () => {
    const phone = await told.visitor({ name: '严艳的新手机' })
    await phone.go(`/r/${token}`)
    await heading(phone, '这是一部新手机', 'This is a new phone')
    await picture(phone, '10-new-phone')
    const digits = phone.page.getByLabel(say('手机号后四位', 'Last four digits'))
    const goOn = () => tap(phone, say('继续', 'Continue'))
    await digits.fill('2580')
    await goOn()
    await phone.page
      .getByRole('alert')
      .filter({ hasText: say('还可以再试 4 次', '4') })
      .waitFor()
    await picture(phone, '10-wrong-digits')
    // Off line the page says so, and keeps nothing from her.
    await phone.context.setOffline(true)
    await phone.page.getByLabel(say('手机号后四位', 'Last four digits')).fill('1586')
    await goOn()
    await text(phone, '连不上队里的系统', 'The system cannot be reached')
    await phone.context.setOffline(false)
    await tap(phone, say('再试一次', 'Try again'))
    await heading(phone, '今天报过了，谢谢', 'Reported today, thank you')
    // Another phone's answers are not shown, only that there is one.
    await text(phone, '今天已经报过', 'already reported today')
    await picture(phone, '10-second-phone')
  })

  test('卡被人拍照传了出去：站长作废这张卡，旧链接谁也打不开，她填好的一份留在手机里', async () => {
    await chief.go(`/cards?names=${told.world.unit('舜耕支队/城西大队/松岭站')}&kind=household`)
    await chief.page.getByLabel(say('队员、家属姓名或编号', 'Member, relative or number')).fill('龙浩然')
    const row = chief.page.getByRole('listitem').filter({ hasText: say('龙浩然家', 'Family of 龙浩然') })
    await row.getByRole('button', { name: say('作废', 'End'), exact: true }).click()
    await chief.page.getByText(say('正在用的 2 部手机', 'Phones in use: 2')).waitFor()
    await picture(chief, '11-end-card')
    await chief.page.getByRole('button', { name: say('只作废', 'End only') }).click()
    await chief.page.getByText(say('旧卡已作废', 'is ended')).waitFor()

    const stranger = await told.visitor({ name: '陌生人' })
    await stranger.go(`/r/${token}`)
    await text(stranger, '这张卡已经停用，请用新发的那张', 'This card')
    await picture(stranger, '11-revoked')
    await stranger.go(`/r/${token.slice(0, -4)}AAAA`)
    await text(stranger, '没有这个链接', 'link')
    await picture(stranger, '11-guessed')

    await change(yan, '龙巧云')
    await tap(yan, say('不舒服', 'Unwell'), '龙巧云')
    await tap(yan, say('喘不上气', 'short of breath'))
    await send(yan)
    await status(yan, '1 份还在手机里：这部手机的登录失效了', '1 still in the phone')
    await picture(yan, '11-blocked')
    await yan.page.reload()
    await heading(yan, '请扫卡打开', 'Please scan your card')
    expect(await reports()).toHaveLength(4)
  })

  test('站长下载新卡的清单发给她：新链接一打开，手机里那一份接着发，还是报在这一家', async () => {
    await chief.go('/cards')
    const download = chief.page.waitForEvent('download')
    await chief.page.getByRole('button', { name: say('下载清单（CSV）', 'List (CSV)') }).click()
    const csv = await readFile(await (await download).path(), 'utf8')
    const line = csv.split('\n').find((one) => one.includes('龙浩然') && one.startsWith('家庭'))
    const fresh = /https?:\/\/[^,"\s]+/.exec(line ?? '')?.[0]
    expect(fresh, line).toBeDefined()
    await yan.go(new URL(fresh!).pathname)
    await text(yan, '龙巧云的情况队里知道了', 'We have noted how 龙巧云 feels')
    const all = await reports()
    expect(all).toHaveLength(5)
    expect(all[4]!.corrects).not.toBeNull()
    await picture(yan, '12-new-card')
  })

  test('另一家的邹梅，母亲付欣一开始就选不同意：名单上记为不填报，别人照报', async () => {
    const zou = await told.visitor({ name: '邹梅' })
    await zou.go(`/r/${await told.link('household', await householdOf('SG0103'))}`)
    await heading(zou, '填报前，请先看一看', 'Before you report')
    for (const who of ['邹梅', '康宗翰']) await tap(zou, say('同意', 'I agree'), who)
    await tap(zou, say('不同意', 'I do not'), '付欣')
    await tap(zou, say('选好了', 'Done'))
    await text(zou, '选了不填报', 'chose not to report')
    for (const who of ['邹梅', '康宗翰']) await tap(zou, say('没有不舒服', 'Feels well'), who)
    await send(zou)
    await text(zou, '08:10 收到', 'received 08:10')
    await picture(zou, '13-declined-at-first')
  })
})
