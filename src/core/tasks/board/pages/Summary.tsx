/** The band above the table: six numbers of the day over all measures, each opening exactly the list that it counts. */
import { useMinute } from '#web/console/now.ts'
import { spanText } from '#web/console/shared/moments.ts'
import { useLanguage, useText } from '#web/console/text.ts'
import type { ListState } from '../cell-states.ts'
import { countOf, fraction } from '../cells.ts'
import type { Board, Cell } from '../schema.ts'
import { timeOf } from './look.ts'
import { texts } from './texts.ts'

interface Figure {
  readonly state: ListState
  readonly label: string
  readonly beside: string
  readonly meaning?: 'warn'
}

export function Summary({ board, open }: { board: Board; open: (state: ListState) => void }) {
  const t = useText()
  const language = useLanguage()
  const now = useMinute() || Date.parse(board.as_of)
  const count = (state: ListState) => board.measures.reduce((n, c) => n + countOf(c, state), 0)
  const most = (of: (c: Cell) => number) => {
    const [cell] = [...board.measures].sort((a, b) => of(b) - of(a))
    return cell && of(cell) > 0 ? t(cell.title) : ''
  }
  const missing = board.measures.filter((c) => c.missing > 0)
  const oldest = Math.min(...missing.map((c) => Date.parse(c.due_at)))
  const next = board.measures.filter((c) => c.pending > 0).sort((a, b) => a.due_at.localeCompare(b.due_at))[0]
  const of = board.measures.reduce((n, c) => n + fraction(c).of, 0)
  // A day on which nothing is owed: 0 of 0 is neither bad nor good.
  const none = board.measures.every((c) => c.expected === 0)
  const figures: Figure[] = [
    { state: 'came', label: t(texts.summaryCame), beside: t(texts.ofOwed, { of: of.toLocaleString('en') }) },
    {
      state: 'missing',
      label: t(texts.summaryMissing),
      beside: missing.length > 0 ? t(texts.longest, { span: spanText(now - oldest, language) }) : '',
      meaning: 'warn',
    },
    {
      state: 'pending',
      label: t(texts.summaryPending),
      beside: next ? t(texts.nextDue, { time: timeOf(next.due_at, board.unit.zone) }) : '',
    },
    { state: 'late', label: t(texts.summaryLate), beside: most((c) => c.late), meaning: 'warn' },
    { state: 'flagged', label: t(texts.summaryFlagged), beside: most((c) => c.flagged), meaning: 'warn' },
    { state: 'exempt', label: t(texts.summaryExempt), beside: most((c) => c.exempt) },
  ]
  return (
    <div className="board-band">
      {figures.map((f) => {
        const number = count(f.state)
        return (
          <button
            key={f.state}
            type="button"
            disabled={number === 0}
            className={f.meaning && number > 0 ? `board-figure board-figure-${f.meaning}` : 'board-figure'}
            onClick={() => open(f.state)}
          >
            <span>{f.label}</span>
            <b>{none ? '—' : number.toLocaleString('en')}</b>
            <small>{none ? '' : f.beside}</small>
          </button>
        )
      })}
    </div>
  )
}
