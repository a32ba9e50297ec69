/** Works a paper's figures out again: as they were at its own instant, from what is stored now. */
import type { Core } from '#core/core.ts'
import type { Work } from '#platform/work.ts'
import { boardAsOf, listAsOf } from './as-of.ts'
import { digestOf } from './canonical.ts'
import { figuresOf, type ListOf, rowsOf } from './figures.ts'
import type { FoundPaper } from './schema.ts'
import { askedOf, type PublishedRow, tasksGoneUpTo } from './store-published.ts'

/** What a printed list was asked for, kept with its audit row; of a search, the tasks that it found instead of the words. */
export interface AskedList extends ListOf {
  readonly total: number
  readonly tasks?: readonly string[]
}

const lists: ReadonlySet<string> = new Set(['list.print', 'call-list'])

/** @returns null where it cannot be worked out: a closed unit, a kind that keeps no question, tasks past retention */
export async function recount(w: Work, core: Core, row: PublishedRow): Promise<FoundPaper['now']> {
  const unit = row.unit_id === null ? undefined : core.organisation.tree.get(row.unit_id)
  if (!unit || row.day === null) return null
  const gone = await tasksGoneUpTo(w.tx)
  if (gone !== undefined && row.day <= gone) return null
  const where = { unit, day: row.day }
  if (row.kind.startsWith('board.')) {
    const { board, since } = await boardAsOf(w, core, where, row.as_of)
    return compared(row, figuresOf(board), { since })
  }
  const asked = lists.has(row.kind) ? await askedOf(w.tx, row) : undefined
  if (!asked) return null
  const { rows, since } = await listAsOf(w, core, where, asked, row.as_of, asked.tasks)
  const place = { unit: unit.id, day: row.day }
  return compared(row, rowsOf(place, asked, rows), { since, rows: { printed: asked.total, found: rows.length } })
}

type Now = NonNullable<FoundPaper['now']>

function compared(row: PublishedRow, figures: unknown, more: Pick<Now, 'since' | 'rows'>): Now {
  const digest = digestOf(figures)
  return { digest: digest.toString('hex'), same: digest.equals(row.digest), ...more }
}
