/** Plans steps of a ladder one after the other and writes what is sent and what is not. */
import type { Core } from '#core/core.ts'
import type { Work } from '#platform/work.ts'
import { send } from '../notices/channels.ts'
import { insertNotices, insertSilences, type NewNotice, type NewSilence } from '../notices/told.ts'
import type { Matter } from './matter.ts'
import { type Plan, planStep, type Told } from './plan.ts'
import type { Owed } from './recipients.ts'
import { loadStaffing } from './staffing.ts'
import type { EscalationRow } from './store.ts'

export interface Telling {
  readonly owed: readonly Owed[]
  readonly steps: readonly number[]
  /** Steps whose time went by unnoticed: it is kept that they joined the ones told now. */
  readonly overtaken: readonly number[]
  /** What counts as told. */
  readonly told: readonly Told[]
  /** Names that somebody has taken up, and who. */
  readonly held: ReadonlyMap<string, string>
  readonly again: boolean
  readonly round: number
  /** The first step tells whoever had taken it up, and of the steps above only the first that finds somebody else. */
  readonly climb: boolean
}

/** A later step sees whom an earlier one told. @returns the steps taken */
export async function tell(core: Core, w: Work, row: EscalationRow, matter: Matter, how: Telling): Promise<number[]> {
  const { tree } = core.organisation
  const staff = await loadStaffing(w.tx, tree, how.owed, row.measure, w.now)
  const told: Told[] = [...how.told]
  const plans: { step: number; plan: Plan }[] = []
  for (const [i, step] of how.steps.entries()) {
    const { owed, held, again } = how
    const plan = planStep({ step, owed, told, held, again, tree, posts: matter.posts, staff })
    plans.push({ step, plan })
    for (const n of plan.notices) told.push({ recipientId: n.recipient.personId, owedIds: n.owedIds })
    if (how.climb && i > 0 && foundSomebody(plan)) break
  }
  await write(w, row, matter, how, plans)
  return plans.map((p) => p.step)
}

/** Where nobody was found, nobody is above either; where all have been told already, the level above is the next one. */
export const foundSomebody = (plan: Plan): boolean =>
  plan.notices.length > 0 || plan.silences.some((s) => s.why === 'nobody')

async function write(
  w: Work,
  row: EscalationRow,
  matter: Matter,
  how: Telling,
  plans: readonly { step: number; plan: Plan }[],
): Promise<void> {
  const isAlert = row.alert_id !== null
  const ids = (owedIds: readonly string[]) => (isAlert ? [] : owedIds)
  const silences: NewSilence[] = how.overtaken.map((step) => ({
    escalationId: row.id,
    step,
    round: how.round,
    why: 'overtaken',
    recipientId: null,
    passed: [],
    taskIds: ids(how.owed.map((o) => o.id)),
  }))
  for (const { step, plan } of plans)
    for (const { why, recipientId, passed, owedIds } of plan.silences)
      silences.push({ escalationId: row.id, step, round: how.round, why, recipientId, passed, taskIds: ids(owedIds) })
  const held = matter.heldUntil === null ? null : new Date(matter.heldUntil)
  const notices = plans.flatMap(({ plan }) =>
    plan.notices.map(
      ({ step, recipient, owedIds }): NewNotice => ({
        detachmentId: row.detachment_id,
        escalationId: row.id,
        alertId: row.alert_id,
        measure: row.measure,
        day: row.day,
        slot: row.slot,
        step,
        round: how.round,
        via: recipient.via,
        passed: recipient.passed,
        recipientId: recipient.personId,
        unitId: recipient.unitId,
        taskIds: ids(owedIds),
        level: matter.level,
        heldUntil: held,
      }),
    ),
  )
  await send(w, await insertNotices(w, notices))
  await insertSilences(w, silences)
}
