/** Households: which members share one, which are made, and which merge. */
import { fill } from '#platform/texts.ts'
import { addTo } from './grid.ts'
import type { PlannedHousehold } from './model.ts'
import type { Planning } from './plan.ts'
import { notes } from './texts.ts'

/** The household of each member's key: an id, or `home:<key of the first member>` for one to be made. */
export type Homes = ReadonlyMap<string, string>

/** Joins members who share a household, and lists the households that are new or change. */
export function planHouseholds(planning: Planning): Homes {
  const groups = joined(planning)
  const places = placesOf(planning)
  const homes = new Map<string, string>()
  for (const group of groups) {
    const household = householdOf(group, places, planning)
    for (const key of household.members) homes.set(key, household.key)
    if (differs(household, planning)) planning.households.push(household)
    if (household.members.length > 1 && differs(household, planning)) {
      const names = household.members.map((key) => nameOf(key, planning)).join('、')
      planning.notes.push(fill(notes.households, { names }))
    }
  }
  return homes
}

/** Sets of members' keys that are one household: those that a row joins, and those that the roster has joined already. */
function joined({ checked, known }: Planning): string[][] {
  const root = new Map<string, string>()
  const find = (key: string): string => {
    let at = key
    for (let up = root.get(at); up !== undefined && up !== at; up = root.get(at)) at = up
    return at
  }
  const join = (a: string, b: string) => {
    for (const key of [a, b]) if (!root.has(key)) root.set(key, key)
    root.set(find(b), find(a))
  }
  for (const relative of checked.relatives) for (const key of relative.members) join(relative.members[0]!, key)
  for (const member of checked.members) if (member.shares) join(member.shares, member.key)
  for (const key of [...root.keys()]) {
    const person = known.members.get(key)
    const household = person && known.householdOf.get(person.id)
    for (const id of household?.members ?? []) {
      const other = known.people.get(id)
      if (other && !other.left) join(key, known.keyOf(other))
    }
  }
  const groups = new Map<string, string[]>()
  for (const key of root.keys()) addTo(groups, find(key), key)
  return [...groups.values()]
}

/** For each member who is not the first: who shares another's household comes after those named together in a row. */
function placesOf({ checked }: Planning): ReadonlyMap<string, number> {
  const places = new Map<string, number>()
  for (const relative of checked.relatives) {
    relative.members.forEach((key, i) => {
      if (i > 0) places.set(key, Math.max(places.get(key) ?? 0, i))
    })
  }
  for (const member of checked.members) if (member.shares) places.set(member.key, 100)
  return places
}

/** Members in order: as the roster has them, then as the file names them, then by key. The oldest household stays. */
function householdOf(
  group: readonly string[],
  places: ReadonlyMap<string, number>,
  { known }: Planning,
): PlannedHousehold {
  const stored = group.flatMap((key) => known.householdOf.get(known.members.get(key)?.id ?? '') ?? [])
  const ids = [...new Set(stored.map((household) => household.id))].sort()
  const id = ids[0]
  const before = id ? known.households.get(id)!.members : []
  const rank = (key: string): number => {
    const place = before.indexOf(known.members.get(key)?.id ?? '')
    return place >= 0 ? place : 1000 + (places.get(key) ?? 0)
  }
  const members = [...group].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
  return { key: id ?? `home:${members[0]}`, id, members, absorbs: ids.slice(1) }
}

function differs(household: PlannedHousehold, { known }: Planning): boolean {
  if (!household.id || household.absorbs.length > 0) return true
  const before = known.households.get(household.id)!.members.filter((id) => !known.people.get(id)?.left)
  const after = household.members.map((key) => known.members.get(key)?.id ?? '')
  return before.length !== after.length || before.some((id, i) => id !== after[i])
}

function nameOf(key: string, { checked, known }: Planning): string {
  return checked.members.find((member) => member.key === key)?.name ?? known.members.get(key)?.name ?? key
}
