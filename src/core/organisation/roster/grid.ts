/** A worksheet as plain text in rows and columns, whatever program and format it came from; lists of rows for sentences. */
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

/** Row numbers for a sentence: `5、9、10–12`; says that there are more after ten pieces, or when `total` is larger. */
export function rowList(rows: readonly number[], total: number = rows.length): Text {
  const pieces: string[] = []
  for (let i = 0; i < rows.length; ) {
    let end = i
    while (rows[end + 1] === rows[end]! + 1) end++
    pieces.push(end > i ? `${rows[i]}–${rows[end]}` : `${rows[i]}`)
    i = end + 1
  }
  const shown = pieces.slice(0, 10)
  const more = pieces.length > shown.length || total > rows.length
  return { zh: shown.join('、') + (more ? ' 等' : ''), en: shown.join(', ') + (more ? ' and others' : '') }
}

/** A few of the others in a group: a sentence names ten, and a file may hold one number 20,000 times. */
export function someOthers<T>(group: readonly T[], one: T): T[] {
  return group.slice(0, 12).filter((other) => other !== one)
}

/** Adds to the list of a key. */
export function addTo<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
