/** A worksheet as plain text in rows and columns, whatever program and format it came from. */
import type { Text } from '#platform/texts.ts'

export interface Grid {
  /** The worksheet's name; empty for CSV. */
  readonly name: string
  readonly hidden: boolean
  readonly rows: readonly GridRow[]
  readonly notes: readonly Text[]
}

export interface GridRow {
  /** As a spreadsheet numbers it, from 1. */
  readonly row: number
  readonly cells: readonly string[]
  readonly hidden: boolean
}

/** `A` for 0, `AA` for 26. */
export function columnLetters(index: number): string {
  const rest = Math.floor(index / 26)
  return (rest > 0 ? columnLetters(rest - 1) : '') + String.fromCharCode(65 + (index % 26))
}

/** Row numbers for a sentence: `5、9、10–12`, and after ten pieces how many more. */
export function rowList(rows: readonly number[]): Text {
  const pieces: string[] = []
  for (let i = 0; i < rows.length; ) {
    let end = i
    while (rows[end + 1] === rows[end]! + 1) end++
    pieces.push(end > i ? `${rows[i]}–${rows[end]}` : `${rows[i]}`)
    i = end + 1
  }
  const shown = pieces.slice(0, 10)
  const more = pieces.length > shown.length
  return { zh: shown.join('、') + (more ? ' 等' : ''), en: shown.join(', ') + (more ? ' and others' : '') }
}
