/** In which order a caller goes down the list: the most urgent first, then station by station. */
import type { CallRow } from './store.ts'

/** A reading from here on was near the fever line the last time. */
const nearFever = 37.0

/** Why somebody is called first; undefined: in turn. */
export function urgency(row: CallRow): 'alert' | 'quarantine' | 'hospital' | 'warm' | 'unanswered' | undefined {
  if (row.alert !== null) return 'alert'
  if (row.presence === 'quarantine') return 'quarantine'
  if (row.presence === 'hospital') return 'hospital'
  if (row.celsius !== null && row.celsius >= nearFever) return 'warm'
  return row.tries >= 2 ? 'unanswered' : undefined
}

const ranks = { alert: 0, quarantine: 1, hospital: 2, warm: 3, unanswered: 4 } as const

export interface Ordered {
  readonly first: readonly CallRow[]
  /** By the unit that is called as one, in the order of `stations`. */
  readonly groups: readonly { station: string; rows: readonly CallRow[] }[]
}

/**
 * @param stationOf the station, office or other unit whose chief is called
 * @param stations in the order in which the organisation lists them
 */
export function orderCalls(
  rows: readonly CallRow[],
  stationOf: (unitId: string) => string,
  stations: readonly string[],
): Ordered {
  const first = rows.filter((r) => urgency(r) !== undefined).sort((a, b) => ranks[urgency(a)!] - ranks[urgency(b)!])
  const rest = rows.filter((r) => urgency(r) === undefined)
  const byStation = Map.groupBy(rest, (r) => stationOf(r.unit_id))
  const groups = stations.flatMap((station) => {
    const list = byStation.get(station)
    // Who lacks two slots running is called before who lacks one.
    return list
      ? [
          {
            station,
            rows: [...list].sort((a, b) => Number(b.before_due_at !== null) - Number(a.before_due_at !== null)),
          },
        ]
      : []
  })
  return { first, groups }
}
