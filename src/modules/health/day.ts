/** The local day of a reader, and tasks as pages show them. */

import type { Core } from '#core/core.ts'
import { addDays, dayRange, localDate } from '#platform/local-time.ts'
import type { Text } from '#platform/texts.ts'
import type { Owed } from './schema.ts'
import type { OwedRow } from './store/tasks.ts'

export interface Day {
  readonly zone: string
  /** Today's local date. */
  readonly date: string
  readonly yesterday: string
  readonly from: Date
  readonly to: Date
  readonly yesterdayFrom: Date
}

export function dayOf(now: Date, zone: string): Day {
  const date = localDate(now.getTime(), zone)
  const yesterday = addDays(date, -1)
  const today = dayRange(date, zone)
  return {
    zone,
    date,
    yesterday,
    from: new Date(today.from),
    to: new Date(today.to),
    yesterdayFrom: new Date(dayRange(yesterday, zone).from),
  }
}

const exempt = 4

/** The measure's and slot's words: 晨检体温; where the slot's own name says it all, that alone: 上午消毒. */
function titleOf(core: Core, row: OwedRow, path: string): Text {
  const measure = core.orders.measure(row.measure, path)?.content
  if (!measure) return { zh: row.measure, en: row.measure }
  const slot = measure.slots.find((s) => s.code === row.slot)
  if (!slot || measure.slots.length < 2) return measure.short
  if (slot.title.zh.includes(measure.short.zh)) return slot.title
  return { zh: `${slot.short.zh}${measure.short.zh}`, en: `${measure.title.en}, ${slot.title.en.toLowerCase()}` }
}

export function owed(core: Core, row: OwedRow, path: string): Owed {
  return {
    id: row.id,
    measure: row.measure,
    slot: row.slot,
    title: titleOf(core, row, path),
    opens_at: row.opens_at.toISOString(),
    due_at: row.due_at.toISOString(),
    closes_at: row.closes_at.toISOString(),
    state: row.state === 0 ? 'open' : row.state === exempt ? 'exempt' : 'met',
    ...(row.reason && { reason: row.reason }),
  }
}
