/** SQL of escalations: found from what fell due, taken one by one under a lock, moved on. */
import { sql } from 'kysely'
import type { Measure } from '#core/orders/playbook/schema.ts'
import type { Tx, Work } from '#platform/work.ts'
import type { Owed } from './recipients.ts'
import type { Downtime } from './still.ts'

export interface EscalationRow {
  id: string
  detachment_id: string
  campaign_id: string | null
  measure: string | null
  day: string | null
  slot: string | null
  alert_id: string | null
  due_at: Date
  closes_at: Date | null
  next_step: number
  next_at: Date | null
  round: number
  told_at: Date | null
  finished_at: Date | null
  /** 'complete', 'ladder_end', 'stopped', 'settled'; null while it goes on. */
  finished_why: string | null
}

/**
 * Opens a ladder for each detachment, measure, date and slot that fell due in a span and lacks something. Idempotent:
 * what is there already stays, but one that was complete and lacks something again (a correction, an exemption taken
 * back) goes on where it stood.
 */
export async function openFallenDue(w: Work, after: Date, upto: Date): Promise<void> {
  const { rows } = await sql<Record<string, unknown>>`
    select g.detachment_id, m.campaign_id, g.measure, g.day, g.slot, g.due_at, g.closes_at
    from (
      select detachment_id, measure, day, slot, min(due_at) as due_at, max(closes_at) as closes_at, (array_agg(unit_id))[1] as unit_id
      from tally where due_at >= ${after} and due_at < ${upto} and expected > done + late + received_late + exempt
      group by 1, 2, 3, 4
    ) g
    left join lateral (
      select ms.campaign_id from task t join measure ms on ms.id = t.measure_ids[1]
      where t.unit_id = g.unit_id and t.day = g.day and t.measure = g.measure and t.slot = g.slot and t.state = 0 limit 1
    ) m on true
    where not exists (select from escalation e where e.detachment_id = g.detachment_id and e.measure = g.measure and e.day = g.day
      and e.slot = g.slot and e.alert_id is null and e.finished_why is distinct from 'complete')`.execute(w.tx)
  await open(w, rows)
}

/** Opens a ladder for each alert that has none yet: intake and judging need not know of ladders. */
export async function openForAlerts(w: Work): Promise<void> {
  const { rows } = await sql<Record<string, unknown>>`
    select a.detachment_id, a.id as alert_id, a.opened_at as due_at from alert a
    where a.state <> 'closed' and not exists (select from escalation e where e.alert_id = a.id)`.execute(w.tx)
  await open(w, rows)
}

async function open(w: Work, rows: readonly Record<string, unknown>[]): Promise<void> {
  if (rows.length === 0) return
  const list = JSON.stringify(rows.map((r) => ({ ...r, id: w.id() })))
  await sql`insert into escalation (id, detachment_id, campaign_id, measure, day, slot, alert_id, due_at, closes_at, next_step, next_at)
    select id, detachment_id, campaign_id, measure, day, slot, alert_id, due_at, closes_at, -1, due_at
    from jsonb_to_recordset(${list}::jsonb) as e(id uuid, detachment_id uuid, campaign_id uuid, measure text, day date, slot text,
      alert_id uuid, due_at timestamptz, closes_at timestamptz)
    on conflict (detachment_id, measure, day, slot, alert_id) do update set finished_at = null, finished_why = null, next_at = excluded.next_at
      where escalation.finished_why = 'complete'`.execute(w.tx)
}

/** The next escalation that is due, locked; another node's is passed by. */
export async function takeDue(tx: Tx, now: Date, except: readonly string[]): Promise<EscalationRow | undefined> {
  const { rows } = await sql<EscalationRow>`select * from escalation
    where next_at <= ${now} and id <> all(${except}::uuid[]) order by next_at, id limit 1 for update skip locked`.execute(
    tx,
  )
  return rows[0]
}

/** One escalation, locked; undefined where it is gone. */
export async function lockEscalation(tx: Tx, id: string): Promise<EscalationRow | undefined> {
  const { rows } = await sql<EscalationRow>`select * from escalation where id = ${id} for update`.execute(tx)
  return rows[0]
}

