/** Reads what a subject owes around today. */
import { sql } from 'kysely'
import type { Tx } from '#platform/work.ts'

export interface OwedRow {
  id: string
  subject_id: string
  measure: string
  day: string
  slot: string
  form: string
  opens_at: Date
  due_at: Date
  closes_at: Date
  state: number
  met_by: string | null
  met_at: Date | null
  reason: string | null
}

/** Tasks of these subjects whose local date is `day` or the day before, withdrawn ones left out, by due time. */
export async function tasksAround(tx: Tx, subjects: readonly string[], day: string): Promise<OwedRow[]> {
  const { rows } = await sql<OwedRow>`
    select id, subject_id, measure, day, slot, form, opens_at, due_at, closes_at, state, met_by, met_at, reason
    from task
    where subject_id = any(${subjects}::uuid[]) and opens_at >= ${day}::date - interval '2 days' and state <> 5
      and day between ${day}::date - 1 and ${day}::date
    order by due_at, id`.execute(tx)
  return rows
}

/**
 * The places whose disinfection a person answers for: by a post held at the unit or below it (an orderly's post may be
 * written in the squad, while the places are the station's), or named by name.
 */
export async function placesOf(
  tx: Tx,
  person: string,
  posts: readonly string[],
  now: Date,
): Promise<{ id: string; name: string; kind: string; unit_id: string }[]> {
  const { rows } = await sql<{ id: string; name: string; kind: string; unit_id: string }>`
    select distinct pl.id, pl.name, pl.kind, pl.unit_id, pl.created_at from place pl
    where pl.closed_at is null and pl.unit_id in (
      select above.id from appointment a join unit held on held.id = a.unit_id join unit above on held.path <@ above.path
        where a.person_id = ${person} and a.post = any(${posts}::text[])
        and a.from_at <= ${now} and (a.until_at is null or a.until_at > ${now})
      union select r.unit_id from responsible r where r.person_id = ${person}
        and r.from_at <= ${now} and (r.until_at is null or r.until_at > ${now}))
    order by pl.created_at, pl.name`.execute(tx)
  return rows
}
