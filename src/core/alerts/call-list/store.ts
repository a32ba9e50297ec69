/** SQL of the call list: every missing name with what a caller needs, in one statement. */
import { sql } from 'kysely'
import type { Tx } from '#platform/work.ts'

export interface CallRow {
  task: string
  unit_id: string
  /** The person to call: the member, or a household's first member. */
  person: string
  name: string
  household: boolean
  phone: string | null
  post: string | null
  due_at: Date
  presence: string | null
  place: string | null
  presence_from: Date | null
  alert: string | null
  /** Last reading of the last 24 hours; null also where the reader may not see it. */
  celsius: number | null
  read_at: Date | null
  /** Due time of the slot before, where that is missing too. */
  before_due_at: Date | null
  tries: number
}

/** More names than this nobody calls; past it the list is cut. */
export const callRowsMax = 2000

/** What is missing of a measure, day and slot at these units. */
export async function callRows(
  tx: Tx,
  unitIds: readonly string[],
  key: { measure: string; day: string; slot: string },
  now: Date,
): Promise<CallRow[]> {
  const dayAgo = new Date(now.getTime() - 86_400_000)
  const { rows } = await sql<CallRow>`
    select t.id as task, t.unit_id, p.id as person, p.name, t.subject_kind = 'household' as household, p.phone, a.post, t.due_at,
      e.kind as presence, e.place, lower(e.during) as presence_from, al.level as alert, r.celsius, r.observed_at as read_at,
      b.due_at as before_due_at,
      (select count(*)::int from contact_try c where c.task_id = t.id and c.kind = 'call_no_answer') as tries
    from task t
    left join lateral (select h.person_id from household_member h where t.subject_kind = 'household' and h.household_id = t.subject_id
      order by h.position limit 1) hm on true
    join person p on p.id = coalesce(hm.person_id, t.subject_id)
    left join lateral (select post from appointment where person_id = p.id and from_at <= ${now} and (until_at is null or until_at > ${now})
      order by from_at limit 1) a on true
    left join lateral (select kind, place, during from presence where person_id = p.id and withdrawn_at is null and during @> ${now}::timestamptz limit 1) e on true
    left join lateral (select level from alert where subject_id = p.id and state <> 'closed' order by level = 'amber' limit 1) al on true
    left join lateral (select (answers ->> 'celsius')::float8 as celsius, observed_at from report
      where t.subject_kind = 'person' and subject_id = p.id and observed_at > ${dayAgo} and jsonb_typeof(answers -> 'celsius') = 'number'
      order by observed_at desc limit 1) r on true
    left join lateral (select x.due_at from task x where x.subject_id = t.subject_id and x.measure = t.measure and x.due_at < t.due_at
      and x.due_at > t.due_at - interval '26 hours' and x.state = 0 order by x.due_at desc limit 1) b on true
    where t.unit_id = any(${unitIds}::uuid[]) and t.measure = ${key.measure} and t.day = ${key.day} and t.slot = ${key.slot}
      and t.state = 0 and t.due_at < ${now}
    order by t.unit_id, p.staff_no_key, p.id limit ${callRowsMax}`.execute(tx)
  return rows
}

/** Reported, owed and exempt by unit. */
export async function figuresAt(
  tx: Tx,
  unitIds: readonly string[],
  key: { measure: string; day: string; slot: string },
) {
  const { rows } = await sql<{ unit_id: string; reported: number; owed: number; exempt: number; due_at: Date }>`
    select unit_id, (done + late + received_late) as reported, (expected - exempt) as owed, exempt, due_at from tally
    where unit_id = any(${unitIds}::uuid[]) and measure = ${key.measure} and day = ${key.day} and slot = ${key.slot}`.execute(
    tx,
  )
  return rows
}
