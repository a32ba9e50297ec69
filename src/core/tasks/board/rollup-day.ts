/** One day's figures of the whole organisation in memory: each unit's tallies, folded into everything above it. */
import type { Unit, UnitTree } from '#core/organisation/tree.ts'
import { within } from '#platform/access/actor.ts'
import { type ClosedUnit, openAbove } from './buckets.ts'
import type { ListState } from './cell-states.ts'
import type { Sums } from './cells.ts'
import type { Slice } from './store-list.ts'
import type { Tally } from './store-rollup.ts'

/** Counts of one measure and slot; what is open is kept by due, since only the clock of the reader tells missing. */
interface Folded {
  readonly code: string
  readonly slot: string
  rows: number
  expected: number
  done: number
  late: number
  receivedLate: number
  exempt: number
  flagged: number
  /** By due in Unix milliseconds: how many tallies, and how much of them is open. A handful of entries. */
  readonly dues: Map<number, { rows: number; open: number }>
}
/** By measure and slot. */
type Fold = Map<string, Folded>

export const cellKey = (code: string, slot: string): string => `${code}\u0000${slot}`

export class RolledDay {
  readonly day: string
  tree: UnitTree
  /** Every unit whose tallies count. */
  readonly unitIds: readonly string[]
  readonly #closedAt = new Map<string, string[]>()
  readonly #homeOf = new Map<string, Unit>()
  readonly #tallies = new Map<string, readonly Tally[]>()
  /** For units with others below them; a squad's own tallies are its whole. */
  readonly #wholes = new Map<string, Fold>()

