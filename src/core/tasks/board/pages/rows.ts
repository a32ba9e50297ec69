/** The table's rows out of a board of two levels: the whole, its own tasks, each child and what lies below it. */
import type { Board, BoardUnit, Cell } from '../schema.ts'
import { cellKey, lookOf } from './look.ts'

export interface TableRow {
  /** Unique in the table. */
  readonly key: string
  readonly unit: BoardUnit
  /** `own`: the unit's own tasks without those below. */
  readonly kind: 'whole' | 'own' | 'child' | 'below'
  readonly cells: readonly Cell[]
}

export function rowsOf(board: Board): TableRow[] {
  const rows: TableRow[] = [{ key: board.unit.id, unit: board.unit, kind: 'whole', cells: board.measures }]
  if (hasTasks(board.own) && board.children.length > 0) {
    rows.push({ key: `${board.unit.id}/own`, unit: board.unit, kind: 'own', cells: board.own })
  }
  for (const child of board.children) {
    rows.push({ key: child.unit.id, unit: child.unit, kind: 'child', cells: child.measures })
    // Squads stay folded into their station on a brigade's board: who wants them opens the station.
    if (child.unit.kind === 'station' || child.unit.kind === 'office' || child.unit.kind === 'squad') continue
    if (hasTasks(child.own ?? []))
      rows.push({ key: `${child.unit.id}/own`, unit: child.unit, kind: 'own', cells: child.own ?? [] })
    for (const g of child.children ?? []) rows.push({ key: g.unit.id, unit: g.unit, kind: 'below', cells: g.measures })
  }
  return rows
}

const hasTasks = (cells: readonly Cell[]) => cells.some((c) => c.expected > 0)

/** Only rows and columns with something missing; the whole stays. */
export function gapsOnly(rows: readonly TableRow[], columns: readonly Cell[]): { rows: TableRow[]; columns: Cell[] } {
  const gap = (cell: Cell) => lookOf(cell) === 'gap'
  const kept = rows.filter((r, i) => i === 0 || r.cells.some(gap))
  const keys = new Set(kept.flatMap((r) => r.cells.filter(gap).map(cellKey)))
  return { rows: kept, columns: columns.filter((c) => keys.has(cellKey(c))) }
}
