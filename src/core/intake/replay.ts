/** A report whose id is there already: the stored answer where the content is the same, 409 where it is not. */
import { isDeepStrictEqual } from 'node:util'
import type pg from 'pg'
import { Problem } from '#platform/problems.ts'
import type { Accepted } from './accept.ts'
import { intakeProblems, type Stored } from './schema.ts'

interface Row {
  id: string
  subject_id: string
  form: string
  form_version: number
  observed_at: Date
  received_at: Date
  clamped: boolean
  sent_at: Date | null
  answers: unknown
  corrects: string | null
  flags: string[]
  met: string[]
}

/** @returns by id: the stored answer or the refusal; an id that is nowhere is left out */
export async function replays(pool: pg.Pool, batch: readonly Accepted[]): Promise<Map<string, Stored | Problem>> {
  const { rows } = await pool.query<Row>({
    name: 'intake-replay',
    text: `select r.id, r.subject_id, r.form, r.form_version, r.observed_at, r.received_at, r.clamped, r.sent_at, r.answers, r.corrects, r.flags,
        array(select t.id from task t where t.subject_id = r.subject_id and t.met_by = r.id
          and t.opens_at <= r.observed_at and t.closes_at > r.observed_at) as met
      from report r where r.id = any($1::uuid[])`,
    values: [batch.map((r) => r.id)],
  })
  const stored = new Map(rows.map((row) => [row.id, row]))
  const found = new Map<string, Stored | Problem>()
  for (const report of batch) {
    const row = stored.get(report.id)
    if (row)
      found.set(report.id, sameContent(row, report) ? answer(row) : new Problem(intakeProblems['report-id-taken']))
  }
  return found
}

/** What the sender said; when it was sent or first tried may differ between two tries. */
function sameContent(row: Row, report: Accepted): boolean {
  return (
    row.subject_id === report.subject_id &&
    row.form === report.form &&
    row.form_version === report.form_version &&
    row.corrects === report.corrects &&
    sameInstant(row, report) &&
    isDeepStrictEqual(row.answers, JSON.parse(JSON.stringify(report.answers)))
  )
}

/** An instant that a wrong clock had to be worked out for differs by the way of each sending. */
function sameInstant(row: Row, report: Accepted): boolean {
  if (row.clamped || report.clamped || row.sent_at !== null)
    return Math.abs(row.observed_at.getTime() - report.observed_at) < 86_400_000
  return row.observed_at.getTime() === report.observed_at
}

const answer = (row: Row): Stored => ({
  id: row.id,
  received_at: row.received_at.toISOString(),
  flags: row.flags,
  met: row.met,
})
