/** Which units count into which row of a board: the unit's own, and each child with all below it. */
import type { Unit, UnitTree } from '#core/organisation/tree.ts'

/** A row's place: `unit` and how much of it. `own`: the unit alone; else with its subtree. */
export interface Bucket {
  readonly unit: Unit
  readonly own: boolean
}

/** `unitIds[i]` counts into `buckets[numbers[i]]`. */
export interface Buckets {
  readonly buckets: readonly Bucket[]
  readonly unitIds: readonly string[]
  readonly numbers: readonly number[]
}

/** The rows alone, in the order in which `divide` makes them, without walking to every unit. */
export function bucketsOf(unit: Unit, levels: number): Bucket[] {
  return [
    { unit, own: true },
    ...unit.children.flatMap((child) => (levels > 1 ? bucketsOf(child, levels - 1) : [{ unit: child, own: false }])),
  ]
}

/** A closed unit that still counts on a past day, at the nearest unit above it that is open. */
export interface ClosedUnit {
  readonly id: string
  readonly path: string
}

/**
 * Divides a unit's subtree. With `levels` 1 the buckets are the unit's own and each child; with 2 each child is divided
 * once more.
 */
export function divide(tree: UnitTree, unit: Unit, levels: number, closed: readonly ClosedUnit[]): Buckets {
  const buckets: Bucket[] = []
  const unitIds: string[] = []
  const numbers: number[] = []
  const numberOf = new Map<string, number>()
  const put = (id: string, number: number) => {
    unitIds.push(id)
    numbers.push(number)
    numberOf.set(id, number)
  }
  const walk = (u: Unit, left: number) => {
    put(u.id, buckets.push({ unit: u, own: true }) - 1)
    for (const child of u.children) {
      if (left > 1) walk(child, left - 1)
      else {
        const number = buckets.push({ unit: child, own: false }) - 1
        for (const below of tree.below(child)) put(below.id, number)
      }
    }
  }
  walk(unit, levels)
  for (const c of closed) {
    const home = openAbove(tree, c.path)
    const number = home && numberOf.get(home.id)
    if (number !== undefined) {
      unitIds.push(c.id)
      numbers.push(number)
    }
  }
  return { buckets, unitIds, numbers }
}

/** The nearest open unit at or above a path. */
export function openAbove(tree: UnitTree, path: string): Unit | undefined {
  for (let p = path; p !== ''; p = p.slice(0, Math.max(0, p.lastIndexOf('.')))) {
    const unit = tree.byPath(p)
    if (unit) return unit
  }
  return undefined
}
