/**
 * Keeps the figures of large units in memory. A statement over 25,000 units takes 160 ms, a look here under one; so a
 * service's board costs what a station's does.
 *
 * How they stay true: each write says which units it touched (`services.live`), at most a quarter of a second after its
 * commit; these units' tallies are read again and the difference goes up to everything above them. Until that message a
 * write is not seen, so a board from here is as of half a second ago and says so. Behind that stands a second reading of
 * everything, a part at a time, every 30 seconds while somebody looks: a lost message costs seconds, never truth.
 * A lost connection to the database and another tree of units forget everything at once. Orders change figures only
 * through tasks, whose units are touched.
 */
import type { Core } from '#core/core.ts'
import type { Unit, UnitTree } from '#core/organisation/tree.ts'
import { RolledDay } from './rollup-day.ts'
import { allClosedSince, readTallies } from './store-rollup.ts'

/** Units from which memory is asked: a corps. A detachment's statement takes some milliseconds and is exact to the instant. */
const usualFrom = 500
/** What was written longer ago than this is in: a quarter of a second for gathering, the rest for the way. */
const unseenMs = 500
/** Everything is read again after so long. */
const againMs = 30_000
/** Days that somebody looked at so lately are kept up with each message; others when somebody looks. */
const lookedAtMs = 60_000
/** A day that nobody asked for is forgotten. */
const unusedMs = 5 * 60_000
const mostDays = 3
/** Units a statement: some milliseconds, so that others get a turn between. */
const unitsPerRead = 500

interface Kept {
  tree: UnitTree
  readonly rolled: Promise<RolledDay>
  /** Units to read again, from before the first reading on. */
  readonly touched: Set<string>
  /** Readings follow each other: an older answer must not overwrite a newer one. */
  queue: Promise<void>
  usedAt: number
  /** A unit was touched that it does not know: one that came and was closed since, in a tree that looks as before. */
  outgrown: boolean
  /** Where and when reading again went on last. */
  againFrom: number
  againAt: number
}

/** The sums in memory, with the instant at which they are looked at and the one up to which they are surely complete. */
export interface Rolled {
  readonly rolled: RolledDay
  readonly now: Date
  readonly asOf: Date
}

export class Rollups {
  readonly #core: Core
  readonly #days = new Map<string, Kept>()
  #listening: Promise<unknown> | undefined
  /** From how many units on memory is asked; a test may lower it. */
  from = usualFrom

  constructor(core: Core) {
    this.#core = core
  }

