/** Changes a measure's slots or ladder, from the first moment at which that tears no window apart. */

import { addDays, localDate, localInstant } from '#platform/local-time.ts'
import type { Wrong } from '#platform/problems.ts'
import { fill } from '#platform/texts.ts'
import type { LadderStep, Late, Measure, Slot } from './playbook/schema.ts'
import { minutesOf, windows } from './schedule/windows.ts'
import type { TimesInput } from './schema.ts'
import { ordersTexts } from './texts.ts'
import { checkTimes } from './times.ts'

/** The measure with the times sent, slot by slot and step by step; what is not named stays. */
export function withTimes(measure: Measure, times: TimesInput): { measure: Measure; wrong: Wrong[] } {
  const wrong: Wrong[] = []
  for (const s of times.slots ?? []) {
    if (!measure.slots.some((k) => k.code === s.code))
      wrong.push({ at: `slots.${s.code}`, text: fill(ordersTexts.noSuchSlot, { slot: s.code }) })
  }
  const late: Record<string, number | null> = { ...measure.late }
  for (const [step, minutes] of Object.entries(times.late ?? {})) {
    if (step in late) late[step as LadderStep] = minutes
    else wrong.push({ at: `late.${step}`, text: fill(ordersTexts.noSuchStep, { step }) })
  }
  const slots = measure.slots.map((known) =>
    mergeSlot(
      known,
      times.slots?.find((s) => s.code === known.code),
    ),
  )
  const changed: Measure = { ...measure, slots, late: late as Late }
  return { measure: changed, wrong: wrong.length > 0 ? wrong : checkTimes(changed) }
}

function mergeSlot(known: Slot, sent: NonNullable<TimesInput['slots']>[number] | undefined): Slot {
  return {
    ...known,
    ...(sent?.opens !== undefined && { opens: sent.opens }),
    ...(sent?.due !== undefined && { due: sent.due }),
    ...(sent?.closes !== undefined && { closes: sent.closes }),
  }
}

/**
 * The first opening or midnight after now inside no window, neither of the old wording nor of the new: what is open
 * keeps the times it opened with, and no window is lost or there twice. Midnight always is one, since windows end by 24:00.
 */
export function firstBorder(before: Measure, after: Measure, zone: string, now: Date): Date {
  const all = [...windows(before.slots), ...windows(after.slots)]
  const free = (minute: number) => all.every((w) => minute <= w.opens || minute >= w.closes)
  const borders = [...new Set([0, ...all.map((w) => w.opens)])].filter(free).sort((a, b) => a - b)
  const today = localDate(now.getTime(), zone)
  for (const date of [today, addDays(today, 1)]) {
    for (const minute of borders) {
      const at = localInstant(date, minute, zone)
      if (at > now.getTime()) return new Date(at)
    }
  }
  return new Date(localInstant(addDays(today, 2), minutesOf('00:00'), zone))
}