  constructor(day: string, tree: UnitTree, closed: readonly ClosedUnit[]) {
    this.day = day
    this.tree = tree
    for (const c of closed) {
      const home = openAbove(tree, c.path)
      if (!home) continue
      this.#homeOf.set(c.id, home)
      this.#closedAt.set(home.id, [...(this.#closedAt.get(home.id) ?? []), c.id])
    }
    this.unitIds = [...tree.all()].map((u) => u.id).concat([...this.#homeOf.keys()])
  }

  /** Whether a unit's tallies can be counted here; one that was opened and closed since cannot. */
  knows(unitId: string): boolean {
    return this.#homeOf.has(unitId) || this.tree.get(unitId) !== undefined
  }

  /** Takes these units' tallies as they are now: what was known of them before goes out, what is known now comes in. */
  replace(unitIds: readonly string[], tallies: ReadonlyMap<string, readonly Tally[]>): void {
    for (const id of unitIds) {
      const home = this.#homeOf.get(id) ?? this.tree.get(id)
      if (!home) continue
      const before = this.#tallies.get(id) ?? []
      const after = tallies.get(id) ?? []
      if (same(before, after)) continue
      if (after.length > 0) this.#tallies.set(id, after)
      else this.#tallies.delete(id)
      for (const unit of this.tree.above(home)) {
        if (unit.children.length === 0 && !this.#closedAt.has(unit.id)) continue
        const whole = this.#wholes.get(unit.id) ?? new Map()
        this.#wholes.set(unit.id, whole)
        for (const t of before) add(whole, t, -1)
        for (const t of after) add(whole, t, 1)
      }
    }
  }

  /** What hangs on the unit itself, with units below it that were closed since. */
  own(unit: Unit, now: number): Sums[] {
    const fold: Fold = new Map()
    for (const id of this.#ids(unit)) for (const t of this.#tallies.get(id) ?? []) add(fold, t, 1)
    return sumsOf(fold, now)
  }

  whole(unit: Unit, now: number): Sums[] {
    const fold = this.#wholes.get(unit.id)
    return fold ? sumsOf(fold, now) : this.own(unit, now)
  }

  /**
   * The units that count anything in a state, measure after measure, in the order in which a list shows them. What lies
   * before `from` is passed over without being looked at; `from` itself comes first, even if nothing is left there.
   */
  *slices(
    unit: Unit,
    scope: 'all' | 'own',
    cells: readonly Pick<Slice, 'measure' | 'slot'>[],
    which: { state: ListState; now: number; from?: Slice | undefined },
  ): Generator<Slice & { n: number }> {
    const { from } = which
    const first = from ? cells.findIndex((c) => c.measure === from.measure && c.slot === from.slot) : 0
    if (first < 0) return
    for (const [i, cell] of cells.slice(first).entries()) {
      yield* this.#walk(unit, scope, cell, { ...which, from: i === 0 ? from : undefined })
    }
  }

  *#walk(
    unit: Unit,
    scope: 'all' | 'own',
    cell: Pick<Slice, 'measure' | 'slot'>,
    which: { state: ListState; now: number; from?: Slice | undefined },
  ): Generator<Slice & { n: number }> {
    const { measure, slot } = cell
    const key = cellKey(measure, slot)
    const { state, now, from } = which
    const target = from && (this.#homeOf.get(from.unitId) ?? this.tree.get(from.unitId))
    let started = from === undefined
    for (const id of this.#ids(unit)) {
      if (!started && id !== from!.unitId) continue
      const n = counted(this.#tallies.get(id), key, state, now)
      if (n > 0 || !started) yield { unitId: id, measure, slot, n }
      started = true
    }
    if (scope === 'own') return
    for (const child of unit.children) {
      if (!started && !(target && within(target.path, child.path))) continue
      const whole = this.#wholes.get(child.id)
      if (started && whole && countIn(whole.get(key), state, now) === 0) continue
      yield* this.#walk(child, scope, cell, started ? { state, now } : which)
      started = true
    }
  }

  *#ids(unit: Unit): Iterable<string> {
    yield unit.id
    yield* this.#closedAt.get(unit.id) ?? []
  }
}

function add(fold: Fold, t: Tally, sign: 1 | -1): void {
  let f = fold.get(t.key)
  if (!f) {
    const zero = { rows: 0, expected: 0, done: 0, late: 0, receivedLate: 0, exempt: 0, flagged: 0 }
    f = { code: t.code, slot: t.slot, ...zero, dues: new Map() }
    fold.set(t.key, f)
  }
  f.rows += sign
  f.expected += sign * t.expected
  f.done += sign * t.done
  f.late += sign * t.late
  f.receivedLate += sign * t.receivedLate
  f.exempt += sign * t.exempt
  f.flagged += sign * t.flagged
  const due = f.dues.get(t.dueAt) ?? { rows: 0, open: 0 }
  due.rows += sign
  due.open += sign * openOf(t)
  if (due.rows === 0) f.dues.delete(t.dueAt)
  else f.dues.set(t.dueAt, due)
}

const openOf = (t: Tally): number => t.expected - t.done - t.late - t.receivedLate - t.exempt

function sumsOf(fold: Fold, now: number): Sums[] {
  const list: Sums[] = []
  for (const f of fold.values()) {
    if (f.rows === 0) continue
    const { code, slot, expected, done, late, receivedLate, exempt, flagged } = f
    const missing = openBy(f, (due) => due < now)
    const pending = openBy(f, (due) => due >= now)
    const dueAt = Math.min(...f.dues.keys())
    list.push({ code, slot, dueAt, expected, done, late, receivedLate, exempt, missing, pending, flagged })
  }
  return list
}

function openBy(f: Folded, which: (due: number) => boolean): number {
  let open = 0
  for (const [due, at] of f.dues) if (which(due)) open += at.open
  return open
}

function countIn(f: Folded | undefined, state: ListState, now: number): number {
  if (!f) return 0
  if (state === 'missing') return openBy(f, (due) => due < now)
  if (state === 'pending') return openBy(f, (due) => due >= now)
  return settled(f, state)
}

function counted(tallies: readonly Tally[] | undefined, key: string, state: ListState, now: number): number {
  const t = tallies?.find((x) => x.key === key)
  if (!t) return 0
  if (state === 'missing') return t.dueAt < now ? openOf(t) : 0
  if (state === 'pending') return t.dueAt >= now ? openOf(t) : 0
  return settled(t, state)
}

/** Counts that no clock changes. */
export function settled(
  c: Omit<Sums, 'code' | 'slot' | 'dueAt' | 'missing' | 'pending'>,
  state: Exclude<ListState, 'missing' | 'pending'>,
): number {
  if (state === 'came') return c.done + c.late + c.receivedLate
  return state === 'received_late' ? c.receivedLate : c[state]
}

function same(a: readonly Tally[], b: readonly Tally[]): boolean {
  return a.length === b.length && a.every((t, i) => t.stamp === b[i]!.stamp)
}
