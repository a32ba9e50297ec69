/** One unit of work: a transaction under the actor's rights, with its audit rows, announcements and live signals. */
import { type Kysely, sql, type Transaction } from 'kysely'
import { type Actor, roots, system } from './access/actor.ts'
import { type AuditEntry, writeAudit } from './audit/write.ts'
import { uuid7 } from './clock.ts'
import type { DB } from './database/types.generated.ts'
import type { Event } from './hooks.ts'
import type { Services } from './services.ts'
import type { Language } from './texts.ts'

export type Tx = Transaction<DB>

/** Who asks, in which language, of which services. */
export interface Context {
  readonly services: Services
  readonly actor: Actor
  readonly language: Language
}

export interface Work extends Context {
  readonly tx: Tx
  /** The instant of this work; the same throughout. */
  readonly now: Date
  /** A new UUIDv7. */
  id(): string
  /** Adds an audit row that commits with the work. */
  audit(entry: AuditEntry): void
  /** Runs the listeners of an event inside this transaction. */
  announce<P>(event: Event<P>, payload: P): Promise<void>
  /** Says, after the commit, that boards and lists of these units changed. */
  touch(unitId: string): void
}

/** The context of background work and of the command line. */
export function systemContext(services: Services): Context {
  return { services, actor: system, language: 'zh' }
}

/**
 * Runs `body` in one transaction. Row-level security sees the actor's roots of `health.read` and its own ids;
 * audit rows are written last, and live signals go out only after the commit.
 */
export async function work<T>(context: Context, body: (work: Work) => Promise<T>): Promise<T> {
  const { services, actor } = context
  const entries: AuditEntry[] = []
  const units = new Set<string>()
  const now = new Date(services.clock.now())
  const result = await (services.database.app as Kysely<DB>).transaction().execute(async (tx) => {
    await setReader(tx, actor)
    const w: Work = {
      ...context,
      tx,
      now,
      id: () => uuid7(services.clock, services.chance),
      audit: (entry) => void entries.push(entry),
      announce: (event, payload) => services.hooks.announce(w, event, payload),
      touch: (unitId) => void units.add(unitId),
    }
    const value = await body(w)
    if (entries.length > 0) await writeAudit(w, entries)
    return value
  })
  services.live.touch(units)
  return result
}

/**
 * Runs a step of the program's own inside somebody's work, such as working out a task from reports that the person
 * who changed a leave may not read. What it returns must not carry what was read.
 */
export async function asProgram<T>(w: Work, step: () => Promise<T>): Promise<T> {
  await sql`select set_config('muster.system', 'on', true)`.execute(w.tx)
  const value = await step()
  await sql`select set_config('muster.system', ${w.actor.kind === 'system' ? 'on' : 'off'}, true)`.execute(w.tx)
  return value
}

/** Tells row-level security who reads, until the transaction ends. */
async function setReader(tx: Tx, actor: Actor): Promise<void> {
  const self = [actor.personId, actor.householdId].filter((id) => id !== null).join(',')
  await sql`select set_config('muster.health_roots', ${roots(actor, 'health.read').join(',')}, true),
    set_config('muster.self', ${self}, true),
    set_config('muster.system', ${actor.kind === 'system' ? 'on' : 'off'}, true)`.execute(tx)
}
