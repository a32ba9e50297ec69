/** Point 4: access cards, as a sheet in PDF and as CSV; what is on the paper is read back, and a card opened on a phone lets its holder report. */
import { readFile, writeFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import { beforeAll, expect, test, vi } from 'vitest'
import { type CardOnPaper, cardsOnPaper } from '#test/support/cards.ts'
import { beyondNames, knownNames } from '#test/support/names-only.ts'
import { readPdf } from '#test/support/pdf.ts'
import { tell, type Visitor } from '#test/support/story.ts'

vi.setConfig({ testTimeout: 60_000 })

const address = 'https://tongzhou.example'

interface Line {
  readonly kind: string
  readonly unit: string
  readonly name: string
  readonly staff_no: string
  readonly relatives: string
  readonly link: string
}

tell('4-cards', { now: '2020-02-08T06:30:00+08:00', publicUrl: address }, (told) => {
  const { say } = told
  /** 刘喆宇, chief of 松岭站. */
  let liu: Visitor
  let names: string[]
  let lines: Line[]
  let cards: CardOnPaper[]

  beforeAll(async () => {
    names = await knownNames(told)
    liu = await told.officer(await told.world.person('刘喆宇'), 'chief', told.world.unit('舜耕支队/城西大队/松岭站'))
  })

  const english = async () => {
    if (told.language === 'en') expect(await beyondNames(liu.page, names, ['同舟'])).toEqual([])
  }
  async function downloaded(button: string): Promise<{ name: string; bytes: Buffer }> {
    const download = liu.page.waitForEvent('download')
    await liu.page.getByRole('button', { name: button }).click()
    const file = await download
    return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) }
  }

  test('刘站长打开“填报卡”：41 名队员、41 户家庭各有一张，还没有人打开过', async () => {
    await liu.go('/cards')
    for (const kind of [say('队员卡', 'Member cards'), say('家庭卡', 'Household cards')])
      await liu.page
        .getByRole('button', { name: new RegExp(`^${kind}`) })
        .filter({ hasText: /0\s*\/\s*41/ })
        .first()
        .waitFor()
    await liu.picture('1-cards')
    await english()
  })

  test('下载的时候网断了：页面说没下成；网好了再点一次就有', async () => {
    const pdf = say('下载 PDF（A4，二维码）', 'PDF of QR cards (A4)')
    await liu.context.setOffline(true)
    await liu.page.getByRole('button', { name: pdf }).click()
    await liu.page.getByText(say('连不上服务器，文件没有下成', 'nothing was downloaded')).waitFor()
    await liu.picture('2-no-network')
    await liu.context.setOffline(false)
    const { name, bytes } = await downloaded(pdf)
    expect(name).toBe('松岭站-填报卡.pdf')
    await writeFile(liu.file('3-sheet', 'pdf'), bytes)
    const pages = readPdf(bytes)
    expect(pages).toHaveLength(9)
    cards = pages.flatMap((page, i) => {
      const words = page.texts.map((text) => text.text)
      expect(words).toContain('同舟 · 舜耕支队 · 城西大队 · 松岭站')
      expect(words).toContain(`${i * 10 + 1}–${Math.min(82, i * 10 + 10)} / 82`)
      return cardsOnPaper(page)
    })
  })

  test('纸上每张卡都写着姓名、单位、编号；队员一张、家庭一张，一人不多一人不少', async () => {
    const members = await told.world.members(told.world.unit('舜耕支队/城西大队/松岭站'))
    expect(members).toHaveLength(41)
    const own = cards.filter((card) => card.kind === 'person')
    expect(own.map((card) => [card.name, card.staffNo])).toEqual(members.map((m) => [m.name, m.staff_no]))
    expect(cards.filter((card) => card.kind === 'household')).toHaveLength(41)
    expect(cards.find((card) => card.staffNo === 'SG0250' && card.kind === 'household')).toMatchObject({
      name: '龙浩然家',
      unit: '松岭站 · 三班',
    })
    for (const card of cards) expect(card.unit).toMatch(/^松岭站( · .{1,3}班)?$/)
  })

  test('也可以取 CSV：同样的 82 张，家属写着名字，链接和纸上的二维码一字不差', async () => {
    const { name, bytes } = await downloaded(say('下载清单（CSV）', 'List (CSV)'))
    expect(name).toBe('松岭站-填报卡.csv')
    lines = (parse(bytes, { bom: true, from_line: 2 }) as string[][]).map(
      ([kind, unit, who, staff_no, relatives, link]) => ({ kind, unit, name: who, staff_no, relatives, link }) as Line,
    )
    expect(lines).toHaveLength(82)
    expect(lines.find((line) => line.kind.includes('household') && line.staff_no === 'SG0250')).toMatchObject({
      unit: '舜耕支队/城西大队/松岭站/三班',
      relatives: expect.stringContaining('严艳'),
    })
    // What a camera reads off the paper, card by card.
    expect(cards.map((card) => card.read)).toEqual(lines.map((line) => line.link))
    expect(new Set(lines.map((line) => line.link)).size).toBe(82)
    for (const { link } of lines) expect(link).toMatch(/^https:\/\/tongzhou\.example\/r\/[\w-]{44}$/)
    await liu.picture('4-list')
  })

  /** The camera reads the card and opens what it says. */
  const scan = async (card: CardOnPaper, who: string): Promise<Visitor> => {
    const phone = await told.visitor({ name: who })
    await phone.go(card.read.slice(address.length))
    return phone
  }

  test('顾家豪用手机扫自己的卡，不用账号，报了体温', async () => {
    const { staff_no, id } = await told.world.person('顾家豪')
    const gu = await scan(cards.find((c) => c.kind === 'person' && c.staffNo === staff_no)!, '顾家豪')
    await gu.page.getByRole('heading', { name: '顾家豪' }).waitFor()
    await gu.page.getByRole('button', { name: '36.', exact: true }).click()
    await gu.page.getByRole('button', { name: '36.6', exact: true }).click()
    await gu.page.getByRole('button', { name: say('发 送', 'Send') }).click()
    await gu.page.getByText('✓ 36.6').waitFor()
    await gu.picture('5-member')
    expect(await told.rows('select 1 from report where subject_id = $1', [id])).toHaveLength(1)
  })

  test('严艳扫家庭卡，先看告知书，替自己报了平安', async () => {
    const yan = await scan(cards.find((c) => c.kind === 'household' && c.staffNo === 'SG0250')!, '严艳')
    await yan.page.getByRole('heading', { name: say('填报前，请先看一看', 'Before you report') }).waitFor()
    const mine = yan.page.getByRole('group', { name: '严艳', exact: true })
    await mine.getByRole('button', { name: say('同意', 'I agree'), exact: true }).click()
    await yan.page.getByRole('button', { name: say(/选好了/, /Done/) }).click()
    await yan.page
      .getByRole('group', { name: '严艳', exact: true })
      .getByRole('button', { name: say('没有不舒服', 'Feels well') })
      .click()
    await yan.picture('6-household')
    await yan.page.getByRole('button', { name: say(/^(发 送|先发 1 人)$/, /^Send( 1)?$/) }).click()
    await yan.page
      .getByText(say(/06:30 收到/, /received.*06:30|06:30.*received|got it at 06:30/i))
      .first()
      .waitFor()
    const stored = await told.rows<{ answers: { people: { well: boolean }[] } }>(
      `select answers from report where subject_id = (select household_id from person where name = '严艳' and kind = 'relative' limit 1)`,
    )
    expect(stored.map((r) => r.answers.people.map((p) => p.well))).toEqual([[true]])
  })

  test('刘站长再看，打开过的两张数得出来，点开数字就是名字', async () => {
    await liu.go('/cards')
    const button = liu.page.getByRole('button', { name: new RegExp(`^${say('家庭卡', 'Household cards')}`) })
    await button
      .filter({ hasText: /1\s*\/\s*41/ })
      .first()
      .click()
    await liu.page.getByLabel(say('队员、家属姓名或编号', 'Member, relative or number')).fill('严艳')
    await liu.page
      .getByRole('listitem')
      .filter({ hasText: say('龙浩然家', 'Family of 龙浩然') })
      .filter({ hasText: say('1 部手机在用', '1 phone') })
      .waitFor()
    await liu.picture('7-opened')
    await english()
  })
})
