/** Point 7: the station chief of 松岭站 opens Today at 07:52: 22 missing by name, a fever on top, all that he does about it, and how he mends his own slips. */
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { beyondNames, knownNames } from '#test/support/names-only.ts'
import { type Person, tell, type Visitor } from '#test/support/story.ts'

const day = '2020-02-08'

tell('7-chief', { usually: 'wide', now: `${day}T03:00:00+08:00` }, (told) => {
  const { say } = told
  let people: Person[]
  /** 汤子轩, who reads 37.8 after due; and the 22 who say nothing. */
  let tang: Person
  let silent: Person[]
  let liu: Visitor
  let page: Page
  let known: string[]

  beforeAll(async () => {
    const station = told.world.unit('舜耕支队/城西大队/松岭站')
    people = await told.world.members(station)
    tang = people.find((p) => p.name === '汤子轩')!
    const punctual = people.filter((p) => p !== tang).slice(0, 18)
    silent = people.filter((p) => p !== tang && !punctual.includes(p))
    await told.at(`${day}T07:05:00+08:00`)
    await told.world.report(punctual)
    await told.at(`${day}T07:42:00+08:00`)
    await told.world.report([tang], 37.8)
    await told.at(`${day}T07:45:00+08:00`)
    await told.at(`${day}T07:52:00+08:00`)
    liu = await told.officer(await told.world.person('刘喆宇'), 'chief', station)
    page = liu.page
    known = await knownNames(told)
  }, 120_000)

  const list = (zh: string, en: string) => page.getByRole('list', { name: say(zh, en), exact: true })
  const urgent = () => list('马上办', 'Now')
  const overdue = () => list('已逾期', 'Overdue')
  const panel = () => page.getByRole('region', { name: /松岭站 ·/ })
  const rows = () => panel().getByRole('listitem')
  const listed = (count: number) => expect.poll(() => rows().count(), { timeout: 20_000 }).toBe(count)
  const nameRow = (name: string) => rows().filter({ hasText: name })
  const dialog = () => page.getByRole('dialog')
  const press = (of: Page | ReturnType<typeof panel>, zh: string, en: string) =>
    of.getByRole('button', { name: say(zh, en), exact: true }).click()
  const confirm = () => press(dialog(), '确定', 'Confirm')
  const save = () => press(dialog(), '确定', 'Save')
  const idOf = (name: string) => people.find((p) => p.name === name)!.id
  const taskOf = (name: string) =>
    told.rows(
      `select state, reason from task where subject_id = $1 and measure = 'temperature' and slot = 'morning' and day = $2`,
      [idOf(name), day],
    )
  const openNames = async () => {
    await overdue()
      .getByRole('button', { name: say('看名单', 'See names') })
      .first()
      .click()
    await panel().waitFor()
  }
  /** A picture in which everything fits, and in English nothing is left in Chinese but names and what somebody typed. */
  const shown = async (name: string, typed: string[] = []) => {
    await liu.picture(name)
    if (told.language === 'en') expect(await beyondNames(page, known, typed)).toEqual([])
  }

  test('七点五十二分，刘站长打开今日：37.8 在最上面，琥珀色，写明几点前复测', async () => {
    await liu.go('/today')
    await page.getByRole('heading', { level: 1, name: say('早上好，刘站长', 'Good morning, 刘喆宇') }).waitFor()
    const item = urgent().getByRole('listitem')
    expect(await item.count()).toBe(1)
    await item.getByText('汤子轩 37.8 ℃').waitFor()
    await item
      .getByText(
        say(
          '已请 07:52 后复测，08:02 前没有就转为红色',
          'a second reading is asked for after 07:52; without one by 08:02 it turns red',
        ),
      )
      .waitFor()
    expect(await item.getAttribute('class')).toContain('today-amber')
    expect((await page.getByRole('heading', { level: 2 }).allTextContents()).slice(0, 2)).toEqual([
      say('马上办', 'Now'),
      say('已逾期', 'Overdue'),
    ])
    await shown('today')
  })

  test('二十二人未报：从几点起，谁在什么时候提醒过谁，下一个几点告诉谁', async () => {
    const words = (await overdue().getByRole('listitem').first().textContent())!
    expect(words).toContain(
      say('22 人未报体温监测 早检，应报 41 人', '22 have not reported: Temperature, morning check of 41'),
    )
    expect(words).toContain(say('22 分钟', '22 minutes'))
    expect(words).toContain('07:30')
    expect(words).toMatch(
      say(/07:45 已提醒未报的 22 人.*二班班长万春生/, /07:45: .*the 22 missing.*squad leader 万春生/),
    )
    expect(words).toMatch(
      say(/08:15 仍未报，将通知站长刘喆宇/, /If still missing at 08:15.*station chief 刘喆宇 will be told/),
    )
  })

  test('点开就是那二十二个名字，一个不多一个不少，各写着逾期多久、几点提醒过；Escape 回到原处，地址能发给别人', async () => {
    await openNames()
    await listed(22)
    expect((await rows().locator('strong').allTextContents()).sort()).toEqual(silent.map((p) => p.name).sort())
    for (const row of await rows().all())
      expect(await row.textContent()).toMatch(
        say(/逾期 22 分钟.*已提醒(本人)? 1 次，.*07:45/, /22 minutes overdue.*reminded 1 .*07:45/),
      )
    await panel().getByText(say('08:15 仍未报，将通知', 'If still missing at 08:15')).waitFor()
    await panel()
      .getByRole('link', { name: say(/依据：.*体温监测/, /Asked for by .*Temperature/) })
      .waitFor()
    await shown('names')
    const address = page.url()
    await page.keyboard.press('Escape')
    await panel().waitFor({ state: 'detached' })
    await page.goto(address)
    await listed(22)
  })

  test('再提醒一遍，名单上记下时间', async () => {
    await press(panel(), '提醒 22 人', 'Remind 22')
    await press(page.getByRole('tooltip'), '确定', 'Confirm')
    await page.getByText(say('已提醒 22 人', '22 reminded')).waitFor()
    await nameRow('胡月华')
      .getByText(say(/已提醒(本人)? 2 次，.*07:52/, /reminded 2 .*07:52/))
      .waitFor()
  })

  test('打电话，没人接，点一下记下来', async () => {
    const row = nameRow('冯堃')
    const call = row.getByRole('link', { name: say(/打电话/, /Call/) })
    expect(await call.getAttribute('href')).toBe('tel:13855000264')
    await press(row, '没接通', 'No answer')
    await row.getByText(say('07:52 电话没接通', 'no answer at 07:52')).waitFor()
    await shown('no-answer')
  })

  test('免报点错了人：刚点完就能撤销，名字回到名单，照样要报', async () => {
    await press(nameRow('宋春生'), '免报', 'Exempt')
    await dialog().getByLabel(say('出警在外', 'out on a call')).check()
    await confirm()
    await listed(21)
    await press(page, '撤销', 'Undo')
    await listed(22)
    await nameRow('宋春生').waitFor()
    expect(await taskOf('宋春生')).toEqual([{ state: 0, reason: null }])
  })

  test('冯堃出警在外，免报要写原因；正好断了网：没存上，写的还在；网好了再按一次，只记一次', async () => {
    await press(nameRow('冯堃'), '免报', 'Exempt')
    await dialog().getByText(say('免报后不再计入应报', 'This is then no longer owed')).waitFor()
    const ok = dialog().getByRole('button', { name: say('确定', 'Confirm') })
    expect(await ok.isDisabled()).toBe(true)
    await dialog().getByLabel(say('出警在外', 'out on a call')).check()
    const words = dialog().getByRole('textbox', { name: say('说明', 'In words') })
    await words.fill('凌晨四点随一号车出警，未归')
    await liu.context.setOffline(true)
    await ok.click()
    await page.getByText(say('连不上服务器，这次没有存上', 'nothing was stored this time')).first().waitFor()
    await page
      .getByText(say(/网络断了。屏幕上是 .*07:52 的数据/, /network is gone. What you see is from .*07:52/))
      .waitFor()
    expect(await words.inputValue()).toBe('凌晨四点随一号车出警，未归')
    expect(await taskOf('冯堃')).toEqual([{ state: 0, reason: null }])
    await shown('cut', ['凌晨四点随一号车出警，未归'])
    await liu.context.setOffline(false)
    await ok.click()
    await dialog().waitFor({ state: 'detached' })
    await listed(21)
    expect(await taskOf('冯堃')).toEqual([{ state: 4, reason: 'on_call' }])
    expect(
      await told.rows(`select 1 from audit where action = 'task.exempted' and detail ->> 'reason' = 'on_call'`),
    ).toHaveLength(2)
  })

  test('免报的另列一栏，写着原因和谁批的；批错了，从这里也能撤回', async () => {
    await press(nameRow('高磊'), '免报', 'Exempt')
    await dialog().getByLabel(say('因病', 'ill'), { exact: true }).check()
    await confirm()
    await panel().getByText(say('免报 2', 'Exempt 2'), { exact: true }).click()
    await nameRow('冯堃')
      .getByText(
        say(
          '免报：出警在外，凌晨四点随一号车出警，未归（刘喆宇）',
          'exempt: out on a call, 凌晨四点随一号车出警，未归 (刘喆宇)',
        ),
      )
      .waitFor()
    await shown('exempt-listed', ['凌晨四点随一号车出警，未归'])
    await press(nameRow('高磊'), '撤销免报', 'Take back')
    await page.getByText(say('已撤销免报，仍需上报', 'Taken back; it is owed again')).waitFor()
    await listed(1)
    expect(await taskOf('高磊')).toEqual([{ state: 0, reason: null }])
  })

  test('胡月华在量了，站长在表上替她报', async () => {
    await panel().getByText(say('逾期未报 21', 'Missing 21'), { exact: true }).click()
    await panel()
      .getByRole('link', { name: say('代报', 'Report on behalf') })
      .click()
    const pad = page.getByRole('group', { name: say('胡月华 体温', '胡月华 temperature') })
    await pad.getByRole('button', { name: '36.', exact: true }).click()
    await pad.getByRole('button', { name: '36.4', exact: true }).click()
    await page.getByRole('button', { name: say('发送 1 人', 'Send 1') }).click()
    await page.getByText('✓ 36.4').waitFor()
    await shown('on-behalf')
    expect(await taskOf('胡月华')).toEqual([{ state: 2, reason: null }])
    await liu.go('/today')
    await openNames()
    await listed(20)
  })

  /** Enters where somebody is from Today. */
  async function enter(name: string, kind: string, place: string): Promise<void> {
    await liu.go('/today')
    await press(page, '登记休假、住院', 'Enter a leave or hospital stay')
    await dialog().getByLabel(say('人员', 'Person')).fill(name)
    await page.locator('.ant-select-item-option').filter({ hasText: name }).click()
    await dialog().getByLabel(say('情况', 'What')).click()
    await page.locator('.ant-select-item-option').filter({ hasText: kind }).click()
    await dialog().getByLabel(say('地点', 'Place')).fill(place)
    // What follows is said before it is done.
    await dialog().getByText(say('应报的不变。', 'What is owed stays the same.')).waitFor()
  }
  const presenceOf = (name: string) =>
    told.rows('select kind, place from presence where person_id = $1 and withdrawn_at is null', [idOf(name)])
  const owedLater = (name: string) =>
    told.rows(
      `select 1 from task where subject_id = $1 and measure = 'roll-call' or subject_id = $1 and state = 0 and due_at > $2`,
      [idOf(name), new Date(told.t.clock.now()).toISOString()],
    )

  test('登记休假，登错了人：到他的人员页撤掉，任务照旧', async () => {
    const before = await owedLater('吕大勇')
    await enter('吕大勇', say('休假', 'on leave'), '淮南家中')
    await save()
    await page.getByText(say('已存下', 'Stored')).waitFor()
    expect(await presenceOf('吕大勇')).toEqual([{ kind: 'leave', place: '淮南家中' }])
    await page
      .getByRole('link', { name: say('人员', 'People') })
      .first()
      .click()
    await page.getByRole('textbox', { name: say('姓名、首字母或编号', 'Name, initials or number') }).fill('吕大勇')
    await page.getByRole('link', { name: '吕大勇', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: '吕大勇' }).waitFor()
    await shown('wrong-leave', ['淮南家中'])
    await press(page, '撤销', 'Withdraw')
    await press(page.getByRole('tooltip'), '撤销', 'Withdraw')
    await page.getByText(say('一直在位', 'On station all along')).waitFor()
    expect(await presenceOf('吕大勇')).toEqual([])
    expect(await owedLater('吕大勇')).toEqual(before)
  })

  test('常维东休假回家，刘雪昨晚住院：都手工登记，登记前先说清应报的变不变', async () => {
    await enter('常维东', say('休假', 'on leave'), '寿县家中')
    await save()
    await page.getByText(say('已存下', 'Stored')).waitFor()
    await enter('刘雪', say('住院', 'in hospital'), '市第一人民医院')
    await shown('hospital', ['市第一人民医院', '寿县家中'])
    await save()
    await page.getByText(say('已存下', 'Stored')).waitFor()
    expect([await presenceOf('常维东'), await presenceOf('刘雪')]).toEqual([
      [{ kind: 'leave', place: '寿县家中' }],
      [{ kind: 'hospital', place: '市第一人民医院' }],
    ])
    // Where somebody is stands beside the name that is still owed.
    await told.at(`${day}T07:54:00+08:00`)
    await liu.go('/today')
    await openNames()
    await nameRow('刘雪').getByText(say('住院', 'in hospital'), { exact: true }).waitFor()
  })

  test('复测 36.9 自己出现在今日；他问过本人，评估', async () => {
    await liu.go('/today')
    await urgent().waitFor()
    await told.at(`${day}T07:55:00+08:00`)
    await told.world.report([tang], 36.9)
    await urgent().getByText(say('07:55 复测 36.9', 'again at 07:55: 36.9')).waitFor()
    await press(urgent(), '打开', 'Open')
    await page.getByRole('heading', { level: 1, name: /汤子轩/ }).waitFor()
    await press(page, '评估', 'Assess')
    await dialog().getByLabel(say('确有异常，要管控', 'confirmed, to be controlled')).check()
    await save()
    await page
      .getByText(say('刘喆宇评估：确有异常，要管控', 'assessed by 刘喆宇: confirmed, to be controlled'))
      .waitFor()
  })

  test('评估点错了：重新评估，没有异常要写依据；先前那次留在经过里', async () => {
    await press(page, '重新评估', 'Assess again')
    await dialog().getByLabel(say('问过本人，没有异常', 'asked in person, nothing of concern')).check()
    await save()
    // Nothing found wrong: the grounds must be given.
    expect(await dialog().isVisible()).toBe(true)
    const grounds = '刚跑完步量的，歇十分钟复测 36.9，无其他不适'
    await dialog().getByLabel(say('依据和说明', 'Grounds and notes')).fill(grounds)
    await shown('assess', [grounds])
    await save()
    await page
      .getByText(say('刘喆宇评估：问过本人，没有异常', 'assessed by 刘喆宇: asked in person, nothing of concern'))
      .waitFor()
    expect(
      await page
        .getByText(say('刘喆宇评估：确有异常，要管控', 'assessed by 刘喆宇: confirmed, to be controlled'))
        .count(),
    ).toBe(1)
  })

  test('了结，写明已排除；今日里马上办空了，名单还在', async () => {
    await press(page, '了结', 'Close')
    await dialog().getByLabel(say('已排除', 'excluded')).check()
    await save()
    await page.getByText(say('了结：已排除', 'closed: excluded')).waitFor()
    await shown('closed', ['刚跑完步量的，歇十分钟复测 36.9，无其他不适'])
    await liu.go('/today')
    await overdue().waitFor()
    expect(await urgent().count()).toBe(0)
  })
})
