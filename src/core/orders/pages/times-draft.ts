/** Times while they are being typed, and what of them differs from what holds. */
import type { MeasureView, TimesInput } from '../schema.ts'
import { readTime } from './words.ts'

export const timeKeys = ['opens', 'due', 'closes'] as const

export interface TimesDraft {
  readonly slots: readonly { code: string; opens: string; due: string; closes: string }[]
  readonly late: Readonly<Record<string, number | null>>
}

/** Begins with the version that comes next, where one waits: that is what a change is made to. */
export function draftOf(measure: Pick<MeasureView, 'slots' | 'late' | 'next'>): TimesDraft {
  const { slots, late } = measure.next ?? measure
  return { slots: slots.map(({ code, opens, due, closes }) => ({ code, opens, due, closes })), late }
}

/** What to send; undefined where nothing differs, or something is no time yet. */
export function changesOf(before: TimesDraft, after: TimesDraft): TimesInput | undefined {
  const slots: NonNullable<TimesInput['slots']> = []
  for (const [i, slot] of after.slots.entries()) {
    const changed: NonNullable<TimesInput['slots']>[number] = { code: slot.code }
    for (const key of timeKeys) {
      const time = readTime(slot[key])
      if (time === undefined) return undefined
      if (time !== before.slots[i]![key]) changed[key] = time
    }
    if (Object.keys(changed).length > 1) slots.push(changed)
  }
  const late = Object.fromEntries(Object.entries(after.late).filter(([step, minutes]) => minutes !== before.late[step]))
  if (slots.length === 0 && Object.keys(late).length === 0) return undefined
  return { ...(slots.length > 0 && { slots }), ...(Object.keys(late).length > 0 && { late }) }
}
