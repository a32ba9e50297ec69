/**
 * The one statement that stores a batch of reports, meets tasks, moves tallies, writes the audit row and leaves to judge
 * what needs the subject's state: the one exception to "SQL on own tables only". One autocommitted statement costs 0.6 of
 * what four awaited ones do.
 */

import { reportDigest, saltBytes } from '#platform/audit/report-digest.ts'
import { noDetachment } from '#platform/audit/write.ts'
import type { Chance } from '#platform/clock.ts'
import { uuid7 } from '#platform/clock.ts'
import type { Accepted } from './accept.ts'
import { booleans, byteStrings, documents, instants, integers, texts, uuids } from './arrays.ts'

const text = `
with input as materialized (
  select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::int[], $8::timestamptz[],
    $9::timestamptz[], $10::timestamptz[], $11::timestamptz[], $12::bool[], $13::text[], $14::uuid[], $15::text[], $16::jsonb[],
    $17::text[], $18::uuid[], $19::uuid[], $20::bytea[], $21::bytea[], $22::bool[], $23::text[], $24::bool[])
  as i(id, detachment_id, subject_kind, subject_id, unit_id, form, form_version, observed_at, received_at, sent_at,
    first_tried_at, clamped, sender_kind, sender_id, channel, answers, flags, task_id, corrects, salt, digest, fast, judge, stateful)
), ins as (
  insert into report (id, detachment_id, subject_kind, subject_id, unit_id, form, form_version, observed_at, received_at,
    sent_at, first_tried_at, clamped, sender_kind, sender_id, channel, answers, flags, task_id, corrects, salt)
  select id, detachment_id, subject_kind, subject_id, unit_id, form, form_version, observed_at, received_at, sent_at,
    first_tried_at, clamped, sender_kind, sender_id, channel, answers, coalesce(string_to_array(nullif(flags, ''), ','), '{}'),
    task_id, corrects, salt
  from input i
  -- The same id in another detachment is a replay too. The bounds are those of the batch itself, so that all other
  -- months drop out before the statement runs; the offset keeps it a look-up for each, where a join would read
  -- everything between a report that waited in a phone for days and one of now.
  where not exists (select from report r where r.id = i.id and r.id >= $29::uuid and r.id <= $30::uuid offset 0)
  returning id
), fresh as materialized (
  select i.* from input i join ins using (id)
), met as (
  update task t set
    state = case when f.received_at <= t.due_at then 1 when f.first_tried_at <= t.due_at then 3 else 2 end,
    flagged = t.flagged or f.flags <> '', met_by = f.id, met_at = f.received_at
  from fresh f
  where f.fast and t.subject_id = f.subject_id and t.id >= $25::uuid and t.id < $26::uuid
    and t.opens_at <= f.observed_at and f.observed_at < t.closes_at and f.received_at < t.closes_at
    and t.form = f.form and t.state = 0
    and not exists (select from correction_waiting c where c.corrects = f.id)
  returning t.id, t.met_by, t.unit_id, t.detachment_id, t.day, t.measure, t.slot, t.opens_at, t.due_at, t.closes_at, t.state, t.flagged
), tal as (
  insert into tally as y (unit_id, day, measure, slot, detachment_id, opens_at, due_at, closes_at, done, late, received_late, flagged)
  select unit_id, day, measure, slot, min(detachment_id::text)::uuid, min(opens_at), min(due_at), max(closes_at),
    count(*) filter (where state = 1), count(*) filter (where state = 2), count(*) filter (where state = 3), count(*) filter (where flagged)
  from met group by unit_id, day, measure, slot order by unit_id, day, measure, slot
  on conflict (unit_id, day, measure, slot) do update set done = y.done + excluded.done, late = y.late + excluded.late,
    received_late = y.received_late + excluded.received_late, flagged = y.flagged + excluded.flagged
), aud as (
  insert into audit (id, detachment_id, at, actor_kind, action, report_ids, digests)
  select $27::uuid, '${noDetachment}', $28::timestamptz, 'system', 'reports.stored',
    array_agg(id order by id), string_agg(digest, ''::bytea order by id)
  from fresh having count(*) > 0
  returning id
), uns as (
  insert into audit_unsealed select id from aud
), awaited as (
  insert into correction_waiting (corrects, correction_id, at)
  select f.corrects, f.id, f.received_at from fresh f
  where f.corrects is not null
    and not exists (select from report r where r.id = f.corrects and r.id >= $31::uuid and r.id <= $32::uuid)
    and not exists (select from input i where i.id = f.corrects)
  on conflict do nothing
), jud as (
  insert into to_judge (report_id, detachment_id, at, why)
  select f.id, f.detachment_id, f.received_at, coalesce(nullif(f.judge, ''), 'state')
  from fresh f left join met on met.met_by = f.id
  where f.judge <> '' or met.id is null or (f.stateful and f.observed_at < met.opens_at + interval '1 hour')
  group by 1, 2, 3, 4
  returning report_id
)
select ins.id, met.id as task, met.unit_id, jud.report_id is not null as judge
from ins left join met on met.met_by = ins.id left join jud on jud.report_id = ins.id`

