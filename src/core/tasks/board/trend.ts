/** The last fourteen days of a unit: n of N, on time and late, for one measure or all. */
import type { Core } from '#core/core.ts'
import { type Context, work } from '#platform/work.ts'
import { fraction } from './cells.ts'
import { dayPlus } from './days.ts'
import type { DayFigures, Days, DaysQuery } from './schema.ts'
import { closedSince, type DaySums, sumDays } from './store.ts'
import { shown, whereOf } from './where.ts'

const defaultDays = 14

/** Days without any task are there too, as 0 of 0. @throws what `whereOf` throws */
export async function readDays(context: Context, core: Core, query: DaysQuery): Promise<Days> {
  const { unit, day } = whereOf(context, core, query)
  const count = query.days ?? defaultDays
  const days = Array.from({ length: count }, (_, i) => dayPlus(day, i - count + 1))
  return work(context, async (w) => {
    const closed = await closedSince(w.tx, unit.path, days[0]!)
    const ids = [...core.organisation.tree.below(unit)].map((u) => u.id).concat(closed.map((c) => c.id))
    const sums = await sumDays(w.tx, ids, days, w.now, query)
    const byDay = new Map(sums.map((s) => [s.day, s]))
    return { unit: shown(unit), as_of: w.now.toISOString(), days: days.map((d) => figuresOf(d, byDay.get(d))) }
  })
}

function figuresOf(day: string, s: DaySums | undefined): DayFigures {
  if (!s) return { day, n: 0, of: 0, on_time: 0, late: 0, exempt: 0, missing: 0, pending: 0 }
  const { n, of } = fraction({ ...s, received_late: s.receivedLate })
  return {
    day,
    n,
    of,
    on_time: s.done + s.receivedLate,
    late: s.late,
    exempt: s.exempt,
    missing: s.missing,
    pending: s.pending,
  }
}
