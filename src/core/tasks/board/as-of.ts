/** Boards and lists as they were at an instant, worked out from what is stored now. */
import type { Core } from '#core/core.ts'
import { asProgram, type Context, type Work, work } from '#platform/work.ts'
import { meetingsOf } from '../evaluate.ts'
import { reportsAbout } from '../store/reports.ts'
import { readTasks } from '../store/tasks.ts'
import { assemble, type BoardWithColumns } from './board.ts'
import { divide } from './buckets.ts'
import { digestOf } from './canonical.ts'
import type { ListState } from './cell-states.ts'
import { figuresOf, type ListedRow, type ListOf, rowsOf } from './figures.ts'
import type { Board, BoardQuery } from './schema.ts'
import { closedSince } from './store.ts'
import {
  changedSince,
  type DayScope,
  overtakenTasks,
  type RowAsOf,
  rowsAsOf,
  type Since,
  sumBucketsAsOf,
  type Told,
} from './store-as-of.ts'
import { allMeasures } from './titles.ts'
import { closedUnits, unitsInOrder } from './units.ts'
import { type Where, whereOf } from './where.ts'

/** The board of an instant, and what happened to its tasks since. */
export async function boardAsOf(
  w: Work,
  core: Core,
  { unit, day }: Where,
  at: Date,
): Promise<BoardWithColumns & { since: Since }> {
  const divided = divide(core.organisation.tree, unit, 1, await closedSince(w.tx, unit.path, day))
  const scope: DayScope = { unitIds: divided.unitIds, day, at, measure: null, slot: null }
  const told = await toldBy(w, core, scope)
  const lists = await sumBucketsAsOf(w.tx, divided, scope, told)
  const board = await assemble(w, { unit, day }, divided.buckets, lists, at)
  return { ...board, since: await changedSince(w.tx, scope, told) }
}

/** The rows of a list at an instant, and what happened to them since. @param only of these tasks alone */
export async function listAsOf(
  w: Work,
  core: Core,
  where: Where,
  of: ListOf,
  at: Date,
  only?: readonly string[],
): Promise<{ rows: ListedRow[]; since: Since }> {
  const given = (code: string) => (code === allMeasures ? null : code)
  const unitIds = unitsInOrder(core, where, await closedUnits(w, where), of.scope)
  const scope: DayScope = { unitIds, day: where.day, at, measure: given(of.measure), slot: given(of.slot) }
  const told = await toldBy(w, core, scope)
  const all = await rowsAsOf(w.tx, scope, told, only)
  const rows = all.filter((row) => isIn(row, of.state)).map((row) => ({ task: row.task, state: wordOf(row) }))
  const ids = rows.map((row) => row.task)
  return { rows, since: await changedSince(w.tx, scope, told, ids) }
}

/** States of that time that the reports of that time tell, where others came after. */
async function toldBy(w: Work, core: Core, scope: DayScope): Promise<Told> {
  return asProgram(w, async () => {
    const tasks = await readTasks(w.tx, await overtakenTasks(w.tx, scope))
    const until = scope.at.getTime()
    const meetings = await meetingsOf(core, w.tx, tasks, async (...of) => {
      const reports = await reportsAbout(w.tx, ...of)
      return new Map([...reports].map(([key, list]) => [key, list.filter((r) => r.receivedAt <= until)]))
    })
    return tasks.map(({ id }) => ({ id, state: meetings.get(id)!.state, flagged: meetings.get(id)!.flagged }))
  })
}

const words = ['missing', 'done', 'late', 'received_late', 'exempt'] as const
const wordOf = (row: RowAsOf): ListedRow['state'] => (row.state === 0 && !row.pastDue ? 'pending' : words[row.state]!)

function isIn(row: RowAsOf, state: ListState): boolean {
  if (state === 'expected') return true
  if (state === 'flagged') return row.flagged
  if (state === 'came') return row.state >= 1 && row.state <= 3
  return wordOf(row) === state
}

/** A board as it was at an instant. @throws what `whereOf` throws */
export async function readBoardAsOf(context: Context, core: Core, query: BoardQuery, at: Date): Promise<Board> {
  const where = whereOf(context, core, query)
  return work(context, async (w) => (await boardAsOf(w, core, where, at)).board)
}

/** The digest that a paper of these figures carries, in hexadecimal. */
export const boardDigest = (board: Board): string => digestOf(figuresOf(board)).toString('hex')

/** How many stood on a list at an instant, and the digest that a paper of it carries. @throws what `whereOf` throws */
export async function readListAsOf(
  context: Context,
  core: Core,
  query: BoardQuery,
  of: ListOf,
  at: Date,
): Promise<{ unit: string; day: string; total: number; digest: string }> {
  const where = whereOf(context, core, query)
  const place = { unit: where.unit.id, day: where.day }
  return work(context, async (w) => {
    const { rows } = await listAsOf(w, core, where, of, at)
    const digest = digestOf(rowsOf(place, of, rows)).toString('hex')
    return { ...place, total: rows.length, digest }
  })
}
