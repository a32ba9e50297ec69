/** Point 8: the detachment watches its board fill, down to the name; looks at yesterday, exports and prints it, and loses the network for a while. */
import { readFile, writeFile } from 'node:fs/promises'
import { readXlsx } from 'hucre/xlsx'
import { beforeAll, expect, test } from 'vitest'
import { beyondNames, knownNames } from '#test/support/names-only.ts'
import { type Person, tell, type Visitor } from '#test/support/story.ts'
import { type BoardView, boardOf, patience } from './board-page.ts'

const day = '2020-02-08'
const brigades = ['城东大队', '城西大队', '沿河大队', '机关']

tell('8-detachment', { usually: 'wide', now: `${day}T03:00:00+08:00` }, (told) => {
  const { say } = told
  let songling: Person[]
  /** 22 of 松岭站 and 13 elsewhere say nothing at 07:52. */
  let late: Person[]
  let yang: Visitor
  let board: BoardView
  let known: string[]

  const am = say('晨检', 'Temp AM')
  const own = say('本级', 'Itself')
  const whole = '舜耕支队'

  beforeAll(async () => {
    const { world } = told
    const everybody = await world.members(world.detachment.id)
    const there = new Set((await world.members(world.unit('舜耕支队/城西大队/松岭站'))).map((p) => p.id))
    songling = everybody.filter((p) => there.has(p.id))
    const elsewhere = everybody.filter((p) => !there.has(p.id))
    late = [...songling.slice(-22), ...elsewhere.filter((_, i) => i % 40 === 7)]
    const [feverish, tardy, cut, away, ...punctual] = everybody.filter((p) => !late.includes(p)).reverse()
    await told.at(`${day}T07:05:00+08:00`)
    await world.report(punctual)
    await world.report([feverish!], 37.6)
    await told.at(`${day}T07:40:00+08:00`)
    await world.report([tardy!])
    await heldUp(cut!)
    await excused(away!)
    await told.at(`${day}T07:45:00+08:00`)
    await told.at(`${day}T07:52:00+08:00`)
    yang = await told.officer(await world.person('杨兆丰'), 'commander', world.detachment.id)
    await yang.page.addInitScript('window.print = () => { window.printed = (window.printed || 0) + 1 }')
    board = boardOf(yang)
    known = await knownNames(told)
  }, 120_000)

  /** Filled in at 07:10, its first sending failed, received ten minutes after due. */
  async function heldUp(person: Person) {
    const phone = await told.t.token(told.world.detachment.id, ['report.write'])
    const at = `${day}T07:10:00+08:00`
    const answers = { celsius: 36.4, site: 'axillary' }
    const body = { id: told.t.id(), form: 'temperature', subject: { person: person.id }, observed_at: at, answers }
    expect((await phone.post('/api/reports', { ...body, first_tried_at: at })).status).toBe(201)
  }

  async function excused(person: Person) {
    const chief = await told.t.token(told.world.detachment.id, ['task.exempt'])
    const [task] = await told.rows<{ id: string }>(
      `select id from task where subject_id = $1 and measure = 'temperature' and slot = 'morning' and day = $2`,
      [person.id, day],
    )
    expect((await chief.post('/api/tasks/exempt', { tasks: [task!.id], reason: 'no_network' })).status).toBe(200)
  }

  const shown = async (name: string) => {
    await yang.picture(name)
    if (told.language === 'en') expect(await beyondNames(yang.page, known)).toEqual([])
  }
  const press = (zh: string, en: string) =>
    yang.page
      .getByRole('button', { name: say(zh, en), exact: true })
      .first()
      .click()
  const into = async (unit: string) => {
    await yang.page.getByRole('button', { name: unit, exact: true }).click()
    await yang.page.getByRole('heading', { level: 1, name: unit }).waitFor()
  }
  const up = async (unit: string) => {
    await yang.page
      .getByRole('navigation', { name: say('上级单位', 'Units above') })
      .getByRole('button', { name: unit })
      .click()
    await yang.page.getByRole('heading', { level: 1, name: unit }).waitFor()
  }

  test('早上七点五十二分，支队的落实表：单位乘措施，n/N，本级加下级，每一列都等于合计', async () => {
    await yang.go('/board')
    await yang.page.getByRole('heading', { level: 1, name: whole }).waitFor()
    expect(await board.figures(whole, am)).toEqual([526, 561])
    const cells = await board.cells()
    const titles = cells.filter((c) => c.unit === whole).map((c) => c.title)
    expect(titles).toHaveLength(7)
    const sum = (title: string, units: string[], of: 'n' | 'of') =>
      cells.filter((c) => c.title === title && units.includes(c.unit)).reduce((n, c) => n + c[of], 0)
    for (const title of titles)
      for (const of of ['n', 'of'] as const)
        expect(sum(title, [...brigades, `${whole} · ${own}`], of)).toBe(sum(title, [whole], of))
    // A brigade likewise: itself and its stations.
    const below = ['松岭站', '石桥站', '东篱站']
    for (const station of below) expect(cells.some((c) => c.unit === station && c.title === am)).toBe(true)
    await shown('board')
  })

  test('每个数都是名单的行数：逐格点开，逾期、待报、按时、迟报、断网迟到、免报、有异常，一行不多一行不少', async () => {
    const looked: string[] = []
    const places: [unit: string, title: string][] = [
      [whole, am],
      [`${whole} · ${own}`, am],
      ['机关', am],
      ['沿河大队', am],
      ['松岭站', am],
      ['松岭站', say('早点名', 'Roll AM')],
      ['松岭站', say('报备', 'Family')],
      ['城西大队', say('早消', 'Clean AM')],
      ['石桥站', say('晚检', 'Temp PM')],
    ]
    for (const [unit, title] of places) {
      const [n, of] = await board.figures(unit, title)
      await board.open(unit, title)
      const states = await board.states()
      for (const { label, count } of states) {
        // Every list of every cell is counted in test/browser/board.test.ts; the longest ones are too slow to scroll here.
        if (count > 60) continue
        expect(await board.rowsOf(label)).toBe(count)
        looked.push(label.replace(/ \d+$/, ''))
      }
      const count = (zh: string, en: string) => states.find((s) => s.label.startsWith(say(zh, en)))?.count ?? 0
      const came = count('按时', 'On time') + count('迟报', 'Late') + count('断网迟到', 'Held up')
      const open = count('逾期未报', 'Missing') + count('待报', 'Not yet due')
      expect([came, came + open, came + open + count('免报', 'Exempt')]).toEqual([n, of, count('应报', 'Expected')])
      await board.close()
    }
    expect([...new Set(looked)].sort()).toEqual(
      say(
        ['免报', '应报', '待报', '按时', '断网迟到', '有异常', '迟报', '逾期未报'],
        ['Exempt', 'Expected', 'Flagged', 'Held up by the network', 'Late', 'Missing', 'Not yet due', 'On time'],
      ).sort(),
    )
  })

  test('点开城西大队的缺口，名单在表的旁边；手机上盖在表的上面', async () => {
    await board.open('城西大队', am)
    await board
      .panel()
      .getByRole('heading', { level: 2, name: /^城西大队 · / })
      .waitFor()
    await expect.poll(() => board.names().count(), patience).toBeGreaterThan(20)
    const panel = (await board.panel().boundingBox())!
    const main = (await yang.page.locator('#main').boundingBox())!
    if (told.device === 1440) expect(panel.x).toBeGreaterThanOrEqual(main.x + main.width - 1)
    else expect([panel.x, panel.y, panel.width]).toEqual([0, 0, 375])
    await shown('list')
    await board.close()
  })

  test('往下一级到站，再到人：二十二个名字，逾期多久', async () => {
    await into('城西大队')
    expect(await board.figures('松岭站', am)).toEqual([19, 41])
    await into('松岭站')
    expect(await board.figures('四班', am)).toEqual([0, 8])
    await up('城西大队')
    await board.open('松岭站', am)
    await expect.poll(() => board.names().count(), patience).toBe(22)
    await board.names().filter({ hasText: '胡月华' }).getByText(say('逾期 22 分钟', '22 minutes overdue')).waitFor()
    await shown('station')
  })

  test('各处陆续报上来，谁也没刷新：格子、名单和另一块屏幕自己跟着变', async () => {
    const wall = await told.officer(await told.world.person('上官承志'), 'commander', told.world.detachment.id, 1440)
    await wall.go(`/board/wall?unit=${told.world.unit('舜耕支队/城西大队')}`)
    const line = wall.page.getByRole('row').filter({ hasText: '松岭站' })
    await line.getByText('19/41').waitFor()
    for (const { page } of [yang, wall]) await page.evaluate('window.stayed = true')
    for (const [i, name] of ['胡月华', '刘雪', '宋春生'].entries()) {
      await told.world.report([songling.find((p) => p.name === name)!])
      await expect.poll(() => board.figures('松岭站', am), patience).toEqual([20 + i, 41])
      await expect.poll(() => board.names().count(), patience).toBe(21 - i)
      await line.getByText(`${20 + i}/41`).waitFor()
    }
    for (const { page } of [yang, wall]) expect(await page.evaluate('window.stayed')).toBe(true)
    await wall.picture('wall')
    await wall.page.close()
    await board.close()
  })

  test('网断了：页面说屏幕上是几点的数据；其间又报上来两个，网一好自己补上', async () => {
    await yang.context.setOffline(true)
    await yang.page
      .getByText(say(/网络断了。屏幕上是 .*07:52 的数据/, /network is gone. What you see is from .*07:52/))
      .waitFor()
    await told.at(`${day}T07:54:00+08:00`)
    await told.world.report(songling.filter((p) => ['冯堃', '史国庆'].includes(p.name)))
    expect(await board.figures('松岭站', am)).toEqual([22, 41])
    await shown('cut')
    await yang.context.setOffline(false)
    await expect.poll(() => board.figures('松岭站', am), patience).toEqual([24, 41])
    await yang.page.getByText(say('网络断了', 'network is gone')).waitFor({ state: 'detached' })
    await yang.page.getByText(say(/数据截至 .*07:54/, /As of .*07:54/)).waitFor()
    expect(await yang.page.evaluate('window.stayed')).toBe(true)
  })

  test('导出的表格用表格软件读回来，每个单位每一列和页面上的数一样；缺的人在第二张', async () => {
    const shownCells = await board.cells()
    const waiting = yang.page.waitForEvent('download')
    await yang.page.getByRole('link', { name: say('导出', 'Export') }).click()
    const download = await waiting
    expect(download.suggestedFilename()).toBe(`城西大队-${day}.xlsx`)
    const book = await readXlsx(await readFile((await download.path())!))
    const [figures, names] = book.sheets.map((s) => s.rows as unknown[][])
    const head = figures!.find((row) => row[0] === say('单位', 'Unit'))! as string[]
    let compared = 0
    for (const { unit, title, n, of } of shownCells) {
      const label =
        unit === '城西大队' ? `${unit} ${say('合计', 'in all')}` : unit.replace(' · ', ' ').replace(/Itself$/, 'itself')
      const row = figures!.find((cells) => cells[0] === label)
      expect(row, label).toBeDefined()
      const came = head.findIndex((h) => h.startsWith(`${title} `) && h.endsWith(say('已报', 'came')))
      expect([label, title, row![came], row![came + 1]]).toEqual([label, title, n, of])
      compared++
    }
    expect(compared).toBeGreaterThan(40)
    const listed = names!.map((cells) => cells[2])
    const missing = (
      await told.rows<{ name: string }>(
        `select p.name from task t join person p on p.id = t.subject_id join unit u on u.id = t.unit_id
        where t.measure = 'temperature' and t.slot = 'morning' and t.day = $1 and t.state = 0 and u.path <@ (select path from unit where id = $2)`,
        [day, told.world.unit('舜耕支队/城西大队')],
      )
    ).map((row) => row.name)
    expect(listed.slice(-missing.length).sort()).toEqual(missing.sort())
  })

  test('打印：A3，单位、时间、每一格和页面一样，页脚印着校验码和封印', async () => {
    await up(whole)
    await expect.poll(() => board.figures(whole, am), patience).toEqual([531, 561])
    const cells = await board.cells()
    await press('打印', 'Print')
    await expect.poll(() => yang.page.evaluate('window.printed'), patience).toBe(1)
    await yang.page.emulateMedia({ media: 'print' })
    const sheet = yang.page.locator('.board-paper')
    const heads = await sheet.locator('thead th').allTextContents()
    let compared = 0
    for (const row of await sheet.locator('tbody tr').all()) {
      const name = (await row.locator('th').textContent())!
      const printed = await row.locator('td').allTextContents()
      for (const [i, text] of printed.entries()) {
        const title = heads[i + 1]!.replace(/\d\d:\d\d$/, '')
        const found = /^(\d+)\/(\d+)/.exec(text)
        if (!found || name === own) continue
        expect([name, title, Number(found[1]), Number(found[2])]).toEqual(
          Object.values(cells.find((c) => c.unit === name && c.title === title)!).slice(0, 4),
        )
        compared++
      }
    }
    expect(compared).toBeGreaterThan(15)
    const words = (await sheet.textContent())!
    expect(words).toContain('2020-02-08 07:54')
    expect(words).toMatch(/SHA256[^0-9a-f]*[0-9a-f]{64}/i)
    expect(words).toMatch(/\d+:[0-9a-f]{16,64}/)
    if (told.language === 'en') expect(await beyondNames(yang.page, known)).toEqual([])
    const pdf = await yang.page.pdf({ preferCSSPageSize: true })
    await writeFile(yang.file('paper', 'pdf'), pdf)
    // A3 across, in points of 1/72 inch.
    const boxes = pdf.toString('latin1').match(/\/MediaBox\s*\[[^\]]*\]/g) ?? []
    expect(boxes.length).toBeGreaterThan(0)
    for (const box of boxes) expect(box).toMatch(/\[0 0 119[01][\d.]* 84[12][\d.]*\]/)
    await yang.page.emulateMedia({ media: null })
    await yang.page.evaluate('window.dispatchEvent(new Event("afterprint"))')
  })

  test('第二天看昨天：当天是多少还是多少，照样点得开；任选一天，没有任务的那天也说清楚', async () => {
    await told.at('2020-02-09T03:00:00+08:00')
    await told.at('2020-02-09T08:30:00+08:00')
    await yang.go('/board')
    await press('昨天', 'Yesterday')
    await yang.page.waitForURL(/day=2020-02-08|day=%222020-02-08/)
    await expect.poll(() => board.figures(whole, am), patience).toEqual([531, 561])
    await board.open('松岭站', am)
    for (const { label, count } of await board.states()) expect(await board.rowsOf(label)).toBe(count)
    await shown('yesterday')
    await board.close()
    await yang.page.getByLabel(say('选日期', 'Choose a day')).fill('2020-02-07')
    await yang.page.getByText(say('这一天还没有任务', 'Nothing is owed on this day yet')).waitFor()
    await shown('any-day')
  })
})
