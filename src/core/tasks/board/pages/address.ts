/** The board's address: unit, day, the open list and what is shown, so that every view can be sent to a colleague. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import { type CellState, cellStates } from '../schema.ts'

export interface BoardAddress {
  readonly unit?: string | undefined
  readonly day?: string | undefined
  /** The unit, measure, slot and state of the open list. */
  readonly at?: string | undefined
  readonly measure?: string | undefined
  readonly slot?: string | undefined
  readonly state?: CellState | undefined
  readonly scope?: 'own' | undefined
  readonly gaps?: true | undefined
  readonly trend?: true | undefined
}

export const closedList = { at: undefined, measure: undefined, slot: undefined, state: undefined, scope: undefined } as const

/** The address, and a function that changes parts of it (a part set to undefined goes). */
export function useBoardAddress(): [BoardAddress, (change: BoardAddress, how?: { replace?: boolean }) => void] {
  const raw = useSearch({ strict: false }) as Record<string, unknown>
  const navigate = useNavigate()
  const change = useCallback(
    (part: BoardAddress, how: { replace?: boolean } = {}) => {
      void navigate({
        to: '.',
        search: ((before: Record<string, unknown>) => ({ ...before, ...part })) as never,
        replace: how.replace ?? false,
        // The table keeps its place: opening a list is not going elsewhere.
        resetScroll: false,
      } as never)
    },
    [navigate],
  )
  return [read(raw), change]
}

/** What somebody typed may be anything; what is not understood is not there. */
export function read(raw: Record<string, unknown>): BoardAddress {
  const word = (name: string) => (typeof raw[name] === 'string' || typeof raw[name] === 'number' ? String(raw[name]) : undefined)
  const on = (name: string) => (raw[name] === true || raw[name] === 'true' || raw[name] === 1 ? (true as const) : undefined)
  const state = word('state') as CellState | undefined
  return {
    unit: word('unit'),
    day: word('day'),
    at: word('at'),
    measure: word('measure'),
    slot: word('slot'),
    state: state && cellStates.includes(state) ? state : undefined,
    scope: raw['scope'] === 'own' ? 'own' : undefined,
    gaps: on('gaps'),
    trend: on('trend'),
  }
}
