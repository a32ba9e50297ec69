/** An acknowledgement lasts only so long: what is missing still is then told to its holder again, and to the next level. */
import { sql } from 'kysely'
import type { Core } from '#core/core.ts'
import type { Work } from '#platform/work.ts'
import { tell } from './fire.ts'
import { readMatter } from './matter.ts'
import { lockEscalation } from './store.ts'

interface Expired {
  id: string
  step: number
  recipient_id: string
  task_ids: string[]
}

/** Works off the acknowledgements of one ladder that have run out. Twice does nothing: each is marked under the lock. */
export async function expireAcknowledgements(core: Core, w: Work, escalationId: string): Promise<void> {
  const row = await lockEscalation(w.tx, escalationId)
  if (!row) return
  const expired = await markExpired(w, escalationId)
  if (expired.length === 0 || row.finished_at !== null) return
  // Once the window has closed nobody can report any more: the names stay counted, and nobody is called again.
  if (row.closes_at !== null && row.closes_at <= w.now) return
  const matter = await readMatter(core, w, row)
  if (typeof matter === 'string') return
  const covered = new Set(expired.flatMap((n) => n.task_ids))
  const owed = row.alert_id === null ? matter.owed.filter((o) => covered.has(o.id)) : matter.owed
  if (owed.length === 0) return
  const round = row.round + 1
  await sql`update escalation set round = ${round} where id = ${row.id}`.execute(w.tx)
  const steps = [...new Set(expired.map((n) => n.step))].sort()
  for (const step of stepsUp(
    steps,
    matter.rungs.map((r) => r.step),
  ))
    await tell(core, w, row, { ...matter, owed }, [step], { again: true, round, overtaken: [] })
}

/** The steps whose acknowledgement ran out, and the next that exists after each. */
export function stepsUp(steps: readonly number[], rungs: readonly number[]): number[] {
  const next = steps.flatMap((step) =>
    rungs
      .filter((r) => r > step)
      .sort((a, b) => a - b)
      .slice(0, 1),
  )
  return [...new Set([...steps, ...next])].sort((a, b) => a - b)
}

async function markExpired(w: Work, escalationId: string): Promise<Expired[]> {
  const { rows } = await sql<Expired>`update notice set expired_at = ${w.now}
    where escalation_id = ${escalationId} and acknowledged_at is not null and expired_at is null and expires_at <= ${w.now}
    returning id, step, recipient_id, task_ids`.execute(w.tx)
  return rows
}
