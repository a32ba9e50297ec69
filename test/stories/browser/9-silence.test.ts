/**
 * Point 9: silence goes up by the clock, an acknowledgement expires, the last level is told again until it takes it up,
 * and two hours of downtime are caught up without a storm.
 */
import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, buildApp } from '#app'
import { Hooks } from '#platform/hooks.ts'
import { Live } from '#platform/live/live.ts'
import { beyondNames, knownNames } from '#test/support/names-only.ts'
import { readPdf } from '#test/support/pdf.ts'
import { type Person, tell, type Visitor } from '#test/support/story.ts'

const day = '2020-02-08'
const hasHan = (text: string) => /\p{Script=Han}/u.test(text)
const clock = (time: string) => `${day}T${time}:00+08:00`

tell('9-silence', { usually: 'narrow', now: clock('03:00') }, (told) => {
  const { say } = told
  let everybody: Person[]
  /** 二班's 赵长青 and 高磊 and 四班's 冯堃 of 松岭站, and 康凌云 of 青禾站, where nobody takes anything up, say nothing all day. */
  let silent: Person[]
  /** 刘喆宇, chief of 松岭站; 熊磊, its instructor; 陈传林, head of 城西大队; 上官承志, head of the detachment and of its leading group. */
  let chief: Visitor
  let instructor: Visitor
  let head: Visitor
  let leader: Visitor
  let names: string[]

  beforeAll(async () => {
    const { world } = told
    const station = world.unit('舜耕支队/城西大队/松岭站')
    names = await knownNames(told)
    everybody = await world.members(world.detachment.id)
    silent = everybody.filter((p) => ['SG0247', 'SG0248', 'SG0264', 'SG0103'].includes(p.staff_no!))
    await told.at(clock('07:05'))
    await world.report(everybody.filter((p) => !silent.includes(p)))
    await told.at(clock('07:31'))
    chief = await told.officer(await world.person('刘喆宇'), 'chief', station)
    instructor = await told.officer(await world.person('熊磊'), 'chief', station)
    head = await told.officer(await world.person('陈传林'), 'chief', world.unit('舜耕支队/城西大队'))
    leader = await told.officer(await world.person('SG0001'), 'commander', world.detachment.id)
  }, 120_000)

  /** Who was told of the temperature since when: `07:45 万春生`. */
  const notices = async (since: string, until = '23:59') =>
    (
      await told.rows<{ at: string; name: string }>(
        `select to_char(n.at at time zone 'Asia/Shanghai', 'HH24:MI') as at, p.name
           from notice n join person p on p.id = n.recipient_id
          where n.measure = 'temperature' and n.at >= $1 and n.at <= $2 order by n.at, p.staff_no`,
        [clock(since), clock(until)],
      )
    ).map((n) => `${n.at} ${n.name}`)

  const title = say('体温监测 早检', 'Temperature, morning check')
  /** My inbox on Today, and in it what is said of the morning's temperature. */
  const inbox = (of: Visitor) => of.page.getByRole('list', { name: say('需要知道', 'For your information') })
  const item = (of: Visitor) => inbox(of).getByRole('listitem').filter({ hasText: title })
  const lacks = (count: number) => say(`${title} 还差 ${count}`, `${title}: ${count} lacking`)
  const takeUp = async (of: Visitor) => {
    await item(of)
      .getByRole('button', { name: say('知道了，我来办', 'I take care of it') })
      .click()
    await of.page.getByText(say('接手后 4 小时内不再往上报', 'Nothing goes further up for 4 hours')).waitFor()
  }
  const confirm = (of: Visitor) =>
    of.page
      .getByRole('tooltip')
      .getByRole('button', { name: say('确定', 'Confirm') })
      .click()
  const picture = async (of: Visitor, name: string) => {
    await of.picture(name)
    if (of.language === 'en') expect(await beyondNames(of.page, names)).toEqual([])
  }
  const show = async (of: Visitor, words: string, name: string) => {
    await of.page.getByText(words).first().waitFor()
    await of.page.getByText(words).first().scrollIntoViewIfNeeded()
    await picture(of, name)
  }

  test('七点半截止，三个人没报，还没有人被打扰；名单上写明几点告诉谁', async () => {
    expect(await notices('00:00')).toEqual([])
    for (const visitor of [chief, instructor, head, leader]) await visitor.go('/today')
    await chief.page
      .getByText(say('3 人未报体温监测 早检', '3 have not reported: Temperature, morning check'))
      .waitFor()
    await picture(chief, '1-due')
    expect(await inbox(chief).count()).toBe(0)
  })

  test('七点四十五分，告诉本人和班长，每人一条，列着名字', async () => {
    await told.at(clock('07:45'))
    expect(await notices('00:00')).toEqual([
      '07:45 侯天佑',
      '07:45 康凌云',
      '07:45 万春生',
      '07:45 赵长青',
      '07:45 高磊',
      '07:45 朱栋',
      '07:45 冯堃',
    ])
    const squadLeader = await told.officer(
      await told.world.person('万春生'),
      'squad_leader',
      told.world.unit('舜耕支队/城西大队/松岭站/二班'),
    )
    await squadLeader.go('/today')
    await item(squadLeader)
      .getByText(say(/还差 2：(赵长青、高磊|高磊、赵长青)/, /2 lacking: (赵长青, 高磊|高磊, 赵长青)/))
      .waitFor()
    await picture(squadLeader, '2-squad-leader')
  })

  test('八点十五分，告诉站长：开着的屏幕上自己出现，不用刷新', async () => {
    await told.at(clock('08:15'))
    expect(await notices('08:00')).toEqual(['08:15 何浩然', '08:15 刘喆宇'])
    await item(chief).getByText(lacks(3)).waitFor()
    await show(chief, lacks(3), '3-station-chief')
  })

  test('站长接手，写明几点前不再往上报；指导员开着的屏幕上跟着变', async () => {
    await takeUp(chief)
    await picture(chief, '4-take-up')
    await confirm(chief)
    await item(chief)
      .getByText(say('已接手，12:15 前不再往上报', 'taken up; nothing goes further up until 12:15'))
      .waitFor()
    await picture(chief, '4-taken-up')
    await show(
      instructor,
      say('刘喆宇 08:15 已接手，12:15 前不再往上报', '刘喆宇 took it up at 08:15; nothing goes further up until 12:15'),
      '4-instructor',
    )
  })

  test('没人接手的另一个站照钟点往上走：九点大队，九点半领导小组', async () => {
    await told.at(clock('09:00'))
    await told.at(clock('09:30'))
    expect(await notices('08:16')).toEqual(['09:00 杨洋', '09:30 上官承志'])
    await item(leader).getByText(lacks(1)).waitFor()
    await leader.page
      .getByText(
        say(
          /10:00 仍未报，将再次通知.*直到有人接手/,
          /missing at 10:00, .* will be told again, until somebody takes it up/,
        ),
      )
      .first()
      .waitFor()
    await show(leader, lacks(1), '5-leading-group')
  })

  test('最后一级每三十分钟再说一遍，直到他接手；之后不再响', async () => {
    await told.at(clock('10:00'))
    await told.at(clock('10:30'))
    expect(await notices('09:31')).toEqual(['10:00 上官承志', '10:30 上官承志'])
    await item(leader).filter({ hasText: '10:30' }).waitFor()
    await takeUp(leader)
    await picture(leader, '6-again')
    await confirm(leader)
    await item(leader)
      .getByText(say('已接手，14:30 前不再往上报', 'taken up; nothing goes further up until 14:30'))
      .waitFor()
    await told.at(clock('11:00'))
    expect(await notices('10:31')).toEqual([])
    await picture(leader, '6-quiet')
  })

  test('十二点十五分站长的接手到期，人还是没报：他和上一级同时知道，断了网的屏幕连上以后自己补上', async () => {
    await head.context.setOffline(true)
    await told.at(clock('12:15'))
    expect(await notices('11:01')).toEqual(['12:15 陈传林', '12:15 刘喆宇'])
    expect(await item(head).count()).toBe(0)
    await head.page.getByText(say('网络断了', 'The network is gone')).waitFor()
    await picture(head, '7-brigade-offline')
    await head.context.setOffline(false)
    await item(head).getByText(lacks(3)).waitFor()
    await show(head, lacks(3), '7-brigade')
  })

  test('大队长打印电话名单：姓名、电话、打没打过、接没接，一页纸', async () => {
    await head.page
      .getByRole('button', { name: say('看名单', 'See names') })
      .first()
      .click()
    const row = head.page.getByRole('region').getByRole('listitem').filter({ hasText: '冯堃' })
    await row.getByRole('button', { name: say('没接通', 'No answer'), exact: true }).click()
    await row.getByText(say('12:15 电话没接通', 'no answer at 12:15')).waitFor()
    await head.page.keyboard.press('Escape')
    const link = head.page.getByRole('link', { name: say('打印电话名单', 'Print the call list') }).first()
    const answer = await head.page.request.get((await link.getAttribute('href'))!, {
      headers: { 'accept-language': told.language },
    })
    expect(answer.status()).toBe(200)
    expect(answer.headers()['content-type']).toContain('application/pdf')
    const pdf = await answer.body()
    await writeFile(head.file('8-call-list', 'pdf'), pdf)
    const pages = readPdf(pdf)
    expect(pages).toHaveLength(1)
    const words = pages[0]!.texts.map((one) => one.text.trim()).filter(Boolean)
    const after = (name: string) => words.slice(words.indexOf(name), words.indexOf(name) + 12).join(' ')
    for (const [name, phone] of [
      ['赵长青', '138 5500 0247'],
      ['高磊', '138 5500 0248'],
      ['冯堃', '138 5500 0264'],
    ] as const) {
      expect(after(name)).toContain(phone)
      expect(after(name)).toContain(say('已接通', 'reached'))
      expect(after(name)).toContain(say('没接', 'No answer'))
    }
    expect(words.join(' ')).toContain(say('已打 1 次没接', '1 call without an answer'))
    expect(words.join(' ')).not.toContain('康凌云')
    const beyond = words.filter((one) => hasHan(names.reduce((rest, name) => rest.replaceAll(name, ''), one)))
    // The number of the order is a name.
    if (told.language === 'en') expect(beyond).toEqual(['舜消〔2020〕1号'])
  })

  test('十二点四十五分，领导小组', async () => {
    await told.at(clock('12:45'))
    expect(await notices('12:16')).toEqual(['12:45 上官承志'])
  })

  let again: App
  afterAll(() => again?.close())

  test('晚上程序停了两小时，正好过了截止；开着的屏幕说连不上，起来以后自己补上', async () => {
    await told.at(clock('17:40'))
    await told.world.report(everybody.filter((p) => !silent.includes(p)))
    await told.t.app.close()
    await instructor.page
      .getByText(say('连接中', 'Connecting'))
      .or(instructor.page.getByText(say('正在重连', 'reconnecting')))
      .first()
      .waitFor()
    await picture(instructor, '9-down')
    told.t.clock.set(clock('19:40'))
    again = await buildApp({ ...told.t.services, hooks: new Hooks(), live: new Live() })
    await again.sweep()
    await again.http.listen({ port: Number(new URL(told.origin).port), host: '127.0.0.1' })
    await instructor.page
      .getByText(say('3 人未报体温监测 晚检', '3 have not reported: Temperature, evening check'))
      .waitFor()
    await instructor.page
      .getByText(
        say(
          '系统 17:40 至 19:40 停机，催报时间顺延。20:10 仍未报',
          'The program was down from 17:40 to 19:40; the steps come later by that. If still missing at 20:10',
        ),
      )
      .first()
      .waitFor()
    await picture(instructor, '9-after-downtime')
    expect(await notices('17:41')).toEqual([])
  })

  test('补上的像平常的晚上一样一级一级来，每人只说一遍，不成串地响', async () => {
    // The clocks of the steps stood still while it was down and for 15 minutes after it; then they run as on any evening.
    for (const time of ['19:45', '19:55', '20:00', '20:10', '20:15', '20:25', '20:40', '20:45']) {
      told.t.clock.set(clock(time))
      await again.sweep()
    }
    expect(await notices('17:41')).toEqual([
      '20:10 侯天佑',
      '20:10 康凌云',
      '20:10 万春生',
      '20:10 赵长青',
      '20:10 高磊',
      '20:10 朱栋',
      '20:10 冯堃',
      '20:40 何浩然',
      '20:40 刘喆宇',
    ])
    const twice = await told.rows(
      `select measure, slot, step, round, recipient_id from notice where at > $1
        group by detachment_id, escalation_id, measure, slot, step, round, recipient_id having count(*) > 1`,
      [clock('17:41')],
    )
    expect(twice).toEqual([])
    await show(chief, say('体温监测 晚检 还差 3', 'Temperature, evening check: 3 lacking'), '10-evening')
  })
})
