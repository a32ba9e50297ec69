/** Point 10: the day after, an auditor holds yesterday's paper against the data, at a terminal and on the page; then somebody tampers, and each change is named. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { beyondNames, knownNames } from '#test/support/names-only.ts'
import { type Person, tell, type Visitor } from '#test/support/story.ts'
import { type Ended, type Terminal, terminal } from '../../../src/cli/run.fixture.ts'
import { boardOf } from './board-page.ts'

// The auditor's commands are programs of their own.
vi.setConfig({ testTimeout: 90_000 })

const day = '2020-02-08'
const patient = { timeout: 40_000 }

tell('10-auditor', { usually: 'narrow', now: `${day}T03:00:00+08:00` }, (told) => {
  const { say } = told
  let everybody: Person[]
  let auditor: Visitor
  let shell: Terminal
  /** What stands at the foot of yesterday's board. */
  let paper = { seal: '', digest: '' }

  beforeAll(async () => {
    const { world } = told
    everybody = await world.members(world.detachment.id)
    await told.at(`${day}T07:05:00+08:00`)
    await world.report(everybody.slice(2, 500))
    await world.report(everybody.slice(500, 501), 37.6)
    await told.at(`${day}T07:52:00+08:00`)
    // The language of a terminal is the machine's.
    const lang = say('zh_CN.UTF-8', 'en_GB.UTF-8')
    shell = terminal(told.t.db.key, { LANG: lang, LC_ALL: lang, LC_MESSAGES: lang })
    auditor = await told.officer(await world.person('周承志'), 'auditor', world.detachment.id)
  }, 120_000)
  afterAll(() => shell?.leave())

  const run = (...args: string[]): Promise<Ended> => shell.muster(told.t.db, ...args)
  const verify = () => auditor.page.getByRole('button', { name: say('核验', 'Verify'), exact: true })
  const field = () => auditor.page.getByLabel(say('打印件上的封印号和摘要', 'The seal’s number and digest as printed'))
  /** Presses the button and does the program's timed work until the answer stands there. */
  const answered = async (zh: string, en: string) => {
    await verify().click()
    const answer = auditor.page.getByText(say(zh, en))
    await expect
      .poll(async () => {
        await told.t.sweep()
        return answer.count()
      }, patient)
      .toBe(1)
  }
  const shown = async (name: string, typed: string[] = []) => {
    await auditor.picture(name)
    if (told.language === 'en') expect(await beyondNames(auditor.page, await knownNames(told), typed)).toEqual([])
  }

  test('头一天七点五十二分，杨政委打印落实表：纸上印着校验码和封印', async () => {
    const yang = await told.officer(await told.world.person('杨兆丰'), 'commander', told.world.detachment.id)
    await yang.page.addInitScript('window.print = () => {}')
    await yang.go('/board')
    expect(await boardOf(yang).figures('舜耕支队', say('晨检', 'Temp AM'))).toEqual([499, 562])
    await yang.page.getByRole('button', { name: say('打印', 'Print'), exact: true }).click()
    const sheet = yang.page.locator('.board-paper')
    await sheet.waitFor({ state: 'attached' })
    const words = (await sheet.textContent())!
    const [, digest] = /SHA256[^0-9a-f]*([0-9a-f]{64})/i.exec(words)!
    const [, seal] = /(\d+:[0-9a-f]{16,64})/.exec(words)!
    paper = { digest: digest!, seal: seal! }
    await yang.page.close()
  })

  test('第二天，审计员在终端核验：整条链完好，与昨天纸上的封印相符；抄错一位也说得出', async () => {
    await told.at(`${day}T07:55:00+08:00`)
    await told.world.report(everybody.slice(501, 503))
    await told.at('2020-02-09T03:00:00+08:00')
    await told.at('2020-02-09T08:30:00+08:00')
    const good = await run('verify-audit', '--head', paper.seal)
    expect(good).toMatchObject({ code: 0, err: '' })
    const [no, digest] = paper.seal.split(':') as [string, string]
    expect(good.out).toContain(say('审计完好', 'The audit is whole'))
    expect(good.out).toContain(say(`与打印件上的第 ${no} 号封印相符`, `It agrees with the printed seal ${no}`))
    const wrong = await run('verify-audit', '--head', `${no}:${digest.startsWith('0') ? '1' : '0'}${digest.slice(1)}`)
    expect(wrong.code).toBe(1)
    expect(wrong.out).toContain(
      say(`第 ${no} 号封印与打印件上的摘要不同`, `Seal ${no} differs from the printed digest`),
    )
  })

  test('重数计数，核对无误', async () => {
    const checked = await run('check')
    expect(checked).toMatchObject({ code: 0, err: '' })
    expect(checked.out).toContain(say('核对无误', 'Everything agrees'))
  })

  test('纸上的校验码：按现有数据重算那一刻，数字一致；此后补报了两个', async () => {
    const compared = await run('board', '--digest', paper.digest)
    expect(compared).toMatchObject({ code: 0, err: '' })
    expect(compared.out).toContain(
      say('按现有数据重算纸上那一刻，数字一致', 'from what is stored now, the figures are the same'),
    )
    expect(compared.out).toContain(say('补报 2', '2 reported'))
  })

  test('在页面上也一样：正好断了网，说明白；网好了再按，与打印件相符', async () => {
    await auditor.go('/audit')
    await field().fill(paper.seal)
    await auditor.context.setOffline(true)
    await verify().click()
    await auditor.page.getByText(say('连不上服务器', 'The server cannot be reached')).waitFor()
    expect(await field().inputValue()).toBe(paper.seal)
    await auditor.context.setOffline(false)
    await answered('与打印件相符', 'It agrees with the paper')
    await shown('agrees')
  })

  /** What somebody with the database's own password changed. */
  let tampered = { report: '', row: '', task: '' }

  test('有人用数据库的超级用户改了一份上报、一条审计、一项任务：核验指出前两样，是哪一份、哪一条', async () => {
    const one = async (sql: string) => (await told.rows<{ id: string }>(sql))[0]!.id
    tampered = {
      report: await one(
        `update report set answers = answers || '{"celsius": 36.6}' where (answers ->> 'celsius')::numeric = 37.6 returning id`,
      ),
      row: await one(
        `update audit set actor_name = '张三' where id = (select id from audit where action = 'figures.printed' or action like 'figures%' order by id limit 1) returning id`,
      ),
      task: await one(
        `update task set state = 1 where id = (select id from task where measure = 'temperature' and slot = 'morning' and state = 0 and day = '${day}' order by id limit 1) returning id`,
      ),
    }
    const found = await run('verify-audit', '--head', paper.seal)
    expect(found.code).toBe(1)
    const lines = found.out.split('\n')
    const line = (id: string) => lines.filter((l) => l.includes(id))
    expect(line(tampered.report)).toEqual([
      expect.stringContaining(say('存下后被改过', 'was changed after it was stored')),
    ])
    expect(line(tampered.row)).toEqual([
      expect.stringContaining(say('封存后被改过', 'was changed after it was sealed')),
    ])
    expect(found.err).toContain(say('审计有 2 处对不上', 'does not agree in 2 places'))
  })

  test('核对指出第三样：这项任务记成已报，却没有哪一份上报；那个单位的计数也对不上', async () => {
    const found = await run('check')
    expect(found.code).toBe(1)
    const lines = found.out.split('\n').filter((l) => l.includes(tampered.task))
    expect(lines.join()).toMatch(say(/记为已报，却没有写明是哪一份上报/, /counts as met and names no report/))
    const [where] = await told.rows<{ unit: string }>(
      `select u.name as unit from task t join unit u on u.id = t.unit_id where t.id = $1`,
      [tampered.task],
    )
    expect(found.out).toMatch(
      say(
        new RegExp(`${where!.unit} ${day} temperature/morning：.*重数是`),
        new RegExp(`${where!.unit} ${day} temperature/morning: .*recounted`),
      ),
    )
  })

  test('页面上也列出改过的是哪一份、哪一条', async () => {
    await auditor.go('/audit')
    await field().fill(paper.seal)
    await answered('有 2 处对不上', '2 things do not agree')
    for (const id of [tampered.report, tampered.row]) await auditor.page.getByText(id).first().waitFor()
    await shown('tampered', ['张三'])
  })
})
