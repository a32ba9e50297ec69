/** Relatives: who is new, who is the same under another relation or in another household, who stays as is. */
import { changesOf } from './changes.ts'
import { nameKey } from './clean.ts'
import { addTo } from './grid.ts'
import type { Change, CheckedRelative, KnownPerson } from './model.ts'
import type { Planning } from './plan.ts'
import type { Homes } from './plan-households.ts'
import { inSlices } from './slices.ts'

export async function planRelatives(
  planning: Planning,
  homes: Homes,
  onProgress: (part: number) => void,
): Promise<void> {
  const rows = [...planning.checked.relatives].sort((a, b) => (a.key < b.key ? -1 : 1))
  const match = matchRelatives(rows, planning, homes)
  await inSlices(rows, (row) => planRelative(row, match.get(row), planning, homes), onProgress, 0, 1)
}

/**
 * Finds each row's person: by key; else by name in the same household (the relation is written otherwise);
 * else by name and telephone anywhere (the family moved to another member). Nobody is taken twice.
 */
function matchRelatives(
  rows: readonly CheckedRelative[],
  { known }: Planning,
  homes: Homes,
): ReadonlyMap<CheckedRelative, KnownPerson> {
  const present: KnownPerson[] = []
  const left: KnownPerson[] = []
  for (const list of known.relatives.values()) for (const one of list) (one.left ? left : present).push(one)
  const match = new Map<CheckedRelative, KnownPerson>()
  const taken = new Set<KnownPerson>()
  const pass = (
    people: readonly KnownPerson[],
    keysOfPerson: (p: KnownPerson) => string[],
    keysOfRow: (r: CheckedRelative) => string[],
  ) => {
    const index = new Map<string, KnownPerson[]>()
    for (const person of people) {
      if (taken.has(person)) continue
      for (const key of keysOfPerson(person)) addTo(index, key, person)
    }
    const open = rows.filter((row) => !match.has(row))
    const asked = new Map<string, number>()
    for (const row of open) for (const key of keysOfRow(row)) asked.set(key, (asked.get(key) ?? 0) + 1)
    for (const row of open) {
      for (const key of keysOfRow(row)) {
        const found = (index.get(key) ?? []).filter((person) => !taken.has(person))
        if (found.length !== 1 || asked.get(key) !== 1 || match.has(row)) continue
        match.set(row, found[0]!)
        taken.add(found[0]!)
      }
    }
  }
  const rowKeys = (row: CheckedRelative) =>
    row.members.map((member) => `${member}${row.key.slice(row.members[0]!.length)}`)
  pass(present, (person) => [...new Set(known.keysOf(person))], rowKeys)
  pass(
    present,
    (person) => [`${person.household}|${nameKey(person.name)}`],
    (row) => [`${homes.get(row.members[0]!)}|${nameKey(row.name)}`],
  )
  const named = (name: string, phone: string | null | undefined) => (phone ? [`${nameKey(name)}|${phone}`] : [])
  pass(
    present,
    (person) => named(person.name, person.phone),
    (row) => named(row.name, row.phone),
  )
  pass(left, (person) => [...new Set(known.keysOf(person))], rowKeys)
  return match
}

function planRelative(row: CheckedRelative, person: KnownPerson | undefined, planning: Planning, homes: Homes): void {
  const household = homes.get(row.members[0]!)!
  if (person) planning.matched.set(row.key, person)
  if (!person || person.left) {
    const { key, name, relation, phone, sex, born } = row
    const added = { kind: 'relative' as const, key, row: row.row, id: person?.id, name, relation, phone, sex, born }
    planning.added.push({ ...added, member: row.members[0]!, household })
    return
  }
  const { changes, set } = changesOf(person, row)
  const one = { kind: 'relative' as const, key: row.key, row: row.row, id: person.id, name: row.name, set }
  if (person.household !== household) {
    const from = { key: person.household ?? '', name: firstMember(person.household, planning) }
    const to = { key: household, name: memberName(row.members[0]!, planning) }
    const change: Change = { field: 'household', from: from.name, to: to.name }
    planning.moved.push({ ...one, changes: [...changes, change], from, to })
  } else if (changes.length > 0) planning.changed.push({ ...one, changes })
  else planning.unchanged.relatives++
}

function firstMember(household: string | null | undefined, { known }: Planning): string {
  const first = household ? known.households.get(household)?.members[0] : undefined
  return (first && known.people.get(first)?.name) ?? ''
}

function memberName(key: string, { known, checked }: Planning): string {
  return known.members.get(key)?.name ?? checked.members.find((member) => member.key === key)?.name ?? ''
}
