/** Puts a board together: own figures, children, the whole, and what stands above the columns. */
import type { Core } from '#core/core.ts'
import type { Unit } from '#core/organisation/tree.ts'
import { type Context, type Work, work } from '#platform/work.ts'
import { type Bucket, bucketsOf, divide } from './buckets.ts'
import { catalogueOf, columnsOf } from './catalogue.ts'
import { addUp, cellOf, type Sums } from './cells.ts'
import { type Rolled, rollupsOf } from './rollup.ts'
import type { Board, BoardChild, BoardQuery, Cell, Column, Columns } from './schema.ts'
import { closedSince, sumBuckets } from './store.ts'
import { shown, type Where, whereOf } from './where.ts'

/** A board with the columns that it has. */
export interface BoardWithColumns {
  readonly board: Board
  readonly columns: Column[]
}

/**
 * The board of a unit and day.
 * @throws what `whereOf` throws
 */
export async function readBoard(context: Context, core: Core, query: BoardQuery): Promise<Board> {
  return (await boardAt(context, core, query, query.levels ?? 1)).board
}

/** What stands above the columns of that board, in full words, with clause and directive. */
export async function readColumns(context: Context, core: Core, query: BoardQuery): Promise<Columns> {
  const { board, columns } = await boardAt(context, core, query, 1)
  return { unit: board.unit, day: board.day, columns }
}

/** For very many units out of memory, else exact to the instant out of the tallies. */
async function boardAt(context: Context, core: Core, query: BoardQuery, levels: number): Promise<BoardWithColumns> {
  const where = whereOf(context, core, query)
  const rolled = await rollupsOf(core).of(where.unit, where.day)
  return work(context, (w) => (rolled ? rolledBoardIn(w, where, levels, rolled) : boardIn(w, core, where, levels)))
}

/** The figures that the tallies give now, inside a work at hand. */
export async function boardIn(w: Work, core: Core, { unit, day }: Where, levels: number): Promise<BoardWithColumns> {
  const closed = await closedSince(w.tx, unit.path, day)
  const divided = divide(core.organisation.tree, unit, levels, closed)
  const lists = await sumBuckets(w.tx, divided, day, w.now)
  return assemble(w, { unit, day }, divided.buckets, lists, w.now)
}

async function rolledBoardIn(w: Work, where: Where, levels: number, r: Rolled): Promise<BoardWithColumns> {
  const buckets = bucketsOf(where.unit, levels)
  const now = r.now.getTime()
  const lists = buckets.map((b) => (b.own ? r.rolled.own(b.unit, now) : r.rolled.whole(b.unit, now)))
  return assemble(w, where, buckets, lists, r.asOf)
}

/** Makes the board of the sums of its buckets. */
export async function assemble(
  w: Work,
  { unit, day }: Where,
  buckets: readonly Bucket[],
  lists: readonly Sums[][],
  asOf: Date,
): Promise<BoardWithColumns> {
  const whole = addUp(lists)
  const columns = columnsOf(await catalogueOf(w.services, w.tx), unit.path, whole)
  const cells = cellMaker(columns)
  const placeOf = new Map(buckets.map((b, i) => [b.unit, i]))
  const board: Board = {
    unit: shown(unit),
    day,
    as_of: asOf.toISOString(),
    own: cells(lists[0]!),
    measures: cells(whole),
    children: unit.children.map((child) => childOf(child, buckets, placeOf.get(child)!, lists, cells)),
  }
  return { board, columns }
}

/** Cells in the order of the columns, under the columns' titles. */
function cellMaker(columns: readonly Column[]): (sums: readonly Sums[]) => Cell[] {
  const place = new Map(columns.map((c, i) => [`${c.code}\u0000${c.slot}`, i]))
  const at = (s: Sums) => place.get(`${s.code}\u0000${s.slot}`)!
  return (sums) => [...sums].sort((a, b) => at(a) - at(b)).map((s) => cellOf(s, columns[at(s)]!.title))
}

function childOf(
  child: Unit,
  buckets: readonly Bucket[],
  own: number,
  lists: readonly Sums[][],
  cells: (s: readonly Sums[]) => Cell[],
): BoardChild {
  const listAt = (i: number) => lists[i] ?? []
  if (!buckets[own]!.own) return { unit: shown(child), measures: cells(listAt(own)) }
  // With two levels a child's own bucket is followed by one for each of its children.
  const below = child.children.map((g, i) => ({ unit: shown(g), sums: listAt(own + 1 + i) }))
  return {
    unit: shown(child),
    measures: cells(addUp([listAt(own), ...below.map((x) => x.sums)])),
    own: cells(listAt(own)),
    children: below.map((x) => ({ unit: x.unit, measures: cells(x.sums) })),
  }
}