export async function advance(
  tx: Tx,
  id: string,
  to: { nextStep: number; nextAt: Date | null; toldAt: Date | null; round: number },
): Promise<void> {
  await sql`update escalation set next_step = ${to.nextStep}, next_at = ${to.nextAt}, told_at = coalesce(${to.toldAt}, told_at), round = ${to.round},
      finished_at = null, finished_why = null
    where id = ${id}`.execute(tx)
}

export async function finish(
  tx: Tx,
  id: string,
  why: 'complete' | 'ladder_end' | 'stopped' | 'settled',
  now: Date,
): Promise<void> {
  await sql`update escalation set next_at = null, finished_at = ${now}, finished_why = ${why} where id = ${id}`.execute(
    tx,
  )
}

interface MissingRow {
  id: string
  unit_id: string
  subject_kind: string
  subject_id: string
  measure_ids: string[]
}

/** What is past due and not met, exempt or withdrawn of one measure, date and slot in a detachment. */
export async function missingTasks(tx: Tx, row: EscalationRow, now: Date): Promise<MissingRow[]> {
  const { rows } = await sql<MissingRow>`select t.id, t.unit_id, t.subject_kind, t.subject_id, t.measure_ids
    from tally y join task t on t.unit_id = y.unit_id and t.day = y.day and t.measure = y.measure and t.slot = y.slot
    where y.detachment_id = ${row.detachment_id} and y.day = ${row.day} and y.measure = ${row.measure} and y.slot = ${row.slot}
      and t.state = 0 and t.due_at < ${now}
    order by (select u.no from unit u where u.id = t.unit_id), t.id`.execute(tx)
  return rows
}

export const asOwed = (t: MissingRow): Owed => ({
  id: t.id,
  unitId: t.unit_id,
  subjectKind: t.subject_kind,
  subjectId: t.subject_id,
})

/** Of these tasks, those that still are missing. */
export async function stillMissing(tx: Tx, taskIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{
    id: string
  }>`select id from task where id = any(${taskIds}::uuid[]) and state = 0`.execute(tx)
  return new Set(rows.map((r) => r.id))
}

/** The wording that these tasks were made by, the campaign's own before another's. */
export async function measureOf(
  tx: Tx,
  measureIds: readonly string[],
  campaignId: string | null,
): Promise<Measure | undefined> {
  const { rows } = await sql<{ content: Measure }>`select content from measure where id = any(${measureIds}::uuid[])
    order by campaign_id is not distinct from ${campaignId}::uuid desc, version limit 1`.execute(tx)
  return rows[0]?.content
}

export async function downtimesSince(tx: Tx, since: Date): Promise<Downtime[]> {
  const { rows } = await sql<{
    from_at: Date
    until_at: Date
  }>`select from_at, until_at from downtime where until_at > ${since}`.execute(tx)
  return rows.map((r) => ({ from: r.from_at.getTime(), until: r.until_at.getTime() }))
}

/** Ladders with an acknowledgement that has run out. */
export async function withExpiredAcknowledgement(
  tx: Tx,
  now: Date,
  except: readonly string[],
): Promise<string | undefined> {
  const { rows } = await sql<{
    escalation_id: string
  }>`select n.escalation_id from notice n join escalation e on e.id = n.escalation_id
    where n.expired_at is null and n.acknowledged_at is not null and n.expires_at <= ${now} and e.id <> all(${except}::uuid[])
    order by n.expires_at limit 1 for update of e skip locked`.execute(tx)
  return rows[0]?.escalation_id
}

/** Notes that these acknowledgements have run out, so that nobody's screen shows them as holding. */
export async function markExpired(tx: Tx, escalationId: string, now: Date): Promise<void> {
  await sql`update notice set expired_at = ${now} where escalation_id = ${escalationId} and acknowledged_at is not null
    and expired_at is null and expires_at <= ${now}`.execute(tx)
}

/** An alert came into another state, or turned red: its ladder begins anew, and may tell again whom it told before. */
export async function restartLadder(tx: Tx, alertId: string, now: Date): Promise<void> {
  await sql`update escalation set next_step = -1, next_at = ${now}, round = round + 1, told_at = null, finished_at = null, finished_why = null
    where alert_id = ${alertId}`.execute(tx)
}
