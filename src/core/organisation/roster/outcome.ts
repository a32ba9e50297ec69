/** Works out, without the database, the rows that a plan leaves behind: people, households with their members, transfers. */
import { staffNoKey } from '../subjects.ts'
import { gramsOf } from './grams.ts'
import type { AddedPerson, ChangedPerson, PlannedHousehold, RosterPlan } from './model.ts'
import type { HouseholdRow, PersonRow } from './rows.ts'
import type { Snapshot } from './snapshot.ts'

export interface UnitAt {
  readonly id: string
  readonly path: string
  readonly detachmentId: string | null
}

export interface Outcome {
  readonly newPeople: PersonRow[]
  readonly newHouseholds: HouseholdRow[]
  /** Rows that differ from the snapshot. */
  readonly people: PersonRow[]
  readonly households: HouseholdRow[]
  /** Members in order, of every household whose members change or that is new. */
  readonly members: ReadonlyMap<string, readonly string[]>
  /** Ids by the plan's keys, of people who are new. */
  readonly ids: ReadonlyMap<string, string>
}

interface Given {
  readonly plan: RosterPlan
  readonly before: Snapshot
  /** Every unit by key: an id, or `new:…` for one made just now. */
  readonly units: ReadonlyMap<string, UnitAt>
  readonly now: string
  readonly newId: () => string
}

/** The state in the making: copies of the snapshot's rows, changed step by step. */
class Draft {
  readonly given: Given
  readonly people = new Map<string, PersonRow>()
  readonly households = new Map<string, HouseholdRow>()
  readonly members = new Map<string, readonly string[]>()
  readonly ids = new Map<string, string>()
  /** Household ids by the plan's `home:…` keys. */
  readonly homes = new Map<string, string>()

  constructor(given: Given) {
    this.given = given
    for (const [id, row] of given.before.people) this.people.set(id, { ...row })
    for (const [id, row] of given.before.households) this.households.set(id, { ...row })
    for (const [id, list] of given.before.members) this.members.set(id, list)
  }

  unit(key: string): UnitAt {
    const unit = this.given.units.get(key)
    if (!unit) throw new Error(`the plan names a unit that is not there: ${key}`)
    return unit
  }

  person(id: string): PersonRow {
    const row = this.people.get(id)
    if (!row) throw new Error(`the plan names a person who is not there: ${id}`)
    return row
  }

  idOf(key: string): string {
    const id = this.ids.get(key) ?? this.given.plan.ids.get(key)
    if (id === undefined) throw new Error(`the plan names a key without a person: ${key}`)
    return id
  }

  home(key: string): string {
    return this.homes.get(key) ?? key
  }
}

/** @returns the rows to write; nothing of the snapshot is changed */
export function workOut(given: Given): Outcome {
  const draft = new Draft(given)
  const { plan } = given
  for (const one of plan.added) if (one.kind === 'member') addMember(draft, one)
  for (const one of plan.moved)
    if (one.kind === 'member') Object.assign(draft.person(one.id), detailsOf(one), place(draft.unit(one.to.key)))
  for (const one of plan.changed) Object.assign(draft.person(one.id), detailsOf(one))
  for (const one of plan.retired) draft.person(one.id).retired_at = given.now
  for (const one of plan.households) joinHousehold(draft, one)
  for (const one of plan.added) if (one.kind === 'relative') addRelative(draft, one)
  for (const one of plan.moved) {
    if (one.kind === 'relative')
      Object.assign(draft.person(one.id), detailsOf(one), { household_id: draft.home(one.to.key) })
  }
  settleHouseholds(draft)
  return finish(draft)
}

const place = (unit: UnitAt) => ({ unit_id: unit.id, detachment_id: unit.detachmentId! })

function detailsOf({ set }: ChangedPerson): Partial<PersonRow> {
  return { ...set, ...(set.name !== undefined && { grams: gramsOf(set.name) }) }
}

/** What the row says; an empty cell leaves what is known of somebody who comes back. */
function written(one: AddedPerson): Partial<PersonRow> {
  const { name, phone, sex, born } = one
  return {
    name,
    grams: gramsOf(name),
    ...(phone && { phone }),
    ...(sex && { sex }),
    ...(born && { born }),
    retired_at: null,
  }
}

