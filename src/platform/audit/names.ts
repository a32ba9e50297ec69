/** Names for what the details of records mention by id or code; whoever owns such a thing fills them in. */
import { defineEvent } from '../hooks.ts'
import type { Text } from '../texts.ts'

export interface Named {
  /** Words that stand in the details: ids, codes, and everything else that is text. */
  readonly words: ReadonlySet<string>
  /** To be filled by the listeners. Names of people are not for here: the details do without. */
  readonly names: Map<string, Text>
}

/** A page of the audit is about to be shown. */
export const auditShown = defineEvent<Named>('audit.shown')

/** Every text in the details. */
export function wordsIn(details: readonly unknown[]): Set<string> {
  const found = new Set<string>()
  const walk = (value: unknown): void => {
    if (typeof value === 'string') found.add(value)
    else if (value !== null && typeof value === 'object') for (const one of Object.values(value)) walk(one)
  }
  for (const detail of details) walk(detail)
  return found
}
