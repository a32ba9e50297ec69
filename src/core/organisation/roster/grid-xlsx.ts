/** Reads the worksheets of an .xlsx as text: what the sheet shows, merged cells filled downwards, nothing guessed. */
import { formatValue } from 'hucre'
import { type Cell, type CellValue, readXlsx, type Sheet as Worksheet } from 'hucre/xlsx'
import type { Text } from '#platform/texts.ts'
import { fill } from '#platform/texts.ts'
import { fault, maxRows, rosterProblems } from './faults.ts'
import { type Grid, type GridRow, rowList } from './grid.ts'
import type { Fault } from './model.ts'
import { notes } from './texts.ts'

/** Rows looked at in one worksheet; sheets with a format on whole columns hold many empty ones after the last person. */
const rowsLookedAt = maxRows + 50_000

/** Every worksheet of a workbook in its order, or why it cannot be read. */
export async function xlsxGrids(bytes: Uint8Array): Promise<Grid[] | Fault> {
  try {
    const book = await readXlsx(bytes, { readStyles: true, maxRows: rowsLookedAt })
    return book.sheets.map(gridOf)
  } catch {
    // Whatever the library stumbled over, the file is what has to be mended.
    return fault(rosterProblems['roster-damaged'])
  }
}

function gridOf(sheet: Worksheet): Grid {
  const counted = { formulas: 0 }
  const cells = sheet.rows.map((row, r) => row.map((value, c) => shown(value, sheet.cells?.get(`${r},${c}`), counted)))
  const merged = fillMerges(sheet, cells)
  const rows = cells.map(
    (row, r): GridRow => ({ row: r + 1, cells: row, hidden: sheet.rowDefs?.get(r)?.hidden === true }),
  )
  const found: Text[] = []
  if (merged > 0) found.push(fill(notes.mergesFilled, { count: merged }))
  if (counted.formulas > 0) found.push(fill(notes.formulas, { count: counted.formulas }))
  const hidden = rows.filter((row) => row.hidden && row.cells.some((cell) => cell !== '')).map((row) => row.row)
  if (hidden.length > 0) {
    const list = rowList(hidden)
    found.push({
      zh: fill(notes.hiddenRows, { count: hidden.length, rows: list.zh }).zh,
      en: fill(notes.hiddenRows, { count: hidden.length, rows: list.en }).en,
    })
  }
  if (sheet.rows.length >= rowsLookedAt) found.push(fill(notes.cutOff, { row: rowsLookedAt }))
  return { name: sheet.name, hidden: sheet.hidden === true || sheet.veryHidden === true, rows, notes: found }
}

/** The text of a cell as a reader of the sheet sees it; of a formula without a stored result, the formula. */
function shown(value: CellValue, cell: Cell | undefined, counted: { formulas: number }): string {
  if (cell?.formula !== undefined) {
    if (value === null || value === '') return value === '' ? '' : `=${cell.formula}`
    counted.formulas++
  }
  if (value === null) return ''
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  if (typeof value === 'number') return digits(value, cell?.style?.numFmt)
  return String(value)
}

/** Digits of a number: with the zeros and letters of a plain format (0000, "SG"0000), never as 1.38E+10 or 13,855. */
function digits(value: number, format: string | undefined): string {
  const literal = format?.replace(/"[^"]*"|\\./g, '') ?? ''
  const plain = Number.isInteger(value) && /^[0#?\s()+\-@]*$/.test(literal) && /[0#?]/.test(literal)
  if (plain && format) return formatValue(value, format)
  return Number.isInteger(value) ? BigInt(value).toString() : String(value)
}

/** Copies the value of a cell that is merged over several rows into each of them; returns how many merges there were. */
function fillMerges(sheet: Worksheet, cells: string[][]): number {
  let filled = 0
  for (const merge of sheet.merges ?? []) {
    const value = cells[merge.startRow]?.[merge.startCol] ?? ''
    if (merge.endRow === merge.startRow || value === '') continue
    filled++
    for (let r = merge.startRow + 1; r <= Math.min(merge.endRow, cells.length - 1); r++)
      cells[r]![merge.startCol] = value
  }
  return filled
}
