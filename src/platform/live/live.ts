/** Says "unit X changed" to open screens on every node, coalesced, outside the write path, and nothing else. */

/** Called with the ids of units that changed. */
export type LiveListener = (unitIds: ReadonlySet<string>) => void

export interface LiveTransport {
  /** Sends to every node, this one too. */
  send(payload: string): Promise<void>
}

/** Milliseconds between two notifications: some a second is as good as each, and spares the database. */
const flushMs = 250
/** A notification of PostgreSQL holds at most 8,000 bytes. */
const unitsPerMessage = 200

export class Live {
  readonly #listeners = new Set<LiveListener>()
  readonly #waiting = new Set<string>()
  #timer: NodeJS.Timeout | undefined
  #transport: LiveTransport | undefined

  /** Gives the way to the other nodes; until then changes reach this node only. */
  connect(transport: LiveTransport): void {
    this.#transport = transport
  }

  /** Notes changed units; they go out together within a quarter of a second. */
  touch(unitIds: Iterable<string>): void {
    for (const id of unitIds) this.#waiting.add(id)
    if (this.#waiting.size > 0 && !this.#timer) {
      this.#timer = setTimeout(() => void this.#flush(), flushMs)
      this.#timer.unref()
    }
  }

  listen(listener: LiveListener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** What arrived from any node. */
  receive(payload: string): void {
    const units = new Set(payload.split(','))
    for (const listener of this.#listeners) listener(units)
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#listeners.clear()
  }

  async #flush(): Promise<void> {
    this.#timer = undefined
    const ids = [...this.#waiting]
    this.#waiting.clear()
    for (let i = 0; i < ids.length; i += unitsPerMessage) {
      const payload = ids.slice(i, i + unitsPerMessage).join(',')
      // A lost notification costs seconds, never truth: screens fetch again every 30 s.
      if (this.#transport) await this.#transport.send(payload).catch(() => this.receive(payload))
      else this.receive(payload)
    }
  }
}
