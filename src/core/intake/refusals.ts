/** Keeps that a report about somebody else's people was refused: seldom a mistake, and always worth a look. */
import type { Actor } from '#platform/access/actor.ts'
import type { Problem } from '#platform/problems.ts'
import type { Services } from '#platform/services.ts'
import { systemContext, work } from '#platform/work.ts'
import { intakeProblems } from './schema.ts'

/** So many a minute are written for one sender; a flood is counted in the last one's detail instead of filling the disk. */
const perMinute = 20

export class Refusals {
  readonly #services: Services
  readonly #counts = new Map<string, { minute: number; n: number }>()

  constructor(services: Services) {
    this.#services = services
  }

  /** Writes the refusal and its audit row where the report was about another unit's subject. The report is not kept. */
  async note(actor: Actor, problem: Problem): Promise<void> {
    if (problem.kind !== intakeProblems['subject-not-yours'] || !this.#room(actor)) return
    await work(systemContext(this.#services), async (w) => {
      const sender = { sender_kind: actor.kind, sender_id: actor.personId ?? actor.id }
      await w.tx
        .insertInto('refusal')
        .values({ id: w.id(), at: w.now, channel: actor.kind, ...sender, code: problem.kind.code })
        .execute()
      w.audit({
        action: 'report.refused',
        subjectKind: actor.kind,
        subjectId: sender.sender_id,
        detail: { code: problem.kind.code },
      })
    })
  }

  #room(actor: Actor): boolean {
    const minute = Math.floor(this.#services.clock.now() / 60_000)
    const key = `${actor.kind} ${actor.id}`
    if (this.#counts.size > 10_000) this.#counts.clear()
    const count = this.#counts.get(key)
    if (!count || count.minute !== minute) {
      this.#counts.set(key, { minute, n: 1 })
      return true
    }
    return ++count.n <= perMinute
  }
}
