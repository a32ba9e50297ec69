/**
 * How many people there are at each unit and below it, kept in memory: a list of everybody's page is found by an index, and
 * counting a million for each of them would take longer than reading it.
 */
import { sql } from 'kysely'
import type { Core } from '#core/core.ts'
import type { Unit, UnitTree } from '../tree.ts'

export interface UnitCount {
  readonly member: number
  readonly relative: number
}

/** Of a unit and all below it. */
interface Whole extends UnitCount {
  readonly units: number
}

export interface PeopleCounts {
  /** Those right at a unit. */
  readonly own: ReadonlyMap<string, UnitCount>
  readonly whole: ReadonlyMap<string, Whole>
}

interface Kept {
  readonly generation: number
  readonly tree: UnitTree
  readonly counts: Promise<PeopleCounts>
}

/** From so many units on, counts are kept. */
export const manyUnits = 500

const kept = new WeakMap<Core, Kept>()

/** By unit id, those who have left not counted. Counted again once somebody came, went or moved, on whichever node. */
export function peopleByUnit(core: Core): Promise<PeopleCounts> {
  const { subjects, tree } = core.organisation
  if (tree.size < manyUnits) return count(core, tree)
  const { generation } = subjects
  const known = kept.get(core)
  if (known?.generation === generation && known.tree === tree) return known.counts
  const counts = count(core, tree)
  kept.set(core, { generation, tree, counts })
  counts.catch(() => kept.delete(core))
  return counts
}

async function count(core: Core, tree: UnitTree): Promise<PeopleCounts> {
  const { rows } = await sql<UnitCount & { unit_id: string }>`select unit_id,
      count(*) filter (where kind = 'member')::int as member, count(*) filter (where kind = 'relative')::int as relative
    from person where retired_at is null group by 1`.execute(core.services.database.app)
  const own = new Map(rows.map((row) => [row.unit_id, row]))
  const whole = new Map<string, Whole>()
  for (const root of tree.roots) fold(root, own, whole)
  return { own, whole }
}

function fold(unit: Unit, own: ReadonlyMap<string, UnitCount>, into: Map<string, Whole>): Whole {
  let { member, relative } = own.get(unit.id) ?? { member: 0, relative: 0 }
  let units = 1
  for (const child of unit.children) {
    const below = fold(child, own, into)
    units += below.units
    member += below.member
    relative += below.relative
  }
  const whole = { units, member, relative }
  into.set(unit.id, whole)
  return whole
}
