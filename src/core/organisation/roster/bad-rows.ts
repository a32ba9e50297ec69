/** The bad rows as a file to hand on to whoever keeps the roster. */
import { Buffer } from 'node:buffer'
import { writeXlsx } from 'hucre/xlsx'
import type { Language, Text } from '#platform/texts.ts'
import type { BadRow } from './model.ts'

const columns: readonly { title: Text; width: number; of: (bad: BadRow, language: Language) => string | number }[] = [
  { title: { zh: '行号', en: 'row' }, width: 8, of: (bad) => bad.row },
  { title: { zh: '姓名', en: 'name' }, width: 14, of: (bad) => bad.who.name },
  {
    title: { zh: '单位', en: 'unit' },
    width: 22,
    of: (bad, language) => (bad.who.relative ? relative[language] : bad.who.unit),
  },
  { title: { zh: '列', en: 'column' }, width: 12, of: (bad) => bad.column },
  { title: { zh: '文件里写的', en: 'in the file' }, width: 20, of: (bad, language) => bad.value || empty[language] },
  { title: { zh: '为什么不行', en: 'why not' }, width: 40, of: (bad, language) => bad.reason[language] },
  { title: { zh: '怎么改', en: 'how to mend it' }, width: 46, of: (bad, language) => bad.fix?.[language] ?? '' },
]
const relative: Text = { zh: '家属', en: 'relative' }
const empty: Text = { zh: '（空着）', en: '(empty)' }
const sheetName: Text = { zh: '要改的行', en: 'Rows to mend' }

/** The bad rows as an .xlsx, header frozen. Texts stay texts: no cell is a formula, whatever the file said. */
export function badRowsXlsx(bad: readonly BadRow[], language: Language): Promise<Uint8Array> {
  return writeXlsx({
    sheets: [
      {
        name: sheetName[language],
        columns: columns.map((column) => ({
          header: column.title[language],
          key: column.title.en,
          width: column.width,
        })),
        data: bad.map((row) =>
          Object.fromEntries(columns.map((column) => [column.title.en, column.of(row, language)])),
        ),
        freezePane: { rows: 1 },
      },
    ],
  })
}

/** The bad rows as CSV in UTF-8 with a byte order mark, so that Excel reads the Chinese. */
export function badRowsCsv(bad: readonly BadRow[], language: Language): Uint8Array {
  const lines = [
    columns.map((column) => column.title[language]),
    ...bad.map((row) => columns.map((column) => column.of(row, language))),
  ]
  return Buffer.from(`\uFEFF${lines.map((line) => line.map(csvCell).join(',')).join('\r\n')}\r\n`, 'utf8')
}

/** Quoted where needed; what a spreadsheet would run as a formula gets an apostrophe in front. */
function csvCell(value: string | number): string {
  const text =
    typeof value === 'string' && /^[=+\-@\t\r]/.test(value) && !/^\+\d+$/.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
