/** Which unit and day a question is about, and whether the reader may look there. */

import type { Core } from '#core/core.ts'
import type { Unit } from '#core/organisation/tree.ts'
import { type Actor, everywhere, may } from '#platform/access/actor.ts'
import { Problem } from '#platform/problems.ts'
import type { Context } from '#platform/work.ts'
import { isDay, localDay } from './days.ts'
import { type BoardUnit, boardProblems } from './schema.ts'

export interface Where {
  readonly unit: Unit
  readonly day: string
}

/**
 * The unit by id, path or names (left out: the one of the reader's chosen capacity) and the day (left out: today there).
 * @throws no-such-unit, no-such-day, no-unit-chosen; not-allowed without board.read there
 */
export function whereOf(context: Context, core: Core, query: { unit?: string; day?: string }): Where {
  const unit = unitOf(context.actor, core, query.unit)
  may(context.actor, 'board.read', unit.path)
  const day = query.day ?? localDay(context.services.clock.now(), unit.zone)
  if (!isDay(day)) throw new Problem(boardProblems['no-such-day'], { day })
  return { unit, day }
}

function unitOf(actor: Actor, core: Core, key: string | undefined): Unit {
  const { tree } = core.organisation
  const asked = key ?? homeOf(actor, core)
  if (asked === undefined) throw new Problem(boardProblems['no-unit-chosen'])
  const unit = tree.find(asked)
  if (!unit) throw new Problem(boardProblems['no-such-unit'], { unit: asked })
  return unit
}

/** The unit of the reader's capacity; for the program and for who may look everywhere, the unit at the top. */
function homeOf(actor: Actor, core: Core): string | undefined {
  const grant = actor.grants.find((g) => g.permissions.has('board.read'))
  const { roots } = core.organisation.tree
  if (grant && grant.unitId !== everywhere) return grant.unitId
  return grant || actor.kind === 'system' ? roots[0]?.id : undefined
}

/** A unit as the board shows it. */
export const shown = (u: Unit): BoardUnit => ({
  id: u.id,
  path: u.path,
  name: u.name,
  full_name: u.fullName,
  kind: u.kind,
  zone: u.zone,
})
