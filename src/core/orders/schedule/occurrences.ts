/** When a measure falls due: its trigger's dates and its slots' windows as instants of a zone. */
import type { Slot, Trigger } from '#core/orders/playbook/schema.ts'
import { dayNumber, fromDayNumber, localDate, localInstant } from '#platform/local-time.ts'
import { fallsOn } from './dates.ts'
import { type Window, windows } from './windows.ts'

/** One window of one local date. Instants are Unix milliseconds; the window is `opensAt` (inclusive) to `closesAt` (exclusive). */
export interface Occurrence {
  readonly date: string
  readonly slot: string
  readonly opensAt: number
  readonly dueAt: number
  readonly closesAt: number
}

interface Plan {
  falls: (day: number) => boolean
  windows: Window[]
  days: Map<number, readonly Occurrence[]>
}

/** Plans by content, since a measure read again from the database is another object with the same words. */
const plans = new Map<string, Plan>()
/** The content's key by object, so that a measure in hand is not turned into text each time. */
const keys = new WeakMap<object, WeakMap<object, string>>()
const none: readonly Occurrence[] = Object.freeze([])

/**
 * All occurrences whose window touches the time from `fromMs` (inclusive) to `toMs` (exclusive), by opening time.
 * Only `calendar` triggers have any: what `after` and `since` ask for begins with an event. A window that a clock
 * change leaves without any length (all of it in a skipped hour) is not owed that day.
 * The result does not depend on the subject and is remembered by measure, zone and day: 36 hours cost about a microsecond.
 * Throws RangeError on an unknown zone.
 */
export function occurrences(
  trigger: Trigger,
  slots: readonly Slot[],
  zone: string,
  fromMs: number,
  toMs: number,
): Occurrence[] {
  if (trigger.kind !== 'calendar' || slots.length === 0 || !(fromMs < toMs)) return []
  const plan = planOf(trigger, slots, zone)
  const last = dayNumber(localDate(toMs - 1, zone))
  const found: Occurrence[] = []
  for (let day = dayNumber(localDate(fromMs, zone)); day <= last; day++) {
    for (const o of dayOf(plan, day, zone)) if (o.opensAt < toMs && o.closesAt > fromMs) found.push(o)
  }
  return found
}

/** The occurrences of one local date. */
export function occurrencesOn(
  trigger: Trigger,
  slots: readonly Slot[],
  zone: string,
  date: string,
): readonly Occurrence[] {
  if (trigger.kind !== 'calendar' || slots.length === 0) return none
  return dayOf(planOf(trigger, slots, zone), dayNumber(date), zone)
}

function planOf(trigger: Extract<Trigger, { kind: 'calendar' }>, slots: readonly Slot[], zone: string): Plan {
  const key = `${zone} ${contentKey(trigger, slots)}`
  let plan = plans.get(key)
  if (!plan) {
    if (plans.size > 1000) plans.clear()
    plan = { falls: fallsOn(trigger), windows: windows(slots), days: new Map() }
    plans.set(key, plan)
  }
  return plan
}

function contentKey(trigger: Extract<Trigger, { kind: 'calendar' }>, slots: readonly Slot[]): string {
  let bySlots = keys.get(trigger)
  if (!bySlots) {
    bySlots = new WeakMap()
    keys.set(trigger, bySlots)
  }
  let key = bySlots.get(slots)
  if (key === undefined) {
    key = JSON.stringify([trigger.rule, trigger.start ?? null, windows(slots)])
    bySlots.set(slots, key)
  }
  return key
}

function dayOf(plan: Plan, day: number, zone: string): readonly Occurrence[] {
  const known = plan.days.get(day)
  if (known) return known
  if (plan.days.size > 500) plan.days.clear()
  const made = plan.falls(day) ? makeDay(plan.windows, fromDayNumber(day), zone) : none
  plan.days.set(day, made)
  return made
}

function makeDay(list: readonly Window[], date: string, zone: string): readonly Occurrence[] {
  return Object.freeze(
    list
      .map((w) =>
        Object.freeze({
          date,
          slot: w.slot,
          opensAt: localInstant(date, w.opens, zone),
          dueAt: localInstant(date, w.due, zone),
          closesAt: localInstant(date, w.closes, zone),
        }),
      )
      .filter((o) => o.opensAt < o.closesAt),
  )
}
