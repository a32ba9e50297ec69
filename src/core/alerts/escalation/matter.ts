/** What a ladder is about, read anew each time it is taken: the missing names of a measure, or an alert, with its clock. */
import { sql } from 'kysely'
import type { Core } from '#core/core.ts'
import type { RunningCampaign } from '#core/orders/orders.ts'
import { matchLate } from '#core/tasks/evaluate.ts'
import type { Work } from '#platform/work.ts'
import { alertRungs, measureRungs, type Rung } from './ladder.ts'
import { heldUntil } from './night.ts'
import type { Owed, Posts } from './recipients.ts'
import { asOwed, type EscalationRow, measureOf, missingTasks } from './store.ts'

export interface Matter {
  readonly owed: readonly Owed[]
  readonly rungs: readonly Rung[]
  /** From when minutes are counted; Unix milliseconds. */
  readonly base: number
  readonly closesAt: number | null
  readonly repeatMinutes: number
  readonly graceMinutes: number
  readonly acknowledgementMinutes: number
  readonly posts: Posts
  readonly level: 'reminder' | 'amber' | 'red'
  /** The night's end, where this waits for it. */
  readonly heldUntil: number | null
  /** What was told before this no longer counts. */
  readonly since: Date
  /** What is owed is owed by the persons themselves. */
  readonly personal: boolean
}

/** Why a ladder needs no more steps. */
export type Ended = 'complete' | 'stopped' | 'settled'

export const readMatter = (core: Core, w: Work, row: EscalationRow): Promise<Matter | Ended> =>
  row.alert_id === null ? measureMatter(core, w, row) : alertMatter(core, w, row.alert_id)

async function measureMatter(core: Core, w: Work, row: EscalationRow): Promise<Matter | Ended> {
  // A report and its task inserted at the same instant find each other here, before anybody is told.
  await matchLate(core, w, { detachmentId: row.detachment_id, measure: row.measure!, day: row.day!, slot: row.slot! })
  const tasks = await missingTasks(w.tx, row, w.now)
  if (tasks.length === 0) return 'complete'
  const campaign = core.orders.campaigns.find((c) => c.id === row.campaign_id)
  const measure = await measureOf(w.tx, [...new Set(tasks.flatMap((t) => t.measure_ids))], row.campaign_id)
  if (!campaign || !measure) return 'stopped'
  const { escalation } = campaign.playbook
  return {
    owed: tasks.map(asOwed),
    rungs: measureRungs(measure.late),
    base: row.due_at.getTime(),
    closesAt: row.closes_at?.getTime() ?? null,
    repeatMinutes: escalation.repeatMinutes,
    graceMinutes: escalation.graceMinutes,
    acknowledgementMinutes: escalation.acknowledgementMinutes.amber,
    posts: { playbook: campaign.playbook, owner: measure.owner, deputy: measure.deputy },
    level: 'reminder',
    heldUntil: measure.nightHold ? heldUntil(w.now.getTime(), escalation.night, campaign.zone) : null,
    since: new Date(0),
    personal: measure.subject === 'person' || measure.subject === 'household',
  }
}

interface AlertRow {
  id: string
  unit_id: string
  subject_kind: string
  subject_id: string
  level: 'amber' | 'red'
  state: 'open' | 'assessed' | 'controlled' | 'closed'
  opened_at: Date
  assessed_at: Date | null
  controlled_at: Date | null
  due_at: Date | null
  raised_at: string | null
}

/** When an alert's present state, or its red, began. */
const began = (a: AlertRow): Date => {
  if (a.state === 'open') return a.raised_at === null ? a.opened_at : new Date(a.raised_at)
  return (a.state === 'assessed' ? a.assessed_at : a.controlled_at) ?? a.opened_at
}

async function alertMatter(core: Core, w: Work, alertId: string): Promise<Matter | Ended> {
  const { rows } =
    await sql<AlertRow>`select id, unit_id, subject_kind, subject_id, level, state, opened_at, assessed_at, controlled_at,
    due_at, detail ->> 'raised_at' as raised_at from alert where id = ${alertId}`.execute(w.tx)
  const alert = rows[0]
  if (!alert || alert.state === 'closed' || alert.due_at === null) return 'settled'
  const campaign = campaignFor(core, alert.unit_id)
  // An alert outlives its campaign; without any playbook nobody knows the posts.
  if (!campaign) return 'stopped'
  const base = began(alert)
  const { escalation } = campaign.playbook
  const minutesToDue = Math.max(0, Math.round((alert.due_at.getTime() - base.getTime()) / 60_000))
  return {
    owed: [{ id: alert.id, unitId: alert.unit_id, subjectKind: alert.subject_kind, subjectId: alert.subject_id }],
    rungs: alertRungs({ state: alert.state, level: alert.level, minutesToDue }),
    base: base.getTime(),
    closesAt: null,
    repeatMinutes: escalation.repeatMinutes,
    graceMinutes: escalation.graceMinutes,
    acknowledgementMinutes: escalation.acknowledgementMinutes[alert.level],
    posts: { playbook: campaign.playbook },
    level: alert.level,
    heldUntil: alert.level === 'red' ? null : heldUntil(w.now.getTime(), escalation.night, campaign.zone),
    since: base,
    personal: alert.subject_kind === 'person',
  }
}

/** The running campaign at a unit, whose playbook gives clocks and posts. */
export function campaignFor(core: Core, unitId: string): RunningCampaign | undefined {
  const path = core.organisation.pathOf(unitId)
  return path === undefined ? undefined : core.orders.campaignAt(path)
}
