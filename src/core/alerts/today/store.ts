/** SQL behind Today: each question once for the unit and all below, whatever the number of names. */
import { sql } from 'kysely'
import type { Tx } from '#platform/work.ts'

export interface GroupRow {
  measure: string
  day: string
  slot: string
  /** The child of the unit asked, or the unit itself. */
  child: string
  opens_at: Date
  due_at: Date
  closes_at: Date
  expected: number
  met: number
  exempt: number
}

/** Tallies of some days at and below a unit, summed for each of its children. */
export async function groupsOf(tx: Tx, path: string, days: readonly string[]): Promise<GroupRow[]> {
  const { rows } = await sql<GroupRow>`
    select y.measure, y.day, y.slot, subpath(u.path, 0, least(nlevel(u.path), nlevel(${path}::ltree) + 1))::text as child,
      min(y.opens_at) as opens_at, min(y.due_at) as due_at, max(y.closes_at) as closes_at, sum(y.expected)::int as expected,
      sum(y.done + y.late + y.received_late)::int as met, sum(y.exempt)::int as exempt
    from unit u join tally y on y.unit_id = u.id
    where u.path <@ ${path}::ltree and y.day = any(${days}::date[])
    group by 1, 2, 3, 4 having sum(y.expected) > 0`.execute(tx)
  return rows
}

export async function trendOf(
  tx: Tx,
  path: string,
  measure: string,
  slot: string,
  from: string,
  until: string,
): Promise<{ day: string; on_time: number; owed: number }[]> {
  const { rows } = await sql<{ day: string; on_time: number; owed: number }>`
    select y.day, sum(y.done + y.received_late)::int as on_time, sum(y.expected - y.exempt)::int as owed
    from unit u join tally y on y.unit_id = u.id
    where u.path <@ ${path}::ltree and y.day between ${from} and ${until} and y.measure = ${measure} and y.slot = ${slot}
    group by 1 order by 1`.execute(tx)
  return rows
}

/** How many had reported by an instant, of one measure, day and slot. */
export async function metBy(
  tx: Tx,
  unitIds: readonly string[],
  key: { measure: string; day: string; slot: string },
  at: Date,
) {
  const { rows } = await sql<{ reported: number; owed: number }>`
    select count(*) filter (where state between 1 and 3 and met_at <= ${at})::int as reported, count(*) filter (where state < 4)::int as owed
    from task where unit_id = any(${unitIds}::uuid[]) and day = ${key.day} and measure = ${key.measure} and slot = ${key.slot}`.execute(
    tx,
  )
  return rows[0] ?? { reported: 0, owed: 0 }
}

/** Members by presence now at and below a unit: those it accounts for, wherever their home unit is. */
export async function presenceOf(tx: Tx, path: string, now: Date): Promise<{ kind: string; n: number }[]> {
  const { rows } = await sql<{ kind: string; n: number }>`
    select coalesce(e.kind, 'on_station') as kind, count(*)::int as n
    from person p
    left join lateral (select kind, unit_id from presence where person_id = p.id and withdrawn_at is null and during @> ${now}::timestamptz limit 1) e on true
    join unit u on u.id = coalesce(e.unit_id, p.unit_id)
    where p.kind = 'member' and p.retired_at is null and u.path <@ ${path}::ltree group by 1`.execute(tx)
  return rows
}

export interface RollRow {
  person: string
  name: string
  staff_no: string | null
  unit: string
  kind: string
  place: string | null
}

/** Everybody whom a unit accounts for now, by squad and name. */
export async function rollOf(tx: Tx, path: string, now: Date): Promise<RollRow[]> {
  const { rows } = await sql<RollRow>`
    select p.id as person, p.name, p.staff_no, u.name as unit, coalesce(e.kind, 'on_station') as kind, e.place
    from person p
    left join lateral (select kind, unit_id, place from presence where person_id = p.id and withdrawn_at is null and during @> ${now}::timestamptz limit 1) e on true
    join unit u on u.id = coalesce(e.unit_id, p.unit_id)
    where p.kind = 'member' and p.retired_at is null and u.path <@ ${path}::ltree
    order by u.path, p.staff_no_key, p.id limit 500`.execute(tx)
  return rows
}

/** The unit's own open task for a form: the one whose window is open, else the next today. */
export async function ownTask(
  tx: Tx,
  unitId: string,
  form: string,
  now: Date,
): Promise<{ id: string; due_at: Date; slot: string } | undefined> {
  const { rows } = await sql<{ id: string; due_at: Date; slot: string }>`select id, due_at, slot from task
    where subject_id = ${unitId} and form = ${form} and state = 0 and opens_at <= ${now} and closes_at > ${now}
    order by due_at limit 1`.execute(tx)
  return rows[0]
}

/** Who was reported for by somebody else the last two times. */
export async function onBehalfTwice(tx: Tx, path: string, form: string, since: Date) {
  const { rows } = await sql<{ person: string; name: string; unit: string; phone: string | null; times: number }>`
    select p.id as person, p.name, u.name as unit, p.phone, r.n::int as times
    from person p join unit u on u.id = p.unit_id
    join lateral (
      select count(*) as n, bool_and(sender_id is distinct from p.id and channel = 'page') as others from (
        select sender_id, channel from report where subject_id = p.id and observed_at >= ${since} and form = ${form} and corrects is null
        order by observed_at desc limit 2) last
    ) r on r.n = 2 and r.others
    where p.kind = 'member' and p.retired_at is null and u.path <@ ${path}::ltree order by u.path, p.name limit 20`.execute(
    tx,
  )
  return rows
}

/** How many members each of these units has. */
export async function squadSizes(tx: Tx, unitIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ unit_id: string; n: number }>`select unit_id, count(*)::int as n from person
    where unit_id = any(${unitIds}::uuid[]) and kind = 'member' and retired_at is null group by 1`.execute(tx)
  return new Map(rows.map((r) => [r.unit_id, r.n]))
}

/** Who is named responsible at a unit or above it, by measure; the nearest counts. */
export async function namedAt(tx: Tx, path: string, now: Date): Promise<Map<string, string>> {
  const { rows } = await sql<{ measure: string; name: string }>`select r.measure, p.name
    from unit u join responsible r on r.unit_id = u.id join person p on p.id = r.person_id and p.retired_at is null
    where ${path}::ltree <@ u.path and r.from_at <= ${now} and (r.until_at is null or r.until_at > ${now})
    order by nlevel(u.path), r.from_at`.execute(tx)
  return new Map(rows.map((r) => [r.measure, r.name]))
}

/** The post that a person holds at a unit, the oldest first. */
export async function postOf(tx: Tx, personId: string, unitId: string, now: Date): Promise<string | null> {
  const { rows } = await sql<{ post: string }>`select post from appointment
    where person_id = ${personId} and from_at <= ${now} and (until_at is null or until_at > ${now})
    order by unit_id = ${unitId} desc, from_at limit 1`.execute(tx)
  return rows[0]?.post ?? null
}
