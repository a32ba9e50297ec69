/** The board through a real browser: the sample detachment at 07:52, a list beside it, and what is done about the missing. */
import { beforeAll, expect, test } from 'vitest'
import { cellStates } from '#core/tasks/board/cell-states.ts'
import { type SampleWorld, type Story, sampleWorld, story, type Visitor } from '#test/support/story.ts'

const day = '2020-02-08'
const station = '舜耕支队/城东大队/云台站'
let told: Story
let world: SampleWorld
let wide: Visitor
let commander: Awaited<ReturnType<SampleWorld['person']>>

beforeAll(async () => {
  told = await story('board', { now: '2020-02-06T03:00:00+08:00' })
  world = await sampleWorld(told)
  await told.at('2020-02-07T20:00:00+08:00')
  await told.at(`${day}T07:05:00+08:00`)
  await reports()
  await told.at(`${day}T07:52:00+08:00`)
  commander = await world.person('SG0001')
  wide = await told.officer(commander, 'commander', world.detachment.id, 1440)
}, 120_000)

/** Most members have measured by seven; 云台站 lags behind. */
async function reports() {
  const sheet = await told.t.token(world.detachment.id, ['report.write'])
  const owed = await told.rows<{ id: string; n: number; full: boolean }>(
    `select p.id, row_number() over (order by p.staff_no) as n, not u.path <@ (select path from unit where name = '云台站') as full
     from person p join unit u on u.id = p.unit_id where p.kind = 'member' and p.retired_at is null`,
  )
  const sent = owed.filter((p) => (p.full ? Number(p.n) % 23 !== 0 : Number(p.n) % 3 === 0))
  for (let i = 0; i < sent.length; i += 200) {
    const answer = await sheet.post(
      '/api/reports',
      sent.slice(i, i + 200).map((p) => ({
        id: told.t.id(),
        form: 'temperature',
        subject: { person: p.id },
        observed_at: `${day}T07:05:00+08:00`,
        answers: { celsius: 36.5, site: 'axillary' },
      })),
    )
    expect(answer.status).toBe(200)
  }
}

/** The first page as the printer sees it; `width` is that of the paper at 96 dots an inch. */
async function onPaper(name: string, width: number) {
  await wide.page.emulateMedia({ media: 'print' })
  await wide.page.setViewportSize({ width, height: 1123 })
  await wide.picture(name)
  await wide.page.setViewportSize({ width: 1440, height: 900 })
  await wide.page.emulateMedia({ media: null })
}

const panel = (v: Visitor) => v.page.locator('.panel')
const cell = (v: Visitor, unit: string, title: string) =>
  v.page.getByRole('button', { name: new RegExp(`^${unit} ${title}：`) })

test('the board of the detachment at 07:52', async () => {
  await wide.go('/board')
  await cell(wide, '云台站', '晨检').waitFor()
  await wide.picture('wide')
})

test('a number of the band opens exactly as many rows as it says, measure by measure', async () => {
  const figure = wide.page.locator('.board-figure', { hasText: '逾期未报' })
  const number = Number((await figure.locator('b').textContent())!.replace(/,/g, ''))
  expect(number).toBeGreaterThan(0)
  await figure.click()
  await panel(wide)
    .getByRole('button', { name: `提醒 ${number} 人` })
    .waitFor()
  await wide.picture('band-list')
  await wide.page.keyboard.press('Escape')
  await panel(wide).waitFor({ state: 'detached' })
})

/** One cell as the board's answer carries it. */
interface Figures extends Record<(typeof cellStates)[number], number> {
  readonly code: string
  readonly slot: string
}

test('every number of every cell, in every state, is the count of the rows that its list gives, page by page', async () => {
  const { request } = wide.page
  const ask = async (path: string) => {
    const answer = await request.get(path)
    expect(answer.status(), path).toBe(200)
    return answer.json()
  }
  const board = await ask(`/api/board?unit=${world.unit('舜耕支队/城东大队')}&day=${day}`)
  const rows: [unit: string, scope: string, cells: Figures[]][] = [
    [board.unit.id, 'all', board.measures],
    [board.unit.id, 'own', board.own],
    ...board.children.map((c: { unit: { id: string }; measures: Figures[] }) => [c.unit.id, 'all', c.measures]),
  ]
  let lists = 0
  for (const [unit, scope, cells] of rows)
    for (const cell of cells) {
      for (const state of cellStates.filter((s) => cell[s] > 0)) {
        const tasks = new Set<string>()
        let next = ''
        do {
          const where = new URLSearchParams({
            unit,
            day,
            scope,
            state,
            measure: cell.code,
            slot: cell.slot,
            limit: '100',
          })
          if (next) where.set('cursor', next)
          const page = await ask(`/api/board/list?${where}`)
          expect([cell.code, state, page.total]).toEqual([cell.code, state, cell[state]])
          for (const row of page.rows) tasks.add(row.task)
          next = page.next ?? ''
        } while (next)
        expect([unit, cell.code, cell.slot, state, tasks.size]).toEqual([
          unit,
          cell.code,
          cell.slot,
          state,
          cell[state],
        ])
        lists++
      }
      const { expected, done, late, received_late, exempt, missing, pending } = cell
      expect(expected).toBe(done + late + received_late + exempt + missing + pending)
    }
  expect(lists).toBeGreaterThan(80)
})

