/** The wall display: the same figures, dark, to be read from three metres, with nothing that moves. */
import './wall.css'
import { useMinute } from '#web/console/now.ts'
import { useText } from '#web/console/text.ts'
import { fraction } from '../cells.ts'
import type { Board, Cell } from '../schema.ts'
import { useBoardAddress } from './address.ts'
import { cellKey, lookOf, momentOf, timeOf } from './look.ts'
import { useBoard } from './queries.ts'
import { texts } from './texts.ts'

/** More would be too small to read from three metres; what has a gap comes first. */
const maxColumns = 8
const maxRows = 14

export default function WallPage() {
  const t = useText()
  const [address] = useBoardAddress()
  const { data: board, error } = useBoard(address.unit, address.day)
  if (!board) return <main className="wall wall-quiet">{error ? t(texts.wallSignIn) : t(texts.loading)}</main>
  return <Wall board={board} stale={error !== null} />
}

function Wall({ board, stale }: { board: Board; stale: boolean }) {
  const t = useText()
  useMinute()
  const { zone } = board.unit
  const columns = chosen(board.measures)
  const rows = chosenRows(board)
  return (
    <main className="wall">
      <header>
        <h1>{board.unit.name}</h1>
        <p className={stale ? 'wall-stale' : undefined}>{t(texts.asOf, { time: momentOf(board.as_of, zone) })}</p>
      </header>
      <table>
        <thead>
          <tr>
            <th />
            {columns.map((c) => (
              <th key={cellKey(c)}>
                {t(c.title)}
                <small>{timeOf(c.due_at, zone)}</small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.unit.id}>
              <th>{row.unit.name}</th>
              {columns.map((c) => (
                <WallCell key={cellKey(c)} cell={row.measures.find((x) => cellKey(x) === cellKey(c))} zone={zone} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </main>
  )
}

function WallCell({ cell, zone }: { cell: Cell | undefined; zone: string }) {
  const t = useText()
  const look = lookOf(cell)
  if (!cell || look === 'none') return <td className="wall-none">—</td>
  if (look === 'wait') return <td className="wall-none">{timeOf(cell.due_at, zone)}</td>
  const { n, of } = fraction(cell)
  return (
    <td className={`wall-${look}`}>
      {n}
      <s>/{of}</s>
      {look === 'gap' && <em>▲{t(texts.short, { count: cell.missing })}</em>}
    </td>
  )
}

/** Keeps the orders' sequence among those that fit: gaps, then what is running, then the rest. */
function chosen(cells: readonly Cell[]): Cell[] {
  const rank = (c: Cell) => ['gap', 'part', 'wait', 'full', 'none'].indexOf(lookOf(c))
  const kept = new Set([...cells].sort((a, b) => rank(a) - rank(b)).slice(0, maxColumns))
  return cells.filter((c) => kept.has(c))
}

/** The whole, then the children; where they are too many, those with most missing. */
function chosenRows(board: Board) {
  const missing = (cells: readonly Cell[]) => cells.reduce((n, c) => n + c.missing, 0)
  const children = [...board.children]
  const kept = new Set(children.sort((a, b) => missing(b.measures) - missing(a.measures)).slice(0, maxRows - 1))
  return [{ unit: board.unit, measures: board.measures }, ...board.children.filter((c) => kept.has(c))]
}
