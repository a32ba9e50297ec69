/** Reads who holds which post at the units concerned, who is away or ill, and who is responsible: three statements, whatever the number of names. */
import { sql } from 'kysely'
import type { UnitTree } from '#core/organisation/tree.ts'
import type { Tx } from '#platform/work.ts'
import type { Owed, PassedWhy, Staffing } from './recipients.ts'

/** Whoever answers for things may stand in a squad of the station that owes. */
const nearKinds = ['station', 'office', 'squad']

/** The units of the names and all above them; below a station too, where it is not persons that owe. */
export function unitsConcerned(tree: UnitTree, owed: readonly Owed[]): string[] {
  const ids = new Set<string>()
  for (const [unitId, list] of Map.groupBy(owed, (o) => o.unitId)) {
    const unit = tree.get(unitId)
    if (!unit) continue
    for (const u of tree.above(unit)) ids.add(u.id)
    const things = list.some((o) => o.subjectKind !== 'person' && o.subjectKind !== 'household')
    if (things && nearKinds.includes(unit.kind)) for (const u of tree.below(unit)) ids.add(u.id)
  }
  return [...ids]
}

/** @param measure whose named responsible persons count; null for an alert */
export async function loadStaffing(
  tx: Tx,
  tree: UnitTree,
  owed: readonly Owed[],
  measure: string | null,
  now: Date,
): Promise<Staffing> {
  const units = unitsConcerned(tree, owed)
  const [posts, named, households] = [
    await holders(tx, units, now),
    await responsibles(tx, units, measure, now),
    await membersOf(tx, owed),
  ]
  const people = new Set([...posts.values()].flat().concat([...named.values()]))
  const away = await awayNow(tx, [...people], now)
  return {
    holders: (unitId, post) => posts.get(`${unitId} ${post}`) ?? [],
    away: (personId) => away.get(personId),
    concerned: (o) => (o.subjectKind === 'person' ? new Set([o.subjectId]) : (households.get(o.subjectId) ?? nobody)),
    responsible: (unitId) => named.get(unitId),
  }
}

const nobody: ReadonlySet<string> = new Set()

/** `unit post` → holders, longest in post first. */
async function holders(tx: Tx, units: readonly string[], now: Date): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ unit_id: string; post: string; person_id: string }>`
    select a.unit_id, a.post, a.person_id from appointment a join person p on p.id = a.person_id and p.retired_at is null
    where a.unit_id = any(${units}::uuid[]) and a.from_at <= ${now} and (a.until_at is null or a.until_at > ${now})
    order by a.from_at, a.id`.execute(tx)
  const found = new Map<string, string[]>()
  for (const row of rows) {
    const key = `${row.unit_id} ${row.post}`
    found.set(key, [...(found.get(key) ?? []), row.person_id])
  }
  return found
}

async function responsibles(
  tx: Tx,
  units: readonly string[],
  measure: string | null,
  now: Date,
): Promise<Map<string, string>> {
  if (measure === null) return new Map()
  const { rows } = await sql<{ unit_id: string; person_id: string }>`
    select r.unit_id, r.person_id from responsible r join person p on p.id = r.person_id and p.retired_at is null
    where r.unit_id = any(${units}::uuid[]) and r.measure = ${measure} and r.from_at <= ${now} and (r.until_at is null or r.until_at > ${now})
    order by r.from_at`.execute(tx)
  return new Map(rows.map((r) => [r.unit_id, r.person_id]))
}

async function membersOf(tx: Tx, owed: readonly Owed[]): Promise<Map<string, Set<string>>> {
  const ids = owed.filter((o) => o.subjectKind === 'household').map((o) => o.subjectId)
  const found = new Map<string, Set<string>>()
  if (ids.length === 0) return found
  const { rows } = await sql<{ household_id: string; person_id: string }>`
    select household_id, person_id from household_member where household_id = any(${ids}::uuid[])`.execute(tx)
  for (const row of rows) found.set(row.household_id, (found.get(row.household_id) ?? new Set()).add(row.person_id))
  return found
}

/** Who is not on station, or not fit, at this instant, and how. */
export async function awayNow(tx: Tx, people: readonly string[], now: Date): Promise<Map<string, PassedWhy>> {
  if (people.length === 0) return new Map()
  const { rows } = await sql<{ person_id: string; kind: PassedWhy }>`
    select person_id, kind from fitness where person_id = any(${people}::uuid[]) and kind = 'off' and during @> ${now}::timestamptz
    union all
    select person_id, kind from presence where person_id = any(${people}::uuid[]) and withdrawn_at is null
      and during @> ${now}::timestamptz and kind not in ('on_station', 'on_shift')`.execute(tx)
  return new Map(rows.map((r) => [r.person_id, r.kind]))
}
