/** SQL behind the "why" box: for many measures of one unit at once, so that Today asks as often as a single box does. */
import { sql } from 'kysely'
import type { Text } from '#platform/texts.ts'
import type { Tx } from '#platform/work.ts'
import type { Passed } from './recipients.ts'
import type { EscalationRow } from './store.ts'

/** One measure, date and slot. */
export interface Key {
  readonly measure: string
  readonly day: string
  readonly slot: string
}

export const keyOf = (k: Key): string => `${k.measure} ${k.day} ${k.slot}`

const keyRows = (keys: readonly Key[]) =>
  sql`jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k(measure text, day date, slot text)`

export async function escalationsOf(tx: Tx, detachmentId: string, keys: readonly Key[]): Promise<EscalationRow[]> {
  const { rows } = await sql<EscalationRow>`select e.* from ${keyRows(keys)}
    join escalation e on e.detachment_id = ${detachmentId} and e.measure = k.measure and e.day = k.day and e.slot = k.slot`.execute(
    tx,
  )
  return rows
}

export interface WindowRow extends Key {
  due_at: Date
  closes_at: Date
}

export async function windowsOf(tx: Tx, unitIds: readonly string[], keys: readonly Key[]): Promise<WindowRow[]> {
  const { rows } =
    await sql<WindowRow>`select k.measure, k.day, k.slot, min(y.due_at) as due_at, max(y.closes_at) as closes_at
    from ${keyRows(keys)} join tally y on y.unit_id = any(${unitIds}::uuid[]) and y.measure = k.measure and y.day = k.day and y.slot = k.slot
    group by 1, 2, 3`.execute(tx)
  return rows
}

export interface MissingRow extends Key {
  id: string
  unit_id: string
  subject_kind: string
  subject_id: string
  measure_ids: string[]
}

/** Open tasks of these keys at these units, whether due or not. */
export async function openTasksOf(tx: Tx, unitIds: readonly string[], keys: readonly Key[]): Promise<MissingRow[]> {
  const { rows } =
    await sql<MissingRow>`select t.id, t.unit_id, t.subject_kind, t.subject_id, t.measure, t.day, t.slot, t.measure_ids
    from ${keyRows(keys)} join task t on t.unit_id = any(${unitIds}::uuid[]) and t.measure = k.measure and t.day = k.day and t.slot = k.slot
    where t.state = 0 order by (select u.no from unit u where u.id = t.unit_id), t.id`.execute(tx)
  return rows
}

export interface NoticeRow {
  escalation_id: string
  step: number
  via: string
  passed: Passed[]
  at: Date
  sent_at: Date | null
  held_until: Date | null
  held_why: string | null
  seen_at: Date | null
  acknowledged_at: Date | null
  expires_at: Date | null
  expired_at: Date | null
  recipient_id: string
  name: string
  unit_id: string
  task_ids: string[]
  names: number
}

/** @param unitIds names counted at these units only; null: all of the detachment's */
export async function noticesOf(
  tx: Tx,
  escalationIds: readonly string[],
  unitIds: readonly string[] | null,
): Promise<NoticeRow[]> {
  const counted =
    unitIds === null
      ? sql`cardinality(n.task_ids)`
      : sql`(select count(*)::int from task t where t.id = any(n.task_ids) and t.unit_id = any(${unitIds}::uuid[]))`
  const { rows } = await sql<NoticeRow>`select * from (
      select n.escalation_id, n.step, n.via, n.passed, n.at, n.sent_at, n.held_until, n.held_why, n.seen_at, n.acknowledged_at, n.expires_at,
        n.expired_at, n.recipient_id, n.unit_id, n.task_ids, p.name, ${counted} as names
      from notice n join person p on p.id = n.recipient_id where n.escalation_id = any(${escalationIds}::uuid[])
    ) s where names > 0 order by at, step, via <> 'holder', name`.execute(tx)
  return rows
}

export interface UnsentRow {
  escalation_id: string
  step: number
  at: Date
  why: string
  name: string | null
  task_ids: string[]
  passed: Passed[]
  names: number
}

export async function unsentOf(
  tx: Tx,
  escalationIds: readonly string[],
  unitIds: readonly string[] | null,
): Promise<UnsentRow[]> {
  const counted =
    unitIds === null
      ? sql`cardinality(s.task_ids)`
      : sql`(select count(*)::int from task t where t.id = any(s.task_ids) and t.unit_id = any(${unitIds}::uuid[]))`
  const { rows } = await sql<UnsentRow>`select * from (
      select s.escalation_id, s.step, s.at, s.why, p.name, s.task_ids, s.passed, ${counted} as names
      from unsent s left join person p on p.id = s.recipient_id where s.escalation_id = any(${escalationIds}::uuid[])
    ) s where names > 0 order by at`.execute(tx)
  return rows
}

/** Reminders by hand about names at these units: the last, and how often. */
export async function byHandOf(
  tx: Tx,
  unitIds: readonly string[],
  keys: readonly Key[],
): Promise<(Key & { at: Date; times: number })[]> {
  const { rows } = await sql<
    Key & { at: Date; times: number }
  >`select k.measure, k.day, k.slot, max(c.at) as at, count(distinct c.at)::int as times
    from ${keyRows(keys)} join task t on t.unit_id = any(${unitIds}::uuid[]) and t.measure = k.measure and t.day = k.day and t.slot = k.slot
    join contact_try c on c.task_id = t.id and c.kind = 'reminded' group by 1, 2, 3`.execute(tx)
  return rows
}

export interface ClauseRow {
  code: string
  directive_number: string
  directive: Text
  number: string
  title: Text
}

/** The clause that asks for each of these measures, by the measures' ids in the orders in force. */
export async function clausesOf(tx: Tx, measureIds: readonly string[]): Promise<ClauseRow[]> {
  const { rows } =
    await sql<ClauseRow>`select m.code, d.number as directive_number, d.title as directive, c.number, c.title
    from measure m join clause c on c.id = m.clause_id join directive d on d.id = c.directive_id
    where m.id = any(${measureIds}::uuid[])`.execute(tx)
  return rows
}

export async function peopleOf(
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, { name: string; phone: string | null }>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{
    id: string
    name: string
    phone: string | null
  }>`select id, name, phone from person where id = any(${ids}::uuid[])`.execute(tx)
  return new Map(rows.map((r) => [r.id, r]))
}
