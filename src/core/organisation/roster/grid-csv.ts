/** Reads comma, semicolon or tab separated text in whatever encoding Excel, WPS or a system wrote it. */
import { CsvError, parse } from 'csv-parse/sync'
import { fault, maxRows, rosterProblems } from './faults.ts'
import type { Grid, GridRow } from './grid.ts'
import type { Fault } from './model.ts'

export interface Decoded {
  readonly text: string
  readonly encoding: string
}

/** Text of the bytes: by byte order mark, then strict UTF-8, UTF-16 without mark, and last GB18030. */
export function decode(bytes: Uint8Array): Decoded | Fault {
  for (const encoding of encodings(bytes)) {
    const text = tryDecode(bytes, encoding)
    if (text === undefined) continue
    // Binary data happens to decode now and then; a sheet has no control characters.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    if (/[\u0000-\u0008\u000E-\u001F]/.test(text)) break
    return { text, encoding }
  }
  return bytes.includes(0)
    ? fault(rosterProblems['roster-not-a-sheet'], { what: '程序或图片', whatEn: 'a program or a picture' })
    : fault(rosterProblems['roster-unknown-encoding'])
}

function encodings(bytes: Uint8Array): string[] {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return ['utf-16le']
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return ['utf-16be']
  const start = bytes.subarray(0, 2000)
  const zeros = (offset: number) => start.filter((byte, i) => i % 2 === offset && byte === 0).length
  // Separators and digits give every UTF-16 sheet many zero bytes on one side, and few (一 is U+4E00) on the other.
  if (zeros(1) > 4 * zeros(0)) return ['utf-16le']
  if (zeros(0) > 4 * zeros(1)) return ['utf-16be']
  return ['utf-8', 'gb18030']
}

function tryDecode(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Rows of the text; a quoted cell may hold line breaks and still is one row, as in a spreadsheet. */
export function csvGrid(text: string): Grid | Fault {
  // Excel's own hint "sep=;" is not a row of the sheet.
  const hint = /^sep=(.)\r?\n/i.exec(text)
  const body = hint ? text.slice(hint[0].length) : text
  try {
    const records = parse(body, {
      delimiter: hint?.[1] ?? delimiterOf(body),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      to: maxRows + 1000,
    }) as string[][]
    const rows = records.map((cells, i): GridRow => ({ row: i + 1, cells: cells.map(textInFormula), hidden: false }))
    return { name: '', hidden: false, rows, notes: [] }
  } catch (error) {
    if (error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED') {
      return fault(rosterProblems['roster-open-quote'], { row: openQuoteRow(body) })
    }
    throw error
  }
}

/** `="0012"` is how systems keep zeros in front from being eaten by Excel. */
function textInFormula(cell: string): string {
  return /^="(.*)"$/s.exec(cell)?.[1] ?? cell
}

/** The separator that the first twenty lines use most evenly; a comma when in doubt. */
function delimiterOf(text: string): string {
  const lines = text.slice(0, 50_000).split(/\r?\n/, 20)
  const score = (sign: string) => lines.reduce((sum, line) => sum + Math.min(line.split(sign).length - 1, 30), 0)
  return ['\t', ';', '，', '|'].reduce((best, sign) => (score(sign) > score(best) ? sign : best), ',')
}

/** The line on which the last quotation mark without a partner stands. */
function openQuoteRow(text: string): number {
  return text.slice(0, text.lastIndexOf('"')).split(/\r\n|\r|\n/).length
}
