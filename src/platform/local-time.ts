/**
 * Local dates and times of a zone as instants. A local time that a clock change skips is the first valid instant
 * after it; one that comes twice is the earlier; 24:00 is the next midnight. A day is one unbroken stretch of time.
 */
import { Temporal } from 'temporal-polyfill'

/** From (inclusive) and to (exclusive), Unix milliseconds. */
export interface DayRange {
  from: number
  to: number
}

/** The instant, in Unix milliseconds, of `minutes` after 00:00 on the wall clock of a local date; 1440 is 24:00. */
export function localInstant(date: string, minutes: number, zone: string): number {
  const day = Temporal.PlainDate.from(date)
  const wanted = (minutes < 1440 ? day : day.add({ days: 1 })).toPlainDateTime({
    hour: Math.floor((minutes % 1440) / 60),
    minute: minutes % 60,
  })
  const earlier = wanted.toZonedDateTime(zone, { disambiguation: 'earlier' })
  if (earlier.toPlainDateTime().equals(wanted)) return earlier.epochMilliseconds
  return earlier.getTimeZoneTransition('next')!.epochMilliseconds
}

const ranges = new Map<string, DayRange>()

/** The instants at which a local date begins and ends. Throws RangeError on an unknown zone or an impossible date. */
export function dayRange(date: string, zone: string): DayRange {
  const key = `${zone} ${date}`
  const known = ranges.get(key)
  if (known) return known
  if (ranges.size > 5000) ranges.clear()
  const range = { from: localInstant(date, 0, zone), to: localInstant(date, 1440, zone) }
  ranges.set(key, range)
  return range
}

/** The last dates asked for, by zone: nearly every question is about today, tomorrow or yesterday. */
const recent = new Map<string, { date: string; range: DayRange }[]>()

/** The local date (`YYYY-MM-DD`) of an instant in Unix milliseconds: the day whose range holds it. */
export function localDate(ms: number, zone: string): string {
  const list = recent.get(zone)
  if (list) for (const day of list) if (ms >= day.range.from && ms < day.range.to) return day.date
  const day = findDay(ms, zone)
  recent.set(zone, [day, ...(list ?? []).slice(0, 3)])
  return day.date
}

function findDay(ms: number, zone: string): { date: string; range: DayRange } {
  let date = Temporal.Instant.fromEpochMilliseconds(Math.floor(ms)).toZonedDateTimeISO(zone).toPlainDate()
  // A zone whose clocks go back over midnight shows the old date again for an hour of the new day.
  while (ms >= dayRange(date.toString(), zone).to) date = date.add({ days: 1 })
  while (ms < dayRange(date.toString(), zone).from) date = date.subtract({ days: 1 })
  return { date: date.toString(), range: dayRange(date.toString(), zone) }
}

/** The date `days` after a local date; negative goes back. */
export const addDays = (date: string, days: number): string => fromDayNumber(dayNumber(date) + days)

/** Days since 1970-01-01 of a calendar date. */
export function dayNumber(date: string): number {
  return Math.round(
    Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / 86_400_000,
  )
}

/** The calendar date of a number of days since 1970-01-01. */
export const fromDayNumber = (n: number): string => new Date(n * 86_400_000).toISOString().slice(0, 10)

const clocks = new Map<string, Intl.DateTimeFormat>()

/** The time on a zone's wall clock, `07:30`, as shown in lists and notices. */
export function localTimeText(ms: number, zone: string): string {
  let clock = clocks.get(zone)
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
    clocks.set(zone, clock)
  }
  return clock.format(ms)
}

/** Whether this machine knows an IANA zone. */
export function knownZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone.length > 0
  } catch {
    return false
  }
}
