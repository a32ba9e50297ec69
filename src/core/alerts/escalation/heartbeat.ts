/** The program's pulse: a gap in it at start is a downtime, during which no ladder's clock ran. */
import { sql } from 'kysely'
import type { Core } from '#core/core.ts'
import { systemContext, work } from '#platform/work.ts'

/** A pulse comes every 15 s; a restart within two minutes is none that anybody noticed. */
const gapMinutes = 2

/** Tells that the program lives. */
export async function beat(core: Core): Promise<void> {
  const now = new Date(core.services.clock.now())
  await sql`insert into heartbeat (at) values (${now}) on conflict (one) do update set at = greatest(excluded.at, heartbeat.at)`.execute(
    core.services.database.app,
  )
}

/**
 * At start: records the time since the last pulse as a downtime, once, whichever node starts first. The very first pulse
 * comes with the first pass, after everybody's tasks were worked out: `check` holds who owes what against it.
 */
export async function recordDowntime(core: Core): Promise<void> {
  const started = await work(systemContext(core.services), async (w) => {
    const { rows } = await sql<{ at: Date }>`select at from heartbeat for update`.execute(w.tx)
    const last = rows[0]?.at
    if (last && w.now.getTime() - last.getTime() > gapMinutes * 60_000) {
      await sql`insert into downtime (id, from_at, until_at) values (${w.id()}, ${last}, ${w.now})`.execute(w.tx)
      w.audit({ action: 'program.was_down', detail: { from: last.toISOString(), until: w.now.toISOString() } })
    }
    return last !== undefined
  })
  if (started) await beat(core)
}
