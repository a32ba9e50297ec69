/** SQL of consent, and of what families ask about their data. */
import { sql } from 'kysely'
import type { Tx } from '#platform/work.ts'

export interface RelativeRow {
  id: string
  name: string
  relation: string | null
  born: number | null
  /** The latest choice; null: none yet. */
  given: boolean | null
  notice_version: number | null
}

/**
 * The order in which a family names itself: husband or wife, children, the others, the younger first. A roster's rows
 * come in at one instant, so that no time of entry tells them apart.
 */
export const familyOrder = sql`case when p.relation ~ '妻|夫|爱人|配偶' then 0 when p.relation ~ '孩子|儿子|女儿' then 1 else 2 end, p.born desc nulls last, p.name, p.id`

/** The relatives of a household in the family's order, each with the latest choice. */
export async function relativesOf(tx: Tx, household: string): Promise<RelativeRow[]> {
  const { rows } = await sql<RelativeRow>`
    select p.id, p.name, p.relation, p.born, c.given, c.notice_version
    from person p
    left join lateral (select given, notice_version from consent c where c.person_id = p.id order by c.at desc, c.id desc limit 1) c on true
    where p.household_id = ${household} and p.kind = 'relative' and p.retired_at is null
    order by ${familyOrder}`.execute(tx)
  return rows
}

export async function insertConsents(
  tx: Tx,
  rows: {
    id: string
    person_id: string
    notice_version: number
    given: boolean
    by_kind: 'self' | 'guardian'
    at: Date
  }[],
): Promise<void> {
  await tx.insertInto('consent').values(rows).execute()
}

export async function insertRightsRequest(
  tx: Tx,
  row: {
    id: string
    household_id: string | null
    person_id: string | null
    kind: string
    note: string | null
    at: Date
  },
): Promise<void> {
  await sql`insert into rights_request (id, household_id, person_id, kind, note, at)
    values (${row.id}, ${row.household_id}, ${row.person_id}, ${row.kind}, ${row.note}, ${row.at})`.execute(tx)
}
