/** Assessing, controlling and closing an alert. */
import { sql } from 'kysely'
import type { Core } from '#core/core.ts'
import { may } from '#platform/access/actor.ts'
import { Problem, problems } from '#platform/problems.ts'
import { type Context, type Work, work } from '#platform/work.ts'
import { restartLadder } from '../escalation/store.ts'
import { alertSettings } from '../judge.ts'
import {
  type AlertAction,
  type AssessBody,
  actionAllowed,
  alertProblems,
  type CloseBody,
  type ControlBody,
  whyOff,
} from './schema.ts'
import { type AlertRow, lockAlert } from './store.ts'

/** A plan longer than this is a plan nobody looks at. */
const longestPlanMs = 90 * 86_400_000

/** Loads and locks the alert, and refuses who may not handle it, whom it is about, and what its state does not allow. */
async function take(core: Core, w: Work, id: string, action: AlertAction): Promise<AlertRow> {
  const alert = await lockAlert(w.tx, id)
  if (!alert) throw new Problem(problems['not-found'], { what: '这条预警 alert' })
  may(w.actor, 'alert.handle', core.organisation.pathOf(alert.unit_id) ?? '')
  if (alert.subject_id === w.actor.personId) throw new Problem(alertProblems['alert-own'])
  if (!actionAllowed(action, alert.state)) {
    const why = whyOff(action, alert.state)!
    throw Object.assign(new Problem(alertProblems['alert-state']), { text: why })
  }
  return alert
}

const told = (w: Work, alert: AlertRow, action: string, detail: Record<string, unknown>): void => {
  w.audit({
    action,
    detachmentId: alert.detachment_id,
    unitId: alert.unit_id,
    subjectKind: 'alert',
    subjectId: alert.id,
    detail,
  })
  w.touch(alert.unit_id)
}

const by = (w: Work): string | null => w.actor.personId ?? w.actor.id

/** What an assessment that is replaced said; none before the first. */
async function earlierOf(w: Work, { assessment, assessed_at, assessed_by }: AlertRow) {
  if (!assessment || !assessed_at) return undefined
  const by = await w.tx.selectFrom('person').select('name').where('id', '=', assessed_by).executeTakeFirst()
  const { earlier = [], finding, note } = assessment
  return [...earlier, { finding, ...(note && { note }), at: assessed_at.toISOString(), by: by?.name ?? '' }]
}

/** Says what the alert is. The clock of control begins with the first assessment; a second one does not put it off. */
export async function assessAlert(core: Core, context: Context, id: string, body: AssessBody): Promise<void> {
  await work(context, async (w) => {
    const alert = await take(core, w, id, 'assess')
    const note = body.note?.trim()
    if ((body.finding === 'no_concern' || body.finding === 'faulty_reading') && !note)
      throw new Problem(alertProblems['alert-needs-note'])
    const level = body.level ?? alert.level
    const first = alert.state === 'open' || !alert.due_at
    const due = first
      ? new Date(w.now.getTime() + alertSettings(core, alert.unit_id).controlMinutes * 60_000)
      : alert.due_at
    const earlier = await earlierOf(w, alert)
    const assessment = { finding: body.finding, level, ...(note && { note }), ...(earlier && { earlier }) }
    await sql`update alert set state = 'assessed', level = ${level}, assessed_at = ${w.now}, assessed_by = ${by(w)},
      assessment = ${JSON.stringify(assessment)}, due_at = ${due}, second_until_at = null where id = ${id}`.execute(
      w.tx,
    )
    await restartLadder(w.tx, id, w.now)
    told(w, alert, 'alert.assessed', { finding: body.finding, level })
  })
}

/** Says what is done about it and until when; may be said anew while it lasts. */
export async function controlAlert(core: Core, context: Context, id: string, body: ControlBody): Promise<void> {
  await work(context, async (w) => {
    const alert = await take(core, w, id, 'control')
    const until = new Date(body.until)
    if (!(until > w.now) || until.getTime() - w.now.getTime() > longestPlanMs)
      throw new Problem(alertProblems['alert-until-past'])
    await sql`update alert set state = 'controlled', controlled_at = ${w.now}, controlled_by = ${by(w)},
      plan = ${JSON.stringify({ plan: body.plan.trim(), until: until.toISOString() })}, due_at = ${until} where id = ${id}`.execute(
      w.tx,
    )
    await restartLadder(w.tx, id, w.now)
    told(w, alert, 'alert.controlled', { until: until.toISOString() })
  })
}

/** Says how it ended. */
export async function closeAlert(core: Core, context: Context, id: string, body: CloseBody): Promise<void> {
  await work(context, async (w) => {
    const alert = await take(core, w, id, 'close')
    await sql`update alert set state = 'closed', closed_at = ${w.now}, closed_by = ${by(w)}, outcome = ${body.outcome},
      outcome_note = ${body.note?.trim() || null}, due_at = null where id = ${id}`.execute(w.tx)
    await restartLadder(w.tx, id, w.now)
    told(w, alert, 'alert.closed', { outcome: body.outcome })
  })
}
