/** An IT man drops all kinds of files on the page: what is read, what is said about it, and what is refused. */
import { Buffer } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { writeXlsx } from 'hucre/xlsx'
import { describe, expect, test } from 'vitest'
import { checkRoster, defaultPosts, isFault, readPastedRoster, readRosterFile } from './index.ts'
import type { Fault, Sheet } from './model.ts'
import { badLines, bytes, clock, csv, head, nobody, people, readFixture, sheetOf } from './story.for-test.ts'
import { excelWorkbook, ole2, zip } from './workbook.for-test.ts'

const code = (read: Sheet | Fault) => (isFault(read) ? read.kind.code : 'was read')
const said = (sheet: Sheet) => sheet.notes.map((note) => note.zh)

describe('text files', () => {
  const text = csv(people)
  // "支队,姓名,编号\n舜耕支队,韩磊,SG0002\n" as a Chinese Windows saves it.
  const gb = Buffer.from('d6a7b6d32cd0d5c3fb2cb1e0bac50acbb4b8fbd6a7b6d32cbaabc0da2c5347303030320a', 'hex')

  test.each([
    ['UTF-8', bytes(text), 'utf-8'],
    ['UTF-8 with a byte order mark', bytes(`\uFEFF${text}`), 'utf-8'],
    ['UTF-16 as Excel saves Unicode text', Buffer.from(`\uFEFF${text.replaceAll(',', '\t')}`, 'utf16le'), 'utf-16le'],
    ['UTF-16 without a mark', Buffer.from(text, 'utf16le'), 'utf-16le'],
    ['UTF-16 the other way round', Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(), 'utf-16be'],
  ])('%s is read', async (_, file, encoding) => {
    const sheet = sheetOf(await readRosterFile(file, '花名册.csv'))
    expect(sheet.encoding).toBe(encoding)
    expect(sheet.titles.detachment).toBe('支队')
    expect(sheet.rows[0]).toMatchObject({ row: 2, cells: { name: '王志远', staff_no: 'SG0001' } })
    expect(sheet.rows).toHaveLength(11)
  })

  test('GB18030 is read, and says so', async () => {
    const sheet = sheetOf(await readRosterFile(gb, '花名册.csv'))
    expect(sheet.rows[0]?.cells).toEqual({ detachment: '舜耕支队', name: '韩磊', staff_no: 'SG0002' })
    expect(said(sheet)).toContain('文件按 GB18030 编码读取，请看一眼人名对不对。')
  })

  test('an encoding that is neither is refused', async () => {
    expect(code(await readRosterFile(Buffer.concat([gb, Buffer.from([0xff, 0xff, 0x0a])]), 'x.csv'))).toBe(
      'roster-unknown-encoding',
    )
  })

  test('a paste from Excel is read with its tabs; line breaks in a cell do not move the row numbers', () => {
    const sheet = sheetOf(
      readPastedRoster('支队\t姓名\t"编\n号"\n舜耕支队\t"韩\n磊"\tSG0002\n\n舜耕支队\t何俊\tSG0003'),
    )
    expect(sheet.source).toBe('pasted')
    expect(sheet.rows.map((row) => row.row)).toEqual([2, 4])
  })

  test('semicolons, and the zeros that a system protected, are kept', async () => {
    const sheet = sheetOf(await readRosterFile(bytes('sep=;\r\n支队;姓名;编号\r\n舜耕支队;韩磊;="0012"\r\n'), 'x.csv'))
    expect(sheet.rows[0]).toEqual({ row: 2, cells: { detachment: '舜耕支队', name: '韩磊', staff_no: '0012' } })
  })

  test('a quotation mark that is not closed is named by its row', async () => {
    const read = await readRosterFile(bytes('支队,姓名,编号\n舜耕支队,韩磊,SG0002\n舜耕支队,"何俊,SG0003\n'), 'x.csv')
    expect(isFault(read) && read.text.zh).toContain('第 3 行')
  })

  test('English headers are read', () => {
    const sheet = sheetOf(readPastedRoster('Detachment,Name,Staff No.,Phone\nShungeng,Li Wei,SG0001,+4915112345678'))
    expect(sheet.titles).toEqual({ detachment: 'Detachment', name: 'Name', staff_no: 'Staff No.', phone: 'Phone' })
  })
})

