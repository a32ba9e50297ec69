/** SQL of presence: a person's periods, and the duties that a change moves. */
import { sql } from 'kysely'
import type { Text } from '#platform/texts.ts'
import type { Tx } from '#platform/work.ts'

export interface PersonHere {
  readonly id: string
  readonly kind: 'member' | 'relative'
  readonly name: string
  readonly unit_id: string
  readonly detachment_id: string
}

/** The person, locked against another change until the transaction ends; who left is not there. */
export async function lockPerson(tx: Tx, id: string): Promise<PersonHere | undefined> {
  const { rows } = await sql<PersonHere>`select id, kind, name, unit_id, detachment_id from person
    where id = ${id} and retired_at is null for no key update`.execute(tx)
  return rows[0]
}

export interface PeriodRow {
  readonly id: string
  readonly person_id: string
  readonly kind: string
  readonly from_at: Date
  readonly until_at: Date | null
  readonly unit_id: string | null
  readonly place: string | null
  readonly note: string | null
  readonly by_name: string | null
  readonly source: string
  readonly entered_at: Date
}

const columns = sql`r.id, r.person_id, r.kind, lower(r.during) as from_at, upper(r.during) as until_at, r.unit_id, r.place, r.note, r.source, r.entered_at,
  (select a.name from account a where a.id = r.entered_by) as by_name`

/** Periods in force that reach beyond an instant, oldest first. */
export async function periodsOf(tx: Tx, personId: string, since: Date): Promise<PeriodRow[]> {
  const { rows } = await sql<PeriodRow>`select ${columns} from presence r
    where r.person_id = ${personId} and r.withdrawn_at is null and r.during && tstzrange(${since}, null) order by lower(r.during)`.execute(
    tx,
  )
  return rows
}

export async function periodById(tx: Tx, id: string): Promise<PeriodRow | undefined> {
  const { rows } =
    await sql<PeriodRow>`select ${columns} from presence r where r.id = ${id} and r.withdrawn_at is null`.execute(tx)
  return rows[0]
}

export const withdrawPeriods = (tx: Tx, ids: readonly string[], now: Date) =>
  sql`update presence set withdrawn_at = ${now} where id = any(${ids}::uuid[]) and withdrawn_at is null`.execute(tx)

export const setBounds = (tx: Tx, id: string, from: Date, until: Date | null) =>
  sql`update presence set during = tstzrange(${from}, ${until}) where id = ${id}`.execute(tx)

/** The rest of a period behind another that was laid into it, with everything that it said. */
export const copyPeriod = (tx: Tx, id: string, of: string, from: Date, until: Date | null) =>
  sql`insert into presence (id, person_id, kind, during, unit_id, place, note, source, entered_by, entered_at)
    select ${id}, person_id, kind, tstzrange(${from}, ${until}), unit_id, place, note, source, entered_by, entered_at from presence where id = ${of}`.execute(
    tx,
  )

export interface NewPeriod {
  readonly id: string
  readonly personId: string
  readonly kind: string
  readonly from: Date
  readonly until: Date | null
  readonly unitId: string | null
  readonly place: string | null
  readonly note: string | null
  readonly byId: string | null
  readonly now: Date
}

export const insertPeriod = (tx: Tx, p: NewPeriod) =>
  sql`insert into presence (id, person_id, kind, during, unit_id, place, note, source, entered_by, entered_at)
    values (${p.id}, ${p.personId}, ${p.kind}, tstzrange(${p.from}, ${p.until}), ${p.unitId}, ${p.place}, ${p.note}, 'hand', ${p.byId}, ${p.now})`.execute(
    tx,
  )

export interface DutyRow {
  readonly id: string
  readonly day: string
  readonly slot: string
  readonly due_at: Date
  readonly state: number
  readonly title: Text | null
  readonly measure: string
}

/** What a person owes and is not yet due, whatever has become of it. */
export async function dutiesAhead(tx: Tx, personId: string, now: Date): Promise<DutyRow[]> {
  const { rows } = await sql<DutyRow>`select t.id, t.day::text as day, t.slot, t.due_at, t.state, t.measure,
      (select m.content -> 'title' from measure m where m.id = t.measure_ids[1]) as title
    from task t where t.subject_id = ${personId} and t.due_at > ${now} order by t.due_at, t.measure`.execute(tx)
  return rows
}

export async function postsHeld(tx: Tx, personId: string, now: Date): Promise<{ post: string; unit_id: string }[]> {
  const { rows } = await sql<{ post: string; unit_id: string }>`select post, unit_id from appointment
    where person_id = ${personId} and from_at <= ${now} and (until_at is null or until_at > ${now}) order by from_at, id`.execute(
    tx,
  )
  return rows
}
