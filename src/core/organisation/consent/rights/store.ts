/** SQL of requests about one's data, and of what is kept about a household. Reads core's tables; writes its own alone. */
import { sql } from 'kysely'
import type { Tx } from '#platform/work.ts'
import { familyOrder } from '../store.ts'
import type { RightsKind } from './schema.ts'

export interface RequestRow {
  id: string
  /** Null: a member's own request. */
  household_id: string | null
  person_id: string | null
  kind: RightsKind
  note: string | null
  at: Date
  answered_at: Date | null
  answered_by: string | null
  outcome: string | null
  deleted_at: Date | null
  deleted_reports: number | null
  unit_id: string
  household_name: string | null
  person_name: string | null
  relation: string | null
  answerer: string | null
}

const requests = sql`select r.id, r.household_id, r.person_id, r.kind, r.note, r.at, r.answered_at, r.answered_by, r.outcome,
    r.deleted_at, r.deleted_reports, u.id as unit_id, m.name as household_name, p.name as person_name, p.relation,
    a.name as answerer
  from rights_request r left join household h on h.id = r.household_id left join person p on p.id = r.person_id
  join unit u on u.id = coalesce(h.unit_id, p.unit_id)
  left join account a on a.id = r.answered_by
  left join lateral (select p.name from household_member hm join person p on p.id = hm.person_id
    where hm.household_id = h.id order by hm.position limit 1) m on true`

const below = (roots: readonly string[]) => sql`u.path <@ any (${`{${roots.join(',')}}`}::ltree[])`

/** Requests of households below the roots: the open ones oldest first, the answered ones newest first. */
export async function listRequests(tx: Tx, roots: readonly string[], state: 'open' | 'answered', limit: number) {
  const { rows } =
    state === 'open'
      ? await sql<RequestRow>`${requests} where ${below(roots)} and r.answered_at is null order by r.at, r.id limit ${limit}`.execute(
          tx,
        )
      : await sql<RequestRow>`${requests} where ${below(roots)} and r.answered_at is not null order by r.answered_at desc, r.id limit ${limit}`.execute(
          tx,
        )
  return rows
}

export async function countRequests(tx: Tx, roots: readonly string[]): Promise<{ open: number; answered: number }> {
  const { rows } = await sql<{ open: number; answered: number }>`
    select count(*) filter (where r.answered_at is null)::int as open, count(r.answered_at)::int as answered
    from rights_request r left join household h on h.id = r.household_id left join person p on p.id = r.person_id
    join unit u on u.id = coalesce(h.unit_id, p.unit_id)
    where ${below(roots)}`.execute(tx)
  return rows[0]!
}

/** Of those that wait, how many were made before an instant. */
export async function countOpen(
  tx: Tx,
  roots: readonly string[],
  before: Date,
): Promise<{ open: number; over: number }> {
  const { rows } = await sql<{ open: number; over: number }>`
    select count(*)::int as open, count(*) filter (where r.at < ${before})::int as over
    from rights_request r left join household h on h.id = r.household_id left join person p on p.id = r.person_id
    join unit u on u.id = coalesce(h.unit_id, p.unit_id)
    where r.answered_at is null and ${below(roots)}`.execute(tx)
  return rows[0]!
}

export async function requestById(tx: Tx, id: string): Promise<RequestRow | undefined> {
  const { rows } = await sql<RequestRow>`${requests} where r.id = ${id}`.execute(tx)
  return rows[0]
}

/** Holds the request, so that two who answer at once do not both. @returns whether it is still open */
export async function lockRequest(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await sql<{
    open: boolean
  }>`select answered_at is null as open from rights_request where id = ${id} for update`.execute(tx)
  return rows[0]?.open ?? false
}

export async function markAnswered(tx: Tx, id: string, by: string | null, outcome: string, at: Date): Promise<void> {
  await sql`update rights_request set answered_at = ${at}, answered_by = ${by}, outcome = ${outcome} where id = ${id}`.execute(
    tx,
  )
}

export async function markDeleted(tx: Tx, id: string, reports: number, at: Date): Promise<void> {
  await sql`update rights_request set deleted_at = ${at}, deleted_reports = coalesce(deleted_reports, 0) + ${reports}
    where id = ${id}`.execute(tx)
}

export async function requestsOfHousehold(tx: Tx, household: string): Promise<RequestRow[]> {
  const { rows } =
    await sql<RequestRow>`${requests} where r.household_id = ${household} order by r.at desc, r.id`.execute(tx)
  return rows
}

/** A member's own, not what the family asked about a relative. */
export async function requestsOfMember(tx: Tx, person: string): Promise<RequestRow[]> {
  const { rows } =
    await sql<RequestRow>`${requests} where r.person_id = ${person} and r.household_id is null order by r.at desc, r.id`.execute(
      tx,
    )
  return rows
}

