/** SQL of people: lists within the reader's units, one person with everything that is not health. */
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/work.ts'
import { gramsToFind } from '../roster/grams.ts'
import { staffNoKey } from '../subjects.ts'

export interface ListRow {
  readonly id: string
  readonly kind: 'member' | 'relative'
  readonly name: string
  readonly staff_no: string | null
  readonly relation: string | null
  readonly of_name: string | null
  readonly unit_id: string
  readonly phone: string | null
  readonly posts: string[] | null
  readonly away: { kind: string; until: string | null } | null
  readonly sort: string
}

export interface Wanted {
  readonly roots: readonly string[]
  /** ltree path; null: everything within the roots. */
  readonly path: string | null
  readonly q: string
  readonly kind: 'member' | 'relative' | null
}

/** `true` where a name, its initials or a staff number holds what was typed; both sides of the `or` have their index. */
export function matches(q: string): RawBuilder<boolean> {
  const typed = q.trim()
  if (typed === '') return sql<boolean>`true`
  const grams = gramsToFind(typed)
  const number = staffNoKey(typed).replace(/[\\%_]/g, '\\$&')
  const byNumber = sql`p.staff_no_key like ${number.length < 3 ? `${number}%` : `%${number}%`}`
  return grams.length === 0 ? sql<boolean>`${byNumber}` : sql<boolean>`(p.grams @> ${grams}::text[] or ${byNumber})`
}

/** '' among the roots is everything; an empty ltree is above every path. A subtree is one range of the tree's order. */
const where = ({ roots, path, q, kind }: Wanted) => sql`p.retired_at is null and ${matches(q)}
  and u.path <@ any(${roots}::text[]::ltree[])
  ${path === null ? sql`` : sql`and u.tree_order >= tree_order(${path}::ltree) and u.tree_order < tree_order(${path}::ltree) || '/'`}
  ${kind === null ? sql`` : sql`and p.kind = ${kind}`}`

/** Members stand in the order of the tree and their numbers, each relative behind its household's first member. */
const withinUnit = sql`coalesce(p.staff_no_key, m.staff_no_key, '~') || ' ' || p.kind || ' ' || p.id::text`

/** From a cursor on: the unit where it stands is found by the index, the rest of that unit is passed over. */
const after = (cursor: string) => {
  const end = cursor.indexOf(' ')
  const [unit, person] = [cursor.slice(0, end), cursor.slice(end + 1)]
  return sql`and u.tree_order >= ${unit} and (u.tree_order > ${unit} or ${withinUnit} > ${person} collate "C")`
}

const firstMember = sql`left join lateral (select x.name, x.staff_no_key from household_member hm join person x on x.id = hm.person_id
  where p.kind = 'relative' and hm.household_id = p.household_id order by hm.position limit 1) m on true`

/** A page of a list; the index of the tree's order leads to it, and only the units that it shows are read. */
export const pageOfPeople = (wanted: Wanted, now: Date, cursor: string | null, limit: number) => sql<ListRow>`
    with page as (
      select p.id, p.kind, p.name, p.staff_no, p.relation, m.name as of_name, p.unit_id, p.phone,
        u.tree_order, (${withinUnit}) collate "C" as within_unit
      from unit u join person p on p.unit_id = u.id ${firstMember}
      where ${where(wanted)} ${cursor === null ? sql`` : after(cursor)}
      order by u.tree_order, within_unit limit ${limit})
    select page.*, tree_order || ' ' || within_unit as sort,
      (select array_agg(a.post order by a.from_at, a.id) from appointment a
         where a.person_id = page.id and a.from_at <= ${now} and (a.until_at is null or a.until_at > ${now})) as posts,
      (select json_build_object('kind', r.kind, 'until', upper(r.during)) from presence r
         where r.person_id = page.id and r.withdrawn_at is null and r.during @> ${now}::timestamptz limit 1) as away
    from page order by tree_order, within_unit`

export async function countPeople(tx: Tx, wanted: Wanted): Promise<number> {
  const { rows } = await sql<{
    n: number
  }>`select count(*)::int as n from person p join unit u on u.id = p.unit_id where ${where(wanted)}`.execute(tx)
  return rows[0]!.n
}

export async function personById(tx: Tx, id: string) {
  return tx.selectFrom('person').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function appointmentsOf(tx: Tx, personId: string) {
  return tx
    .selectFrom('appointment')
    .select(['post', 'unit_id', 'from_at', 'until_at'])
    .where('person_id', '=', personId)
    .orderBy('from_at', 'desc')
    .orderBy('id')
    .execute()
}

export async function transfersOf(tx: Tx, personId: string) {
  return tx
    .selectFrom('transfer')
    .select(['at', 'from_unit_id', 'to_unit_id'])
    .where('person_id', '=', personId)
    .orderBy('at', 'desc')
    .execute()
}

/** The household that hangs on a member, or in which a relative is. */
export async function householdIdOf(tx: Tx, personId: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select h.id from household h where h.retired_at is null and (
      h.id in (select household_id from household_member where person_id = ${personId})
      or h.id = (select household_id from person where id = ${personId})) order by h.created_at, h.id limit 1`.execute(
    tx,
  )
  return rows[0]?.id
}

export async function membersOf(tx: Tx, householdId: string) {
  const { rows } = await sql<{ id: string; name: string; staff_no: string | null }>`select p.id, p.name, p.staff_no
    from household_member m join person p on p.id = m.person_id where m.household_id = ${householdId} order by m.position`.execute(
    tx,
  )
  return rows
}

export async function relativesIn(tx: Tx, householdId: string) {
  const { rows } = await sql<{
    id: string
    name: string
    relation: string | null
    born: number | null
    phone: string | null
    declined: boolean
  }>`
    select p.id, p.name, p.relation, p.born, p.phone,
      not coalesce((select c.given from consent c where c.person_id = p.id order by c.at desc, c.id desc limit 1), true) as declined
    from person p where p.household_id = ${householdId} and p.kind = 'relative' and p.retired_at is null order by p.created_at, p.id`.execute(
    tx,
  )
  return rows
}

export async function linkOf(tx: Tx, kind: 'person' | 'household', id: string) {
  return tx
    .selectFrom('access_link')
    .select(['devices', 'revoked_at'])
    .where('kind', '=', kind)
    .where('id', '=', id)
    .executeTakeFirst()
}
