/** Who is in the roster, in a unit that the file names, and not in the file; nobody whom a bad row may mean. */
import { fill } from '#platform/texts.ts'
import { nameKey, namePattern, unreadablePlaces } from './clean.ts'
import { addTo } from './grid.ts'
import type { HeldBack, KnownPerson } from './model.ts'
import type { Planning } from './plan.ts'
import { notes } from './texts.ts'

export function planAbsent(planning: Planning): void {
  const listed = new Set([...planning.matched.values()].map((person) => person.id))
  const held = heldPeople(planning)
  const gone = absentMembers(planning, listed, held)
  absentRelatives(planning, listed, held, gone)
}

/** A unit is named when a good row stands right in it: a station's file says nothing about the brigade's office. */
function absentMembers(planning: Planning, listed: ReadonlySet<string>, held: ReadonlySet<string>): Set<string> {
  const { checked, known, absent } = planning
  const named = new Set(checked.members.map((row) => row.unit.key))
  const detachments = new Set(checked.members.map((row) => row.key.split('|')[0]))
  // A row of a relative mentions its member, so that member has not vanished.
  const mentioned = new Set(checked.relatives.flatMap((row) => row.members))
  const gone = new Set<string>()
  const untouched = new Map<string, number>()
  for (const person of known.people.values()) {
    if (person.kind !== 'member' || person.left || listed.has(person.id)) continue
    if (!named.has(person.unit)) {
      if (detachments.has(known.detachmentOf(person.unit)))
        untouched.set(person.unit, (untouched.get(person.unit) ?? 0) + 1)
      continue
    }
    if (held.has(person.id) || mentioned.has(known.keyOf(person))) continue
    gone.add(person.id)
    absent.push({
      kind: 'member',
      id: person.id,
      key: known.keyOf(person),
      name: person.name,
      unit: person.unit,
      why: 'not-in-file',
    })
  }
  const paths = [...untouched]
    .map(([unit, count]) => ({ path: known.pathOf(unit), count }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
  for (const { path, count } of paths) planning.notes.push(fill(notes.unitsNotNamed, { unit: path, count }))
  return gone
}

/** Relatives go with the last member of their household, or when the file lists relatives, their member, and not them. */
function absentRelatives(
  planning: Planning,
  listed: ReadonlySet<string>,
  held: ReadonlySet<string>,
  gone: ReadonlySet<string>,
): void {
  const { checked, known, absent } = planning
  const speaksOfRelatives = checked.relatives.length > 0 || checked.heldBack.some((row) => row.kind === 'relative')
  for (const person of known.people.values()) {
    if (person.kind !== 'relative' || person.left || listed.has(person.id)) continue
    const members = (known.households.get(person.household ?? '')?.members ?? []).filter(
      (id) => !known.people.get(id)?.left,
    )
    const leave = members.length > 0 && members.every((id) => gone.has(id))
    const left = speaksOfRelatives && !held.has(person.id) && members.some((id) => listed.has(id))
    if (!leave && !left) continue
    const key = known.keysOf(person)[0] ?? person.id
    absent.push({
      kind: 'relative',
      id: person.id,
      key,
      name: person.name,
      unit: person.unit,
      why: leave ? 'member-left' : 'not-in-file',
    })
  }
}

/** Everybody whom a bad row may mean: by number, or by name, an unreadable letter fitting any. */
function heldPeople({ checked, known }: Planning): Set<string> {
  const byName = new Map<string, KnownPerson[]>()
  for (const person of known.people.values()) {
    if (person.left) continue
    addTo(byName, `${person.kind}|${nameKey(person.name)}`, person)
  }
  const held = new Set<string>()
  const seen = new Set<string>()
  for (const row of checked.heldBack) {
    const members = row.keys.flatMap((key) => known.members.get(key) ?? [])
    const byNumber =
      row.kind === 'member' ? members : members.flatMap((member) => known.relativesNamed(member, row.name))
    for (const person of byNumber) held.add(person.id)
    // A file in which every row is bad names the same people over and over.
    const name = `${row.kind}|${nameKey(row.name)}`
    if (seen.has(name)) continue
    seen.add(name)
    for (const person of namedLike(row, byName)) held.add(person.id)
  }
  return held
}

function namedLike(row: HeldBack, byName: ReadonlyMap<string, readonly KnownPerson[]>): readonly KnownPerson[] {
  if (row.name === '') return []
  if (unreadablePlaces(row.name).length === 0) return byName.get(`${row.kind}|${nameKey(row.name)}`) ?? []
  const pattern = namePattern(row.name)
  return [...byName.values()].flat().filter((person) => person.kind === row.kind && pattern.test(person.name))
}
