/** Puts a board together: own figures, children, the whole, and what stands above the columns. */
import type { Core } from '#core/core.ts'
import type { Unit } from '#core/organisation/tree.ts'
import { type Context, type Work, work } from '#platform/work.ts'
import { type Buckets, divide } from './buckets.ts'
import { catalogueOf, columnsOf } from './catalogue.ts'
import { addUp, cellOf, type Sums } from './cells.ts'
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
  const where = whereOf(context, core, query)
  return (await work(context, (w) => boardIn(w, core, where, query.levels ?? 1))).board
}

/** What stands above the columns of that board, in full words, with clause and directive. */
export async function readColumns(context: Context, core: Core, query: BoardQuery): Promise<Columns> {
  const where = whereOf(context, core, query)
  const { columns } = await work(context, (w) => boardIn(w, core, where, 1))
  return { unit: shown(where.unit), day: where.day, columns }
}

/** The same inside a work at hand. */
export async function boardIn(w: Work, core: Core, { unit, day }: Where, levels: number): Promise<BoardWithColumns> {
  const closed = await closedSince(w.tx, unit.path, day)
  const buckets = divide(core.organisation.tree, unit, levels, closed)
  const lists = await sumBuckets(w.tx, buckets, day, w.now)
  const whole = addUp(lists)
  const columns = columnsOf(await catalogueOf(w.services, w.tx), unit.path, whole)
  const cells = cellMaker(columns)
  const board: Board = {
    unit: shown(unit),
    day,
    as_of: w.now.toISOString(),
    own: cells(lists[0]!),
    measures: cells(whole),
    children: unit.children.map((child) => childOf(child, buckets, lists, cells)),
  }
  return { board, columns }
}

/** Cells in the order of the columns, under the columns' titles. */
function cellMaker(columns: readonly Column[]): (sums: readonly Sums[]) => Cell[] {
  const place = new Map(columns.map((c, i) => [`${c.code}\u0000${c.slot}`, i]))
  const at = (s: Sums) => place.get(`${s.code}\u0000${s.slot}`)!
  return (sums) => [...sums].sort((a, b) => at(a) - at(b)).map((s) => cellOf(s, columns[at(s)]!.title))
}

function childOf(child: Unit, b: Buckets, lists: readonly Sums[][], cells: (s: readonly Sums[]) => Cell[]): BoardChild {
  const listAt = (i: number) => lists[i] ?? []
  const own = b.buckets.findIndex((x) => x.unit === child)
  if (!b.buckets[own]!.own) return { unit: shown(child), measures: cells(listAt(own)) }
  // With two levels a child's own bucket is followed by one for each of its children.
  const below = child.children.map((g, i) => ({ unit: shown(g), sums: listAt(own + 1 + i) }))
  return {
    unit: shown(child),
    measures: cells(addUp([listAt(own), ...below.map((x) => x.sums)])),
    own: cells(listAt(own)),
    children: below.map((x) => ({ unit: x.unit, measures: cells(x.sums) })),
  }
}