describe('headers', () => {
  test('near words for a column are understood, unknown columns are named', () => {
    const sheet = sheetOf(
      readPastedRoster(
        '序号,所属支队,中队,姓 名,工号*,联系电话（11位）,民族\n1,舜耕支队,云台站,韩磊,SG0002,13855000002,汉',
      ),
    )
    expect(sheet.rows[0]?.cells).toEqual({
      detachment: '舜耕支队',
      station: '云台站',
      name: '韩磊',
      staff_no: 'SG0002',
      phone: '13855000002',
    })
    expect(said(sheet)).toContain('用不到的列没有读：序号、民族。')
  })

  test('what is missing is said together with what was found', () => {
    const read = readPastedRoster('大队,姓名,手机\n城东大队,韩磊,13855000002')
    expect(code(read)).toBe('roster-missing-columns')
    expect(isFault(read) && read.text.zh).toBe('第 1 行的表头里缺 “支队”“编号” 这2列。已有的列：大队、姓名、手机。')
  })

  test('no header at all, and two columns of one title, are refused', () => {
    expect(code(readPastedRoster('今天的菜单\n红烧肉,米饭'))).toBe('roster-no-header')
    expect(code(readPastedRoster('支队,姓名,编号,姓名\n舜耕支队,韩磊,SG0002,韩玉珍'))).toBe('roster-doubled-column')
  })

  test('of two words for one column the better one is used, and said', () => {
    const sheet = sheetOf(
      readPastedRoster('支队,姓名,编号,联系电话,手机\n舜耕支队,韩磊,SG0002,0554-1234567,13855000002'),
    )
    expect(sheet.rows[0]?.cells.phone).toBe('13855000002')
    expect(said(sheet)).toContain('“手机”和“联系电话”意思一样，用的是“手机”。')
  })

  test('title rows above and a header repeated by page breaks are passed over and said', () => {
    const sheet = sheetOf(readPastedRoster(`舜耕支队花名册\n\n${csv(people.slice(0, 2))}\n${head}\n${people[2]}`))
    expect(sheet.headerRows).toEqual([3, 3])
    expect(sheet.rows.map((row) => row.row)).toEqual([4, 5, 7])
    expect(said(sheet)).toEqual(['表头上面的第 1 行（舜耕支队花名册）没有当作人员。', '第 6 行又是表头，跳过了。'])
  })
})

describe('a workbook as Excel writes it', () => {
  const strings = [
    '支队',
    '姓名',
    '编号',
    '手机',
    '舜耕支队',
    '王志远',
    '<r><t>韩</t></r><r><rPr><b/></rPr><t>磊</t></r><rPh sb="0" eb="1"><t>hán</t></rPh>',
    '何俊',
  ]
  const header =
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c></row>'
  const rows = [
    header,
    '<row r="2"><c r="A2" t="s"><v>4</v></c><c r="B2" t="s"><v>5</v></c><c r="C2" s="1"><v>12</v></c><c r="D2" s="2"><v>1.3855000012E10</v></c></row>',
    '<row r="3" hidden="1"><c r="B3" t="s"><v>6</v></c><c r="C3" s="3"><v>13</v></c><c r="D3"><v>13855000013</v></c></row>',
    '<row r="4"><c r="B4" t="s"><v>7</v></c><c r="C4" t="str"><f>"SG"&amp;"0014"</f><v>SG0014</v></c><c r="D4" t="e"><v>#N/A</v></c></row>',
    '<row r="5"><c r="A5"/><c r="B5" t="inlineStr"><is><t>沈涛</t></is></c><c r="C5"><f>C4+1</f></c></row>',
  ].join('')
  const file = excelWorkbook({ rows, strings, merges: ['A2:A4'], formats: ['0000', '0.00E+00', '"SG"0000'] })

  test('numbers keep their digits, merges fill downwards, an empty cell stays empty', async () => {
    const sheet = sheetOf(await readRosterFile(file, '花名册.xlsx'))
    expect(sheet.sheet).toBe('在册人员')
    expect(sheet.rows.map((row) => [row.row, ...Object.values(row.cells)])).toEqual([
      [2, '舜耕支队', '王志远', '0012', '13855000012'],
      [3, '舜耕支队', '韩磊', 'SG0013', '13855000013'],
      [4, '舜耕支队', '何俊', 'SG0014', '#N/A'],
      [5, '', '沈涛', '=C4+1', ''],
    ])
  })

  test('hidden rows, merges and formulas are said', async () => {
    expect(said(sheetOf(await readRosterFile(file, '花名册.xlsx')))).toEqual([
      '读的是工作表“在册人员”。',
      '1 处竖着合并的单元格，已填到每一行。',
      '1 格是公式，用的是表里存着的结果。',
      '有 1 行是隐藏的，也读进来了（第 3 行）。',
    ])
  })

  test('an error value and a formula without result are bad cells', async () => {
    const sheet = sheetOf(await readRosterFile(file, '花名册.xlsx'))
    expect(badLines(await checkRoster(sheet, nobody, defaultPosts, { clock }))).toEqual([
      '4 手机 #N/A: 这一格是 Excel 的错误值 → 在 Excel 里改好这一格的公式，或直接填上内容',
      '5 编号 =C4+1: 这一格是公式，文件里没有存结果 → 在 Excel 里打开，保存一次再来',
      '5 支队 : 没写是哪个支队 → 填上支队的名称',
    ])
  })

  test('a workbook that openpyxl wrote: titles, two header rows, merges, formats, full-width digits', async () => {
    const sheet = sheetOf(await readFixture('test/fixtures/roster/openpyxl.xlsx'))
    expect(said(sheet)).toEqual([
      '读的是工作表“在册人员”。',
      '没有读这些工作表：说明。',
      '表头上面的第 1–2 行（舜耕支队人员花名册 填表日期：2026年2月7日）没有当作人员。',
      '表头占两行（第 3、4 行），已合在一起看。',
      '用不到的列没有读：序号。',
      '10 处竖着合并的单元格，已填到每一行。',
      '有 1 行是隐藏的，也读进来了（第 7 行）。',
    ])
    const checked = await checkRoster(sheet, nobody, defaultPosts, { clock })
    expect(checked.members.map((one) => [one.row, one.name, one.staffNo, one.phone, one.born, one.unit.path])).toEqual([
      [5, '王志远', 'SG0012', '13855000012', 1988, '舜耕支队/城东大队/云台站'],
      [6, '韩磊', 'SG0013', '13855000013', 1990, '舜耕支队/城东大队/云台站/一班'],
      [7, '何俊', 'SG0014', '13855000014', 1995, '舜耕支队/城东大队/云台站/一班'],
      [8, '欧阳珺', 'SG0015', '13855000015', 1996, '舜耕支队/城东大队/云台站/二班'],
    ])
    expect(badLines(checked)).toEqual([
      '9 编号 ="SG"&"0016": 这一格是公式，文件里没有存结果 → 在 Excel 里打开，保存一次再来',
    ])
  })

  test('our own sample, as .xlsx and as .csv, says the same', async () => {
    const [workbook, text] = await Promise.all(['sample/舜耕支队花名册.xlsx', 'sample/shungeng.csv'].map(readFixture))
    expect(sheetOf(workbook!).rows).toEqual(sheetOf(text!).rows)
  })

  test('the first worksheet with a header is read, a hidden one last', async () => {
    const rows = [
      ['支队', '姓名', '编号'],
      ['舜耕支队', '韩磊', 'SG0002'],
    ]
    const book = await writeXlsx({
      sheets: [
        { name: '去年', rows, hidden: true },
        { name: '说明', rows: [['请填写']] },
        { name: '今年', rows },
      ],
    })
    expect(sheetOf(await readRosterFile(book, 'x.xlsx')).sheet).toBe('今年')
  })
})