  /**
   * The sums of a day for a unit with very many below it; undefined for any other. To be called outside of a transaction:
   * it waits for connections of its own.
   */
  async of(unit: Unit, day: string): Promise<Rolled | undefined> {
    if (sizeOf(this.#core.organisation.tree, unit) < this.from) return undefined
    this.#listening ??= this.#listen()
    await this.#listening
    let kept = this.#keptFor(day)
    let rolled = await kept.rolled
    await this.#readTouched(kept, rolled)
    if (kept.outgrown) {
      kept = this.#keptFor(day)
      rolled = await kept.rolled
      await this.#readTouched(kept, rolled)
    }
    this.#readAgain(kept, rolled)
    const now = this.#core.services.clock.now()
    return { rolled, now: new Date(now), asOf: new Date(now - unseenMs) }
  }

  /** Whoever comes while a day is first read waits for the same reading. */
  #keptFor(day: string): Kept {
    const now = this.#core.services.clock.now()
    const { tree } = this.#core.organisation
    const known = this.#days.get(day)
    if (known && !known.outgrown && sameUnits(known.tree, tree)) {
      known.tree = tree
      known.usedAt = now
      return known
    }
    const kept: Kept = {
      tree,
      rolled: this.#readFirst(day, tree),
      touched: new Set(),
      queue: Promise.resolve(),
      usedAt: now,
      outgrown: false,
      againFrom: 0,
      againAt: now,
    }
    this.#days.delete(day)
    while (this.#days.size >= mostDays) this.#days.delete(this.#days.keys().next().value!)
    this.#days.set(day, kept)
    kept.rolled.catch(() => this.#days.get(day) === kept && this.#days.delete(day))
    return kept
  }

  async #readFirst(day: string, tree: UnitTree): Promise<RolledDay> {
    const rolled = new RolledDay(day, tree, await allClosedSince(this.#core.services.database, day))
    for (const ids of parts(rolled.unitIds)) await this.#read(rolled, ids)
    return rolled
  }

  async #read(rolled: RolledDay, unitIds: readonly string[]): Promise<void> {
    rolled.replace(unitIds, await readTallies(this.#core.services.database, rolled.day, unitIds))
  }

  #readTouched(kept: Kept, rolled: RolledDay): Promise<void> {
    return inTurn(kept, async () => {
      const ids = [...kept.touched]
      kept.touched.clear()
      if (ids.some((id) => !rolled.knows(id))) kept.outgrown = true
      try {
        for (const part of parts(ids)) await this.#read(rolled, part)
      } catch (error) {
        for (const id of ids) kept.touched.add(id)
        throw error
      }
    })
  }

  /**
   * Reads again as large a share of the units as time has gone by, in the background: many looks a second do a little
   * each, and whoever looks meanwhile waits for one part at most.
   */
  #readAgain(kept: Kept, rolled: RolledDay): void {
    const now = this.#core.services.clock.now()
    const { unitIds } = rolled
    const share = Math.min(1, (now - kept.againAt) / againMs)
    const count = Math.floor(share * unitIds.length)
    if (share < 1 && count < unitsPerRead) return
    kept.againAt = now
    const ids = Array.from({ length: count }, (_, i) => unitIds[(kept.againFrom + i) % unitIds.length]!)
    kept.againFrom = (kept.againFrom + count) % unitIds.length
    const read = async () => {
      for (const part of parts(ids)) await inTurn(kept, () => this.#read(rolled, part))
    }
    read().catch((error: unknown) => {
      this.#core.services.log.warn({ error: String(error) }, 'sums of the board not read again')
    })
  }

  async #listen(): Promise<void> {
    const { live, database } = this.#core.services
    live.listen((unitIds) => this.#touched(unitIds))
    // An empty payload follows a lost connection: something may have been missed.
    await database.listen('muster_live', (payload) => {
      if (payload === '') this.#days.clear()
    })
  }

  #touched(unitIds: ReadonlySet<string>): void {
    const now = this.#core.services.clock.now()
    for (const [day, kept] of this.#days) {
      if (now - kept.usedAt > unusedMs) {
        this.#days.delete(day)
        continue
      }
      for (const id of unitIds) kept.touched.add(id)
      if (now - kept.usedAt > lookedAtMs) continue
      // Whoever looks next finds little left to read; a failure is met again then, and said.
      kept.rolled.then((rolled) => this.#readTouched(kept, rolled)).catch(() => undefined)
    }
  }
}

const all = new WeakMap<Core['services'], Rollups>()

/** The one of this application. */
export function rollupsOf(core: Core): Rollups {
  const known = all.get(core.services) ?? new Rollups(core)
  all.set(core.services, known)
  return known
}

function inTurn(kept: Kept, step: () => Promise<void>): Promise<void> {
  const turn = kept.queue.then(step)
  kept.queue = turn.catch(() => undefined)
  return turn
}

function* parts(ids: readonly string[]): Iterable<string[]> {
  for (let i = 0; i < ids.length; i += unitsPerRead) yield ids.slice(i, i + unitsPerRead)
}

const sizes = new WeakMap<UnitTree, Map<string, number>>()

/** How many units lie at and below one; counted once for a tree. */
function sizeOf(tree: UnitTree, unit: Unit): number {
  let known = sizes.get(tree)
  if (!known) {
    known = new Map()
    for (const root of tree.roots) count(root, known)
    sizes.set(tree, known)
  }
  return known.get(unit.id) ?? 1
}

function count(unit: Unit, into: Map<string, number>): number {
  let n = 1
  for (const child of unit.children) n += count(child, into)
  into.set(unit.id, n)
  return n
}

/** Whether the same units lie in the same places; names and people may differ. */
function sameUnits(a: UnitTree, b: UnitTree): boolean {
  if (a === b) return true
  if (a.size !== b.size) return false
  for (const unit of a.all()) if (b.get(unit.id)?.path !== unit.path) return false
  return true
}
