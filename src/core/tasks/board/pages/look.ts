/** What a cell looks like: told by its figures alone, so that board, wall and paper agree. */
import { fraction } from '../cells.ts'
import type { Cell } from '../schema.ts'

/**
 * `none`: does not apply, a dash. `full`: all came. `gap`: something is missing past due. `part`: not yet due, some came.
 * `wait`: not yet due, nothing came; shows its time.
 */
export type Look = 'none' | 'full' | 'gap' | 'part' | 'wait'

export function lookOf(cell: Cell | undefined): Look {
  if (!cell) return 'none'
  const { n, of } = fraction(cell)
  if (of <= 0) return 'none'
  if (cell.missing > 0) return 'gap'
  if (cell.pending === 0) return 'full'
  return n === 0 ? 'wait' : 'part'
}

/** Percent that came, rounded down so that only what is full fills the cell. */
export function percent(cell: Cell): number {
  const { n, of } = fraction(cell)
  return of <= 0 ? 0 : Math.floor((n / of) * 100)
}

/** A local time, 07:30, in the unit's zone. */
export function timeOf(instant: string, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(
    new Date(instant),
  )
}

/** Date and time in the unit's zone, 2020-02-08 07:52. */
export function momentOf(instant: string, zone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(
    new Date(instant),
  )
}

/** The list that a cell opens: its gap where there is one, else whoever has still to come, else everybody. */
export function stateToOpen(cell: Cell): 'missing' | 'pending' | 'expected' {
  if (cell.missing > 0) return 'missing'
  return cell.pending > 0 ? 'pending' : 'expected'
}

export const cellKey = (c: { code: string; slot: string }): string => `${c.code}/${c.slot}`
