/**
 * How many people are right at each unit, kept in memory: a list of everybody's page is found by an index, and counting a
 * million for each of them would take longer than reading it.
 */
import { sql } from 'kysely'
import type { Core } from '#core/core.ts'

export interface UnitCount {
  readonly member: number
  readonly relative: number
}

interface Kept {
  readonly generation: number
  readonly counts: Promise<ReadonlyMap<string, UnitCount>>
}

/** From so many units on, counts are kept. */
export const manyUnits = 500

const kept = new WeakMap<Core, Kept>()

/** By unit id, those who have left not counted. Counted again once somebody came, went or moved, on whichever node. */
export function peopleByUnit(core: Core): Promise<ReadonlyMap<string, UnitCount>> {
  const { subjects, tree } = core.organisation
  if (tree.size < manyUnits) return count(core)
  const { generation } = subjects
  const known = kept.get(core)
  if (known?.generation === generation) return known.counts
  const counts = count(core)
  kept.set(core, { generation, counts })
  counts.catch(() => kept.delete(core))
  return counts
}

async function count(core: Core): Promise<ReadonlyMap<string, UnitCount>> {
  const { rows } = await sql<UnitCount & { unit_id: string }>`select unit_id,
      count(*) filter (where kind = 'member')::int as member, count(*) filter (where kind = 'relative')::int as relative
    from person where retired_at is null group by 1`.execute(core.services.database.app)
  return new Map(rows.map((row) => [row.unit_id, row]))
}
