/** The one way by which every report is stored: accept, batch, store, answer after the commit. */
import type { Actor } from '#platform/access/actor.ts'
import { Problem } from '#platform/problems.ts'
import type { Services } from '#platform/services.ts'
import type { Orders } from '../orders/orders.ts'
import type { Organisation } from '../organisation/organisation.ts'
import { type Accepted, accept } from './accept.ts'
import { againMs, halvingLimit, isDataFault, isPassing } from './failures.ts'
import { Lane } from './lane.ts'
import { Refusals } from './refusals.ts'
import { replays } from './replay.ts'
import { arrayLimit, intakeProblems, type Stored } from './schema.ts'
import { batchStatement, type StatementRow } from './statement.ts'

/** A stored result; `replayed` where the same came before. */
export interface Outcome extends Stored {
  readonly replayed: boolean
}

export class Intake {
  readonly #services: Services
  readonly #parts: { organisation: Organisation; orders: Orders }
  /** Single reports, and arrays on connections of their own, so that a file never holds up a phone. */
  readonly #singles: Lane<Accepted, Outcome>
  readonly #arrays: Lane<Accepted, Outcome>
  readonly #refusals: Refusals
  #judge: (() => Promise<void>) | undefined
  #judging: Promise<void> | undefined
  #judgeAgain = false

  constructor(services: Services, organisation: Organisation, orders: Orders) {
    this.#services = services
    this.#parts = { organisation, orders }
    this.#refusals = new Refusals(services)
    const lane = (maxBatch: number, inFlight: number) =>
      new Lane<Accepted, Outcome>({
        maxBatch,
        inFlight,
        key: (r) => r.id,
        store: (batch) => this.#store(batch),
        random: () => services.chance.bytes(1)[0]! / 256,
        now: () => performance.now(),
      })
    // A second batch of single reports would only make both smaller; of arrays, one is read while another is stored.
    this.#singles = lane(500, 1)
    this.#arrays = lane(arrayLimit, 2)
  }

  /** Called after a commit that left something to judge; several commits share one call. */
  whenToJudge(judge: () => Promise<void>): void {
    this.#judge = judge
  }

