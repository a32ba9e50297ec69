/** A second reading that does not come within its time is taken as the worse answer: the alert turns red. */
import type { Core } from '#core/core.ts'
import { systemContext, type Work, work } from '#platform/work.ts'
import { campaignFor } from '../escalation/matter.ts'
import { runningInstant, stillSpans } from '../escalation/still.ts'
import { downtimesSince } from '../escalation/store.ts'
import { alertSettings, judgeReadings, raise, readingsFor } from '../judge.ts'
import { type AlertRow, changeAlert, lockAlert, withoutSecond } from './store.ts'

/** Works off every alert whose time has run out. */
export async function sweepSecondReadings(core: Core): Promise<void> {
  while ((await work(systemContext(core.services), (w) => someOf(core, w))) > 0);
}

async function someOf(core: Core, w: Work): Promise<number> {
  const rows = await withoutSecond(w.tx, w.now)
  for (const row of rows) await one(core, w, row)
  return rows.length
}

async function one(core: Core, w: Work, row: AlertRow): Promise<void> {
  const settings = alertSettings(core, row.unit_id)
  // Nobody could report while the program was down, so that the time stood still.
  const grace = campaignFor(core, row.unit_id)?.playbook.escalation.graceMinutes ?? 15
  const spans = stillSpans(await downtimesSince(w.tx, row.opened_at), grace)
  const until = runningInstant(row.opened_at.getTime(), settings.secondReading.withinMinutes, spans)
  if (until > w.now.getTime())
    return changeAlert(w.tx, row.id, { ...row, secondUntilAt: new Date(until), dueAt: row.due_at })
  // A reading that has come but is not judged yet counts.
  const about = { kind: row.subject_kind, id: row.subject_id, unitId: row.unit_id, detachmentId: row.detachment_id }
  await judgeReadings(core, w, about, await readingsFor(core, w, row), settings)
  const now = await lockAlert(w.tx, row.id)
  if (now?.state === 'open' && now.level === 'amber' && now.second_until_at !== null)
    await raise(core, w, now, 'no_second')
}
