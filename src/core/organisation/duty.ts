/** Who is on duty where somebody stands, for the console's head. */
import { sql } from 'kysely'
import type { Core } from '#core/core.ts'
import { type Actor, can } from '#platform/access/actor.ts'
import type { DutyOfficer } from '#platform/access/schema.ts'
import { postsWithRole, roleOf } from './posts.ts'

const leading = postsWithRole.filter((post) => roleOf(post) === 'commander' || roleOf(post) === 'chief')

/**
 * The officer whom the shift plan has on duty at the unit of the actor's capacity.
 * @returns undefined where no shift says so: nobody is guessed
 */
export async function dutyOfficer(core: Core, actor: Actor): Promise<DutyOfficer | undefined> {
  const here = actor.grants[0]
  const unit = here && (core.organisation.tree.get(here.unitId) ?? core.organisation.tree.roots[0])
  if (!unit) return undefined
  const now = new Date(core.services.clock.now())
  const { rows } = await sql<{ name: string; phone: string | null }>`select p.name, p.phone
    from presence r join person p on p.id = r.person_id and p.retired_at is null
    join appointment a on a.person_id = p.id and a.unit_id = ${unit.id} and a.post = any(${leading}::text[])
      and a.from_at <= ${now} and (a.until_at is null or a.until_at > ${now})
    where r.kind = 'on_shift' and r.during @> ${now}::timestamptz and r.withdrawn_at is null
    order by array_position(${leading}::text[], a.post), p.id limit 1`.execute(core.services.database.app)
  const [officer] = rows
  if (!officer) return undefined
  return { name: officer.name, phone: can(actor, 'people.contact', unit.path) ? officer.phone : null }
}
