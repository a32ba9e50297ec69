/** What readings of the last 24 hours make of a fever: amber at the first, red at the second or at silence; the worst one not yet assessed counts. */

export interface Reading {
  readonly report: string
  readonly celsius: number
  readonly site: string | null
  /** Unix milliseconds. */
  readonly observedAt: number
  readonly receivedAt: number
  /** A rule that asks for a second reading found it. */
  readonly fever: boolean
  readonly channel: string
}

export interface FeverAlert {
  readonly state: 'open' | 'assessed' | 'controlled'
  readonly level: 'amber' | 'red'
}

export type FeverVerdict =
  /** No alert where there is none. */
  | { readonly verdict: 'none' }
  /** A first fever reading: a second is asked for. */
  | { readonly verdict: 'open'; readonly level: 'amber' | 'red' }
  /** It joins an alert that stands as it is; `second`: the second reading came and is normal, so that nobody waits for it any more. */
  | { readonly verdict: 'join'; readonly second: boolean }
  /** It turns red, and has to be assessed anew. */
  | { readonly verdict: 'raise' }

/** Two entries of one measurement (by the person, and on the squad's sheet) are not a second reading. */
const samePulseMs = 60_000

/** Readings in order, each measurement once. */
export function measurements(readings: readonly Reading[]): Reading[] {
  const made: Reading[] = []
  for (const r of [...readings].sort((a, b) => a.observedAt - b.observedAt || a.receivedAt - b.receivedAt)) {
    const same = made.find((m) => Math.abs(m.observedAt - r.observedAt) < samePulseMs && m.celsius === r.celsius)
    if (!same) made.push(r)
  }
  return made
}

/**
 * @param readings of the last 24 hours, newest versions only
 * @param assessedUntil readings received up to here have been assessed (Unix milliseconds)
 * @param alert the alert not yet closed
 */
export function judgeFever(
  readings: readonly Reading[],
  assessedUntil: number,
  alert: FeverAlert | null,
): FeverVerdict {
  const fresh = measurements(readings.filter((r) => r.receivedAt > assessedUntil))
  const fevers = fresh.filter((r) => r.fever)
  if (alert === null)
    return fevers.length === 0 ? { verdict: 'none' } : { verdict: 'open', level: fevers.length > 1 ? 'red' : 'amber' }
  if (alert.state === 'open') {
    if (alert.level === 'amber' && fevers.length > 1) return { verdict: 'raise' }
    return { verdict: 'join', second: secondIsNormal(fresh, fevers) }
  }
  // Assessed as amber, and fever again: that is the second one. A red one under a plan is expected to go on.
  return alert.level === 'amber' && fevers.length > 0 ? { verdict: 'raise' } : { verdict: 'join', second: true }
}

/** A reading after the fever that is none; or the fever was a slip of the finger, corrected since. */
function secondIsNormal(fresh: readonly Reading[], fevers: readonly Reading[]): boolean {
  const first = fevers[0]
  if (!first) return fresh.length > 0
  return fresh.some((r) => !r.fever && r.observedAt > first.observedAt)
}

export interface HourAround {
  hour_min_celsius?: number
  hour_max_celsius?: number
}

/** Lowest and highest other reading of the hour before one, for the rules that compare. */
export function hourBefore(readings: readonly Reading[], at: { report: string; observedAt: number }): HourAround {
  const others = readings
    .filter((r) => r.report !== at.report && r.observedAt <= at.observedAt && at.observedAt - r.observedAt <= 3_600_000)
    .map((r) => r.celsius)
  return others.length === 0 ? {} : { hour_min_celsius: Math.min(...others), hour_max_celsius: Math.max(...others) }
}
