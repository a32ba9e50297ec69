/** SQL of alerts. */
import { sql } from 'kysely'
import type { Tx, Work } from '#platform/work.ts'
import type { Reading } from './fever.ts'
import type { AlertDetail, AlertLevel, AlertState } from './schema.ts'

export interface AlertRow {
  id: string
  detachment_id: string
  unit_id: string
  kind: string
  level: AlertLevel
  state: AlertState
  subject_kind: string
  subject_id: string
  report_id: string | null
  detail: AlertDetail
  opened_at: Date
  second_due_at: Date | null
  second_until_at: Date | null
  due_at: Date | null
  assessed_at: Date | null
  assessed_by: string | null
  assessment: {
    finding: string
    level?: string
    note?: string
    earlier?: { finding: string; note?: string; at: string; by: string }[]
  } | null
  controlled_at: Date | null
  controlled_by: string | null
  plan: { plan: string; until: string } | null
  closed_at: Date | null
  closed_by: string | null
  outcome: string | null
  outcome_note: string | null
}

/** The alert of a kind about a subject that is not closed, locked. */
export async function openAlertOf(tx: Tx, subjectId: string, kinds: readonly string[]): Promise<AlertRow | undefined> {
  const { rows } =
    await sql<AlertRow>`select * from alert where subject_id = ${subjectId} and kind = any(${kinds}::text[]) and state <> 'closed'
    order by array_position(${kinds}::text[], kind) limit 1 for update`.execute(tx)
  return rows[0]
}

export async function lockAlert(tx: Tx, id: string): Promise<AlertRow | undefined> {
  const { rows } = await sql<AlertRow>`select * from alert where id = ${id} for update`.execute(tx)
  return rows[0]
}

/** When the last alert of a kind about a subject was assessed or closed: what was read before it has been judged. */
export async function assessedUntil(tx: Tx, subjectId: string, kind: string): Promise<number> {
  const { rows } = await sql<{ at: Date | null }>`select max(greatest(assessed_at, closed_at)) as at from alert
    where subject_id = ${subjectId} and kind = ${kind}`.execute(tx)
  return rows[0]?.at?.getTime() ?? 0
}

export interface NewAlert {
  readonly detachmentId: string
  readonly unitId: string
  readonly kind: string
  readonly level: AlertLevel
  readonly subjectKind: string
  readonly subjectId: string
  readonly reportId: string
  readonly detail: AlertDetail
  readonly secondDueAt: Date | null
  readonly secondUntilAt: Date | null
  readonly dueAt: Date
}

/** @returns the new alert's id; undefined where one is open already */
export async function insertAlert(w: Work, a: NewAlert): Promise<string | undefined> {
  const id = w.id()
  const { rows } = await sql<{
    id: string
  }>`insert into alert (id, detachment_id, unit_id, kind, level, state, subject_kind, subject_id, report_id,
      detail, opened_at, second_due_at, second_until_at, due_at)
    values (${id}, ${a.detachmentId}, ${a.unitId}, ${a.kind}, ${a.level}, 'open', ${a.subjectKind}, ${a.subjectId}, ${a.reportId},
      ${JSON.stringify(a.detail)}, ${w.now}, ${a.secondDueAt}, ${a.secondUntilAt}, ${a.dueAt})
    on conflict (subject_id, kind) where state <> 'closed' do nothing returning id`.execute(w.tx)
  return rows[0]?.id
}

export async function changeAlert(
  tx: Tx,
  id: string,
  to: { level: AlertLevel; state: AlertState; detail: AlertDetail; secondUntilAt: Date | null; dueAt: Date | null },
): Promise<void> {
  await sql`update alert set level = ${to.level}, state = ${to.state}, detail = ${JSON.stringify(to.detail)},
    second_until_at = ${to.secondUntilAt}, due_at = ${to.dueAt} where id = ${id}`.execute(tx)
}

/** Alerts whose second reading has not come in time, locked; another node's are passed by. */
export async function withoutSecond(tx: Tx, now: Date): Promise<AlertRow[]> {
  const { rows } =
    await sql<AlertRow>`select * from alert where state = 'open' and second_until_at is not null and second_until_at <= ${now}
    order by second_until_at, id limit 50 for update skip locked`.execute(tx)
  return rows
}

export interface VersionRow {
  id: string
  corrects: string | null
  observed_at: Date
  received_at: Date
  channel: string
  flags: string[]
  celsius: number
  site: string | null
}

/** Every version of a subject's readings observed since an instant. */
export async function readingsSince(tx: Tx, subjectId: string, since: Date): Promise<VersionRow[]> {
  const { rows } =
    await sql<VersionRow>`select id, corrects, observed_at, received_at, channel, flags, (answers ->> 'celsius')::float8 as celsius,
      answers ->> 'site' as site
    from report where subject_id = ${subjectId} and observed_at >= ${since} and jsonb_typeof(answers -> 'celsius') = 'number'
      and not ('implausible' = any(flags))`.execute(tx)
  return rows
}

/** The members on whom a household hangs, each with the unit that counts the member. */
export async function membersOfHousehold(
  tx: Tx,
  householdId: string,
): Promise<{ id: string; unit_id: string; detachment_id: string }[]> {
  const { rows } = await sql<{
    id: string
    unit_id: string
    detachment_id: string
  }>`select p.id, p.unit_id, p.detachment_id
    from household_member m join person p on p.id = m.person_id and p.retired_at is null
    where m.household_id = ${householdId} order by m.position`.execute(tx)
  return rows
}

/** Members (not relatives) among these persons, each with unit. */
export async function membersAmong(
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, { unit_id: string; detachment_id: string }>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{
    id: string
    unit_id: string
    detachment_id: string
  }>`select id, unit_id, detachment_id from person
    where id = any(${ids}::uuid[]) and kind = 'member'`.execute(tx)
  return new Map(rows.map((r) => [r.id, r]))
}

export const asReading = (v: VersionRow, feverRules: ReadonlySet<string>): Reading => ({
  report: v.id,
  celsius: v.celsius,
  site: v.site,
  observedAt: v.observed_at.getTime(),
  receivedAt: v.received_at.getTime(),
  fever: v.flags.some((f) => feverRules.has(f)),
  channel: v.channel,
})
