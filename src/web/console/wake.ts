/** A page that was asleep, hidden or cut off shows old time and old figures: whatever wakes it makes it ask again. */
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { openStream } from './live-stream.ts'
import { onJump } from './now.ts'

/** Several signs come together when a tablet wakes: it is visible, on line, and its timers run again. */
const togetherMs = 300
/** A timer of one second that comes so late slept. */
const sleptMs = 10_000

/** @returns ends the watch */
export function onWake(listener: () => void): () => void {
  const end = new AbortController()
  const { signal } = end
  let together: ReturnType<typeof setTimeout> | undefined
  const wake = () => {
    together ??= setTimeout(() => {
      together = undefined
      listener()
    }, togetherMs)
  }
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && wake(), { signal })
  addEventListener('online', wake, { signal })
  addEventListener('pageshow', (event) => event.persisted && wake(), { signal })
  // A tablet that sleeps with the page in front tells nobody. A hidden page's timers are slow, and that is no sleep.
  let last = Date.now()
  const clock = setInterval(() => {
    const now = Date.now()
    if (now - last > sleptMs && document.visibilityState === 'visible') wake()
    last = now
  }, 1000)
  return () => {
    end.abort()
    clearInterval(clock)
    clearTimeout(together)
  }
}

/** Fetches again whatever a screen shows, but not lists of which each reading is a record, nor answers that do not change. */
function fetchAgain(client: QueryClient): void {
  const follows = ({ observers }: { observers: readonly { options: { refetchOnWindowFocus?: unknown } }[] }) =>
    observers.some(({ options }) => options.refetchOnWindowFocus !== false)
  void client.invalidateQueries({ predicate: follows, refetchType: 'active' })
}

/** Keeps clock, figures and stream true after a sleep; once, around everything. The session's answer sets the clock. */
export function useWake(): void {
  const client = useQueryClient()
  useEffect(() => {
    const endWake = onWake(() => {
      openStream().again()
      fetchAgain(client)
    })
    const endJump = onJump(() => fetchAgain(client))
    return () => {
      endWake()
      endJump()
    }
  }, [client])
}
