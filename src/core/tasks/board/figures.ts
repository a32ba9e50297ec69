/** The figures of a board or a list without what may differ between two papers of the same: levels, names, order, instants. */
import type { ListState } from './cell-states.ts'
import type { Board, Cell, ListRow } from './schema.ts'

/** Counts alone: a due time that was moved later changes no count; a cell that counts nothing may or may not be there. */
const numbers = (cells: readonly Cell[]) =>
  cells
    .filter((cell) => cell.expected > 0)
    .map(({ title: _, due_at: _due, ...cell }) => cell)
    .sort((a, b) => (a.code !== b.code ? (a.code < b.code ? -1 : 1) : a.slot < b.slot ? -1 : 1))

/**
 * What the digest of a board is made of, whether printed with one level or two or exported: unit, day, and the counts of
 * the unit, its own and each child's. Missing and pending stand as they were at the paper's `as_of`.
 */
export function figuresOf(board: Board): unknown {
  const children = board.children.map((c) => ({ unit: c.unit.id, measures: numbers(c.measures) }))
  return {
    unit: board.unit.id,
    day: board.day,
    own: numbers(board.own),
    measures: numbers(board.measures),
    // A unit below that owes nothing, or was founded later, changes no count.
    children: children.filter((c) => c.measures.length > 0).sort((a, b) => (a.unit < b.unit ? -1 : 1)),
  }
}

/** Which list: a measure and slot (`*`: all), whom it counts, and with all below or the unit's own alone. */
export interface ListOf {
  readonly measure: string
  readonly slot: string
  readonly state: ListState
  readonly scope: 'all' | 'own'
}

export type ListedRow = Pick<ListRow, 'task' | 'state'>

/** What the digest of a list is made of: each task in it and its state, in whatever order they were printed. */
export function rowsOf(place: { unit: string; day: string }, of: ListOf, rows: readonly ListedRow[]): unknown {
  const { measure, slot, state, scope } = of
  return {
    ...place,
    measure,
    slot,
    state,
    scope,
    total: rows.length,
    rows: rows.map((r) => ({ task: r.task, state: r.state })).sort((a, b) => (a.task < b.task ? -1 : 1)),
  }
}
