/** Reads the reports that may meet tasks, with every correction of them. */
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/work.ts'
import type { ReportFacts } from '../meet.ts'

interface Row {
  id: string
  subject_id: string
  form: string
  corrects: string | null
  observed_at: Date
  received_at: Date
  first_tried_at: Date | null
  channel: string
  flags: string[]
  people: string[] | null
}

const columns = sql`r.id, r.subject_id, r.form, r.corrects, r.observed_at, r.received_at, r.first_tried_at, r.channel, r.flags,
  case when jsonb_typeof(r.answers -> 'people') = 'array'
    then (select array_agg(p ->> 'person') from jsonb_array_elements(r.answers -> 'people') p) end as people`

/** Reports about these subjects observed in a span, and all that they correct or that corrects them; by subject and form. */
export async function reportsAbout(
  tx: Tx,
  subjectIds: readonly string[],
  from: Date,
  until: Date,
): Promise<Map<string, ReportFacts[]>> {
  const first = await sql<Row>`select ${columns} from report r
    where r.subject_id = any(${subjectIds}::uuid[]) and r.observed_at >= ${from} and r.observed_at < ${until}`.execute(
    tx,
  )
  const rows = new Map(first.rows.map((row) => [row.id, row]))
  let fresh = first.rows
  // A correction may have moved a report out of the span, or into it: follow each chain to both ends.
  while (fresh.length > 0) {
    const wanted = fresh.flatMap((row) => (row.corrects !== null && !rows.has(row.corrects) ? [row.corrects] : []))
    const next = await sql<Row>`select ${columns} from report r
      where r.corrects = any(${fresh.map((row) => row.id)}::uuid[])
      union all select ${columns} from report r where r.id = any(${wanted}::uuid[])`.execute(tx)
    fresh = next.rows.filter((row) => !rows.has(row.id))
    for (const row of fresh) rows.set(row.id, row)
  }
  const found = new Map<string, ReportFacts[]>()
  for (const row of rows.values()) {
    const key = `${row.subject_id} ${row.form}`
    const list = found.get(key) ?? []
    list.push(asFacts(row))
    found.set(key, list)
  }
  return found
}

const asFacts = (row: Row): ReportFacts => ({
  id: row.id,
  corrects: row.corrects,
  observedAt: row.observed_at.getTime(),
  receivedAt: row.received_at.getTime(),
  firstTriedAt: row.first_tried_at?.getTime() ?? null,
  channel: row.channel,
  flags: row.flags,
  people: row.people,
})

/**
 * The relatives whose answers each household's task owes, by task: on the roster and not declined when it is due, and
 * not retired or declined while its window is still open, since nobody may speak for those. Who comes or consents after
 * due owes nothing of the past. Read in the transaction, which may have changed them.
 */
export async function relativesOwed(
  tx: Tx,
  tasks: readonly { id: string; subject_id: string; due_at: Date; closes_at: Date }[],
): Promise<Map<string, string[]>> {
  if (tasks.length === 0) return new Map()
  const given = (until: RawBuilder<unknown>) => sql`coalesce((select c.given from consent c
    where c.person_id = p.id and c.at <= ${until} order by c.at desc, c.id desc limit 1), true)`
  const { rows } = await sql<{ task_id: string; relatives: string[] }>`
    select t.task_id, array_agg(p.id order by p.id) as relatives
    from unnest(${tasks.map((t) => t.id)}::uuid[], ${tasks.map((t) => t.subject_id)}::uuid[],
        ${tasks.map((t) => t.due_at)}::timestamptz[], ${tasks.map((t) => t.closes_at)}::timestamptz[])
      as t(task_id, household_id, due_at, closes_at)
    join person p on p.household_id = t.household_id and p.kind = 'relative'
      and p.created_at <= t.due_at and (p.retired_at is null or p.retired_at > t.closes_at)
    where ${given(sql`t.due_at`)} and ${given(sql`t.closes_at`)}
    group by t.task_id`.execute(tx)
  return new Map(rows.map((row) => [row.task_id, row.relatives]))
}

/** The channels that measures take, whatever their state. */
export async function channelsOfMeasures(tx: Tx, ids: readonly string[]): Promise<Map<string, string[]>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{
    id: string
    channels: string[]
  }>`select id, content -> 'channels' as channels from measure
    where id = any(${ids}::uuid[])`.execute(tx)
  return new Map(rows.map((row) => [row.id, row.channels]))
}
