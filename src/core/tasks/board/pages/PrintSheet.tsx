/** The board on A3: the figures frozen when "print" was pressed, with unit, time, n/N, page numbers and their digest. */
import { useMutation } from '@tanstack/react-query'
import { App } from 'antd'
import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { api } from '#web/console/api.ts'
import { useText } from '#web/console/text.ts'
import { fraction } from '../cells.ts'
import type { Board, Cell, Print } from '../schema.ts'
import { boardTexts } from '../texts.ts'
import { cellKey, lookOf, momentOf, timeOf } from './look.ts'
import { rowsOf } from './rows.ts'
import { texts } from './texts.ts'

/** Fetches the frozen figures, shows them to the printer, and puts them away. */
export function usePrint(board: Board) {
  const { message } = App.useApp()
  const [print, setPrint] = useState<Print>()
  const { mutate, isPending } = useMutation({
    mutationFn: () => api.post<Print>('/api/board/prints', { unit: board.unit.id, day: board.day, levels: 2 }),
    onSuccess: setPrint,
    onError: (error) => void message.error(error.message),
  })
  useEffect(() => {
    if (!print) return
    const done = () => setPrint(undefined)
    window.addEventListener('afterprint', done)
    window.print()
    return () => window.removeEventListener('afterprint', done)
  }, [print])
  return { print, start: () => mutate(), busy: isPending }
}

export function PrintSheet({ print: { board, published } }: { print: Print }) {
  const t = useText()
  const { zone } = board.unit
  const seal = published.seal_no === null ? '' : `${published.seal_no}:${published.seal_digest}`
  const asOf = t(boardTexts.asOf, { time: `${momentOf(board.as_of, zone)} ${zone}` })
  const digest = t(boardTexts.digest, { algorithm: published.algorithm.toUpperCase(), digest: published.digest })
  return createPortal(
    <div className="board-paper">
      <h1>
        {board.unit.full_name} {t(boardTexts.title)} {board.day}
      </h1>
      <p>
        {asOf} · {t(texts.printNote)}
      </p>
      <table>
        <thead>
          <tr>
            <th>{t(boardTexts.unit)}</th>
            {board.measures.map((c) => (
              <th key={cellKey(c)}>
                {t(c.title)}
                <br />
                {timeOf(c.due_at, zone)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rowsOf(board).map((row) => (
            <tr key={row.key} className={`board-row-${row.kind}`}>
              <th>{row.kind === 'own' ? t(texts.ownRow) : row.unit.name}</th>
              {board.measures.map((c) => (
                <td key={cellKey(c)}>{printed(row.cells.find((x) => cellKey(x) === cellKey(c)))}</td>
              ))}
            </tr>
          ))}
        </tbody>
        {/* Browsers repeat head and foot on each page; margin boxes in board.css carry the page's number. */}
        <tfoot>
          <tr>
            <td colSpan={board.measures.length + 1}>
              {board.unit.name} · {asOf} · {digest}
              {seal && ` · ${t(boardTexts.seal, { seal })}`}
            </td>
          </tr>
        </tfoot>
      </table>
    </div>,
    document.body,
  )

  function printed(cell: Cell | undefined): string {
    const look = lookOf(cell)
    if (!cell || look === 'none') return '—'
    if (look === 'wait') return timeOf(cell.due_at, zone)
    const { n, of } = fraction(cell)
    return cell.missing > 0 ? `${n}/${of} ▲${t(texts.short, { count: cell.missing })}` : `${n}/${of}`
  }
}
