/** A report with everything that corrects it or that it corrects. Reading it is audited. */
import { sql } from 'kysely'
import { can } from '#platform/access/actor.ts'
import { Problem, problems } from '#platform/problems.ts'
import { type Context, work } from '#platform/work.ts'
import type { Core } from '../core.ts'

interface Version {
  id: string
  detachment_id: string
  subject_kind: string
  subject_id: string
  unit_id: string
  form: string
  form_version: number
  observed_at: Date
  received_at: Date
  channel: string
  answers: unknown
  flags: string[]
  corrects: string | null
}

/** Row-level security shows the row only to those who may read health data there, and to the subject. */
export async function reportWithVersions(core: Core, context: Context, id: string) {
  return work(context, async (w) => {
    const { rows } =
      await sql<Version>`select id, detachment_id, subject_kind, subject_id, unit_id, form, form_version, observed_at,
        received_at, channel, answers, flags, corrects
      from report where id = ${id} or corrects = ${id} or id = (select corrects from report where id = ${id})
      order by received_at`.execute(w.tx)
    const report = rows.find((r) => r.id === id.toLowerCase())
    if (!report) throw new Problem(problems['not-found'], { what: '上报 report' })
    const own = report.subject_id === w.actor.personId || report.subject_id === w.actor.householdId
    if (!own && !can(w.actor, 'report.read', core.organisation.pathOf(report.unit_id) ?? ''))
      throw new Problem(problems['not-found'], { what: '上报 report' })
    if (!own)
      w.audit({
        action: 'report.read',
        detachmentId: report.detachment_id,
        unitId: report.unit_id,
        subjectKind: report.subject_kind,
        subjectId: report.subject_id,
        detail: { report: id },
      })
    return { ...shown(report), versions: rows.map(shown) }
  })
}

const shown = (r: Version) => ({
  id: r.id,
  form: r.form,
  form_version: r.form_version,
  subject: { kind: r.subject_kind, id: r.subject_id },
  observed_at: r.observed_at.toISOString(),
  received_at: r.received_at.toISOString(),
  channel: r.channel,
  answers: r.answers,
  flags: r.flags,
  corrects: r.corrects,
})
