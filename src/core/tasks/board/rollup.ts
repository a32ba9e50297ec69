/**
 * Keeps the figures of large units in memory. A statement over 25,000 units takes 160 ms, a look here under one; so a
 * service's board costs what a station's does.
 *
 * How they stay true: each write says which units it touched (`services.live`), at most a quarter of a second after its
 * commit; these units' tallies are read again and the difference goes up to everything above them. Until that message a
 * write is not seen, so a board from here says `as_of` a quarter of a second before now. Behind that stands a second
 * reading of everything, a part at a time, at least every 30 seconds while somebody looks: a message that was lost costs
 * seconds, never truth. A lost connection to the database or another tree of units forgets everything at once.
 */
import type { Core } from '#core/core.ts'
import type { Unit, UnitTree } from '#core/organisation/tree.ts'
import { flushMs } from '#platform/live/live.ts'
import { RolledDay } from './rollup-day.ts'
import { allClosedSince, readTallies } from './store-rollup.ts'

/** Units below from which memory is asked; a statement over fewer takes under 10 ms and is exact to the instant. */
const usualFrom = 1500
/** Everything is read again after so long. */
const againMs = 30_000
/** A day that nobody asked for is forgotten. */
const unusedMs = 5 * 60_000
const mostDays = 3
/** Units a statement: about 10 ms, so that others get a turn between. */
const unitsPerRead = 1000

interface Kept {
  readonly rolled: RolledDay
  /** Units to read again. */
  readonly touched: Set<string>
  /** Resolves once the first reading is done. */
  ready: Promise<void>
  reading: Promise<void> | undefined
  usedAt: number
  readAllAt: number
  readingAll: boolean
}

export class Rollups {
  readonly #core: Core
  readonly #days = new Map<string, Kept>()
  #listening: Promise<void> | undefined
  /** From how many units on memory is asked; a test may lower it. */
  from = usualFrom

  constructor(core: Core) {
    this.#core = core
  }

  /** The sums in memory of a day for a unit with very many below it; undefined for any other unit. */
  async of(unit: Unit, day: string): Promise<{ rolled: RolledDay; now: number; asOf: Date } | undefined> {
    const { tree } = this.#core.organisation
    if (sizeOf(tree, unit) < this.from) return undefined
    await (this.#listening ??= this.#listen())
    const kept = this.#keptFor(day)
    await kept.ready
    await this.#readTouched(kept)
    this.#readAllSometimes(kept)
    const now = this.#core.services.clock.now()
    return { rolled: kept.rolled, now, asOf: new Date(now - flushMs) }
  }

  /** Whoever comes while a day is first read waits for the same reading. */
  #keptFor(day: string): Kept {
    const { clock } = this.#core.services
    const { tree } = this.#core.organisation
    const known = this.#days.get(day)
    if (known && sameUnits(known.rolled.tree, tree)) {
      known.rolled.tree = tree
      known.usedAt = clock.now()
      return known
    }
    const kept = this.#readFirst(day, tree)
    this.#days.delete(day)
    while (this.#days.size >= mostDays) this.#days.delete(this.#days.keys().next().value!)
    this.#days.set(day, kept)
    return kept
  }

  #readFirst(day: string, tree: UnitTree): Kept {
    throw new Error(`not yet ${day} ${tree.size}`)
  }
}
