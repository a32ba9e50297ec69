/** The organisation as a roster's check needs it: every unit, and everybody of the detachments that a file names. */
import { sql } from 'kysely'
import type { Tx } from '#platform/work.ts'
import { nameKey } from './clean.ts'
import type {
  KnownAppointment,
  KnownHousehold,
  KnownOrganisation,
  KnownPerson,
  KnownUnit,
  Sex,
  Sheet,
} from './model.ts'
import { postCode } from './post-words.ts'

/**
 * Reads the organisation at an instant.
 * @param detachments ids of the detachments whose people are read; null: of all
 */
export async function loadKnown(tx: Tx, now: Date, detachments: readonly string[] | null): Promise<KnownOrganisation> {
  const units = await tx
    .selectFrom('unit')
    .select(['id', 'parent_id as parent', 'kind', 'name'])
    .where('closed_at', 'is', null)
    .orderBy('no')
    .execute()
  const chosen = detachments ?? units.filter((unit) => unit.kind === 'detachment').map((unit) => unit.id)
  return {
    units: units satisfies KnownUnit[],
    people: await loadPeople(tx, chosen),
    households: await loadHouseholds(tx, chosen),
    appointments: await loadAppointments(tx, now, chosen),
  }
}

/** Ids of the known detachments that the sheet's rows name. */
export async function detachmentsNamed(tx: Tx, sheet: Sheet): Promise<string[]> {
  const named = new Set(sheet.rows.map((row) => nameKey(row.cells.detachment ?? '')))
  const rows = await tx
    .selectFrom('unit')
    .select(['id', 'name'])
    .where('kind', '=', 'detachment')
    .where('closed_at', 'is', null)
    .execute()
  return rows.filter((row) => named.has(nameKey(row.name))).map((row) => row.id)
}

interface PersonRow {
  id: string
  kind: 'member' | 'relative'
  name: string
  unit: string
  staff_no: string | null
  phone: string | null
  sex: Sex | null
  born: number | null
  relation: string | null
  household: string | null
  gone: boolean
}

async function loadPeople(tx: Tx, detachments: readonly string[]): Promise<KnownPerson[]> {
  // Who left from a unit that is closed since comes back at the detachment.
  const { rows } = await sql<PersonRow>`select p.id, p.kind, p.name, p.staff_no, p.phone, p.sex, p.born, p.relation,
      case when u.closed_at is null then p.unit_id else p.detachment_id end as unit,
      p.household_id as household, p.retired_at is not null as gone
    from person p join unit u on u.id = p.unit_id
    where p.detachment_id = any(${detachments}::uuid[]) order by p.id`.execute(tx)
  return rows.map(({ staff_no, gone, ...row }) => ({ ...row, staffNo: staff_no, ...(gone && { left: true }) }))
}

async function loadHouseholds(tx: Tx, detachments: readonly string[]): Promise<KnownHousehold[]> {
  const { rows } = await sql<KnownHousehold>`select h.id, array_agg(m.person_id order by m.position) as members
    from household h join household_member m on m.household_id = h.id
    where h.detachment_id = any(${detachments}::uuid[]) group by h.id order by h.id`.execute(tx)
  return rows
}

async function loadAppointments(tx: Tx, now: Date, detachments: readonly string[]): Promise<KnownAppointment[]> {
  const { rows } = await sql<{ id: string; person: string; unit: string; post: string; source: string }>`
    select a.id, a.person_id as person, a.unit_id as unit, a.post, a.source
    from appointment a join person p on p.id = a.person_id
    where p.detachment_id = any(${detachments}::uuid[]) and (a.until_at is null or a.until_at > ${now}) order by a.id`.execute(
    tx,
  )
  return rows.map(({ source, ...row }) => ({
    ...row,
    post: postCode(row.post),
    ...(source !== 'roster' && { byHand: true }),
  }))
}
