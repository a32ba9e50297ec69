/** The rows behind a number, a page at a time: the tallies say in which units they are, so that any list costs the same. */
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/work.ts'
import type { ListState } from './cell-states.ts'

/** One unit's tasks of one measure and slot: a list is many of these, one after the other. */
export interface Slice {
  readonly unitId: string
  readonly measure: string
  readonly slot: string
}

/** Which rows: slices in the order in which they are to be read. */
export interface ListScope {
  readonly slices: readonly Slice[]
  readonly day: string
  readonly state: ListState
  readonly now: Date
  /** Part of a name or staff number. */
  readonly q?: string | undefined
  readonly limit: number
  /** The last row of the page before; slices count from 1. */
  readonly after?: { readonly ord: number; readonly name: string; readonly id: string } | undefined
}

/** A row as it is stored; whoever reads it may not see all of it. */
export interface ListedTask {
  readonly ord: number
  readonly id: string
  readonly detachment_id: string
  readonly unit_id: string
  readonly measure: string
  readonly slot: string
  readonly subject_kind: string
  readonly subject_id: string
  readonly name: string
  readonly staff_no: string | null
  readonly phone: string | null
  readonly state: number
  readonly opens_at: Date
  readonly due_at: Date
  readonly closes_at: Date
  readonly past_due: boolean
  readonly met_by: string | null
  readonly met_at: Date | null
  readonly reason: string | null
  readonly reason_note: string | null
  readonly reason_by: string | null
  readonly reason_at: Date | null
}

const open = sql`(y.expected - y.done - y.late - y.received_late - y.exempt)`

/** How many a tally counts in a state, and which of its tasks these are. State codes: see the table `task`. */
const counted: Record<
  ListState,
  { count: (now: Date) => RawBuilder<unknown>; rows: (now: Date) => RawBuilder<unknown> }
> = {
  expected: { count: () => sql`y.expected`, rows: () => sql`t.state <> 5` },
  done: { count: () => sql`y.done`, rows: () => sql`t.state = 1` },
  late: { count: () => sql`y.late`, rows: () => sql`t.state = 2` },
  received_late: { count: () => sql`y.received_late`, rows: () => sql`t.state = 3` },
  exempt: { count: () => sql`y.exempt`, rows: () => sql`t.state = 4` },
  came: { count: () => sql`(y.done + y.late + y.received_late)`, rows: () => sql`t.state between 1 and 3` },
  flagged: { count: () => sql`y.flagged`, rows: () => sql`t.flagged and t.state between 1 and 3` },
  missing: {
    count: (now) => sql`case when y.due_at < ${now} then ${open} else 0 end`,
    rows: (now) => sql`t.state = 0 and y.due_at < ${now}`,
  },
  pending: {
    count: (now) => sql`case when y.due_at >= ${now} then ${open} else 0 end`,
    rows: (now) => sql`t.state = 0 and y.due_at >= ${now}`,
  },
}

/** How many rows of a list belong to a measure and slot. */
export interface SliceTotal {
  readonly measure: string
  readonly slot: string
  readonly total: number
}

/**
 * One page and the numbers of its measures and slots, in one statement and so of one instant. `tasks` holds one row more
 * than the limit where there are more; a measure and slot without rows has no total.
 */
