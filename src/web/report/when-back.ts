/** Looks again when the page is shown after a while: another day, another slot, an answer from another phone. */
import { now } from './clock.ts'

const staleMs = 60000

export function whenBack(look: () => void): void {
  let last = now()
  const back = () => {
    if (document.visibilityState === 'hidden' || now() - last < staleMs) return
    last = now()
    look()
  }
  document.addEventListener('visibilitychange', back)
  window.addEventListener('pageshow', back)
  window.addEventListener('online', back)
}
