/** The figures of a board without what may differ between two papers of the same: levels, names, instants. */
import type { Board, Cell, ListPage } from './schema.ts'

const numbers = (cells: readonly Cell[]) => cells.map(({ title: _, ...cell }) => cell)

/**
 * What the digest of a board is made of, whether printed with one level or two or exported: unit, day, and the counts of
 * the unit, its own and each child's. Missing and pending stand as they were at the paper's `as_of`.
 */
export function figuresOf(board: Board): unknown {
  return {
    unit: board.unit.id,
    day: board.day,
    own: numbers(board.own),
    measures: numbers(board.measures),
    children: board.children.map((c) => ({ unit: c.unit.id, measures: numbers(c.measures) })),
  }
}

/** What the digest of a list is made of: each row and its state. */
export function rowsOf(list: ListPage, of: { measure: string; slot: string; state: string; scope: string }): unknown {
  return {
    unit: list.unit.id,
    day: list.day,
    ...of,
    total: list.total,
    rows: list.rows.map((r) => ({ task: r.task, state: r.state })),
  }
}
