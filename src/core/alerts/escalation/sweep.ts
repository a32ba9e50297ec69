/** Looks for ladders that are due and takes each one on, one transaction apiece; several nodes share the work. */
import type { Core } from '#core/core.ts'
import { systemContext, type Work, work } from '#platform/work.ts'
import { expireAcknowledgements, fire } from './fire.ts'
import { releaseHeld } from './held.ts'
import { openFallenDue, openForAlerts, takeDue, withExpiredAcknowledgement } from './store.ts'

/** How far back the sweep looks for what fell due unnoticed; a longer absence would tell of days that nobody can mend. */
const lookBackMs = 48 * 3_600_000
/** Once a minute everything of the last two days is looked at again: a task met at due may lack its report later. */
const thoroughMs = 60_000

/** Until when this node has looked, per application. */
const looked = new WeakMap<Core, { upto: number; thorough: number }>()

/** Opens the ladders that are missing. */
export async function openLadders(core: Core): Promise<void> {
  const now = core.services.clock.now()
  const before = looked.get(core)
  const again = before === undefined || now < before.upto || now - before.thorough >= thoroughMs
  const after = again ? now - lookBackMs : before.upto
  await work(systemContext(core.services), async (w) => {
    await openFallenDue(w, new Date(after), w.now)
    await openForAlerts(w)
  })
  looked.set(core, { upto: now, thorough: again ? now : before.thorough })
}

/** Fires everything due. A ladder that fails is logged and left for the next pass; the others go on. */
export async function sweepLadders(core: Core): Promise<void> {
  await openLadders(core)
  await each(core, async (w, failed) => {
    const row = await takeDue(w.tx, w.now, failed)
    return row && { id: row.id, do: () => fire(core, w, row) }
  })
  await each(core, async (w, failed) => {
    const id = await withExpiredAcknowledgement(w.tx, w.now, failed)
    return id === undefined ? undefined : { id, do: () => expireAcknowledgements(core, w, id) }
  })
  while ((await work(systemContext(core.services), releaseHeld)) > 0);
}

type Job = { id: string; do: () => Promise<void> }

/** Takes jobs, each in a transaction of its own, until there are none. */
async function each(core: Core, take: (w: Work, failed: readonly string[]) => Promise<Job | undefined>): Promise<void> {
  const failed: string[] = []
  for (;;) {
    let id: string | undefined
    try {
      const found = await work(systemContext(core.services), async (w) => {
        const job = await take(w, failed)
        id = job?.id
        await job?.do()
        return job !== undefined
      })
      if (!found) return
    } catch (error) {
      core.services.log.error(
        { escalation: id, error: String((error as Error).stack ?? error) },
        'escalation not taken on',
      )
      if (id === undefined || failed.length >= 50) return
      failed.push(id)
    }
  }
}