const blank = (given: Given) => ({
  id: given.newId(),
  household_id: null,
  relation: null,
  staff_no: null,
  staff_no_key: null,
  phone: null,
  sex: null,
  born: null,
  created_at: given.now,
  version: 1,
})

function addMember(draft: Draft, one: AddedPerson & { kind: 'member' }): void {
  const at = place(draft.unit(one.unit.key))
  if (one.id) return void Object.assign(draft.person(one.id), written(one), at)
  const numbers = { staff_no: one.staffNo, staff_no_key: staffNoKey(one.staffNo) }
  const row = { ...blank(draft.given), kind: 'member', ...numbers, ...at, ...written(one) } as PersonRow
  draft.people.set(row.id, row)
  draft.ids.set(one.key, row.id)
}

/** Makes or changes a household; one that merges into it hands over its relatives and ends. */
function joinHousehold(draft: Draft, one: PlannedHousehold): void {
  const members = one.members.map((key) => draft.idOf(key))
  const id = one.id ?? draft.given.newId()
  draft.homes.set(one.key, id)
  draft.members.set(id, members)
  if (!one.id)
    draft.households.set(id, { id, ...homeAt(draft, members), created_at: draft.given.now, retired_at: null })
  for (const absorbed of one.absorbs) {
    draft.members.set(absorbed, [])
    draft.households.get(absorbed)!.retired_at = draft.given.now
    for (const person of draft.people.values()) if (person.household_id === absorbed) person.household_id = id
  }
}

/** A household counts at the unit of its first member who is still there. */
function homeAt(draft: Draft, members: readonly string[]): { unit_id: string; detachment_id: string } {
  const rows = members.map((id) => draft.person(id))
  const first = rows.find((row) => row.retired_at === null) ?? rows[0]!
  return { unit_id: first.unit_id, detachment_id: first.detachment_id }
}

function addRelative(draft: Draft, one: AddedPerson & { kind: 'relative' }): void {
  const household = draft.home(one.household)
  const { unit_id, detachment_id } = draft.households.get(household)!
  const at = { household_id: household, unit_id, detachment_id, relation: one.relation }
  if (one.id) return void Object.assign(draft.person(one.id), written(one), at)
  const row = { ...blank(draft.given), kind: 'relative', ...written(one), ...at } as PersonRow
  draft.people.set(row.id, row)
  draft.ids.set(one.key, row.id)
}

/** Households follow their first member, relatives their household; one whose members have all left ends. */
function settleHouseholds(draft: Draft): void {
  for (const [id, household] of draft.households) {
    const members = draft.members.get(id) ?? []
    if (members.length === 0) continue
    Object.assign(household, homeAt(draft, members))
    const present = members.some((member) => draft.person(member).retired_at === null)
    household.retired_at = present ? null : (household.retired_at ?? draft.given.now)
  }
  for (const person of draft.people.values()) {
    const household = person.kind === 'relative' ? draft.households.get(person.household_id!) : undefined
    if (household) Object.assign(person, { unit_id: household.unit_id, detachment_id: household.detachment_id })
  }
}

function finish(draft: Draft): Outcome {
  const { before } = draft.given
  const changedPeople: PersonRow[] = []
  const newPeople: PersonRow[] = []
  for (const row of draft.people.values()) {
    const was = before.people.get(row.id)
    if (!was) newPeople.push(row)
    else if (!same(was, row)) changedPeople.push({ ...row, version: was.version + 1 })
  }
  const households = [...draft.households.values()]
  const members = [...draft.members].filter(([id, list]) => list.join() !== (before.members.get(id) ?? []).join())
  return {
    newPeople,
    newHouseholds: households.filter((row) => !before.households.has(row.id)),
    people: changedPeople,
    households: households.filter((row) => before.households.has(row.id) && !same(before.households.get(row.id)!, row)),
    members: new Map(members),
    ids: draft.ids,
  }
}

const same = (a: object, b: object): boolean => JSON.stringify(a) === JSON.stringify(b)
