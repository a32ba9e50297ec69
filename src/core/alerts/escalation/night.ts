/** The night's hours, in which all but red and roll-call waits until morning. */
import { addDays, localDate, localInstant } from '#platform/local-time.ts'

/** Local times `22:00` and `06:00`. */
export interface Night {
  readonly from: string
  readonly to: string
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

/** @returns the instant (Unix milliseconds) until which a notice of `now` waits; null by day */
export function heldUntil(now: number, night: Night, zone: string): number | null {
  if (night.from === night.to) return null
  const today = localDate(now, zone)
  for (const date of [addDays(today, -1), today]) {
    const begins = localInstant(date, minutesOf(night.from), zone)
    const overMidnight = minutesOf(night.to) <= minutesOf(night.from)
    const ends = localInstant(overMidnight ? addDays(date, 1) : date, minutesOf(night.to), zone)
    if (now >= begins && now < ends) return ends
  }
  return null
}
