/** SQL of the page of cards: how many there are, how many were opened by a phone, and by whom not yet. */
import { sql } from 'kysely'
import type { Tx } from '#platform/work.ts'
import { familyOrder } from '../consent/store.ts'
import type { LinkKind } from './token.ts'

/** Every member and household below a path, as one card each. */
const cardsBelow = (path: string) => sql`
  select 'person' as kind, p.id, p.name, p.staff_no, p.staff_no_key, p.unit_id, 0 as turn
    from person p join unit u on u.id = p.unit_id
    where u.path <@ ${path}::ltree and p.kind = 'member' and p.retired_at is null
  union all
  select 'household', h.id, m.name, m.staff_no, m.staff_no_key, h.unit_id, 1
    from household h join unit u on u.id = h.unit_id
    left join lateral (select p.name, p.staff_no, p.staff_no_key from household_member hm join person p on p.id = hm.person_id
      where hm.household_id = h.id order by hm.position limit 1) m on true
    where u.path <@ ${path}::ltree and h.retired_at is null`

/** A link that was ended has to be printed anew; until then no phone is in. */
const opened = sql`coalesce(l.devices > 0 and l.revoked_at is null, false)`

export interface CountRow {
  unit_id: string
  kind: LinkKind
  total: number
  opened: number
}

export async function countsByUnit(tx: Tx, path: string): Promise<CountRow[]> {
  const { rows } = await sql<CountRow>`
    select c.unit_id, c.kind, count(*)::int as total, count(*) filter (where ${opened})::int as opened
    from (${cardsBelow(path)}) c left join access_link l on l.kind = c.kind and l.id = c.id
    join unit u on u.id = c.unit_id
    group by u.path, c.unit_id, c.kind order by u.path, c.kind desc`.execute(tx)
  return rows
}

export interface NameRow {
  kind: LinkKind
  id: string
  name: string
  staff_no: string | null
  unit_id: string
  relatives: string[] | null
  /** Phones let in since the card's last renewal. */
  devices: number
  locked_until: Date | null
  permit_until: Date | null
  seen_at: Date | null
}

export interface NameFilter {
  readonly path: string
  readonly kind?: LinkKind | undefined
  readonly opened?: boolean | undefined
  /** A part of a name (of the household's relatives too) or staff number. */
  readonly q?: string | undefined
  readonly now: Date
  readonly limit: number
}

/** Cards by name, those that no phone has opened first, then as they are printed. */
export async function namesOfCards(tx: Tx, f: NameFilter): Promise<NameRow[]> {
  const like = f.q ? `%${f.q.replace(/[\\%_]/g, '\\$&')}%` : null
  const { rows } = await sql<NameRow>`
    select c.kind, c.id, coalesce(c.name, '') as name, c.staff_no, c.unit_id,
      case when c.kind = 'household' then (select array_agg(p.name order by ${familyOrder}) from person p
        where p.household_id = c.id and p.kind = 'relative' and p.retired_at is null) end as relatives,
      case when l.revoked_at is null then coalesce(l.devices, 0) else 0 end as devices,
      case when l.locked_until > ${f.now} then l.locked_until end as locked_until,
      (select until_at from link_permit t where t.kind = c.kind and t.id = c.id and t.until_at > ${f.now}) as permit_until,
      (select max(s.seen_at) from session s where s.link_id = c.id and s.link_kind = c.kind) as seen_at
    from (${cardsBelow(f.path)}) c left join access_link l on l.kind = c.kind and l.id = c.id join unit u on u.id = c.unit_id
    where (${f.kind ?? null}::text is null or c.kind = ${f.kind ?? null})
      and (${f.opened ?? null}::boolean is null or ${opened} = ${f.opened ?? null})
      and (${like}::text is null or c.name ilike ${like} or c.staff_no ilike ${like} or c.kind = 'household' and exists (
        select 1 from person p where p.household_id = c.id and p.kind = 'relative' and p.retired_at is null and p.name ilike ${like}))
    order by ${opened}, u.path, c.staff_no_key nulls last, c.turn, c.id limit ${f.limit}`.execute(tx)
  return rows
}
