/**
 * Point 2: a roster is dropped, chosen or pasted; its bad rows go back to whoever keeps it; what it would change is seen
 * before it is written; it can be taken back until somebody has reported; its officers get posts and one-time codes.
 */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parse } from 'csv-parse/sync'
import { readXlsx } from 'hucre/xlsx'
import { beforeAll, expect, test, vi } from 'vitest'
import { startRespiratory } from '#test/support/campaign.ts'
import { gb18030 } from '#test/support/gb18030.ts'
import { holdTable, runClock } from '#test/support/hold-table.ts'
import { beyondNames, knownNames } from '#test/support/names-only.ts'
import { tell, type Visitor } from '#test/support/story.ts'
import { bad, later, sample } from './2-roster-file.ts'

// 2,166 rows are read, checked and written more than once.
vi.setConfig({ testTimeout: 90_000 })

const workbook = fileURLToPath(new URL('../../../sample/舜耕支队花名册.xlsx', import.meta.url))
const password = 'calm seas 2026'

tell(
  '2-roster',
  { usually: 'wide', now: '2026-11-25T09:50:00+08:00', world: 'empty', publicUrl: 'https://tongzhou.example' },
  (told) => {
    const { say } = told
    /** 卫国强, the IT man; 杨兆丰, political commissar of the detachment. */
    let wei: Visitor
    let yang: Visitor
    let code = ''
    const wide = told.device === 1440
    /** What stands in the file itself. */
    const typed = [
      '卫国强',
      '同舟',
      '语言 · Language',
      '花名册.xlsx',
      '花名册-11月25日.csv',
      '舜耕支队花名册（2026年11月25日）',
      ...bad.flatMap((b) => [b.column, b.value]).filter(Boolean),
      '钱新',
      '孙大为',
      '周丽',
    ]

    const people = async () => (await told.rows<{ n: number }>('select count(*)::int as n from person'))[0]!.n
    const unitOf = async (no: string) =>
      (
        await told.rows<{ name: string }>(
          'select u.name from person p join unit u on u.id = p.unit_id where p.staff_no = $1 and p.retired_at is null',
          [no],
        )
      )[0]?.name
    const press = (v: Visitor, name: string | RegExp) => v.page.getByRole('button', { name }).first().click()
    const english = async (v: Visitor, words: readonly string[] = []) => {
      if (told.language === 'en')
        expect(await beyondNames(v.page, await knownNames(told), [...typed, ...words])).toEqual([])
    }
    const zone = (v: Visitor) => v.page.getByRole('region', { name: say('把花名册拖到这里', 'Drop the roster here') })

    /** Dropped with the mouse on a screen; on a phone chosen from its files. */
    async function bring(v: Visitor, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
      await zone(v).waitFor()
      if (!wide) {
        const chooser = v.page.waitForEvent('filechooser')
        await press(v, say('选文件', 'Choose a file'))
        return (await chooser).setFiles(file)
      }
      const dropped = await v.page.evaluateHandle(`(() => {
      const data = new DataTransfer()
      const bytes = Uint8Array.from(atob('${file.buffer.toString('base64')}'), (c) => c.charCodeAt(0))
      data.items.add(new File([bytes], '${file.name}', { type: '${file.mimeType}' }))
      return data
    })()`)
      await zone(v).dispatchEvent('dragover', { dataTransfer: dropped })
      await zone(v).dispatchEvent('drop', { dataTransfer: dropped })
    }

    beforeAll(async () => {
      const made = await told.t.nobody.post('/api/setup/administrator', {
        name: '卫国强',
        login: 'weigq',
        password,
        language: told.language,
      })
      const cookie = /muster=[^;]+/.exec(String(made.headers['set-cookie']))![0]
      wei = await told.visitor({ name: '卫国强', client: { headers: { cookie } } as never })
      yang = await told.visitor({ name: '杨兆丰' })
    })

    test('卫国强在第一次打开的页面上选“导入花名册”，拖进花名册.xlsx；网正好断了，名册一个字没动', async () => {
      const file = { name: '花名册.xlsx', mimeType: 'application/octet-stream', buffer: await readFile(workbook) }
      await wei.go('/setup')
      await wei.page.getByRole('link', { name: say('导入花名册', 'Import a roster') }).click()
      await zone(wei).waitFor()
      await wei.context.setOffline(true)
      await bring(wei, file)
      const refused = wei.page.getByRole('alert')
      await refused.getByText(say('连不上服务器，这次没有存上', 'The server cannot be reached')).waitFor()
      await refused.getByText(say('名册一个字没动。', 'The roster was not touched.')).waitFor()
      await wei.picture('1-no-network')
      await english(wei)
      await wei.context.setOffline(false)
      await bring(wei, file)
      await wei.page
        .getByText(say('读到 562 名队员、1,604 名家属', '562 members and 1,604 relatives read'))
        .waitFor({ timeout: 60_000 })
      expect(await people()).toBe(0)
    })

    test('写以前先看清：要新增多少人、新建哪些单位、职务里认出哪些主官；不点头就不写', async () => {
      const { page } = wei
      await page.getByRole('tab', { name: say(/^要新增\s*2,166/, /^New\s*2,166/) }).waitFor()
      await page.getByText(say(/支队长 1 名/, /detachment head 1/i)).waitFor()
      const yes = page.getByRole('button', { name: say(/写进名册（/, /Write into the roster/) })
      expect(await yes.isDisabled()).toBe(true)
      await page.getByText(say('请先勾选要新建的单位', 'Please tick first that the new units are to be made')).waitFor()
      await wei.picture('2-before')
      await english(wei, [...(await fileWords()), '在册人员'])
      await page.getByRole('checkbox', { name: say(/新建这/, /Make the \d+ units?/) }).check()
      expect(await people()).toBe(0)
    })

    test('写到一半网断了：活儿在服务器上接着做；网好了页面接着说，一个人没有写两遍', async () => {
      const { page, context } = wei
      const stop = runClock(told.t)
      const goOn = await holdTable(told.t, 'household_member')
      try {
        await press(wei, say(/写进名册（/, /Write into the roster/))
        await page.getByRole('heading', { name: say('正在写进名册', 'Writing into the roster') }).waitFor()
        const bar = page.getByRole('progressbar')
        await expect
          .poll(async () => Number(await bar.getAttribute('aria-valuenow')), { timeout: 40_000 })
          .toBeGreaterThan(40)
        await page.getByText(say('可以离开这一页', 'You may leave this page')).waitFor()
        await context.setOffline(true)
        await wei.picture('3-writing')
      } finally {
        await goOn()
      }
      await expect.poll(people, { timeout: 60_000 }).toBe(2166)
      expect(await page.getByRole('heading', { name: say('已写进名册', 'Written into the roster') }).isVisible()).toBe(
        false,
      )
      await context.setOffline(false)
      await page
        .getByRole('heading', { name: say('已写进名册', 'Written into the roster') })
        .waitFor({ timeout: 60_000 })
      stop()
      await page
        .getByText(say('新增 2,166，调动 0，改动 0，退出 0，不变 0', '2,166 new, 0 moved, 0 changed, 0 left'))
        .waitFor()
      expect(await told.rows('select state from roster_import')).toEqual([{ state: 'applied' }])
      expect(await told.rows(`select count(*)::int as n from unit where kind = 'station'`)).toEqual([{ n: 14 }])
      await wei.picture('4-written')
    })

    test('职务里认出的主官都有了任职，各有一个一次性登录码，当场打印裁开；再打开就不再显示', async () => {
      const { page } = wei
      const [{ n: officers } = { n: 0 }] = await told.rows<{ n: number }>(
        'select count(*)::int as n from account where person_id is not null',
      )
      expect(officers).toBeGreaterThan(100)
      const show = page.getByRole('button', {
        name: say(`取 ${officers} 人的登录码`, `Show the codes of ${officers} people`),
      })
      await show.click()
      await page
        .getByRole('code')
        .nth(officers - 1)
        .waitFor()
      const codes = await page.getByRole('code').allTextContents()
      expect(codes).toHaveLength(officers)
      expect(new Set(codes).size).toBe(officers)
      const slip = page.getByText('杨兆丰 · SG0002').locator('xpath=ancestor::*[code]')
      await slip.getByText(say('政治委员', 'Commissar')).waitFor()
      code = (await slip.getByRole('code').textContent())!
      await slip.scrollIntoViewIfNeeded()
      await wei.picture('5-codes')
      await english(wei)
      const posts = await told.rows<{ name: string; post: string; unit: string }>(
        `select p.name, a.post, u.name as unit from appointment a join person p on p.id = a.person_id join unit u on u.id = a.unit_id
        where p.staff_no in ('SG0001', 'SG0002', 'SG0025', 'SG0027') order by p.staff_no`,
      )
      expect(posts).toEqual([
        { name: '上官承志', post: '支队长', unit: '舜耕支队' },
        { name: '杨兆丰', post: '政治委员', unit: '舜耕支队' },
        { name: '杨洋', post: '大队长', unit: '城东大队' },
        { name: '李文博', post: '站长', unit: '云台站' },
      ])
      await page.reload()
      await page.getByRole('heading', { name: say('已写进名册', 'Written into the roster') }).waitFor()
      await page.getByRole('button', { name: say('看名册', 'See the roster') }).waitFor()
      expect([await page.getByRole('code').count(), await show.count()]).toEqual([0, 0])
    })

    test('杨政委用登录码第一次登录，自己定密码；登录码用一次就作废', async () => {
      const byCode = async (v: Visitor) => {
        await v.go('/sign-in')
        await press(v, say(/一次性登录码/, /one-time code/))
        await v.page.getByLabel(say('编号或手机号', 'Staff number or telephone')).fill('SG0002')
        await v.page.getByLabel(say('一次性登录码', 'One-time code'), { exact: true }).fill(code)
        await v.page.getByLabel(say('定一个密码', 'Choose a password')).fill(password)
        await v.page.getByLabel(say('再输一遍', 'The same again')).fill(password)
      }
      const enter = (v: Visitor) => press(v, say('定好密码并登录', 'Set the password and sign in'))
      await byCode(yang)
      await yang.picture('6-first-code')
      await english(yang)
      await enter(yang)
      // In the language in which he came.
      await yang.page.getByRole('navigation', { name: say('主导航', 'Main navigation') }).waitFor()
      const finder = await told.visitor({ name: '拾到纸条的人' })
      await byCode(finder)
      await enter(finder)
      await finder.page
        .getByRole('alert')
        .filter({ hasText: say(/登录码/, /code/) })
        .waitFor()
      expect(new URL(finder.page.url()).pathname).toBe('/sign-in')
    })

    test('他拖进 GB18030 的 .csv：每一处不合格，哪一行、哪一列、写的什么、为什么不行', async () => {
      const { page } = yang
      await yang.go('/people/import')
      await bring(yang, { name: '花名册-11月25日.csv', mimeType: 'text/csv', buffer: gb18030(later) })
      await page
        .getByRole('tab', { name: say(`有问题 ${bad.length}`, `To mend ${bad.length}`) })
        .waitFor({ timeout: 60_000 })
      await page.getByText(say('文件按 GB18030 编码读取', 'The file was read as GB18030')).waitFor()
      await page.getByText(say('第 2 行是表头', 'row 2 is the header')).waitFor()
      const shown = page.getByRole('tabpanel').getByRole(wide ? 'row' : 'listitem')
      for (const one of bad) {
        const found = shown.filter({ hasText: say(one.zh, one.en) })
        const words = await found.innerText()
        expect(words.replaceAll(',', '')).toMatch(new RegExp(`(^|\\s)${one.row}(\\s|$)`))
        expect(words).toContain(one.column)
        expect(words).toContain(one.value || say('空着', 'empty'))
      }
      await yang.picture('7-bad-rows')
      await english(yang, await fileWords())
    })

    test('下载这几行：表格软件打开，行号、列、写的什么、为什么不行，一样不少', async () => {
      const head = say(
        ['行号', '姓名', '单位', '列', '文件里写的', '为什么不行', '怎么改'],
        ['row', 'name', 'unit', 'column', 'in the file', 'why not', 'how to mend it'],
      )
      const expected = [...bad]
        .sort((a, b) => a.row - b.row)
        .map((b) => [String(b.row), b.column, b.value || say('（空着）', '(empty)'), say(b.zh, b.en)])
      const four = (rows: readonly (readonly unknown[])[]) =>
        rows.map((row) => [0, 3, 4, 5].map((i) => String(row[i] ?? ''))).sort((a, b) => Number(a[0]) - Number(b[0]))

      const sheet = await downloaded(say(/^下载这 \d+ 行/, /^Download the/))
      expect(sheet.name).toMatch(/\.xlsx$/)
      const [rows, ...others] = (await readXlsx(sheet.bytes)).sheets
      expect(others).toEqual([])
      expect(rows!.rows[0]).toEqual(head)
      expect(four(rows!.rows.slice(1) as unknown[][])).toEqual(expected)

      const text = await downloaded(say('下载 CSV', 'as CSV'))
      const lines: string[][] = parse(text.bytes, { bom: true })
      expect(lines[0]).toEqual(head)
      expect(four(lines.slice(1))).toEqual(expected)
    })

    async function downloaded(name: string | RegExp): Promise<{ name: string; bytes: Buffer }> {
      const download = yang.page.waitForEvent('download')
      await yang.page.getByRole('link', { name }).click()
      const file = await download
      return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) }
    }

    test('会新增谁、调动谁、退出谁，按名字分开列着；单位空了岗、多了站，也先说', async () => {
      const { page } = yang
      const inPanel = (text: string | RegExp) =>
        page.getByRole('tabpanel').getByText(text).filter({ visible: true }).first()
      const tab = async (name: RegExp, ...who: string[]) => {
        await page.getByRole('tab', { name }).click()
        for (const one of who) await inPanel(one).waitFor()
      }
      await tab(say(/^要新增 1\b/, /^New 1\b/), '钱新')
      await tab(say(/^要调动 1\b/, /^Moving 1\b/), '姜刚')
      await inPanel(/云台站/).waitFor()
      await yang.picture('8-moving')
      await tab(say(/^要退出/, /^Leaving/), '田昇平')
      await page.getByText(say(/他们才退出/, /only if you say so|once you say so/)).waitFor()
      await page.getByText('舜耕支队/城东大队/新建站', { exact: true }).first().waitFor()
      await yang.picture('9-leaving')
      await english(yang, await fileWords())
    })

    test('只导入没有问题的，写进去；看一遍不对，又整批撤回，名册和原来一样', async () => {
      const { page } = yang
      const before = await roster()
      await page.getByRole('checkbox', { name: say(/新建这/, /Make the \d+ units?/) }).check()
      await page.getByRole('checkbox', { name: say(/退出/, /not in the file/) }).check()
      await press(yang, say(/只导入没有问题的/, /Take only the [\d,]+ good/))
      await page
        .getByRole('heading', { name: say('已写进名册', 'Written into the roster') })
        .waitFor({ timeout: 60_000 })
      expect([await unitOf('SG0030'), await unitOf('SG0901'), await unitOf('SG0035')]).toEqual([
        '青禾站',
        '一班',
        undefined,
      ])
      await yang.picture('10-written')
      await takeBack()
      await page
        .getByRole('heading', { name: say('已整批撤回', 'Taken back'), exact: true })
        .waitFor({ timeout: 60_000 })
      expect(await roster()).toEqual(before)
      await yang.picture('11-taken-back')
      await english(yang)
    })

    /** Everybody on the roster with unit, telephone and posts. */
    const roster = () =>
      told.rows(
        `select p.kind, p.name, p.staff_no, u.name as unit, p.phone, (select string_agg(a.post, ',' order by a.post)
          from appointment a where a.person_id = p.id and a.until_at is null) as posts
        from person p left join unit u on u.id = p.unit_id where p.retired_at is null
        order by p.kind, p.staff_no, p.name, p.phone, p.id`,
      )

    async function takeBack(): Promise<void> {
      await press(yang, say('整批撤回', 'Take back'))
      await yang.page.getByRole('tooltip').getByText(say('把这次导入整批撤回？', 'Take this import back?')).waitFor()
      await yang.page
        .getByRole('tooltip')
        .getByRole('button', { name: say('撤回', 'Take back') })
        .click()
    }

    test('改好的几行他在 Excel 里复制，到页面上按 Ctrl+V，一样先看再写', async () => {
      const { page, context } = yang
      const head = ['支队', '大队', '站', '班', '姓名', '编号', '成员编号', '关系', '手机', '性别', '出生年', '职务']
      const cells = [
        head,
        ['舜耕支队', '城东大队', '云台站', '', '孙大为', 'SG0902', '', '', '13855000902', '男', '1997', '通信员'],
        ['舜耕支队', '', '', '', '周丽', '', 'SG0902', '妻子', '13855090001', '女', '1998', ''],
        ['舜耕支队', '城东大队', '青禾站', '', '姜刚', 'SG0030', '', '', '13855000030', '男', '1990', ''],
      ]
      await press(yang, say('关闭', 'Close'))
      await zone(yang).waitFor()
      await context.grantPermissions(['clipboard-read', 'clipboard-write'])
      const copied = cells.map((row) => row.join('\t')).join('\r\n')
      await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(copied)})`)
      await page.getByRole('main').focus()
      await page.keyboard.press('Control+V')
      await page.getByRole('heading', { name: say('粘贴的表格', 'Pasted cells') }).waitFor({ timeout: 60_000 })
      await page.getByRole('tab', { name: say(/^要新增 2\b/, /^New 2\b/) }).waitFor()
      await page.getByRole('tab', { name: say(/^要调动 1\b/, /^Moving 1\b/) }).waitFor()
      await yang.picture('12-pasted')
      await press(yang, say(/写进名册（/, /Write into the roster/))
      await page
        .getByRole('heading', { name: say('已写进名册', 'Written into the roster') })
        .waitFor({ timeout: 60_000 })
      expect([await unitOf('SG0030'), await unitOf('SG0902')]).toEqual(['青禾站', '云台站'])
    })

    test('孙大为报了体温以后，这一批就撤不回来了，页面用一句话说为什么', async () => {
      const { page } = yang
      await startRespiratory(told.t, { detachment: told.t.app.core.organisation.tree.find('舜耕支队')! })
      await told.at('2026-11-25T18:02:00+08:00')
      const [sun] = await told.rows<{ id: string }>(`select id from person where staff_no = 'SG0902'`)
      const phone = await told.visitor({ name: '孙大为' })
      await phone.go(`/r/${await told.link('person', sun!.id)}`)
      await phone.page.getByRole('button', { name: '36.', exact: true }).click()
      await phone.page.getByRole('button', { name: '36.6', exact: true }).click()
      await phone.page.getByRole('button', { name: say('发 送', 'Send') }).click()
      await phone.page.getByText('✓ 36.6').waitFor()

      await yang.go('/people/import')
      await page.getByText(say('粘贴的表格', 'Pasted cells')).first().waitFor()
      await takeBack()
      await page
        .getByRole('alert')
        .getByText(
          say(
            '孙大为已经上报过，不能整批撤回了（共 1 人有上报）。请用新的花名册更正。',
            '孙大为 has reported already (1 person has), so the import can no longer be taken back. Please correct it with a new roster.',
          ),
        )
        .waitFor()
      await yang.picture('13-too-late')
      expect(await unitOf('SG0902')).toBe('云台站')
      await english(yang)
    })

    /** Names that the file holds and the roster does not hold yet. */
    const fileWords = async () =>
      [...new Set(sample.split(/[\n,、]/)), '新建站']
        .filter((word) => /\p{Script=Han}/u.test(word))
        .sort((a, b) => b.length - a.length)
  },
)
