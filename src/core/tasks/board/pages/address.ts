/** The board's address: unit, day, the open list and what is shown, so that every view can be sent to a colleague. */
import { useCallback, useRef } from 'react'
import { useAddress } from '#web/console/shared/address.ts'
import { type ListState, listStates } from '../cell-states.ts'

export interface BoardAddress {
  readonly unit?: string | undefined
  readonly day?: string | undefined
  /** The unit, measure, slot and state of the open list. */
  readonly at?: string | undefined
  readonly measure?: string | undefined
  readonly slot?: string | undefined
  readonly state?: ListState | undefined
  readonly scope?: 'own' | undefined
  readonly gaps?: true | undefined
  readonly trend?: true | undefined
}

export const closedList = {
  at: undefined,
  measure: undefined,
  slot: undefined,
  state: undefined,
  scope: undefined,
} as const

/** The address, and a function that changes parts of it (a part set to undefined goes); the function stays the same. */
export function useBoardAddress(): [BoardAddress, (change: BoardAddress, how?: { replace?: boolean }) => void] {
  const [raw, go] = useAddress()
  const latest = useRef(go)
  latest.current = go
  const change = useCallback((part: BoardAddress, how: { replace?: boolean } = {}) => {
    latest.current(Object.fromEntries(Object.entries(part).map(([name, value]) => [name, value?.toString()])), how)
  }, [])
  return [read(raw), change]
}

/** What somebody typed may be anything; what is not understood is not there. */
export function read(raw: Readonly<Record<string, string | undefined>>): BoardAddress {
  const on = (value: string | undefined) => (value === 'true' ? (true as const) : undefined)
  const state = listStates.find((s) => s === raw.state)
  const { unit, day, at, measure, slot } = raw
  return {
    unit,
    day,
    at,
    measure,
    slot,
    state,
    scope: raw.scope === 'own' ? 'own' : undefined,
    gaps: on(raw.gaps),
    trend: on(raw.trend),
  }
}
