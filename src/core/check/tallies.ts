/** Recounts the tallies of every day from its tasks and says where the two differ. */
import { sql } from 'kysely'
import type { UnitTree } from '#core/organisation/tree.ts'
import { tasksGoneUpTo } from '#core/tasks/board/store-published.ts'
import { type Counts, countKeys, taskState } from '#core/tasks/states.ts'
import type { Tx } from '#platform/work.ts'
import type { Found } from './found.ts'

type Prefixed<P extends string> = { [K in keyof Counts as `${P}_${K}`]: number }
type Row = { unit_id: string; measure: string; slot: string } & Prefixed<'stored'> & Prefixed<'counted'>

/** @returns how many tallies were recounted */
export async function recountTallies(
  tx: Tx,
  tree: UnitTree,
  found: Found,
  onProgress: (share: number) => void,
): Promise<number> {
  const gone = await tasksGoneUpTo(tx)
  if (gone) await noteNotRecountable(tx, gone, found)
  const { rows: days } = await sql<{ day: string }>`select day from (
      select distinct day from tally union select distinct day from task) d
    where ${gone ?? null}::date is null or day > ${gone ?? null}::date order by 1`.execute(tx)
  let tallies = 0
  for (const [i, { day }] of days.entries()) {
    tallies += await recountDay(tx, tree, day, found)
    onProgress((i + 1) / days.length)
  }
  return tallies
}

async function noteNotRecountable(tx: Tx, day: string, found: Found): Promise<void> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from tally where day <= ${day}::date`.execute(tx)
  if (rows[0]!.n > 0) found.note('not-recountable', { day, count: rows[0]!.n })
}

async function recountDay(tx: Tx, tree: UnitTree, day: string, found: Found): Promise<number> {
  const met = sql`state between ${taskState.done} and ${taskState.receivedLate}`
  const of = (state: number) => sql`count(*) filter (where state = ${state})::int`
  const pairs = countKeys.map(
    (key) =>
      sql`coalesce(${sql.ref(`y.${key}`)}, 0) as ${sql.ref(`stored_${key}`)}, coalesce(${sql.ref(`c.${key}`)}, 0) as ${sql.ref(`counted_${key}`)}`,
  )
  const { rows } = await sql<Row>`
    with c as (
      select unit_id, measure, slot, count(*) filter (where state <> ${taskState.withdrawn})::int as expected,
        ${of(taskState.done)} as done, ${of(taskState.late)} as late, ${of(taskState.receivedLate)} as received_late,
        ${of(taskState.exempt)} as exempt, count(*) filter (where flagged and ${met})::int as flagged
      from task where day = ${day}::date and id >= uuid_floor(${day}::date::timestamp at time zone 'UTC')
        and id < uuid_floor((${day}::date + 1)::timestamp at time zone 'UTC')
      group by 1, 2, 3
    ), y as (select * from tally where day = ${day}::date)
    select coalesce(y.unit_id, c.unit_id) as unit_id, coalesce(y.measure, c.measure) as measure,
      coalesce(y.slot, c.slot) as slot, ${sql.join(pairs)}
    from c full join y on y.unit_id = c.unit_id and y.measure = c.measure and y.slot = c.slot
    order by 1, 2, 3`.execute(tx)
  for (const row of rows) compareRow(row, tree, day, found)
  return rows.length
}

function compareRow(row: Row, tree: UnitTree, day: string, found: Found): void {
  const unit = tree.get(row.unit_id)?.fullName ?? row.unit_id
  for (const column of countKeys) {
    const stored = row[`stored_${column}`]
    const counted = row[`counted_${column}`]
    if (stored === counted) continue
    found.add('tally-differs', { unit, day, measure: row.measure, slot: row.slot, column, stored, counted })
  }
}
