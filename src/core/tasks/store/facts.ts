/** Reads what reconciling needs to know of many subjects at once, and locks them against another reconcile. */
import { sql } from 'kysely'
import type { Tx } from '#platform/work.ts'
import type { SubjectKind } from '../../organisation/subjects.ts'
import type { Unit, UnitTree } from '../../organisation/tree.ts'
import { horizonMs, type PresencePeriod, type SubjectFacts } from '../expected.ts'

export interface SubjectRef {
  readonly kind: SubjectKind
  readonly id: string
}

const ids = (subjects: readonly SubjectRef[], kind: SubjectKind): string[] =>
  subjects
    .filter((s) => s.kind === kind)
    .map((s) => s.id)
    .sort()

/** Facts of every subject that exists; one whose unit is closed, or who left, owes nothing. */
export async function loadFacts(
  tx: Tx,
  tree: UnitTree,
  subjects: readonly SubjectRef[],
  now: Date,
): Promise<SubjectFacts[]> {
  return [
    ...(await people(tx, tree, ids(subjects, 'person'), now)),
    ...(await households(tx, tree, ids(subjects, 'household'))),
    ...(await places(tx, tree, ids(subjects, 'place'))),
    ...(await units(tx, tree, ids(subjects, 'unit'))),
  ]
}

/** The unit, or for what lies in a closed one any at all: it owes nothing, and what is open is withdrawn. */
function placeIn(tree: UnitTree, unitId: string): { unit: Unit; open: boolean } | undefined {
  const unit = tree.get(unitId)
  const other = unit ?? tree.roots[0]
  return other && { unit: other, open: unit !== undefined }
}

async function people(tx: Tx, tree: UnitTree, list: string[], now: Date): Promise<SubjectFacts[]> {
  if (list.length === 0) return []
  const { rows } = await sql<{
    id: string
    unit_id: string
    owes: boolean
  }>`select id, unit_id, (retired_at is null and kind = 'member') as owes
    from person where id = any(${list}::uuid[]) order by id for no key update`.execute(tx)
  const periods = await presence(tx, tree, list, now)
  return rows.flatMap((row) => {
    const at = placeIn(tree, row.unit_id)
    return at
      ? [{ kind: 'person' as const, id: row.id, ...at, owes: row.owes && at.open, presence: periods.get(row.id) ?? [] }]
      : []
  })
}

async function presence(tx: Tx, tree: UnitTree, list: string[], now: Date): Promise<Map<string, PresencePeriod[]>> {
  const until = new Date(now.getTime() + 2 * horizonMs)
  const { rows } = await sql<{
    person_id: string
    kind: string
    from_at: Date
    until_at: Date | null
    unit_id: string | null
    entered_at: Date
  }>`
    select person_id, kind, entered_at, lower(during) as from_at, upper(during) as until_at, unit_id from presence
    where person_id = any(${list}::uuid[]) and withdrawn_at is null and during && tstzrange(${now}, ${until})`.execute(
    tx,
  )
  const periods = new Map<string, PresencePeriod[]>()
  for (const row of rows) {
    const period = {
      kind: row.kind,
      from: row.from_at?.getTime() ?? Number.NEGATIVE_INFINITY,
      until: row.until_at?.getTime() ?? null,
      unit: (row.unit_id !== null && tree.get(row.unit_id)) || null,
      enteredAt: row.entered_at.getTime(),
    }
    periods.set(row.person_id, [...(periods.get(row.person_id) ?? []), period])
  }
  return periods
}

async function households(tx: Tx, tree: UnitTree, list: string[]): Promise<SubjectFacts[]> {
  if (list.length === 0) return []
  const { rows } = await sql<{ id: string; unit_id: string; retired: boolean; relatives: number; agreed: number }>`
    select h.id, h.unit_id, h.retired_at is not null as retired,
      (select count(*)::int from person p where p.household_id = h.id and p.kind = 'relative' and p.retired_at is null) as relatives,
      (select count(*)::int from person p where p.household_id = h.id and p.kind = 'relative' and p.retired_at is null
        and coalesce((select c.given from consent c where c.person_id = p.id order by c.at desc, c.id desc limit 1), true)) as agreed
    from household h where h.id = any(${list}::uuid[]) order by h.id for no key update of h`.execute(tx)
  return rows.flatMap((row) => {
    const at = placeIn(tree, row.unit_id)
    if (!at) return []
    const owes = !row.retired && row.relatives > 0 && at.open
    return [{ kind: 'household' as const, id: row.id, ...at, owes, presence: [], declined: row.agreed === 0 }]
  })
}

async function places(tx: Tx, tree: UnitTree, list: string[]): Promise<SubjectFacts[]> {
  if (list.length === 0) return []
  const { rows } = await sql<{
    id: string
    unit_id: string
    kind: string
    owes: boolean
  }>`select id, unit_id, kind, closed_at is null as owes
    from place where id = any(${list}::uuid[]) order by id for no key update`.execute(tx)
  return rows.flatMap((row) => {
    const at = placeIn(tree, row.unit_id)
    if (!at) return []
    return [{ kind: 'place' as const, id: row.id, ...at, owes: row.owes && at.open, placeKind: row.kind, presence: [] }]
  })
}

async function units(tx: Tx, tree: UnitTree, list: string[]): Promise<SubjectFacts[]> {
  if (list.length === 0) return []
  const { rows } = await sql<{ id: string; owes: boolean }>`select id, closed_at is null as owes
    from unit where id = any(${list}::uuid[]) order by id for no key update`.execute(tx)
  return rows.flatMap((row) => {
    const at = placeIn(tree, row.id)
    return at ? [{ kind: 'unit' as const, id: row.id, ...at, owes: row.owes && at.open, presence: [] }] : []
  })
}
