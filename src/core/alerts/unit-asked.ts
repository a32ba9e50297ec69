/** The unit that a request names: by id, path or names; where none is named, the one at which the reader acts. */

import type { Core } from '#core/core.ts'
import type { Unit } from '#core/organisation/tree.ts'
import { everywhere, holds } from '#platform/access/actor.ts'
import { Problem, problems } from '#platform/problems.ts'
import type { Context } from '#platform/work.ts'

/** @throws Problem `not-found` */
export function unitAsked(core: Core, context: Context, key: string | undefined, permission: string): Unit {
  const own = context.actor.grants.find((g) => g.permissions.has(permission) && g.unitId !== everywhere)?.unitId
  const asked = key ?? own ?? (holds(context.actor, permission) ? core.organisation.tree.roots[0]?.id : undefined)
  const unit = asked === undefined ? undefined : core.organisation.tree.find(asked)
  if (!unit) throw new Problem(problems['not-found'], { what: '这个单位 unit' })
  return unit
}