/** A task's id carries its local date: this far around an observation lie all windows of every zone. */
const aroundMs = 3 * 86_400_000

const idFloor = (ms: number): string => {
  const hex = Math.max(0, ms).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-0000-0000-000000000000`
}

/** The least and the greatest id; an empty range where there is none. */
function bounds(ids: readonly string[]): [string, string] {
  let least = ids[0] ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff'
  let greatest = ids[0] ?? '00000000-0000-0000-0000-000000000000'
  for (const id of ids) {
    if (id < least) least = id
    if (id > greatest) greatest = id
  }
  return [least, greatest]
}

export interface StatementRow {
  id: string
  task: string | null
  unit_id: string | null
  judge: boolean
}

/** The statement for one batch, prepared under one name on each connection. `batch` holds each subject and form once. */
export function batchStatement(batch: readonly Accepted[], now: number, chance: Chance) {
  const of = <T>(pick: (r: Accepted) => T): T[] => batch.map(pick)
  const random = chance.bytes(saltBytes * batch.length)
  const salts = batch.map((_, i) => random.subarray(i * saltBytes, (i + 1) * saltBytes))
  const ids = bounds(batch.map((r) => r.id))
  const corrected = bounds(batch.flatMap((r) => r.corrects ?? []))
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  for (const r of batch) {
    if (r.observed_at < first) first = r.observed_at
    if (r.observed_at > last) last = r.observed_at
  }
  return {
    name: 'intake',
    text,
    values: [
      uuids(of((r) => r.id)),
      uuids(of((r) => r.detachment_id)),
      texts(of((r) => r.subject_kind)),
      uuids(of((r) => r.subject_id)),
      uuids(of((r) => r.unit_id)),
      texts(of((r) => r.form)),
      integers(of((r) => r.form_version)),
      instants(of((r) => r.observed_at)),
      instants(of((r) => r.received_at)),
      instants(of((r) => r.sent_at)),
      instants(of((r) => r.first_tried_at)),
      booleans(of((r) => r.clamped)),
      texts(of((r) => r.sender_kind)),
      uuids(of((r) => r.sender_id)),
      texts(of((r) => r.channel)),
      documents(of((r) => JSON.stringify(r.answers))),
      texts(of((r) => r.flags.join(','))),
      uuids(of((r) => r.task_id)),
      uuids(of((r) => r.corrects)),
      byteStrings(salts),
      byteStrings(batch.map((r, i) => reportDigest(salts[i]!, r))),
      booleans(of((r) => r.fast)),
      texts(of((r) => r.judge)),
      booleans(of((r) => r.stateful)),
      idFloor(first - aroundMs),
      idFloor(last + aroundMs),
      uuid7({ now: () => now }, chance),
      new Date(now).toISOString(),
      ...ids,
      ...corrected,
    ],
  }
}
