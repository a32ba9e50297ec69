/** Walking the table by keyboard: arrows move the focus from cell to cell, Home and End along a row, with Ctrl to the corners. */

export interface Place {
  readonly row: number
  readonly column: number
}

/** Where a key leads; undefined: the key is not ours. `rows` and `columns` are counts. */
export function step(from: Place, key: string, ctrl: boolean, rows: number, columns: number): Place | undefined {
  const clamp = (n: number, count: number) => Math.max(0, Math.min(count - 1, n))
  switch (key) {
    case 'ArrowUp':
      return { ...from, row: ctrl ? 0 : clamp(from.row - 1, rows) }
    case 'ArrowDown':
      return { ...from, row: ctrl ? rows - 1 : clamp(from.row + 1, rows) }
    case 'ArrowLeft':
      return { ...from, column: ctrl ? 0 : clamp(from.column - 1, columns) }
    case 'ArrowRight':
      return { ...from, column: ctrl ? columns - 1 : clamp(from.column + 1, columns) }
    case 'Home':
      return { row: ctrl ? 0 : from.row, column: 0 }
    case 'End':
      return { row: ctrl ? rows - 1 : from.row, column: columns - 1 }
    case 'PageUp':
      return { ...from, row: clamp(from.row - 10, rows) }
    case 'PageDown':
      return { ...from, row: clamp(from.row + 10, rows) }
    default:
      return undefined
  }
}
