/** What stands beside the names of one page of a list: posts, who reported, who was told, tries, presence, relatives. */
import { sql } from 'kysely'
import type { Tx } from '#platform/work.ts'
import type { ListedTask } from './store-list.ts'

export interface Around {
  readonly post: string | null
  readonly met_by_name: string | null
  readonly channel: string | null
  readonly reason_by_name: string | null
  readonly reminded_at: string | null
  readonly reminded_times: number
  readonly tries: readonly { kind: string; at: string; by: string | null }[]
  readonly presence: { kind: string; until: string | null } | null
}

/** One statement for a whole page. Reports are behind their wall: who may not read health data there gets null. */
export async function aroundTasks(tx: Tx, tasks: readonly ListedTask[], now: Date): Promise<Map<string, Around>> {
  const ids = tasks.map((t) => t.id)
  const { rows } = await sql<Around & { id: string }>`
    select t.id, post.post, coalesce(rp.name, ra.name, rt.name) as met_by_name, r.channel,
      coalesce(ea.name, ep.name) as reason_by_name,
      told.at as reminded_at, coalesce(told.times, 0)::int as reminded_times,
      coalesce(tried.tries, '[]') as tries, pres.presence
    from unnest(${ids}::uuid[], ${tasks.map((t) => t.subject_id)}::uuid[], ${tasks.map((t) => t.met_by)}::uuid[],
      ${tasks.map((t) => t.detachment_id)}::uuid[], ${tasks.map((t) => t.reason_by)}::uuid[])
      as t (id, subject_id, met_by, detachment_id, reason_by)
    left join lateral (
      select string_agg(distinct a.post, '、') as post from appointment a
      where a.person_id = t.subject_id and a.from_at <= ${now} and (a.until_at is null or a.until_at > ${now})
    ) post on true
    left join report r on r.id = t.met_by
    left join person rp on rp.id = r.sender_id
    left join account ra on ra.id = r.sender_id
    left join api_token rt on rt.id = r.sender_id
    left join account ea on ea.id = t.reason_by
    left join person ep on ep.id = t.reason_by
    left join lateral (
      select max(n.sent_at) as at, count(distinct n.sent_at) as times from notice n
      where n.task_ids @> array[t.id] and n.sent_at is not null and (n.recipient_id = t.subject_id or n.via in ('owner', 'hand'))
    ) told on true
    left join lateral (
      select jsonb_agg(jsonb_build_object('kind', c.kind, 'at', c.at, 'by', coalesce(ca.name, cp.name)) order by c.at desc) as tries
      from contact_try c left join account ca on ca.id = c.by_id left join person cp on cp.id = c.by_id where c.task_id = t.id
    ) tried on true
    left join lateral (
      select jsonb_build_object('kind', pr.kind, 'until', upper(pr.during)) as presence from presence pr
      where pr.person_id = t.subject_id and pr.withdrawn_at is null and pr.during @> ${now}::timestamptz limit 1
    ) pres on true`.execute(tx)
  return new Map(rows.map((r) => [r.id, r]))
}

export interface Relative {
  readonly household_id: string
  readonly id: string
  readonly name: string
  readonly relation: string | null
  readonly phone: string | null
  readonly answered: boolean
}

/**
 * The relatives expected in the reports of these households' tasks, and whether an answer about each has come in the
 * task's window. Who declined is not expected. A report that was corrected does not count.
 */
export async function relativesOf(tx: Tx, tasks: readonly ListedTask[]): Promise<Relative[]> {
  const households = tasks.filter((t) => t.subject_kind === 'household')
  if (households.length === 0) return []
  const { rows } = await sql<Relative>`
    select t.household_id, p.id, p.name, p.relation, p.phone, exists (
        select 1 from report r
        where r.subject_id = t.household_id and r.observed_at >= t.opens_at and r.observed_at < t.closes_at
          and r.answers->'people' @> jsonb_build_array(jsonb_build_object('person', p.id))
          and not exists (select 1 from report c where c.corrects = r.id)
      ) as answered
    from unnest(${households.map((t) => t.subject_id)}::uuid[], ${households.map((t) => t.opens_at)}::timestamptz[],
      ${households.map((t) => t.closes_at)}::timestamptz[]) as t (household_id, opens_at, closes_at)
    join person p on p.household_id = t.household_id and p.kind = 'relative' and p.retired_at is null
      and coalesce((select c.given from consent c where c.person_id = p.id order by c.at desc limit 1), true)
    order by t.household_id, p.name collate zh_pinyin, p.id`.execute(tx)
  return rows
}
