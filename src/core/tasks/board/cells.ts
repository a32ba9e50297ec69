/** Folds tallies into cells: the whole is always the own figures plus those of the children. */
import { cellStates, type ListState } from './cell-states.ts'
import type { Cell } from './schema.ts'

/** Sums of one measure and slot over the units of one bucket, as the store reads them. */
export interface Sums {
  readonly code: string
  readonly slot: string
  /** Earliest due, Unix milliseconds. */
  readonly dueAt: number
  readonly expected: number
  readonly done: number
  readonly late: number
  readonly receivedLate: number
  readonly exempt: number
  readonly missing: number
  readonly pending: number
  readonly flagged: number
}

const key = (s: Sums) => `${s.code}\u0000${s.slot}`

/** Adds lists of sums: one entry a measure and slot, its due the earliest of all. */
export function addUp(lists: Iterable<readonly Sums[]>): Sums[] {
  const whole = new Map<string, Sums>()
  for (const list of lists) {
    for (const s of list) {
      const known = whole.get(key(s))
      whole.set(key(s), known ? plus(known, s) : s)
    }
  }
  return [...whole.values()]
}

function plus(a: Sums, b: Sums): Sums {
  return {
    code: a.code,
    slot: a.slot,
    dueAt: Math.min(a.dueAt, b.dueAt),
    expected: a.expected + b.expected,
    done: a.done + b.done,
    late: a.late + b.late,
    receivedLate: a.receivedLate + b.receivedLate,
    exempt: a.exempt + b.exempt,
    missing: a.missing + b.missing,
    pending: a.pending + b.pending,
    flagged: a.flagged + b.flagged,
  }
}

/** n and N of n/N: what came, of what had to come. A cell with N = 0 is a dash, neither full nor empty. */
export function fraction(cell: Pick<Cell, 'expected' | 'done' | 'late' | 'received_late' | 'exempt'>): {
  n: number
  of: number
} {
  return { n: cell.done + cell.late + cell.received_late, of: cell.expected - cell.exempt }
}

/** How many a cell counts in a list's state. */
export const countOf = (cell: Cell, state: ListState): number => (state === 'came' ? fraction(cell).n : cell[state])

/** All measures of a unit as one cell, under the code and slot `*`. @returns undefined where nothing is owed */
export function allOf(cells: readonly Cell[]): Cell | undefined {
  const [first, ...more] = cells
  if (!first) return undefined
  const all = { ...first, code: '*', slot: '*' }
  for (const cell of more) {
    if (cell.due_at < all.due_at) all.due_at = cell.due_at
    for (const state of cellStates) all[state] += cell[state]
  }
  return all
}

/** A cell with its title. */
export function cellOf(s: Sums, title: Cell['title']): Cell {
  return {
    code: s.code,
    slot: s.slot,
    title,
    due_at: new Date(s.dueAt).toISOString(),
    expected: s.expected,
    done: s.done,
    late: s.late,
    received_late: s.receivedLate,
    exempt: s.exempt,
    missing: s.missing,
    pending: s.pending,
    flagged: s.flagged,
  }
}
