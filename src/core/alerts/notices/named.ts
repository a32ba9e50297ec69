/** Whoever is named responsible for a measure hears of it: one notice for a naming, whatever it covers. */
import { sql } from 'kysely'
import type { Core } from '#core/core.ts'
import { responsibleNamed } from '#core/orders/responsible.ts'
import type { Work } from '#platform/work.ts'
import { stepNo } from '../escalation/ladder.ts'
import { send } from './channels.ts'
import { insertNotices } from './told.ts'

/** Listens for namings. */
export function tellWhoIsNamed(core: Core): void {
  core.services.hooks.on(responsibleNamed, (w, named) => tellNamed(w, named))
}

/** In the transaction of the naming, so that nobody answers for something without having been told. */
async function tellNamed(w: Work, named: { unitId: string; measure: string; personId: string }): Promise<void> {
  // Naming oneself is no news.
  if (named.personId === w.actor.personId) return
  const { rows } = await sql<{
    detachment_id: string
  }>`select detachment_id from person where id = ${named.personId}`.execute(w.tx)
  const person = rows[0]
  if (!person) return
  const notice = {
    detachmentId: person.detachment_id,
    escalationId: null,
    alertId: null,
    measure: named.measure,
    day: null,
    slot: null,
    step: stepNo.self,
    round: 0,
    via: 'named' as const,
    passed: [],
    recipientId: named.personId,
    unitId: named.unitId,
    taskIds: [],
    level: 'reminder' as const,
    // Somebody did this by hand, as a reminder by hand: it does not wait for the morning.
    heldUntil: null,
  }
  await send(w, await insertNotices(w, [notice]))
}
