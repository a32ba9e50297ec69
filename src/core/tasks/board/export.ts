/** Gives the board out of the program: as a workbook, or frozen for printing; both with a digest that is kept. */

import type { Core } from '#core/core.ts'
import { can } from '#platform/access/actor.ts'
import { type Context, type Work, work } from '#platform/work.ts'
import { boardIn } from './board.ts'
import { figuresOf, rowsOf } from './figures.ts'
import { listIn, permitted } from './list.ts'
import { publish } from './publish.ts'
import type { Board, BoardQuery, Column, ListPrint, ListPrintQuery, Print } from './schema.ts'
import { boardWorkbook, type MissingName } from './sheet.ts'
import { closedSince } from './store.ts'
import { listTasks } from './store-list.ts'
import { type Where, whereOf } from './where.ts'

/** Names on the second sheet; past it the sheet would no longer be read, and says how many it lacks. */
const maxNames = 20_000
/** Rows of a printed list: a hundred and fifty pages. */
const maxPrinted = 5000

/**
 * The board as .xlsx, and its file name.
 * @throws what `whereOf` throws
 */
export async function exportBoard(
  context: Context,
  core: Core,
  query: BoardQuery,
): Promise<{ name: string; bytes: Uint8Array }> {
  const where = whereOf(context, core, query)
  return work(context, async (w) => {
    const { board, columns } = await boardIn(w, core, where, 1)
    const published = await publishBoard(w, core, where, board, 'board.xlsx')
    const names = can(w.actor, 'people.read', where.unit.path)
    const missing = names ? await missingNames(w, core, where, board, columns) : undefined
    const bytes = await boardWorkbook({
      board,
      columns,
      published,
      missing,
      zone: where.unit.zone,
      language: w.language,
    })
    return { name: `${where.unit.name}-${where.day}.xlsx`, bytes }
  })
}

/** The board as it is printed: what the page shows on paper is exactly what the digest was made of. */
export async function printBoard(context: Context, core: Core, query: BoardQuery): Promise<Print> {
  const where = whereOf(context, core, query)
  return work(context, async (w) => {
    const { board, columns } = await boardIn(w, core, where, query.levels ?? 1)
    return { published: await publishBoard(w, core, where, board, 'board.print'), board, columns }
  })
}

/**
 * A list as it is printed: all its rows, not only those on the screen.
 * @throws what `readList` throws
 */
export async function printList(context: Context, core: Core, query: ListPrintQuery): Promise<ListPrint> {
  const where = permitted(context, core, query)
  return work(context, async (w) => {
    const list = await listIn(w, core, where, { ...query, limit: maxPrinted })
    const { measure, slot, state, scope = 'all' } = query
    const of = { measure, slot, state, scope, total: list.rows.length }
    const figures = rowsOf({ unit: where.unit.id, day: where.day }, of, list.rows)
    // A name that was searched for is nothing to keep for years; the tasks that it found say as much.
    const asked = query.q?.trim() ? { ...of, tasks: list.rows.map((row) => row.task) } : of
    // A list that was cut off cannot be asked for again.
    const again = list.next === null ? { of: asked } : {}
    const published = await publish(w, core, { ...placeOf(w, where), kind: 'list.print', figures, ...again })
    return { list, published }
  })
}

function publishBoard(w: Work, core: Core, where: Where, board: Board, kind: string) {
  return publish(w, core, { ...placeOf(w, where), kind, figures: figuresOf(board) })
}

const placeOf = (w: Work, { unit, day }: Where) => ({
  unitId: unit.id,
  detachmentId: unit.detachmentId,
  day,
  asOf: w.now,
})

async function missingNames(
  w: Work,
  core: Core,
  where: Where,
  board: Board,
  columns: readonly Column[],
): Promise<MissingName[]> {
  const { tree } = core.organisation
  const closed = await closedSince(w.tx, where.unit.path, where.day)
  const unitIds = [...tree.below(where.unit)].map((u) => u.id).concat(closed.map((c) => c.id))
  const names: MissingName[] = []
  for (const cell of board.measures) {
    const limit = maxNames - names.length
    if (cell.missing === 0 || limit <= 0) continue
    const column = columns.find((c) => c.code === cell.code && c.slot === cell.slot)!
    const scope = {
      slices: unitIds.map((unitId) => ({ unitId, measure: cell.code, slot: cell.slot })),
      day: where.day,
      state: 'missing',
      now: w.now,
      limit,
    } as const
    for (const task of (await listTasks(w.tx, scope)).tasks.slice(0, limit)) {
      names.push({
        column,
        unit: tree.get(task.unit_id)?.fullName ?? '',
        name: task.name,
        staffNo: task.staff_no ?? '',
        dueAt: task.due_at.toISOString(),
        minutesOver: Math.floor((w.now.getTime() - task.due_at.getTime()) / 60_000),
      })
    }
  }
  return names
}
