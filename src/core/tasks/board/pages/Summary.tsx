/** The band above the table: six numbers of the day, each opening the list that it counts. */
import { useMinute } from '#web/console/now.ts'
import { spanText } from '#web/console/shared/moments.ts'
import { useLanguage, useText } from '#web/console/text.ts'
import { fraction } from '../cells.ts'
import type { Board, Cell, CellState } from '../schema.ts'
import { timeOf } from './look.ts'
import { texts } from './texts.ts'

interface Figure {
  readonly key: string
  readonly label: string
  readonly number: number
  readonly beside: string
  readonly meaning?: 'warn'
  /** The cell with most of it: a list is of one measure and slot. */
  readonly cell: Cell | undefined
  readonly state: CellState
}

export function Summary({ board, open }: { board: Board; open: (cell: Cell, state: CellState) => void }) {
  const t = useText()
  const language = useLanguage()
  const now = useMinute() || Date.parse(board.as_of)
  const sum = (of: (c: Cell) => number) => board.measures.reduce((n, c) => n + of(c), 0)
  const most = (of: (c: Cell) => number) =>
    board.measures.reduce<Cell | undefined>(
      (best, c) => (of(c) > 0 && (!best || of(c) > of(best)) ? c : best),
      undefined,
    )
  const title = (cell: Cell | undefined) => (cell ? t(cell.title) : '')
  const missing = board.measures.filter((c) => c.missing > 0)
  const oldest = Math.min(...missing.map((c) => Date.parse(c.due_at)))
  const next = board.measures.filter((c) => c.pending > 0).sort((a, b) => a.due_at.localeCompare(b.due_at))[0]
  const figures: Figure[] = [
    {
      key: 'came',
      label: t(texts.summaryCame),
      number: sum((c) => fraction(c).n),
      beside: t(texts.ofOwed, { of: sum((c) => fraction(c).of).toLocaleString('en') }),
      cell: most((c) => c.expected),
      state: 'expected',
    },
    {
      key: 'missing',
      label: t(texts.summaryMissing),
      number: sum((c) => c.missing),
      beside: missing.length > 0 ? t(texts.longest, { span: spanText(now - oldest, language) }) : '',
      meaning: 'warn',
      cell: most((c) => c.missing),
      state: 'missing',
    },
    {
      key: 'pending',
      label: t(texts.summaryPending),
      number: sum((c) => c.pending),
      beside: next ? t(texts.nextDue, { time: timeOf(next.due_at, board.unit.zone) }) : '',
      cell: next,
      state: 'pending',
    },
    {
      key: 'late',
      label: t(texts.summaryLate),
      number: sum((c) => c.late),
      beside: title(most((c) => c.late)),
      meaning: 'warn',
      cell: most((c) => c.late),
      state: 'late',
    },
    {
      key: 'flagged',
      label: t(texts.summaryFlagged),
      number: sum((c) => c.flagged),
      beside: title(most((c) => c.flagged)),
      meaning: 'warn',
      cell: most((c) => c.flagged),
      state: 'flagged',
    },
    {
      key: 'exempt',
      label: t(texts.summaryExempt),
      number: sum((c) => c.exempt),
      beside: title(most((c) => c.exempt)),
      cell: most((c) => c.exempt),
      state: 'exempt',
    },
  ]
  return (
    <div className="board-band">
      {figures.map((f) => (
        <button
          key={f.key}
          type="button"
          disabled={!f.cell || f.number === 0}
          className={f.meaning && f.number > 0 ? `board-figure board-figure-${f.meaning}` : 'board-figure'}
          onClick={() => f.cell && open(f.cell, f.state)}
        >
          <span>{f.label}</span>
          <b>{f.number.toLocaleString('en')}</b>
          <small>{f.beside}</small>
        </button>
      ))}
    </div>
  )
}
