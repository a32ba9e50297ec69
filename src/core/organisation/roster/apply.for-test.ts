/** Applies a plan in memory, as the program does in SQL: the next state of what is known. */
import type {
  CheckedRoster,
  KnownAppointment,
  KnownHousehold,
  KnownOrganisation,
  KnownPerson,
  KnownUnit,
  RosterPlan,
} from './model.ts'

export function applyPlan(known: KnownOrganisation, plan: RosterPlan, checked: CheckedRoster): KnownOrganisation {
  const units: KnownUnit[] = [...known.units]
  for (const unit of plan.newUnits) {
    units.push({ id: unitId(unit.key), parent: unit.parent && unitId(unit.parent), kind: unit.kind, name: unit.name })
  }
  const ids = new Map(plan.ids)
  for (const one of plan.added) ids.set(one.key, one.id ?? `p:${one.key}`)
  const people = new Map(known.people.map((person) => [person.id, person]))
  const homeId = (key: string) => (key.startsWith('home:') ? `h:${key}` : key)
  const unitOfMember = (key: string) =>
    unitId(checked.members.find((row) => row.key === key)?.unit.key ?? people.get(ids.get(key)!)!.unit)
  for (const one of plan.added) {
    const { name, phone, sex, born } = one
    const id = ids.get(one.key)!
    const base = { id, name, phone, sex, born }
    if (one.kind === 'member')
      people.set(id, { ...base, kind: 'member', unit: unitId(one.unit.key), staffNo: one.staffNo })
    else
      people.set(id, {
        ...base,
        kind: 'relative',
        unit: unitOfMember(one.member),
        relation: one.relation,
        household: homeId(one.household),
      })
  }
  for (const one of [...plan.changed, ...plan.moved]) people.set(one.id, { ...people.get(one.id)!, ...one.set })
  for (const one of plan.moved) {
    const person = people.get(one.id)!
    people.set(
      one.id,
      one.kind === 'member' ? { ...person, unit: unitId(one.to.key) } : { ...person, household: homeId(one.to.key) },
    )
  }
  for (const one of plan.retired) people.set(one.id, { ...people.get(one.id)!, left: true })
  return {
    units,
    people: [...people.values()],
    households: households(known, plan, people, (key) => ids.get(key)!, homeId),
    appointments: appointments(known, plan, (key) => ids.get(key)!),
  }
}

const unitId = (key: string) => (key.startsWith('new:') ? `u:${key}` : key)

function households(
  known: KnownOrganisation,
  plan: RosterPlan,
  people: Map<string, KnownPerson>,
  idOf: (key: string) => string,
  homeId: (key: string) => string,
): KnownHousehold[] {
  const all = new Map(known.households.map((household) => [household.id, household]))
  for (const one of plan.households) {
    const id = homeId(one.key)
    all.set(id, { id, members: one.members.map(idOf) })
    for (const gone of one.absorbs) {
      all.delete(gone)
      for (const person of people.values())
        if (person.household === gone) people.set(person.id, { ...person, household: id })
    }
  }
  return [...all.values()]
}

function appointments(known: KnownOrganisation, plan: RosterPlan, idOf: (key: string) => string): KnownAppointment[] {
  const closed = new Set(plan.appointments.close.map((one) => one.id))
  const opened = plan.appointments.open.map((one) => {
    const unit = unitId(one.unit.key)
    return { id: `a:${one.person}:${one.post}:${unit}`, person: idOf(one.person), unit, post: one.post }
  })
  return [...known.appointments.filter((one) => !closed.has(one.id)), ...opened]
}
