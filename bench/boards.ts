/** Boards and lists of names with 10³ to 10⁶ people, all tasks of today loaded: p50 and p95 by kind of unit, and how they grow. */
import type pg from 'pg'
import { benchToken } from './world.ts'

export interface BoardTimes {
  readonly what: string
  readonly p50: number
  readonly p95: number
  readonly bytes: number
}

/** The tasks and tallies of both temperature slots of a day, for everybody, in two statements. */
export async function loadTasks(owner: pg.Pool, day: string, zone: string): Promise<number> {
  const window = (slot: string) =>
    slot === 'morning'
      ? `('${day} 04:00'::timestamp at time zone '${zone}'), ('${day} 07:30'::timestamp at time zone '${zone}'), ('${day} 13:00'::timestamp at time zone '${zone}')`
      : `('${day} 13:00'::timestamp at time zone '${zone}'), ('${day} 19:30'::timestamp at time zone '${zone}'), ('${day} 24:00'::timestamp at time zone '${zone}')`
  let tasks = 0
  for (const slot of ['morning', 'evening']) {
    const { rowCount } =
      await owner.query(`insert into task (id, detachment_id, unit_id, measure, day, slot, subject_kind, subject_id, form, opens_at, due_at, closes_at, measure_ids, made_at)
      select (substr(uuid_floor('${day} 00:00+00')::text, 1, 14) || '8' || substr(md5(p.id::text || '${slot}'), 1, 3) || '-8' || substr(md5(p.id::text || '${slot}'), 4, 3) || '-' || substr(md5(p.id::text || '${slot}'), 7, 12))::uuid,
        p.detachment_id, p.unit_id, 'temperature', '${day}', '${slot}', 'person', p.id, 'temperature', ${window(slot)}, '{}', '${day} 00:00+00'
      from person p where p.kind = 'member' order by 1 on conflict do nothing`)
    tasks += rowCount ?? 0
  }
  await owner.query(`insert into tally (unit_id, day, measure, slot, detachment_id, opens_at, due_at, closes_at, expected)
    select unit_id, day, measure, slot, min(detachment_id::text)::uuid, min(opens_at), min(due_at), max(closes_at), count(*) from task group by 1, 2, 3, 4 order by 1, 2, 3, 4
    on conflict do nothing`)
  await owner.query('vacuum analyze')
  return tasks
}

const median = (sorted: readonly number[], q: number): number =>
  Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))]! * 100) / 100

/** Asks for the same kind of unit again and again, each time another one where there are several. */
export async function time(what: string, url: (i: number) => string, times: number): Promise<BoardTimes> {
  const headers = { authorization: `Bearer ${benchToken}` }
  const took: number[] = []
  let bytes = 0
  for (let i = -20; i < times; i++) {
    const started = performance.now()
    const response = await fetch(url(Math.abs(i)), { headers })
    const text = await response.text()
    if (response.status !== 200) throw new Error(`${url(i)}: ${response.status} ${text.slice(0, 300)}`)
    if (i >= 0) took.push(performance.now() - started)
    bytes = text.length
  }
  took.sort((a, b) => a - b)
  return { what, p50: median(took, 0.5), p95: median(took, 0.95), bytes }
}
