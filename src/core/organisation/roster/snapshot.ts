/** The rows that a plan may change, as they are before it does: what is worked on, and what a take-back restores. */
import { sql } from 'kysely'
import type { Tx } from '#platform/work.ts'
import type { RosterPlan } from './model.ts'
import {
  type AppointmentRow,
  type HouseholdMemberRow,
  type HouseholdRow,
  type LinkRow,
  type PersonRow,
  rowsWhere,
} from './rows.ts'

export interface Snapshot {
  readonly people: ReadonlyMap<string, PersonRow>
  readonly households: ReadonlyMap<string, HouseholdRow>
  /** Person ids by household, in order. */
  readonly members: ReadonlyMap<string, readonly string[]>
  readonly memberRows: readonly HouseholdMemberRow[]
  readonly appointments: readonly AppointmentRow[]
  readonly links: readonly LinkRow[]
}

/** Reads and locks everybody whom the plan touches, their households, and who else belongs to these. */
export async function takeSnapshot(tx: Tx, plan: RosterPlan): Promise<Snapshot> {
  const named = namedIds(plan)
  const households = await householdIds(tx, named)
  const memberRows = await rowsWhere(tx, 'household_member', sql`t.household_id = any(${households}::uuid[])`)
  const ids = [...new Set([...named.people, ...memberRows.map((row) => row.person_id)])]
  const people = await rowsWhere(
    tx,
    'person',
    sql`t.id = any(${ids}::uuid[]) or t.household_id = any(${households}::uuid[])`,
  )
  const members = new Map<string, string[]>()
  for (const row of [...memberRows].sort((a, b) => a.position - b.position)) {
    members.set(row.household_id, [...(members.get(row.household_id) ?? []), row.person_id])
  }
  const closing = plan.appointments.close.map((one) => one.id)
  const linked = [...people.map((person) => person.id), ...households]
  return {
    people: new Map(people.map((row) => [row.id, row])),
    households: new Map(
      (await rowsWhere(tx, 'household', sql`t.id = any(${households}::uuid[])`)).map((row) => [row.id, row]),
    ),
    members,
    memberRows,
    appointments: await rowsWhere(tx, 'appointment', sql`t.id = any(${closing}::uuid[])`),
    links: await rowsWhere(tx, 'access_link', sql`t.id = any(${linked}::uuid[])`),
  }
}

interface Named {
  readonly people: readonly string[]
  readonly households: readonly string[]
}

const isHome = (key: string): boolean => key !== '' && !key.startsWith('home:')

function namedIds(plan: RosterPlan): Named {
  const relatives = plan.added.flatMap((one) => (one.kind === 'relative' ? [one.household] : []))
  const moves = plan.moved.flatMap((one) => (one.kind === 'relative' ? [one.from.key, one.to.key] : []))
  const planned = plan.households.flatMap((one) => [...(one.id ? [one.id] : []), ...one.absorbs])
  const joining = plan.households.flatMap((one) => one.members.flatMap((key) => plan.ids.get(key) ?? []))
  const people = [...plan.added, ...plan.moved, ...plan.changed, ...plan.retired].flatMap((one) => one.id ?? [])
  return {
    people: [...new Set([...people, ...joining])],
    households: [...relatives, ...moves, ...planned].filter(isHome),
  }
}

/** The named households, those of named members, and those of named relatives. */
async function householdIds(tx: Tx, named: Named): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select unnest(${named.households}::uuid[]) as id
    union select household_id from household_member where person_id = any(${named.people}::uuid[])
    union select household_id from person where id = any(${named.people}::uuid[]) and household_id is not null`.execute(
    tx,
  )
  return rows.map((row) => row.id).sort()
}