  /** Judges all that waits, one pass at a time; what is left during a pass makes another. A failed pass is the next sweep's. */
  judgeSoon(): Promise<void> {
    this.#judgeAgain = true
    this.#judging ??= (async () => {
      while (this.#judgeAgain) {
        this.#judgeAgain = false
        await this.#judge?.().catch((error: unknown) =>
          this.#services.log.warn({ error: String(error) }, 'judging waits for the sweep'),
        )
      }
      this.#judging = undefined
    })()
    return this.#judging
  }

  /** Since the start; for the metrics. */
  stored = 0
  batches = 0

  get waiting(): number {
    return this.#singles.waiting + this.#arrays.waiting
  }

  /** Stores one report. @throws Problem; nothing is stored then */
  async submit(actor: Actor, input: unknown): Promise<Outcome> {
    if (this.#singles.full(1)) throw this.#singles.busy()
    const accepted = await this.#check(actor, input, this.#services.clock.now())
    const outcome = accepted instanceof Problem ? accepted : (await this.#singles.add([accepted]))[0]!
    if (!(outcome instanceof Problem)) return outcome
    await this.#refusals.note(actor, outcome)
    throw outcome
  }

  /** Stores up to 1,000 reports, the good ones whatever the others are. @returns one outcome for each, in order */
  async submitMany(actor: Actor, inputs: readonly unknown[]): Promise<(Outcome | Problem)[]> {
    if (inputs.length > arrayLimit)
      throw new Problem(intakeProblems['array-too-long'], { limit: arrayLimit, count: inputs.length })
    if (this.#arrays.full(inputs.length)) throw this.#arrays.busy()
    const now = this.#services.clock.now()
    const checked = await Promise.all(inputs.map((input) => this.#check(actor, input, now)))
    const outcomes = new Map<number, Outcome | Problem>()
    let turn: number[] = []
    for (const [i, one] of checked.entries()) {
      if (one instanceof Problem) {
        await this.#refusals.note(actor, one)
        outcomes.set(i, one)
      } else turn.push(i)
    }
    // The same id twice in one array is a report and its replay: the second waits until the first is stored.
    while (turn.length > 0) {
      const seen = new Set<string>()
      const [first, again] = [[] as number[], [] as number[]]
      for (const i of turn) {
        const { id } = checked[i] as Accepted
        ;(seen.has(id) ? again : first).push(i)
        seen.add(id)
      }
      const stored = await this.#arrays.add(first.map((i) => checked[i] as Accepted))
      for (const [k, i] of first.entries()) outcomes.set(i, stored[k]!)
      turn = again
    }
    return inputs.map((_, i) => outcomes.get(i)!)
  }

  /** What `accept` makes of it, refusals included; a promise only where the subject has to be read first. */
  #check(actor: Actor, input: unknown, now: number): Accepted | Problem | Promise<Accepted | Problem> {
    try {
      const accepted = accept(this.#parts, actor, input, now)
      return accepted instanceof Promise ? accepted.catch(refusal) : accepted
    } catch (error) {
      return refusal(error)
    }
  }

  /** Answers what was taken, then stops. */
  async close(): Promise<void> {
    await Promise.all([this.#singles.drained(), this.#arrays.drained()])
    await this.#judging
  }

  async #store(batch: readonly Accepted[]): Promise<(Outcome | Problem)[]> {
    const budget = { left: halvingLimit }
    const outcomes = await this.#attempt(apart(batch), budget)
    return batch.map((r) => outcomes.get(r.id) ?? this.#singles.busy())
  }

  /** Stores a batch, trying again on passing failures, halving on data faults until the culprit stands alone. */
  async #attempt(batch: readonly Accepted[], budget: { left: number }): Promise<Map<string, Outcome | Problem>> {
    for (let tries = 0; ; tries++) {
      if (budget.left-- <= 0) return new Map()
      try {
        return await this.#write(batch)
      } catch (error) {
        if (isDataFault(error)) return this.#halve(batch, budget, error)
        if (!isPassing(error) || tries >= againMs.length) {
          this.#services.log.error({ error: String(error) }, 'batch not stored')
          return new Map()
        }
        await new Promise((done) =>
          setTimeout(done, againMs[tries]! * (0.5 + this.#services.chance.bytes(1)[0]! / 256)),
        )
      }
    }
  }

  async #halve(
    batch: readonly Accepted[],
    budget: { left: number },
    error: unknown,
  ): Promise<Map<string, Outcome | Problem>> {
    if (batch.length === 1) {
      this.#services.log.warn({ report: batch[0]!.id, error: String(error) }, 'report refused by the database')
      const wrong = [
        { at: '/answers', text: { zh: '数据库不接受这份内容。', en: 'The database does not take this content.' } },
      ]
      return new Map([[batch[0]!.id, new Problem(intakeProblems['report-not-right'], { count: 1 }, wrong)]])
    }
    const middle = batch.length >> 1
    const first = await this.#attempt(batch.slice(0, middle), budget)
    const second = await this.#attempt(batch.slice(middle), budget)
    return new Map([...first, ...second])
  }

  async #write(batch: readonly Accepted[]): Promise<Map<string, Outcome | Problem>> {
    const { intakePool } = this.#services.database
    const { rows } = await intakePool.query<StatementRow>(
      batchStatement(batch, this.#services.clock.now(), this.#services.chance),
    )
    const outcomes = new Map<string, Outcome | Problem>()
    const met = new Map<string, string[]>()
    const units = new Set<string>()
    let judge = false
    for (const row of rows) {
      const tasks = met.get(row.id) ?? []
      if (row.task !== null) tasks.push(row.task)
      if (row.unit_id !== null) units.add(row.unit_id)
      met.set(row.id, tasks)
      judge ||= row.judge
    }
    for (const r of batch) {
      const tasks = met.get(r.id)
      if (tasks)
        outcomes.set(r.id, {
          id: r.id,
          received_at: new Date(r.received_at).toISOString(),
          flags: r.flags,
          met: tasks,
          replayed: false,
        })
    }
    this.batches++
    this.stored += outcomes.size
    if (outcomes.size < batch.length) {
      const earlier = await replays(
        intakePool,
        batch.filter((r) => !outcomes.has(r.id)),
      )
      for (const [id, outcome] of earlier)
        outcomes.set(id, outcome instanceof Problem ? outcome : { ...outcome, replayed: true })
    }
    this.#services.live.touch(units)
    if (judge) void this.judgeSoon()
    return outcomes
  }
}

/** Rethrows what is no refusal. */
function refusal(error: unknown): Problem {
  if (error instanceof Problem) return error
  throw error
}

/** A second report about one subject on one form in one batch would meet the same task: it is worked out after the commit. */
function apart(batch: readonly Accepted[]): Accepted[] {
  const seen = new Set<string>()
  return batch.map((r) => {
    const key = `${r.subject_id} ${r.form}`
    if (!seen.has(key)) {
      seen.add(key)
      return r
    }
    return r.judge === '' ? { ...r, fast: false, judge: 'same-batch' } : { ...r, fast: false }
  })
}
