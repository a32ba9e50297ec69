/** The windows of a measure's slots in minutes of the local day, with what the measure leaves unsaid filled in. */
import type { Slot } from '#core/orders/playbook/schema.ts'

/** A slot's window: it opens, is due and closes; minutes from 00:00, 1440 is 24:00. */
export interface Window {
  slot: string
  opens: number
  due: number
  closes: number
}

/** '07:30' → 450; '24:00' → 1440. */
export const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

/** 450 → '07:30'. */
export const timeOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/**
 * The windows of slots in the order given. Where a slot does not say, it opens at the previous slot's close, else at
 * 00:00, and closes when the next opens, else at 24:00. Where neither of two neighbours says, the earlier one's due
 * time is the border, so that windows never overlap; the check of a playbook asks for a word there.
 */
export function windows(slots: readonly Slot[]): Window[] {
  return slots.map((slot, i) => {
    const before = slots[i - 1]
    const after = slots[i + 1]
    return {
      slot: slot.code,
      opens: minutesOf(slot.opens ?? before?.closes ?? before?.due ?? '00:00'),
      due: minutesOf(slot.due),
      closes: minutesOf(slot.closes ?? after?.opens ?? (after ? slot.due : '24:00')),
    }
  })
}
