/** Follows "unit X changed": one stream a browser, shared by its tabs, and queries fetched again under one's own rights. */
import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { openStream, type StreamState } from './live-stream.ts'

const stream = openStream()

/** Whether changes arrive by themselves just now: `live`, `connecting`, or `off` (fetched every 30 s meanwhile). */
export const useLiveState = (): StreamState => useSyncExternalStore(stream.onState, stream.state, stream.state)

/** Milliseconds between two rounds of fetching again, however many changes arrive. */
const pauseMs = 1000

/**
 * Fetches again when the unit, or anything below it, changed.
 * @param unitId undefined: any unit that the reader may see
 * @param queryKey what to fetch again; left out: every query on the screen
 * @example useLive(unit.id, ['board', unit.id])
 */
export function useLive(unitId?: string, queryKey?: QueryKey): void {
  const client = useQueryClient()
  const key = JSON.stringify(queryKey ?? null)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const again = () => {
      timer ??= setTimeout(() => {
        timer = undefined
        const chosen = JSON.parse(key) as QueryKey | null
        void client.invalidateQueries({ ...(chosen && { queryKey: chosen }), refetchType: 'active' })
      }, pauseMs * 0.25)
    }
    const stop = stream.onChange((units) => {
      if (unitId === undefined || units.has(unitId)) again()
    })
    // What changed while the line was down was not heard of.
    let before = stream.state()
    let lost = false
    const stopState = stream.onState(() => {
      const state = stream.state()
      if (before === 'live') lost = true
      if (state === 'live' && lost) {
        lost = false
        again()
      }
      before = state
    })
    return () => {
      clearTimeout(timer)
      stop()
      stopState()
    }
  }, [client, unitId, key])
}