export async function listTasks(tx: Tx, s: ListScope): Promise<{ totals: SliceTotal[]; tasks: ListedTask[] }> {
  const { rows } = await sql<ListedTask & { totals: SliceTotal[]; id: string | null }>`
    with units as (
      select b.*, y.due_at, y.due_at < ${s.now} as past_due, ${counted[s.state].count(s.now)} as n
      from unnest(${s.slices.map((x) => x.unitId)}::uuid[], ${s.slices.map((x) => x.measure)}::text[],
        ${s.slices.map((x) => x.slot)}::text[]) with ordinality as b (unit_id, measure, slot, ord)
      join tally y on y.unit_id = b.unit_id and y.day = ${s.day}::date and y.measure = b.measure and y.slot = b.slot
    ), total as (
      select coalesce(jsonb_agg(jsonb_build_object('measure', measure, 'slot', slot, 'total', n)), '[]') as totals
      from (select measure, slot, sum(n)::int as n from units group by measure, slot having sum(n) > 0) x
    ),
    named as (${s.q ? bySearch(s, s.q) : bySlices(s)}),
    page as (
      select * from named t
      where ${after(s)}
      order by t.ord, t.name collate zh_pinyin, t.id limit ${s.limit + 1}
    )
    select total.totals, page.* from total left join page on true
    order by page.ord, page.name collate zh_pinyin, page.id`.execute(tx)
  return { totals: rows[0]?.totals ?? [], tasks: rows.filter((r) => r.id !== null) }
}

function after(s: ListScope): RawBuilder<unknown> {
  if (!s.after) return sql`true`
  const { ord, name, id } = s.after
  return sql`(t.ord, t.name collate zh_pinyin, t.id) > (${ord}::bigint, ${name}::text collate zh_pinyin, ${id}::uuid)`
}

/** Tasks of the next slices whose numbers together fill a page. */
function bySlices(s: ListScope): RawBuilder<unknown> {
  const from = s.after?.ord ?? 0
  return sql`
    select ${columns} from (
      select u.*, sum(n) over (order by ord) - n as before from units u where n > 0 and ord > ${from}
      union all
      select u.*, 0 from units u where ord = ${from}
    ) y
    -- Slice by slice: the planner cannot know that a handful fills the page, and would read the whole day.
    join lateral (
      select * from task t where t.unit_id = y.unit_id and t.day = ${s.day}::date and t.measure = y.measure and t.slot = y.slot
      offset 0
    ) t on true
    ${names}
    where y.before <= ${s.limit} and ${counted[s.state].rows(s.now)}`
}

/** Tasks of whoever is found by name or number; found first, since they are few. */
function bySearch(s: ListScope, q: string): RawBuilder<unknown> {
  const like = `%${q.replace(/[\\%_]/g, '\\$&')}%`
  return sql`
    select ${columns} from (
      select p.id as found from person p where p.retired_at is null and (p.name like ${like} or p.staff_no_key like upper(${like}))
      union select hm.household_id from person p join household_member hm on hm.person_id = p.id where p.name like ${like} or p.staff_no_key like upper(${like})
      union select p.household_id from person p where p.kind = 'relative' and p.name like ${like}
      union select l.id from place l where l.name like ${like}
      union select u.id from unit u where u.name like ${like}
    ) f join task t on t.subject_id = f.found and t.day = ${s.day}::date
    join units y on y.unit_id = t.unit_id and y.measure = t.measure and y.slot = t.slot
    ${names}
    where ${counted[s.state].rows(s.now)}`
}

const columns = sql`y.ord, t.id, t.detachment_id, t.unit_id, t.measure, t.slot, t.subject_kind, t.subject_id,
  coalesce(p.name, head.name, l.name, su.name, '') as name, p.staff_no, p.phone, t.state, t.opens_at, t.due_at, t.closes_at,
  -- Told by the tally, as the number is; the row's own due stands beside it.
  y.past_due, t.met_by, t.met_at, t.reason, t.reason_note, t.reason_by, t.reason_at`

/** What the subject is called: a household goes by its first member. */
const names = sql`
  left join person p on t.subject_kind = 'person' and p.id = t.subject_id
  left join lateral (
    select m.name from household_member hm join person m on m.id = hm.person_id
    where t.subject_kind = 'household' and hm.household_id = t.subject_id order by hm.position limit 1
  ) head on true
  left join place l on t.subject_kind = 'place' and l.id = t.subject_id
  left join unit su on t.subject_kind = 'unit' and su.id = t.subject_id`