describe('files that are refused with one sentence', () => {
  test.each([
    ['nothing', new Uint8Array(), 'roster-empty'],
    ['blank lines', bytes('\n,,\n'), 'roster-empty'],
    ['an old .xls', ole2('Workbook'), 'roster-old-xls'],
    ['a password', ole2('EncryptedPackage'), 'roster-password'],
    ['a picture', Buffer.from('89504e470d0a1a0a', 'hex'), 'roster-not-a-sheet'],
    ['a Word document', zip({ 'word/document.xml': '<w/>' }), 'roster-not-a-sheet'],
    ['an archive', zip({ 'a.txt': 'a' }), 'roster-not-a-sheet'],
    ['an .ods', zip({ 'content.xml': '<o/>' }), 'roster-other-sheet'],
    ['a web page called .xls', bytes('<html><table><tr><td>姓名'), 'roster-other-sheet'],
    ['a workbook cut short', readFileSync('sample/舜耕支队花名册.xlsx').subarray(0, 40_000), 'roster-damaged'],
    ['a workbook without its sheet', zip({ 'xl/a.xml': '<a/>' }), 'roster-damaged'],
    ['more than 30 MB', new Uint8Array(30 * 1024 * 1024 + 1), 'roster-too-large'],
    ['a program', Buffer.from('7f454c4602010100000000', 'hex'), 'roster-not-a-sheet'],
    ['200,001 rows', bytes(`支队,姓名,编号\n${'s,n,1\n'.repeat(200_001)}`), 'roster-too-many-rows'],
  ])('%s', async (_, file, expected) => {
    const read = await readRosterFile(file, 'x')
    expect(code(read)).toBe(expected)
    expect(isFault(read) && `${read.text.zh}${read.text.en}`).not.toContain('{')
  })

  test('a real workbook behind a password', async () => {
    const book = await writeXlsx({
      sheets: [{ name: 'a', rows: [['支队']] }],
      encryption: { password: '同舟', spinCount: 1000 },
    })
    expect(code(await readRosterFile(book, 'x.xlsx'))).toBe('roster-password')
  })
})
