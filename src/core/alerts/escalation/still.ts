/** The clock of a ladder: it stands still while the program was down and for a grace after it, so that nobody is blamed for our silence. */

/** A recorded downtime; Unix milliseconds. */
export interface Downtime {
  readonly from: number
  readonly until: number
}

/** Spans in which the clock stands, in order and without overlaps. */
export function stillSpans(downtimes: readonly Downtime[], graceMinutes: number): Downtime[] {
  const spans: { from: number; until: number }[] = []
  for (const d of [...downtimes].sort((a, b) => a.from - b.from)) {
    const until = d.until + graceMinutes * 60_000
    const last = spans.at(-1)
    if (last && d.from <= last.until) last.until = Math.max(last.until, until)
    else spans.push({ from: d.from, until })
  }
  return spans
}

/**
 * The instant at which the clock has run for so many minutes since `from`.
 * @param spans as `stillSpans` gives them
 */
export function runningInstant(from: number, minutes: number, spans: readonly Downtime[]): number {
  let at = from + minutes * 60_000
  for (const span of spans) {
    if (span.until <= from) continue
    if (span.from >= at) break
    at += span.until - Math.max(span.from, from)
  }
  return at
}
