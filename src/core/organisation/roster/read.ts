/** From the bytes of a file, or a paste from Excel, to a sheet of known columns; nothing is judged yet. */
import { fill, type Text } from '#platform/texts.ts'
import { containerOf } from './container.ts'
import { fault, isFault, maxFileBytes, maxRows, rosterProblems } from './faults.ts'
import { type Grid, rowList } from './grid.ts'
import { csvGrid, decode } from './grid-csv.ts'
import { xlsxGrids } from './grid-xlsx.ts'
import { findHeader, type Header, repeatsHeader, titles } from './headers.ts'
import type { Fault, Field, Sheet, SheetRow } from './model.ts'
import { notes } from './texts.ts'

const required: readonly Field[] = ['detachment', 'name', 'staff_no']

/**
 * Reads a roster file: .xlsx, or .csv in UTF-8, UTF-16 or GB18030, told apart by their bytes.
 * @param name the file's name, for showing only
 * @returns the sheet, or a `Problem` that says in one sentence why the file cannot be taken
 */
export async function readRosterFile(bytes: Uint8Array, name: string): Promise<Sheet | Fault> {
  if (bytes.length === 0) return fault(rosterProblems['roster-empty'])
  if (bytes.length > maxFileBytes) {
    return fault(rosterProblems['roster-too-large'], { size: Math.ceil(bytes.length / 1024 / 1024) })
  }
  const container = containerOf(bytes)
  if (isFault(container)) return container
  if (container === 'xlsx') {
    const grids = await xlsxGrids(bytes)
    return isFault(grids) ? grids : sheetOf(grids, { name, source: 'xlsx' })
  }
  const decoded = decode(bytes)
  if (isFault(decoded)) return decoded
  return textSheet(decoded.text, { name, source: 'csv', encoding: decoded.encoding })
}

/** Reads cells copied from Excel or WPS (tab separated), or CSV text. */
export function readPastedRoster(text: string): Sheet | Fault {
  if (text.length > maxFileBytes) {
    return fault(rosterProblems['roster-too-large'], { size: Math.ceil(text.length / 1024 / 1024) })
  }
  return textSheet(text, { name: '', source: 'pasted' })
}

type Origin = Pick<Sheet, 'name' | 'source' | 'encoding'>

function textSheet(text: string, origin: Origin): Sheet | Fault {
  const grid = csvGrid(text)
  return isFault(grid) ? grid : sheetOf([grid], origin)
}

/** Takes the first worksheet with a whole header; else the first with part of one, to say what it lacks. */
function sheetOf(grids: readonly Grid[], origin: Origin): Sheet | Fault {
  const filled = grids.filter((grid) => grid.rows.some((row) => row.cells.some((cell) => cell.trim() !== '')))
  if (filled.length === 0) return fault(rosterProblems['roster-empty'])
  const visibleFirst = [...filled.filter((grid) => !grid.hidden), ...filled.filter((grid) => grid.hidden)]
  const headed = visibleFirst.flatMap((grid) => {
    const header = findHeader(grid)
    return header ? [{ grid, header }] : []
  })
  const chosen = headed.find(({ header }) => lacking(header).length === 0) ?? headed[0]
  if (!chosen) return fault(rosterProblems['roster-no-header'], { found: firstWords(visibleFirst[0]!) })
  return headerFault(chosen.grid, chosen.header) ?? readRows(chosen.grid, chosen.header, origin, grids)
}

const lacking = (header: Header): Field[] => required.filter((field) => !header.columns.has(field))

function headerFault(grid: Grid, header: Header): Fault | undefined {
  const missing = lacking(header)
  if (missing.length > 0) {
    const row = grid.rows[header.to]!.row
    return fault(rosterProblems['roster-missing-columns'], {
      where: grid.name ? `工作表“${grid.name}”第 ${row} 行的表头` : `第 ${row} 行的表头`,
      whereEn: grid.name ? `the header in row ${row} of the worksheet "${grid.name}"` : `the header in row ${row}`,
      missing: missing.map((field) => `“${titles[field][0]}”`).join(''),
      missingEn: missing.join(', '),
      count: missing.length,
      found: [...[...header.columns.values()].map((column) => column.title), ...header.ignored].join('、'),
    })
  }
  return header.doubled && fault(rosterProblems['roster-doubled-column'], header.doubled)
}

/** The first few words of a sheet, so that the reader knows which file this is about. */
function firstWords(grid: Grid): string {
  const words = grid.rows
    .slice(0, 5)
    .flatMap((row) => row.cells.map((cell) => cell.trim()).filter((cell) => cell !== ''))
  return words.slice(0, 8).join('、').slice(0, 80)
}

function readRows(grid: Grid, header: Header, origin: Origin, all: readonly Grid[]): Sheet | Fault {
  const rows: SheetRow[] = []
  const repeated: number[] = []
  for (const row of grid.rows.slice(header.to + 1)) {
    if (repeatsHeader(row, header)) {
      repeated.push(row.row)
      continue
    }
    const cells: Partial<Record<Field, string>> = {}
    let filled = false
    for (const [field, column] of header.columns) {
      const cell = (row.cells[column.at] ?? '').trim()
      cells[field] = cell
      filled ||= cell !== ''
    }
    if (filled) rows.push({ row: row.row, cells })
    if (rows.length > maxRows) return fault(rosterProblems['roster-too-many-rows'])
  }
  const found: Partial<Record<Field, string>> = {}
  for (const [field, column] of header.columns) found[field] = column.title
  return {
    ...origin,
    ...(grid.name && { sheet: grid.name }),
    headerRows: [grid.rows[header.from]!.row, grid.rows[header.to]!.row],
    titles: found,
    rows,
    notes: notesOf(grid, header, origin, all, repeated),
  }
}

function notesOf(grid: Grid, header: Header, origin: Origin, all: readonly Grid[], repeated: number[]): Text[] {
  const found: Text[] = []
  if (grid.name) found.push(fill(notes.sheetRead, { sheet: grid.name }))
  const others = all.filter((other) => other !== grid && other.rows.length > 0).map((other) => other.name)
  if (others.length > 0) found.push(fill(notes.sheetsNotRead, { sheets: others.join('、') }))
  if (origin.encoding === 'gb18030') found.push(notes.encoding)
  const above = grid.rows.slice(0, header.from).filter((row) => row.cells.some((cell) => cell.trim() !== ''))
  if (above.length > 0) {
    const text = [...new Set(above.flatMap((row) => row.cells.filter((cell) => cell.trim() !== '')))].join(' ')
    found.push(
      withRows(
        notes.titleRows,
        above.map((row) => row.row),
        { text: text.slice(0, 60) },
      ),
    )
  }
  if (header.to > header.from) {
    found.push(fill(notes.twoHeaderRows, { from: grid.rows[header.from]!.row, to: grid.rows[header.to]!.row }))
  }
  if (header.ignored.length > 0)
    found.push(fill(notes.ignoredColumns, { columns: [...new Set(header.ignored)].join('、') }))
  for (const pair of header.second) found.push(fill(notes.secondColumn, pair))
  const below = repeated.filter((row) => row !== grid.rows[header.to]!.row + 1)
  if (below.length > 0) found.push(withRows(notes.repeatedHeader, below))
  return [...found, ...grid.notes]
}

/** Fills a note's `{rows}` with a list of rows in each language's own punctuation. */
export function withRows(text: Text, rows: readonly number[], more: Record<string, string> = {}, total?: number): Text {
  const list = rowList(rows, total)
  return { zh: fill(text, { ...more, rows: list.zh }).zh, en: fill(text, { ...more, rows: list.en }).en }
}
