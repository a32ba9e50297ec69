/** SQL of the inbox, and of what is done by hand. */
import { sql } from 'kysely'
import type { Tx, Work } from '#platform/work.ts'
import type { Passed } from '../escalation/recipients.ts'

export interface InboxRow {
  id: string
  sent_at: Date
  level: 'reminder' | 'amber' | 'red'
  step: number
  via: string
  passed: Passed[]
  unit_id: string
  measure: string | null
  day: string | null
  slot: string | null
  told: number
  missing: { task: string; name: string }[]
  due_at: Date | null
  alert_id: string | null
  alert_level: string | null
  alert_state: string | null
  alert_name: string | null
  named_by: string | null
  named_holds: boolean
  seen_at: Date | null
  acknowledged_at: Date | null
  expires_at: Date | null
}

/** What went out to a person lately, each with the names that still lack something now. */
export async function inboxOf(tx: Tx, personId: string, since: Date, limit: number): Promise<InboxRow[]> {
  const { rows } = await sql<InboxRow>`
    select n.id, n.sent_at, n.level, n.step, n.via, n.passed, n.unit_id, n.measure, n.day, n.slot, cardinality(n.task_ids) as told,
      coalesce(t.missing, '[]') as missing, t.due_at, n.alert_id, a.level as alert_level, a.state as alert_state, ap.name as alert_name,
      nb.name as named_by, coalesce(nb.holds, false) as named_holds, n.seen_at, n.acknowledged_at, case when n.expired_at is null then n.expires_at end as expires_at
    from notice n
    left join lateral (
      select min(t.due_at) as due_at, json_agg(json_build_object('task', t.id, 'name', coalesce(p.name, u.name, l.name, hm.name || '家')) order by t.unit_id, p.name)
        filter (where t.state = 0) as missing
      from task t
      left join person p on t.subject_kind = 'person' and p.id = t.subject_id
      left join unit u on t.subject_kind = 'unit' and u.id = t.subject_id
      left join place l on t.subject_kind = 'place' and l.id = t.subject_id
      left join lateral (select m.name from household_member h join person m on m.id = h.person_id
        where t.subject_kind = 'household' and h.household_id = t.subject_id order by h.position limit 1) hm on true
      where t.id = any(n.task_ids)
    ) t on true
    left join alert a on a.id = n.alert_id
    left join person ap on a.subject_kind = 'person' and ap.id = a.subject_id
    left join lateral (
      select (array_agg(p.name order by r.from_at))[1] as name, bool_or(r.until_at is null) as holds
      from responsible r left join person p on p.id = r.named_by
      where n.via = 'named' and r.unit_id = n.unit_id and r.measure = n.measure and r.person_id = n.recipient_id and r.from_at >= n.at
    ) nb on true
    where n.recipient_id = ${personId} and n.sent_at >= ${since}
    order by n.sent_at desc, n.id desc limit ${limit}`.execute(tx)
  return rows
}

export interface OwnNotice {
  id: string
  detachment_id: string
  unit_id: string
  level: 'reminder' | 'amber' | 'red'
  escalation_id: string | null
  alert_id: string | null
  measure: string | null
  acknowledged_at: Date | null
  expires_at: Date | null
  expired_at: Date | null
}

export async function lockOwnNotice(tx: Tx, id: string, personId: string): Promise<OwnNotice | undefined> {
  const { rows } =
    await sql<OwnNotice>`select id, detachment_id, unit_id, level, escalation_id, alert_id, measure, acknowledged_at, expires_at, expired_at
    from notice where id = ${id} and recipient_id = ${personId} and sent_at is not null for update`.execute(tx)
  return rows[0]
}

export interface TaskFacts {
  id: string
  detachment_id: string
  unit_id: string
  measure: string
  day: string
  slot: string
  subject_kind: string
  subject_id: string
  due_at: Date
  name: string
}

const subjectName = sql`coalesce(p.name, u.name, l.name,
  (select m.name || '家' from household_member h join person m on m.id = h.person_id where h.household_id = t.subject_id order by h.position limit 1), '')`
const facts = sql`t.id, t.detachment_id, t.unit_id, t.measure, t.day, t.slot, t.subject_kind, t.subject_id, t.due_at, ${subjectName} as name
  from task t
  left join person p on t.subject_kind = 'person' and p.id = t.subject_id
  left join unit u on t.subject_kind = 'unit' and u.id = t.subject_id
  left join place l on t.subject_kind = 'place' and l.id = t.subject_id`

/** Open tasks by id. */
export async function openTasksById(tx: Tx, ids: readonly string[]): Promise<TaskFacts[]> {
  const { rows } =
    await sql<TaskFacts>`select ${facts} where t.id = any(${ids}::uuid[]) and t.state = 0 order by t.unit_id, t.id`.execute(
      tx,
    )
  return rows
}

/** Tasks by id in every state. */
export async function taskById(tx: Tx, id: string): Promise<TaskFacts | undefined> {
  const { rows } = await sql<TaskFacts>`select ${facts} where t.id = ${id}`.execute(tx)
  return rows[0]
}

/** Open tasks of a measure, date and slot at these units. */
export async function openTasksAt(
  tx: Tx,
  unitIds: readonly string[],
  measure: string,
  day: string,
  slot: string,
  limit: number,
): Promise<TaskFacts[]> {
  const { rows } =
    await sql<TaskFacts>`select ${facts} where t.unit_id = any(${unitIds}::uuid[]) and t.measure = ${measure} and t.day = ${day}
    and t.slot = ${slot} and t.state = 0 order by t.unit_id, t.id limit ${limit}`.execute(tx)
  return rows
}

/** When each of these people was last reminded by hand, since an instant. */
export async function remindedSince(tx: Tx, people: readonly string[], since: Date): Promise<Map<string, Date>> {
  const { rows } = await sql<{ recipient_id: string; at: Date }>`select recipient_id, max(at) as at from notice
    where recipient_id = any(${people}::uuid[]) and via = 'hand' and at > ${since} group by recipient_id`.execute(tx)
  return new Map(rows.map((r) => [r.recipient_id, r.at]))
}

/** One reminder of a person at a time: two officers who press at once remind once. */
export async function lockPeople(tx: Tx, people: readonly string[]): Promise<void> {
  await sql`select id from person where id = any(${people}::uuid[]) order by id for no key update`.execute(tx)
}

export async function insertTries(
  w: Work,
  tries: readonly { taskId: string; detachmentId: string; kind: string; note: string | null }[],
): Promise<void> {
  if (tries.length === 0) return
  const by = w.actor.personId ?? w.actor.id
  await w.tx
    .insertInto('contact_try')
    .values(
      tries.map((t) => ({
        id: w.id(),
        task_id: t.taskId,
        detachment_id: t.detachmentId,
        kind: t.kind,
        note: t.note,
        by_id: by,
        at: w.now,
      })),
    )
    .execute()
}

export async function triesOf(
  tx: Tx,
  taskId: string,
): Promise<{ kind: string; at: Date; note: string | null; by: string | null }[]> {
  const { rows } = await sql<{ kind: string; at: Date; note: string | null; by: string | null }>`
    select c.kind, c.at, c.note, coalesce(p.name, a.name) as by from contact_try c
    left join person p on p.id = c.by_id left join account a on a.id = c.by_id
    where c.task_id = ${taskId} order by c.at desc, c.id desc limit 50`.execute(tx)
  return rows
}

/** Names of people. */
export async function namesOf(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{
    id: string
    name: string
  }>`select id, name from person where id = any(${ids}::uuid[])`.execute(tx)
  return new Map(rows.map((r) => [r.id, r.name]))
}
