/** The server's time in the browser: screens count from it, since the clock of a tablet may be wrong. */
import { useSyncExternalStore } from 'react'

/** The server's time when it was last heard, and the page's own running time at that moment, both in milliseconds. */
let heard = { server: 0, page: 0 }
const listeners = new Set<() => void>()
let minute = 0
let timer: ReturnType<typeof setInterval> | undefined

/** Sets the time from an answer of the server. */
export function hearServerTime(instant: string): void {
  heard = { server: Date.parse(instant), page: performance.now() }
  tick()
}

/** Now by the server's clock, in Unix milliseconds; 0 before the first answer. */
export const serverNow = (): number => (heard.server === 0 ? 0 : heard.server + performance.now() - heard.page)

function tick(): void {
  const now = Math.floor(serverNow() / 60_000) * 60_000
  if (now === minute) return
  minute = now
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(tick, 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** The current minute by the server's clock (Unix milliseconds, whole minutes); renders again as it passes. */
export const useMinute = (): number => useSyncExternalStore(subscribe, () => minute)
