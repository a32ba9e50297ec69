/** The organisation as it stands, indexed by what a file can name. */
import { nameKey, namePattern, numberKey } from './clean.ts'
import { addTo } from './grid.ts'
import type { KnownAppointment, KnownHousehold, KnownOrganisation, KnownPerson, KnownUnit } from './model.ts'

/** A member's key: the detachment and the number without case, width, spaces and invisible signs. */
export const memberKey = (detachmentKey: string, number: string): string => `${detachmentKey}|${numberKey(number)}`

/** A relative's key: the member's key, name and relation. */
export const relativeKey = (member: string, name: string, relation: string): string =>
  `${member}|${nameKey(name)}|${nameKey(relation)}`

export class KnownIndex {
  readonly units: ReadonlyMap<string, KnownUnit>
  readonly people: ReadonlyMap<string, KnownPerson>
  readonly households: ReadonlyMap<string, KnownHousehold>
  /** Members by key; who has left only where nobody else has the number. */
  readonly members = new Map<string, KnownPerson>()
  /** Present members who bear a name, by detachment and name. */
  readonly namesakes = new Map<string, KnownPerson[]>()
  /** Keys of the present members who bear a number, in whatever detachment. */
  readonly numbers = new Map<string, string[]>()
  /** Relatives by household. */
  readonly relatives = new Map<string, KnownPerson[]>()
  /** The household that hangs on a member. */
  readonly householdOf = new Map<string, KnownHousehold>()
  readonly appointments = new Map<string, KnownAppointment[]>()

  constructor(known: KnownOrganisation) {
    this.units = new Map(known.units.map((unit) => [unit.id, unit]))
    this.people = new Map(known.people.map((person) => [person.id, person]))
    this.households = new Map(known.households.map((household) => [household.id, household]))
    for (const household of known.households) {
      for (const member of household.members) this.householdOf.set(member, household)
    }
    for (const person of known.people) this.#enter(person)
    for (const appointment of known.appointments) addTo(this.appointments, appointment.person, appointment)
  }

  #enter(person: KnownPerson): void {
    if (person.kind === 'relative') {
      if (person.household) addTo(this.relatives, person.household, person)
      return
    }
    const key = this.keyOf(person)
    if (!person.left || !this.members.has(key)) this.members.set(key, person)
    if (person.left) return
    addTo(this.namesakes, `${this.detachmentOf(person.unit)}|${nameKey(person.name)}`, person)
    addTo(this.numbers, numberKey(person.staffNo ?? ''), key)
  }

  keyOf(member: KnownPerson): string {
    return memberKey(this.detachmentOf(member.unit), member.staffNo ?? '')
  }

  /** Keys under which a file may list a known relative: one for each member of the household. */
  keysOf(relative: KnownPerson): string[] {
    const members = relative.household ? (this.households.get(relative.household)?.members ?? []) : []
    return members.flatMap((id) => {
      const member = this.people.get(id)
      return member ? [relativeKey(this.keyOf(member), relative.name, relative.relation ?? '')] : []
    })
  }

  /** The detachment that a unit is or lies below; empty above detachments. */
  detachmentOf(unitId: string): string {
    for (let unit = this.units.get(unitId); unit; unit = unit.parent ? this.units.get(unit.parent) : undefined) {
      if (unit.kind === 'detachment') return unit.id
    }
    return ''
  }

  /** Names from the detachment down, joined by `/`. */
  pathOf(unitId: string): string {
    const names: string[] = []
    for (let unit = this.units.get(unitId); unit; unit = unit.parent ? this.units.get(unit.parent) : undefined) {
      names.unshift(unit.name)
      if (unit.kind === 'detachment') break
    }
    return names.join('/')
  }

  /** Present relatives of a member whose name may be this one, unreadable letters and an empty name fitting anything. */
  relativesNamed(member: KnownPerson, name: string): KnownPerson[] {
    const household = this.householdOf.get(member.id)
    const pattern = namePattern(name)
    return (household ? (this.relatives.get(household.id) ?? []) : []).filter(
      (one) => !one.left && pattern.test(one.name),
    )
  }
}
