/** Local days: which day it is in a zone, the days before one, and whether a day exists. */

const formats = new Map<string, Intl.DateTimeFormat>()

/** The local day of an instant in an IANA zone: '2026-11-25'. */
export function localDay(unixMs: number, zone: string): string {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
    formats.set(zone, format)
  }
  return format.format(unixMs)
}

/** The day `n` days after (or, negative, before); days are counted on the calendar, so a change of clocks moves nothing. */
export function dayPlus(day: string, n: number): string {
  const [y, m, d] = day.split('-').map(Number) as [number, number, number]
  return new Date(Date.UTC(y, m - 1, d + n)).toISOString().slice(0, 10)
}

/** Whether such a day exists: 2026-02-30 does not. */
export function isDay(day: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && dayPlus(day, 0) === day
}
