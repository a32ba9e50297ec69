/** Which measures and slots a list is of, in the board's order, and what they are called. */
import type { Text } from '#platform/texts.ts'
import type { Work } from '#platform/work.ts'
import { catalogueOf, columnsOf } from './catalogue.ts'
import type { Sums } from './cells.ts'
import type { Rolled } from './rollup.ts'
import type { Column, ListQuery } from './schema.ts'
import { stateTexts } from './texts.ts'
import type { Where } from './where.ts'

/** In `measure` or `slot`: all of them. */
export const allMeasures = '*'

/** Whether a measure and slot is among those asked for. */
export const asked = (query: ListQuery) => (s: Pick<Sums, 'code' | 'slot'>) =>
  (query.measure === allMeasures || s.code === query.measure) && (query.slot === allMeasures || s.slot === query.slot)

/** The one that was named, whether it has tasks or not. */
export async function columnsNamed(w: Work, { unit }: Where, query: ListQuery): Promise<Column[]> {
  const zero = { expected: 0, done: 0, late: 0, receivedLate: 0, exempt: 0, missing: 0, pending: 0, flagged: 0 }
  const sums = [{ code: query.measure, slot: query.slot, dueAt: w.now.getTime(), ...zero }]
  return columnsOf(await catalogueOf(w.services, w.tx), unit.path, sums)
}

/** Those asked for among the sums in memory; the one named where there are none. */
export async function columnsRolled(w: Work, where: Where, query: ListQuery, r: Rolled): Promise<Column[]> {
  const sums = r.rolled.whole(where.unit, r.now.getTime())
  const columns = columnsOf(await catalogueOf(w.services, w.tx), where.unit.path, sums)
  const chosen = columns.filter(asked(query))
  return chosen.length === 0 && query.measure !== allMeasures ? columnsNamed(w, where, query) : chosen
}

/** What stands above the list: the measure, or what is counted where it is of all of them. */
export function listTitle(query: ListQuery, columns: readonly Column[]): Text {
  if (query.measure === allMeasures || columns.length !== 1) return stateTexts[query.state]
  return columns[0]!.full_title
}
