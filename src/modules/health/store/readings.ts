/** Reads what was reported about somebody; row-level security decides what the reader sees. */
import { sql } from 'kysely'
import type { Tx } from '#platform/work.ts'

export interface ReportRow {
  id: string
  subject_id: string
  form: string
  observed_at: Date
  received_at: Date
  answers: Record<string, unknown>
  flags: string[]
  corrects: string | null
  sender_kind: string
  sender_id: string | null
  channel: string
}

/**
 * The newest versions of reports about these subjects, observed from `from` up to `to`, oldest first. What a later
 * report corrects is left out; of several corrections the one observed, else received, last stays.
 */
export async function reportsAbout(
  tx: Tx,
  subjects: readonly string[],
  forms: readonly string[],
  from: Date,
  to: Date,
): Promise<ReportRow[]> {
  const { rows } = await sql<ReportRow>`
    select r.id, r.subject_id, r.form, r.observed_at, r.received_at, r.answers, r.flags, r.corrects, r.sender_kind, r.sender_id, r.channel
    from report r
    where r.subject_id = any(${subjects}::uuid[]) and r.form = any(${forms}::text[])
      and r.observed_at >= ${from} and r.observed_at < ${to}
      and not exists (select from report c where c.corrects = r.id)
      and (r.corrects is null or not exists (select from report c where c.corrects = r.corrects and c.id <> r.id
        and (c.observed_at, c.received_at, c.id) > (r.observed_at, r.received_at, r.id)))
    order by r.observed_at, r.id`.execute(tx)
  return rows
}

export interface PersonOnSheet {
  id: string
  name: string
  staff_no: string
  phone: string | null
  unit_id: string
  presence: string | null
  place: string | null
  until: Date | null
}

/** Members whom the paths count now: those at home there and not detached elsewhere, by number, with their presence. */
export async function membersAt(tx: Tx, path: string, now: Date): Promise<PersonOnSheet[]> {
  const { rows } = await sql<PersonOnSheet>`
    select p.id, p.name, p.staff_no, p.phone, p.unit_id, pr.kind as presence, pr.place, upper(pr.during) as until
    from person p join unit u on u.id = p.unit_id
    left join presence pr on pr.person_id = p.id and pr.withdrawn_at is null and pr.during @> ${now}::timestamptz
    where u.path <@ ${path}::ltree and p.kind = 'member' and p.retired_at is null
    order by u.path, p.staff_no_key`.execute(tx)
  return rows
}

/** The household that hangs on a member, for the hint on the member's page. */
export async function householdOf(tx: Tx, person: string): Promise<string | undefined> {
  const { rows } = await sql<{ household_id: string }>`select m.household_id from household_member m
    join household h on h.id = m.household_id where m.person_id = ${person} and h.retired_at is null limit 1`.execute(
    tx,
  )
  return rows[0]?.household_id
}

export async function memberRow(tx: Tx, person: string, now: Date): Promise<PersonOnSheet | undefined> {
  const { rows } = await sql<PersonOnSheet>`
    select p.id, p.name, p.staff_no, p.phone, p.unit_id, pr.kind as presence, pr.place, upper(pr.during) as until
    from person p
    left join presence pr on pr.person_id = p.id and pr.withdrawn_at is null and pr.during @> ${now}::timestamptz
    where p.id = ${person} and p.retired_at is null`.execute(tx)
  return rows[0]
}

/** Which of these files a report of their owners names in its answers. */
export async function filesNamed(
  tx: Tx,
  ids: readonly string[],
  owners: readonly string[],
  since: Date,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select distinct f.id::text as id
    from report r join unnest(${ids}::uuid[]) as f(id) on strpos(r.answers::text, f.id::text) > 0
    where r.received_at >= ${since} and r.sender_id = any(${owners}::uuid[])`.execute(tx)
  return rows.map((row) => row.id)
}
