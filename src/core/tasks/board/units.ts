/** The units of a list in the order in which it is read: a station before its squads, brothers in the organisation's order. */
import type { Core } from '#core/core.ts'
import type { Work } from '#platform/work.ts'
import { type ClosedUnit, openAbove } from './buckets.ts'
import { closedSince } from './store.ts'
import type { Where } from './where.ts'

export type OrderedUnits = readonly string[]

/** Units below that were closed since that day. */
export const closedUnits = (w: Work, { unit, day }: Where): Promise<ClosedUnit[]> => closedSince(w.tx, unit.path, day)

/** A closed unit follows the open one above it. */
export function unitsInOrder(
  core: Core,
  { unit }: Where,
  closed: readonly ClosedUnit[],
  scope: 'all' | 'own',
): OrderedUnits {
  const { tree } = core.organisation
  const byHome = Map.groupBy(closed, (c) => openAbove(tree, c.path)?.id ?? '')
  const open = scope === 'own' ? [unit] : [...tree.below(unit)]
  return open.flatMap((u) => [u.id, ...(byHome.get(u.id) ?? []).map((c) => c.id)])
}
