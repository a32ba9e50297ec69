/**
 * Judges what the statement could not: corrections, partial answers, flagged readings, what needs the subject's state.
 * Rows were left in the statement that stored the report, so a crash only delays them; called at once after the commit.
 */
import { sql } from 'kysely'
import { systemContext, type Work, work } from '#platform/work.ts'
import { judgeReport } from '../alerts/judge.ts'
import type { Core } from '../core.ts'
import { evaluateReports } from '../tasks/evaluate.ts'

const atOnce = 50

export interface ToJudge {
  readonly report_id: string
  readonly why: string
}

/** The report to be judged, with the instants of all its versions: one that no longer counts leaves its task open. */
export interface JudgedReport {
  readonly id: string
  readonly detachment_id: string
  readonly unit_id: string
  readonly subject_kind: string
  readonly subject_id: string
  readonly form: string
  readonly form_version: number
  readonly observed_at: Date
  readonly received_at: Date
  readonly answers: Record<string, unknown>
  readonly flags: string[]
  readonly corrects: string | null
  readonly instants: Date[]
}

/** Judges everything that waits, a few reports a transaction; several nodes share the work. */
export async function judgeWaiting(core: Core): Promise<void> {
  for (;;) {
    await core.orders.ensure()
    const done = await work(systemContext(core.services), async (w) => {
      const { rows } = await sql<ToJudge>`delete from to_judge where report_id in (
          select report_id from to_judge order by at, report_id limit ${atOnce} for update skip locked) returning report_id, why`.execute(
        w.tx,
      )
      const ids = rows.map((r) => r.report_id)
      const reports = await load(w, ids)
      await evaluateReports(core, w, reports)
      for (const report of reports) await judgeReport(core, w, report)
      if (ids.length > 0) await w.tx.deleteFrom('correction_waiting').where('corrects', 'in', ids).execute()
      return rows.length
    })
    if (done < atOnce) return
  }
}

async function load(w: Work, ids: readonly string[]): Promise<JudgedReport[]> {
  const { rows } =
    await sql<JudgedReport>`select r.id, r.detachment_id, r.unit_id, r.subject_kind, r.subject_id, r.form, r.form_version,
      r.observed_at, r.received_at, r.answers, r.flags, r.corrects,
      array(with recursive v as (
          select r.id, r.corrects, r.observed_at
          union select o.id, o.corrects, o.observed_at from v join report o on o.id = v.corrects or o.corrects = v.id)
        select v.observed_at from v) as instants
    from report r where r.id = any(${ids}::uuid[]) order by r.received_at, r.id`.execute(w.tx)
  return rows
}

/** How many reports wait; for the metrics. */
export async function waitingToBeJudged(core: Core): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from to_judge`.execute(core.services.database.app)
  return rows[0]!.n
}
