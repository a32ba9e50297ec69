/** Typed hooks inside the transaction: a lower part announces, `app.ts` wires who listens. */
import type { Work } from './work.ts'

/** An announcement that lower parts make; the payload's type travels with it. */
export interface Event<Payload> {
  readonly name: string
  /** Never set; carries the type. */
  readonly payload?: Payload
}

/** Declares an announcement; its name is in the past tense: `presence.changed`. */
export function defineEvent<Payload>(name: string): Event<Payload> {
  return { name }
}

type Handler = (work: Work, payload: never) => Promise<void>

/** Who listens to what, in order of registration. One per application, so that tests share nothing. */
export class Hooks {
  readonly #handlers = new Map<string, Handler[]>()

  /** Registers a listener; it runs inside the announcer's transaction, and its failure undoes the whole. */
  on<P>(event: Event<P>, handler: (work: Work, payload: P) => Promise<void>): void {
    const list = this.#handlers.get(event.name) ?? []
    list.push(handler as Handler)
    this.#handlers.set(event.name, list)
  }

  /** Runs every listener of an event one after the other. */
  async announce<P>(work: Work, event: Event<P>, payload: P): Promise<void> {
    for (const handler of this.#handlers.get(event.name) ?? []) await handler(work, payload as never)
  }
}
