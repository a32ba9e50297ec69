/**
 * Group commit: what arrives while one batch commits forms the next. No timer when idle, large batches under load. The
 * next batch is sent before the replies of the last are written: that is worth a tenth in reports a second.
 */
import { Problem, problems } from '#platform/problems.ts'

export interface Entry<In, Out> {
  readonly item: In
  resolve(out: Out): void
  reject(error: unknown): void
}

export interface LaneOptions<In, Out> {
  readonly maxBatch: number
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
  #running: Promise<void> | undefined
  #perSecond = 0

  constructor(options: LaneOptions<In, Out>) {
    this.#options = options
  }

  get waiting(): number {
    return this.#queue.length
  }

  /** How many may wait: about two seconds of measured drain. */
  get limit(): number {
    return Math.max(leastQueue, queueSeconds * this.#perSecond)
  }

  /** Whether `count` more would wait too long. */
  full(count: number): boolean {
    return this.#queue.length + count > this.limit
  }

  add(item: In): Promise<Out> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ item, resolve, reject })
      this.#running ??= this.#run()
    })
  }

  /** Waits until all that was taken is answered. */
  async drained(): Promise<void> {
    while (this.#running) await this.#running
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
      const batch = this.#take()
      const started = this.#options.now()
      const stored = this.#store(batch)
      answer?.()
      const outcomes = await stored
      this.#measure(batch.length, this.#options.now() - started)
      answer = () => settle(batch, outcomes)
    }
    this.#running = undefined
    answer?.()
  }

  async #store(batch: readonly Entry<In, Out>[]): Promise<readonly (Out | Problem)[]> {
    try {
      return await this.#options.store(batch.map((e) => e.item))
    } catch {
      return batch.map(() => this.busy())
    }
  }

  #take(): Entry<In, Out>[] {
    const keys = new Set<string>()
    const batch: Entry<In, Out>[] = []
    const later: Entry<In, Out>[] = []
    let i = 0
    for (; i < this.#queue.length && batch.length < this.#options.maxBatch; i++) {
      const entry = this.#queue[i]!
      const key = this.#options.key(entry.item)
      if (keys.has(key)) later.push(entry)
      else batch.push(entry)
      keys.add(key)
    }
    this.#queue = later.length > 0 ? [...later, ...this.#queue.slice(i)] : this.#queue.slice(i)
    return batch
  }

  #measure(count: number, ms: number): void {
    const rate = (count * 1000) / Math.max(1, ms)
    this.#perSecond = this.#perSecond === 0 ? rate : this.#perSecond * 0.9 + rate * 0.1
  }
}

function settle<In, Out>(batch: readonly Entry<In, Out>[], outcomes: readonly (Out | Problem)[]): void {
  batch.forEach((entry, i) => {
    const outcome = outcomes[i]!
    if (outcome instanceof Problem) entry.reject(outcome)
    else entry.resolve(outcome)
  })
}
