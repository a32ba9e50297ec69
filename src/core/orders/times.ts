/** Checks a measure's times when an officer changes them, with the same rules as a playbook's. */
import type { Wrong } from '#platform/problems.ts'
import { fill } from '#platform/texts.ts'
import { checkLate, checkWindows } from './playbook/check-times.ts'
import { pathText } from './playbook/fault.ts'
import type { Measure } from './playbook/schema.ts'

/** @returns what is wrong where; nothing where the times make sense */
export function checkTimes(measure: Measure): Wrong[] {
  const wrong: Wrong[] = []
  const faults = {
    add: (path: readonly (string | number)[], text: Wrong['text'], params = {}) =>
      void wrong.push({ at: pathText(path), text: fill(text, params) }),
  }
  checkWindows(measure, ['slots'], faults)
  checkLate(measure, ['late'], faults)
  return wrong
}
