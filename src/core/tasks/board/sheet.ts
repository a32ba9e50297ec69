/** The board as a workbook: units by measures with n and N apart, and a sheet of missing names. */
import { type CellValue, type WriteSheet, writeXlsx } from 'hucre/xlsx'
import { type Language, say } from '#platform/texts.ts'
import { fraction } from './cells.ts'
import type { Board, Cell, Column, Published } from './schema.ts'
import { stateTexts, boardTexts as texts } from './texts.ts'

/** A missing name on the second sheet. */
export interface MissingName {
  readonly column: Column
  readonly unit: string
  readonly name: string
  readonly staffNo: string
  readonly dueAt: string
  readonly minutesOver: number
}

export interface SheetInput {
  readonly board: Board
  readonly columns: readonly Column[]
  readonly published: Published
  /** Undefined: the reader may not see names. */
  readonly missing: readonly MissingName[] | undefined
  readonly zone: string
  readonly language: Language
}

/** Text that a spreadsheet would take for a formula stays text. */
export const plain = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)

export async function boardWorkbook(input: SheetInput): Promise<Uint8Array> {
  const sheets = [figuresSheet(input), ...(input.missing ? [namesSheet(input, input.missing)] : [])]
  return (await writeXlsx({ sheets, defaultFont: { name: '宋体', size: 11 } })) as Uint8Array
}

/** An instant as it is read on a wall clock there. */
export function localTime(instant: string, zone: string): string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  return format.format(new Date(instant))
}

function headLines({ board, published, zone, language: l }: SheetInput): CellValue[][] {
  const seal = published.seal_no === null ? '' : `${published.seal_no}:${published.seal_digest}`
  return [
    [plain(`${board.unit.full_name} ${say(texts.title, l)} ${board.day}`)],
    [say(texts.asOf, l, { time: `${localTime(board.as_of, zone)} ${zone}` })],
    [say(texts.digest, l, { algorithm: published.algorithm.toUpperCase(), digest: published.digest })],
    [seal ? say(texts.seal, l, { seal }) : ''],
  ]
}

function figuresSheet(input: SheetInput): WriteSheet {
  const { board, columns, language: l } = input
  const head = headLines(input)
  const titles: CellValue[] = [say(texts.unit, l)]
  for (const c of columns) {
    const due = localTime(c.due_at, input.zone).slice(11)
    titles.push(plain(`${c.title[l]} ${due} ${say(texts.came, l)}`), plain(`${c.title[l]} ${say(texts.owed, l)}`))
    titles.push(
      plain(`${c.title[l]} ${say(stateTexts.missing, l)}`),
      plain(`${c.title[l]} ${say(stateTexts.exempt, l)}`),
    )
  }
  const rows = [
    lineOf(`${board.unit.name} ${say(texts.whole, l)}`, board.measures, columns),
    ...(board.own.length > 0 ? [lineOf(`${board.unit.name} ${say(texts.own, l)}`, board.own, columns)] : []),
    ...board.children.map((child) => lineOf(child.unit.name, child.measures, columns)),
  ]
  return {
    name: say(texts.title, l),
    rows: [...head, titles, ...rows],
    columns: [{ width: 24 }, ...columns.flatMap(() => [{ width: 14 }, { width: 12 }, { width: 10 }, { width: 10 }])],
    freezePane: { rows: head.length + 1, columns: 1 },
    pageSetup: {
      paperSize: 'a3',
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: `$${head.length + 1}:$${head.length + 1}`,
    },
    headerFooter: { oddFooter: '&C&P / &N' },
  }
}

/** What does not apply stays an empty cell: a zero would say that nobody came. */
function lineOf(name: string, cells: readonly Cell[], columns: readonly Column[]): CellValue[] {
  const line: CellValue[] = [plain(name)]
  for (const column of columns) {
    const cell = cells.find((c) => c.code === column.code && c.slot === column.slot)
    if (!cell || cell.expected === 0) line.push(null, null, null, null)
    else {
      const { n, of } = fraction(cell)
      line.push(n, of, cell.missing, cell.exempt)
    }
  }
  return line
}

function namesSheet(input: SheetInput, missing: readonly MissingName[]): WriteSheet {
  const { language: l, zone } = input
  const total = input.board.measures.reduce((n, c) => n + c.missing, 0)
  // Whoever counts the rows must not take a part for the whole.
  const cut = missing.length < total ? [[say(texts.namesCut, l, { shown: missing.length, total })]] : []
  const head = [...headLines(input), ...cut]
  const titles = [texts.measure, texts.unit, texts.name, texts.staffNo, texts.due, texts.minutesOver].map((x) =>
    say(x, l),
  )
  const rows = missing.map((m) => [
    plain(m.column.full_title[l]),
    plain(m.unit),
    plain(m.name),
    plain(m.staffNo),
    localTime(m.dueAt, zone),
    m.minutesOver,
  ])
  return {
    name: say(texts.missingNames, l),
    rows: [...head, titles, ...rows],
    columns: [{ width: 28 }, { width: 30 }, { width: 16 }, { width: 14 }, { width: 18 }, { width: 12 }],
    freezePane: { rows: head.length + 1 },
    pageSetup: {
      paperSize: 'a4',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: `$${head.length + 1}:$${head.length + 1}`,
    },
    headerFooter: { oddFooter: '&C&P / &N' },
  }
}
