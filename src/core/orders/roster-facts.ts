/** What a page of orders has to know of the roster: subjects by unit, where people are, who could answer. A few reads, however many units. */
import { sql } from 'kysely'
import type { Tx } from '#platform/work.ts'
import { type Appointments, appointmentsBelow } from './duties.ts'
import type { Measure, PresenceWord } from './playbook/schema.ts'

/** So many subjects of a kind at one unit; `detail` is a place's or unit's kind, or where the person is. */
interface Count {
  readonly unit_id: string
  readonly kind: string
  readonly detail: string | null
  readonly n: number
}

export interface Candidate {
  readonly id: string
  readonly name: string
  readonly post: string | null
  readonly unitId: string
}

export interface RosterFacts {
  readonly counts: readonly Count[]
  readonly appointments: Appointments
  /** Members who are there, by unit, in the roster's order. */
  readonly there: ReadonlyMap<string, readonly Candidate[]>
}

/** @param path the unit at and below which is counted */
export async function rosterFacts(tx: Tx, path: string, now: Date): Promise<RosterFacts> {
  return {
    counts: await subjectCounts(tx, path, now),
    appointments: await appointmentsBelow(tx, path, now),
    there: await membersThere(tx, path, now),
  }
}

/** Who owes is counted as reconcile does: members and households with relatives on the roster, open places and units. */
async function subjectCounts(tx: Tx, path: string, now: Date): Promise<Count[]> {
  const { rows } = await sql<Count>`
    with units as (select id, kind from unit where path <@ ${path}::ltree and closed_at is null and detachment_id is not null)
    select p.unit_id, 'person' as kind, coalesce(q.kind, 'on_station') as detail, count(*)::int as n
      from person p join units u on u.id = p.unit_id
      left join presence q on q.person_id = p.id and q.withdrawn_at is null and q.during @> ${now}::timestamptz
      where p.kind = 'member' and p.retired_at is null group by 1, 3
    union all select h.unit_id, 'household', null, count(*)::int from household h join units u on u.id = h.unit_id
      where h.retired_at is null and exists (select from person p where p.household_id = h.id and p.kind = 'relative' and p.retired_at is null) group by 1
    union all select l.unit_id, 'place', l.kind, count(*)::int from place l join units u on u.id = l.unit_id where l.closed_at is null group by 1, 3
    union all select u.id, 'unit', u.kind, 1 from units u`.execute(tx)
  return rows
}

async function membersThere(tx: Tx, path: string, now: Date): Promise<Map<string, Candidate[]>> {
  const { rows } = await sql<Candidate>`
    select p.unit_id as "unitId", p.id, p.name, (
        select a.post from appointment a where a.person_id = p.id and a.from_at <= ${now} and (a.until_at is null or a.until_at > ${now}) order by a.from_at limit 1) as post
    from person p join unit u on u.id = p.unit_id
    where p.kind = 'member' and p.retired_at is null and u.path <@ ${path}::ltree
      and not exists (select from presence q where q.person_id = p.id and q.withdrawn_at is null and q.kind not in ('on_station', 'on_shift', 'outing') and q.during @> ${now}::timestamptz)
    order by p.staff_no_key`.execute(tx)
  return Map.groupBy(rows, (r) => r.unitId)
}

/** Where a person is, in the playbook's words. */
export const presenceWord = (kind: string): PresenceWord =>
  kind === 'on_station' || kind === 'on_shift' ? 'present' : (kind as PresenceWord)

/** Whether the measure concerns subjects of this count. */
export function concerns(m: Measure, c: Count): boolean {
  if (c.kind !== m.subject) return false
  if (m.subject === 'person') return m.expects === 'all' || m.expects.includes(presenceWord(c.detail!))
  const kinds: readonly string[] | undefined =
    m.subject === 'place' ? m.placeKinds : m.subject === 'unit' ? m.unitKinds : undefined
  return !kinds || kinds.includes(c.detail!)
}

/** How many subjects of a measure are at and below the unit. */
export const subjectsOf = (m: Measure, counts: readonly Count[]): number =>
  counts.filter((c) => concerns(m, c)).reduce((n, c) => n + c.n, 0)

/** The units in which a measure has subjects, wherever they are just now. */
export function unitsWithSubjects(m: Measure, counts: readonly Count[]): Set<string> {
  const whoever: Measure = m.subject === 'person' ? { ...m, expects: 'all' } : m
  return new Set(counts.filter((c) => concerns(whoever, c)).map((c) => c.unit_id))
}

/** Members by where they are: the words of `presence`, each with its number. */
export function presenceCounts(counts: readonly Count[]): Record<string, number> {
  const found: Record<string, number> = {}
  for (const c of counts)
    if (c.kind === 'person') found[presenceWord(c.detail!)] = (found[presenceWord(c.detail!)] ?? 0) + c.n
  return found
}
