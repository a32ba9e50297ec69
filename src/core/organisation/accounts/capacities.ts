/** Units and posts behind what an account holds, as the console writes them. */
import { everywhere, type Grant } from '#platform/access/actor.ts'
import type { Capacity } from '#platform/access/schema.ts'
import type { Organisation } from '../organisation.ts'
import type { Unit } from '../tree.ts'
import { postsOf } from './store.ts'

const shape = (unit: Unit): Capacity['unit'] => ({
  id: unit.id,
  name: unit.name,
  kind: unit.kind,
  path: unit.path,
  fullName: unit.fullName,
})

/** The whole installation shows as its one topmost unit, once there is exactly one. */
function unitOf(organisation: Organisation, grant: Grant): Capacity['unit'] {
  const { tree } = organisation
  const unit = grant.unitId === everywhere && tree.roots.length === 1 ? tree.roots[0] : tree.get(grant.unitId)
  return unit ? shape(unit) : { id: grant.unitId, name: '', kind: 'installation', path: '', fullName: '' }
}

/** Capacities in the order of the grants. */
export async function describeGrants(organisation: Organisation, grants: readonly Grant[]): Promise<Capacity[]> {
  const ids = grants.flatMap((g) => (g.appointmentId ? [g.appointmentId] : []))
  const posts = new Map((await postsOf(organisation.services.database.app, ids)).map((row) => [row.id, row.post]))
  return grants.map((g) => ({
    id: g.id,
    role: g.role,
    unit: unitOf(organisation, g),
    post: (g.appointmentId && posts.get(g.appointmentId)) || null,
  }))
}