test('a gap opens its names; remind, no answer, exempt and undo stand beside them', async () => {
  await cell(wide, '云台站', '晨检').click()
  const list = panel(wide)
  await list.getByText('依据').first().waitFor()
  await wide.picture('list')
  await list.getByRole('button', { name: /^提醒 \d+ 人/ }).click()
  await wide.page.getByRole('button', { name: '确定' }).click()
  await wide.page.getByText(/已提醒 \d+ 人。/).waitFor()
  await list
    .getByText(/已提醒 \d+ 次/)
    .first()
    .waitFor()
  const first = list.locator('.board-name').first()
  const name = (await first.locator('strong').textContent())!
  await first.getByRole('button', { name: '没接通' }).click()
  await first.getByText(/电话没接通/).waitFor()
  await first.getByRole('button', { name: '免报' }).click()
  const dialogue = wide.page.getByRole('dialog')
  await dialogue.getByLabel('出警在外').check()
  await wide.picture('exempt')
  await dialogue.getByRole('button', { name: '确定' }).click()
  await list.locator('strong', { hasText: name }).waitFor({ state: 'detached' })
  await wide.page.getByRole('button', { name: /^撤\s?销$/ }).click()
  await list.locator('strong', { hasText: name }).waitFor()
  expect(await told.rows('select 1 from task where state = 4 and reason = $1', ['on_call'])).toEqual([])
})

test('the clause behind the column is one step away', async () => {
  await panel(wide).getByRole('link', { name: /依据/ }).click()
  await wide.page.waitForURL(/\/orders\?measure=temperature/)
  await wide.page.goBack()
  await cell(wide, '云台站', '晨检').waitFor()
})

test('what is printed of a list is all of it, on A4, with its digest', async () => {
  await wide.page.evaluate('window.print = () => undefined')
  await panel(wide)
    .getByRole('button', { name: /^打\s?印$/ })
    .click()
  const paper = wide.page.locator('.board-paper-list')
  await paper.waitFor({ state: 'attached' })
  await onPaper('paper-list', 794)
  expect(await paper.textContent()).toMatch(/舜耕支队\/城东大队\/云台站.*校验码.*[0-9a-f]{64}/s)
  await wide.page.pdf({ path: 'test-results/stories/board-list.pdf', preferCSSPageSize: true })
  await wide.page.evaluate('window.dispatchEvent(new Event("afterprint"))')
  await paper.waitFor({ state: 'detached' })
  await wide.page.keyboard.press('Escape')
  await wide.page.getByRole('button', { name: /^打\s?印$/ }).click()
  await wide.page.locator('.board-paper').waitFor({ state: 'attached' })
  await onPaper('paper-board', 1587)
  await wide.page.pdf({ path: 'test-results/stories/board-board.pdf', preferCSSPageSize: true })
  await wide.page.evaluate('window.dispatchEvent(new Event("afterprint"))')
})

test('a report that comes in changes the open board without a touch', async () => {
  const target = cell(wide, '云台站', '晨检')
  const before = await target.textContent()
  const sheet = await told.t.token(world.detachment.id, ['report.write'])
  const [one] = await told.rows<{ subject_id: string }>(
    `select subject_id from task where unit_id in (select id from unit where path <@ (select path from unit where name = '云台站'))
     and day = $1 and slot = 'morning' and measure = 'temperature' and state = 0 limit 1`,
    [day],
  )
  await sheet.post('/api/reports', {
    id: told.t.id(),
    form: 'temperature',
    subject: { person: one!.subject_id },
    observed_at: `${day}T07:52:00+08:00`,
    answers: { celsius: 36.4, site: 'axillary' },
  })
  await expect.poll(() => target.textContent(), { timeout: 10_000 }).not.toBe(before)
})

test('in English, and on a phone in both languages', async () => {
  const english = await told.officer(commander, 'commander', world.detachment.id, 1440, 'en')
  await english.go(`/board?at=${world.unit(station)}&measure=temperature&slot=morning&state=missing`)
  await panel(english)
    .getByText(/overdue/)
    .first()
    .waitFor()
  await english.picture('list')
  for (const language of ['zh', 'en'] as const) {
    const phone = await told.officer(commander, 'commander', world.detachment.id, 375, language)
    await phone.go('/board')
    await phone.page.locator('.board-stack').waitFor()
    await phone.picture('board')
    await phone.go(`/board?at=${world.unit(station)}&measure=*&slot=*&state=missing`)
    await panel(phone).locator('.board-name').first().waitFor()
    await phone.picture('list')
  }
})
