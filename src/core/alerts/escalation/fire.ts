/** Takes one ladder that is due one step on: who is told, what is not sent and why, and what comes next. Safe to repeat. */
import type { Core } from '#core/core.ts'
import type { Work } from '#platform/work.ts'
import { send } from '../notices/channels.ts'
import { insertNotices, insertSilences, type NewSilence, toldOf } from '../notices/told.ts'
import { progress, repeatStep, timedRungs } from './ladder.ts'
import { type Matter, readMatter } from './matter.ts'
import { type Plan, planStep } from './plan.ts'
import { loadStaffing } from './staffing.ts'
import { stillSpans } from './still.ts'
import { advance, downtimesSince, type EscalationRow, finish } from './store.ts'

/** The row is locked by the caller. */
export async function fire(core: Core, w: Work, row: EscalationRow): Promise<void> {
  const matter = await readMatter(core, w, row)
  if (typeof matter === 'string') return finish(w.tx, row.id, matter, w.now)
  const spans = stillSpans(await downtimesSince(w.tx, new Date(matter.base)), matter.graceMinutes)
  const rungs = timedRungs(matter.rungs, matter.base, spans)
  const told = row.told_at?.getTime() ?? null
  const { repeatMinutes, closesAt } = matter
  const next = progress({ rungs, nextStep: row.next_step, told, repeatMinutes, closesAt, spans, now: w.now.getTime() })
  const again = row.next_step === repeatStep
  const round = again && next.fire.length > 0 ? row.round + 1 : row.round
  if (next.fire.length > 0) await tell(core, w, row, matter, next.fire, { again, round, overtaken: next.overtaken })
  if (next.nextAt === null) return finish(w.tx, row.id, 'ladder_end', w.now)
  const toldAt = next.fire.length > 0 ? w.now : null
  await advance(w.tx, row.id, { nextStep: next.nextStep, nextAt: new Date(next.nextAt), toldAt, round })
}

/** Plans these steps one after the other, so that a later one sees whom an earlier one told, and writes them. */
export async function tell(
  core: Core,
  w: Work,
  row: EscalationRow,
  matter: Matter,
  steps: readonly number[],
  how: { again: boolean; round: number; overtaken: readonly number[] },
): Promise<void> {
  const { tree } = core.organisation
  const staff = await loadStaffing(w.tx, tree, matter.owed, row.measure, w.now)
  const told = await toldOf(w.tx, row.id, matter.since, w.now, matter.personal)
  const silences: NewSilence[] = how.overtaken.map((step) =>
    silence(
      row,
      how.round,
      step,
      'overtaken',
      [],
      matter.owed.map((o) => o.id),
    ),
  )
  const plans: Plan[] = []
  for (const step of steps) {
    const plan = planStep({ step, owed: matter.owed, told, again: how.again, tree, posts: matter.posts, staff })
    plans.push(plan)
    for (const n of plan.notices)
      told.push({
        step,
        recipientId: n.recipient.personId,
        owedIds: n.owedIds,
        acknowledged: false,
        asOwner: matter.personal && n.recipient.via === 'owner',
      })
    for (const s of plan.silences)
      silences.push({ ...silence(row, how.round, step, s.why, s.passed, s.owedIds), recipientId: s.recipientId })
  }
  const held = matter.heldUntil === null ? null : new Date(matter.heldUntil)
  const isAlert = row.alert_id !== null
  const notices = plans.flatMap((plan) =>
    plan.notices.map(({ step, recipient, owedIds }) => ({
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
      taskIds: isAlert ? [] : owedIds,
      level: matter.level,
      heldUntil: held,
    })),
  )
  await send(w, await insertNotices(w, notices))
  await insertSilences(w, silences)
}

const silence = (
  row: EscalationRow,
  round: number,
  step: number,
  why: NewSilence['why'],
  passed: NewSilence['passed'],
  owedIds: readonly string[],
): NewSilence => ({
  escalationId: row.id,
  step,
  round,
  why,
  recipientId: null,
  passed,
  taskIds: row.alert_id === null ? owedIds : [],
})
