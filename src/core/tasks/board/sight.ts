/** What a reader of a list may see, decided unit by unit. */
import type { Core } from '#core/core.ts'
import type { Unit } from '#core/organisation/tree.ts'
import { can } from '#platform/access/actor.ts'
import type { Work } from '#platform/work.ts'
import { type ClosedUnit, openAbove } from './buckets.ts'
import type { Sight } from './row.ts'

/** A closed unit is seen by the rights at the open one above it. */
export function sightOf(w: Work, core: Core, unit: Unit, closed: readonly ClosedUnit[]): Sight {
  const { tree } = core.organisation
  const paths = new Map(closed.map((c) => [c.id, c.path]))
  const homeOf = (unitId: string): Unit | undefined => {
    const path = paths.get(unitId)
    return path === undefined ? tree.get(unitId) : openAbove(tree, path)
  }
  const allowed = (permission: string) => (unitId: string) => {
    const home = homeOf(unitId)
    return home !== undefined && can(w.actor, permission, home.path)
  }
  return {
    phone: allowed('people.contact'),
    health: allowed('health.read'),
    namesOf: (unitId) => {
      const home = homeOf(unitId)
      if (!home || home === unit) return [home?.name ?? unit.name]
      return [...tree.above(home)]
        .slice(0, home.path.split('.').length - unit.path.split('.').length)
        .map((u) => u.name)
        .reverse()
    },
  }
}
