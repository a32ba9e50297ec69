/** The server's time in the browser: screens count from it, since the clock of a tablet may be wrong, or stand still in its sleep. */
import { useSyncExternalStore } from 'react'

/** The server's time when it was last set, and the page's own running time at that moment, both in milliseconds. */
let heard = { server: 0, page: 0 }
/** By the server's clock: when an answer last came; 0 before the first. */
let answeredAt = 0
const listeners = new Set<() => void>()
const jumpListeners = new Set<() => void>()
let minute = 0
let timer: ReturnType<typeof setInterval> | undefined

/** So far a clock may be off without anybody noticing; the header of an answer counts whole seconds. */
const driftMs = 4000
/** A clock that was off by more had stood still, and what is on the screen is old. */
const jumpMs = 30_000

/** Sets the time from an answer of the server. */
export function hearServerTime(instant: string): void {
  set(Date.parse(instant))
}

/** Every answer tells the time (RFC 9110, `Date`, in whole seconds): a clock that drifted from it is set again. */
export function hearAnswer(date: string | null): void {
  const at = Date.parse(date ?? '') + 500
  if (Number.isFinite(at) && (heard.server === 0 || Math.abs(serverNow() - at) > driftMs)) set(at)
  answeredAt = serverNow()
}

/** When the server last answered, by its own clock (Unix milliseconds); 0 before it did. */
export const lastAnswer = (): number => answeredAt

function set(server: number): void {
  const jump = heard.server !== 0 && Math.abs(serverNow() - server) > jumpMs
  heard = { server, page: performance.now() }
  tick()
  if (jump) for (const listener of jumpListeners) listener()
}

/** Called when the clock turned out to have been wrong by so much that what is shown is old. */
export function onJump(listener: () => void): () => void {
  jumpListeners.add(listener)
  return () => void jumpListeners.delete(listener)
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
