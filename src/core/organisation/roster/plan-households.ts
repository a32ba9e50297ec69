/** Households: which members share one, which are made, and which merge. */
import { fill } from '#platform/texts.ts'
import type { PlannedHousehold } from './model.ts'
import type { Planning } from './plan.ts'
import { notes } from './texts.ts'

/** The household of each member's key: an id, or `home:<key of the first member>` for one to be made. */
export type Homes = ReadonlyMap<string, string>

/** Joins members who share a household, and lists the households that are new or change. */
export function planHouseholds(planning: Planning): Homes {
  const groups = joined(planning)
  const homes = new Map<string, string>()
  for (const group of groups) {
    const household = householdOf(group, planning)
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
  for (const key of root.keys()) groups.set(find(key), [...(groups.get(find(key)) ?? []), key])
  return [...groups.values()]
}

/** Members in order: as the roster has them, then those whom others point at, then by key. The oldest household stays. */
function householdOf(group: readonly string[], planning: Planning): PlannedHousehold {
  const { checked, known } = planning
  const stored = group.flatMap((key) => known.householdOf.get(known.members.get(key)?.id ?? '') ?? [])
  const ids = [...new Set(stored.map((household) => household.id))].sort()
  const id = ids[0]
  const before = id ? known.households.get(id)!.members : []
  const sharing = new Set(group.filter((key) => checkedShares(planning).has(key)))
  const written = new Map<string, number>()
  for (const relative of checked.relatives) relative.members.forEach((key, i) => written.set(key, Math.max(written.get(key) ?? 0, i)))
  const rank = (key: string): number => {
    const place = before.indexOf(known.members.get(key)?.id ?? '')
    if (place >= 0) return place
    return 1000 + (sharing.has(key) ? 100 : 0) + (written.get(key) ?? 0)
  }
  const members = [...group].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
  return { key: id ?? `home:${members[0]}`, id, members, absorbs: ids.slice(1) }
}

const sharesOf = new WeakMap<object, ReadonlySet<string>>()

/** Keys of members who say that they share another's household; found once a check. */
function checkedShares({ checked }: Planning): ReadonlySet<string> {
  const found = sharesOf.get(checked) ?? new Set(checked.members.filter((member) => member.shares).map((member) => member.key))
  sharesOf.set(checked, found)
  return found
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