/** A request of the same kind about the same people that nobody has answered yet. */
export async function openRequestLike(
  tx: Tx,
  like: { household_id: string | null; person_id: string | null; kind: string; note?: string | null | undefined },
): Promise<{ id: string; at: Date } | undefined> {
  const { rows } = await sql<{ id: string; at: Date }>`select id, at from rights_request
    where household_id is not distinct from ${like.household_id}::uuid and person_id is not distinct from ${like.person_id}::uuid
      and kind = ${like.kind} and (${like.note ?? null}::text is null or note = ${like.note ?? null})
      and answered_at is null order by at limit 1`.execute(tx)
  return rows[0]
}

export interface KeptPerson {
  id: string
  name: string
  relation: string | null
  staff_no: string | null
  phone: string | null
  sex: string | null
  born: number | null
  created_at: Date
  retired_at: Date | null
}

export async function keptMember(tx: Tx, person: string): Promise<KeptPerson[]> {
  const { rows } = await sql<KeptPerson>`
    select p.id, p.name, p.relation, p.staff_no, p.phone, p.sex, p.born, p.created_at, p.retired_at from person p
    where p.id = ${person}`.execute(tx)
  return rows
}

/** Posts of a member, oldest first. */
export async function keptPosts(tx: Tx, person: string) {
  const { rows } = await sql<{ post: string; unit: string; from_at: Date; until_at: Date | null }>`
    select a.post, u.name as unit, a.from_at, a.until_at from appointment a join unit u on u.id = a.unit_id
    where a.person_id = ${person} order by a.from_at, a.id`.execute(tx)
  return rows
}

/** Where a member was, oldest first; periods withdrawn as wrong are not kept as true. */
export async function keptPresence(tx: Tx, person: string) {
  const { rows } = await sql<{
    kind: string
    from_at: Date
    until_at: Date | null
    place: string | null
    note: string | null
  }>`
    select kind, lower(during) as from_at, case when upper_inf(during) then null else upper(during) end as until_at, place, note
    from presence where person_id = ${person} and withdrawn_at is null order by lower(during), id`.execute(tx)
  return rows
}

/** The relatives of a household, or one of them; also those no longer on the roster. */
export async function keptRelatives(tx: Tx, household: string, person: string | null): Promise<KeptPerson[]> {
  const { rows } = await sql<KeptPerson>`
    select p.id, p.name, p.relation, p.staff_no, p.phone, p.sex, p.born, p.created_at, p.retired_at from person p
    where p.household_id = ${household} and p.kind = 'relative' and (${person}::uuid is null or p.id = ${person}::uuid)
    order by ${familyOrder}`.execute(tx)
  return rows
}

export async function membersOf(tx: Tx, household: string) {
  const { rows } = await sql<{ name: string; staff_no: string | null; phone: string | null }>`
    select p.name, p.staff_no, p.phone from household_member hm join person p on p.id = hm.person_id
    where hm.household_id = ${household} order by hm.position`.execute(tx)
  return rows
}

export interface KeptConsent {
  person_id: string
  given: boolean
  by_kind: string
  notice_version: number
  at: Date
}

export async function keptConsents(tx: Tx, people: readonly string[]): Promise<KeptConsent[]> {
  const { rows } = await sql<KeptConsent>`select person_id, given, by_kind, notice_version, at from consent
    where person_id = any (${`{${people.join(',')}}`}::uuid[]) order by at, id`.execute(tx)
  return rows
}

export interface KeptReport {
  id: string
  form: string
  observed_at: Date
  received_at: Date
  channel: string
  sender_kind: string
  corrects: string | null
  flags: string[]
  answers: Record<string, unknown>
}

/** Reports about a household or its relatives; with `person` those that say anything about that one. */
export async function keptReports(
  tx: Tx,
  household: string | null,
  people: readonly string[],
  person: string | null,
): Promise<KeptReport[]> {
  const ids = `{${people.join(',')}}`
  const mentions = person === null ? null : JSON.stringify({ people: [{ person }] })
  const { rows } = await sql<KeptReport>`
    select id, form, observed_at, received_at, channel, sender_kind, corrects, flags, answers from report
    where subject_id = any (${ids}::uuid[])
      or subject_id = ${household} and (${mentions}::jsonb is null or answers @> ${mentions}::jsonb)
    order by observed_at, id`.execute(tx)
  return rows
}

export async function keptAlerts(tx: Tx, subjects: readonly string[]) {
  const { rows } = await sql<{
    kind: string
    level: string
    state: string
    opened_at: Date
    closed_at: Date | null
    outcome: string | null
    detail: unknown
  }>`select kind, level, state, opened_at, closed_at, outcome, detail from alert
    where subject_id = any (${`{${subjects.join(',')}}`}::uuid[]) order by opened_at, id`.execute(tx)
  return rows
}

/** The phones that a household's or member's card let in. */
export async function keptCard(tx: Tx, kind: 'household' | 'person', id: string) {
  const { rows } = await sql<{ created_at: Date; seen_at: Date; agent: string | null }>`
    select created_at, seen_at, agent from session where link_kind = ${kind} and link_id = ${id}
    order by created_at`.execute(tx)
  return rows
}
