/** The board on a phone: unit under unit, each with its measures as a list to tap. */
import { useText } from '#web/console/text.ts'
import { fraction } from '../cells.ts'
import type { TableProps } from './BoardTable.tsx'
import { CellButton } from './CellButton.tsx'
import { cellKey, timeOf } from './look.ts'
import { texts } from './texts.ts'

export function StackedBoard({ rows, columns, zone, selected, open, down }: TableProps) {
  const t = useText()
  return (
    <div className="board-stack">
      {rows.map((row, r) => {
        const cells = columns
          .map((c) => row.cells.find((x) => cellKey(x) === cellKey(c)))
          .filter((c) => c !== undefined)
        const name = row.kind === 'own' ? `${row.unit.name} · ${t(texts.ownRow)}` : row.unit.name
        return (
          <section key={row.key} className={`board-stack-${row.kind}`}>
            <h3>
              {row.kind === 'child' || row.kind === 'below' ? (
                <button type="button" className="board-link" onClick={() => down(row)}>
                  {name}
                </button>
              ) : (
                name
              )}
            </h3>
            <ul>
              {cells
                .filter((c) => fraction(c).of > 0)
                .map((cell, i) => (
                  <li key={cellKey(cell)}>
                    <span>
                      {t(cell.title)} <small>{timeOf(cell.due_at, zone)}</small>
                    </span>
                    <CellButton
                      cell={cell}
                      unitName={name}
                      zone={zone}
                      selected={
                        selected?.unit === row.unit.id &&
                        (row.kind === 'own') === (selected.scope === 'own') &&
                        selected.measure === cell.code &&
                        selected.slot === cell.slot
                      }
                      tabIndex={0}
                      place={`${r},${i}`}
                      onOpen={() => open(row, cell)}
                    />
                  </li>
                ))}
            </ul>
          </section>
        )
      })}
    </div>
  )
}
