/**
 * Group commit: what arrives while one batch commits forms the next. No timer when idle, large batches under load. The
 * next batch is sent before the replies of the last are written: that is worth a tenth in reports a second.
 */
import { Problem, problems } from '#platform/problems.ts'

/** What came together and is answered together. */
interface Entry<In, Out> {
  readonly items: readonly In[]
  answer(outcomes: readonly (Out | Problem)[]): void
}

export interface LaneOptions<In, Out> {
  readonly maxBatch: number
  /** Batches that may be on their way at the same time. */
  readonly inFlight: number
  /** Two items with the same key never share a batch. */
  key(item: In): string
  /** Stores a batch; one outcome for each, in order. Never rejects for the fault of one item. */
  store(batch: readonly In[]): Promise<readonly (Out | Problem)[]>
  /** 0 to 1, for the jitter of `Retry-After`. */
  random(): number
  now(): number
}

/** Past so many seconds of measured drain a report is refused, and nothing was acknowledged. */
const queueSeconds = 2
/** Before anything was measured, and never less: a burst of one large detachment. */
const leastQueue = 4000

export class Lane<In, Out> {
  readonly #options: LaneOptions<In, Out>
  #queue: Entry<In, Out>[] = []
  #waiting = 0
  readonly #running = new Set<Promise<void>>()
  #perSecond = 0

  constructor(options: LaneOptions<In, Out>) {
    this.#options = options
  }

  get waiting(): number {
    return this.#waiting
  }

  /** How many may wait: about two seconds of measured drain. */
  get limit(): number {
    return Math.max(leastQueue, queueSeconds * this.#perSecond)
  }

  /** Whether `count` more would wait too long. */
  full(count: number): boolean {
    return this.#waiting + count > this.limit
  }

  /** @param items at most `maxBatch`, of different keys @returns one outcome for each, in order; never rejects */
  add(items: readonly In[]): Promise<readonly (Out | Problem)[]> {
    return new Promise((answer) => {
      this.#queue.push({ items, answer })
      this.#waiting += items.length
      if (this.#running.size >= this.#options.inFlight) return
      const running = this.#run().finally(() => this.#running.delete(running))
      this.#running.add(running)
    })
  }

  /** Waits until all that was taken is answered. */
  async drained(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }

  /** 503 with a jittered time to try again, so that a thousand phones do not come back in one second. */
  busy(): Problem {
    return new Problem(problems['too-busy'], {}, [], Math.ceil(1 + this.#options.random() * 4))
  }

  async #run(): Promise<void> {
    // What came in this turn of the event loop goes together.
    await new Promise((done) => setImmediate(done))
    let answer: (() => void) | undefined
    while (this.#queue.length > 0) {
      const entries = this.#take()
      const batch = entries.length === 1 ? entries[0]!.items : entries.flatMap((e) => e.items)
      const started = this.#options.now()
      const stored = this.#store(batch)
      answer?.()
      const outcomes = await stored
      this.#measure(batch.length, this.#options.now() - started)
      answer = () => settle(entries, outcomes)
    }
    answer?.()
  }

  async #store(batch: readonly In[]): Promise<readonly (Out | Problem)[]> {
    try {
      return await this.#options.store(batch)
    } catch {
      return batch.map(() => this.busy())
    }
  }

  /** The first entries that fit into one batch; one that shares a key with them waits for the next. */
  #take(): Entry<In, Out>[] {
    const keys = new Set<string>()
    const taken: Entry<In, Out>[] = []
    const later: Entry<In, Out>[] = []
    let count = 0
    let i = 0
    for (; i < this.#queue.length; i++) {
      const entry = this.#queue[i]!
      if (count > 0 && count + entry.items.length > this.#options.maxBatch) break
      if (count > 0 && entry.items.some((item) => keys.has(this.#options.key(item)))) later.push(entry)
      else {
        taken.push(entry)
        count += entry.items.length
      }
      for (const item of entry.items) keys.add(this.#options.key(item))
    }
    this.#queue = later.length > 0 ? [...later, ...this.#queue.slice(i)] : this.#queue.slice(i)
    this.#waiting -= count
    return taken
  }

  #measure(count: number, ms: number): void {
    const rate = (count * 1000) / Math.max(1, ms)
    this.#perSecond = this.#perSecond === 0 ? rate : this.#perSecond * 0.9 + rate * 0.1
  }
}

function settle<In, Out>(entries: readonly Entry<In, Out>[], outcomes: readonly (Out | Problem)[]): void {
  let at = 0
  for (const { items, answer } of entries) {
    answer(outcomes.slice(at, at + items.length))
    at += items.length
  }
}
