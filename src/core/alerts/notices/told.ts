/** SQL of notices as the ladders write and read them. */
import { sql } from 'kysely'
import type { Tx, Work } from '#platform/work.ts'
import type { Handled, ToldAt } from '../escalation/clocks.ts'
import type { Passed, Via } from '../escalation/recipients.ts'

export interface NewNotice {
  readonly detachmentId: string
  readonly escalationId: string | null
  readonly alertId: string | null
  readonly measure: string | null
  readonly day: string | null
  readonly slot: string | null
  readonly step: number
  readonly round: number
  readonly via: Via
  readonly passed: readonly Passed[]
  readonly recipientId: string
  readonly unitId: string
  readonly taskIds: readonly string[]
  readonly level: 'reminder' | 'amber' | 'red'
  /** Until when the night holds it back; null: it goes out now. */
  readonly heldUntil: Date | null
}

/** A notice that goes out: what a channel is given. Names stay in the database, behind the reader's rights. */
export interface SentNotice {
  readonly id: string
  readonly recipientId: string
  readonly unitId: string
  readonly level: string
}

/** Inserts notices that are not there yet, in one statement. @returns those that go out now */
export async function insertNotices(w: Work, list: readonly NewNotice[]): Promise<SentNotice[]> {
  if (list.length === 0) return []
  const rows = list.map((n) => ({ ...n, id: w.id() }))
  const { rows: made } = await sql<{
    id: string
    recipient_id: string
    unit_id: string
    level: string
    sent_at: Date | null
  }>`
    insert into notice (id, detachment_id, escalation_id, alert_id, measure, day, slot, step, round, via, passed, recipient_id, unit_id,
      task_ids, level, at, held_until, held_why, sent_at)
    select id, "detachmentId", "escalationId", "alertId", measure, day, slot, step, round, via, passed, "recipientId", "unitId",
      array(select jsonb_array_elements_text("taskIds")::uuid), level, ${w.now}, "heldUntil",
      case when "heldUntil" is not null then 'night' end, case when "heldUntil" is null then ${w.now}::timestamptz end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(id uuid, "detachmentId" uuid, "escalationId" uuid, "alertId" uuid,
      measure text, day date, slot text, step int, round int, via text, passed jsonb, "recipientId" uuid, "unitId" uuid, "taskIds" jsonb,
      level text, "heldUntil" timestamptz)
    on conflict (escalation_id, step, round, recipient_id) where escalation_id is not null do nothing
    returning id, recipient_id, unit_id, level, sent_at`.execute(w.tx)
  return made
    .filter((n) => n.sent_at !== null)
    .map((n) => ({ id: n.id, recipientId: n.recipient_id, unitId: n.unit_id, level: n.level }))
}

export interface NewSilence {
  readonly escalationId: string
  readonly step: number
  readonly round: number
  readonly why: 'acknowledged' | 'told' | 'nobody' | 'overtaken' | 'met'
  readonly recipientId: string | null
  readonly taskIds: readonly string[]
  readonly passed: readonly Passed[]
}

/** Keeps what was not sent, and why. */
export async function insertSilences(w: Work, list: readonly NewSilence[]): Promise<void> {
  if (list.length === 0) return
  const rows = list.map((s) => ({ ...s, id: w.id() }))
  await sql`insert into unsent (id, escalation_id, step, round, at, why, recipient_id, task_ids, passed)
    select id, "escalationId", step, round, ${w.now}, why, "recipientId", array(select jsonb_array_elements_text("taskIds")::uuid), passed
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(id uuid, "escalationId" uuid, step int, round int, why text,
      "recipientId" uuid, "taskIds" jsonb, passed jsonb)`.execute(w.tx)
}

/**
 * What a ladder has told so far.
 * @param since of an alert: when its present state began; what was told of an earlier one does not count
 * @param personal what is owed is owed by the persons themselves
 */
export async function toldOf(tx: Tx, escalationId: string, since: Date, personal: boolean): Promise<ToldAt[]> {
  const { rows } = await sql<{
    step: number
    at: Date
    recipient_id: string
    owed: string[]
    until: Date | null
    via: string
  }>`
    select step, at, recipient_id, case when alert_id is null then task_ids else array[alert_id] end as owed, via,
      case when acknowledged_at is not null then expires_at end as until
    from notice where escalation_id = ${escalationId} and at >= ${since} order by at`.execute(tx)
  return rows.map((r) => ({
    step: r.step,
    at: r.at.getTime(),
    recipientId: r.recipient_id,
    owedIds: r.owed,
    until: r.until?.getTime() ?? null,
    asOwner: personal && r.via === 'owner',
  }))
}

/** The steps that were taken since an instant: what was sent, and what was not. */
export async function handledSince(
  tx: Tx,
  escalationId: string,
  alertId: string | null,
  since: Date,
): Promise<Handled[]> {
  const { rows } = await sql<{ step: number; at: Date; task_ids: string[] }>`
    select step, at, task_ids from notice where escalation_id = ${escalationId} and at >= ${since}
    union all select step, at, task_ids from unsent where escalation_id = ${escalationId} and at >= ${since}`.execute(
    tx,
  )
  return rows.map((r) => ({
    step: r.step,
    at: r.at.getTime(),
    owedIds: alertId === null ? r.task_ids : [alertId],
  }))
}
