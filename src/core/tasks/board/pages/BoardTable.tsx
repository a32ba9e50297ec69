/** The table: first column and header stay, measures stand grouped under their directive, arrows walk from cell to cell. */
import { type KeyboardEvent, memo, useCallback, useMemo, useRef, useState } from 'react'
import { useText } from '#web/console/text.ts'
import type { Cell, CellState, Column } from '../schema.ts'
import { boardTexts } from '../texts.ts'
import { CellButton } from './CellButton.tsx'
import { cellKey, timeOf } from './look.ts'
import type { TableRow } from './rows.ts'
import { texts } from './texts.ts'
import { type Place, step } from './walk.ts'

export interface TableProps {
  readonly rows: readonly TableRow[]
  readonly columns: readonly Cell[]
  /** Full titles with clause and directive; empty until they are there. */
  readonly titles: readonly Column[]
  readonly zone: string
  readonly selected:
    | { readonly unit: string; readonly measure: string; readonly slot: string; readonly scope?: 'own' | undefined }
    | undefined
  readonly open: (row: TableRow, cell: Cell, state?: CellState) => void
  readonly down: (row: TableRow) => void
}

export function BoardTable(props: TableProps & { label: string }) {
  const { rows, columns, selected, open } = props
  const frame = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState<Place>({ row: 0, column: 0 })
  const here = { row: Math.min(at.row, rows.length - 1), column: Math.min(at.column, columns.length - 1) }
  const walk = useCallback(
    (event: KeyboardEvent) => {
      const place = (event.target as HTMLElement).dataset.place
      if (!place) return
      const [row, column] = place.split(',').map(Number) as [number, number]
      const next = step({ row, column }, event.key, event.ctrlKey || event.metaKey, rows.length, columns.length)
      if (!next) return
      event.preventDefault()
      setAt(next)
      const button = frame.current?.querySelector<HTMLElement>(`[data-place="${next.row},${next.column}"]`)
      button?.focus({ preventScroll: true })
      button?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    },
    [rows.length, columns.length],
  )
  const focused = useCallback((event: React.FocusEvent) => {
    const place = (event.target as HTMLElement).dataset.place?.split(',').map(Number)
    if (place) setAt({ row: place[0]!, column: place[1]! })
  }, [])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the cells inside
    <div className="board-frame" ref={frame} onKeyDown={walk} onFocus={focused}>
      <table className="board-table" aria-label={props.label}>
        <Head {...props} />
        <tbody>
          {rows.map((row, i) => (
            <Row
              key={row.key}
              row={row}
              index={i}
              columns={columns}
              zone={props.zone}
              focusColumn={here.row === i ? here.column : -1}
              selected={isSelected(row, selected) ? `${selected!.measure}/${selected!.slot}` : undefined}
              open={open}
              down={props.down}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

const isSelected = (row: TableRow, s: TableProps['selected']) =>
  s !== undefined && row.unit.id === s.unit && (row.kind === 'own') === (s.scope === 'own')

/** Groups only where there is more than one directive and enough measures to get lost among. */
function Head({ columns, titles, zone }: TableProps) {
  const t = useText()
  const byKey = useMemo(() => new Map(titles.map((c) => [cellKey(c), c])), [titles])
  const groups: { name: string; span: number }[] = []
  for (const c of columns) {
    const directive = byKey.get(cellKey(c))?.directive
    const name = directive ? t(directive.title) : ''
    const last = groups.at(-1)
    if (last?.name === name) last.span++
    else groups.push({ name, span: 1 })
  }
  const grouped = groups.length > 1
  return (
    <thead className={grouped ? 'board-grouped' : undefined}>
      {grouped && (
        <tr>
          <td />
          {groups.map((g, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a directive may come twice, its place is its identity
            <th key={i} colSpan={g.span} scope="colgroup" title={g.name}>
              <span>{g.name}</span>
            </th>
          ))}
        </tr>
      )}
      <tr>
        <th scope="col">{t(boardTexts.unit)}</th>
        {columns.map((c) => {
          const full = byKey.get(cellKey(c))
          const clause = full?.clause ? ` · ${full.clause.number} ${t(full.clause.title)}` : ''
          return (
            <th key={cellKey(c)} scope="col" title={full ? `${t(full.full_title)}${clause}` : undefined}>
              {t(c.title)}
              <em>{timeOf(c.due_at, zone)}</em>
            </th>
          )
        })}
      </tr>
    </thead>
  )
}

interface RowProps {
  readonly row: TableRow
  readonly index: number
  readonly columns: readonly Cell[]
  readonly zone: string
  /** The column whose cell takes the Tab key; −1: none in this row. */
  readonly focusColumn: number
  readonly selected: string | undefined
  readonly open: TableProps['open']
  readonly down: TableProps['down']
}

/** Rows whose figures did not change are not drawn again: 200 stations by 40 measures stay quick. */
const Row = memo(function Row({ row, index, columns, zone, focusColumn, selected, open, down }: RowProps) {
  const t = useText()
  const byKey = new Map(row.cells.map((c) => [cellKey(c), c]))
  const name = row.kind === 'own' ? `${row.unit.name} · ${t(texts.ownRow)}` : row.unit.name
  return (
    <tr className={`board-row-${row.kind}`}>
      <th scope="row">
        {row.kind === 'whole' ? (
          <span>
            {name} · {t(texts.wholeRow)}
          </span>
        ) : row.kind === 'own' ? (
          <span>{t(texts.ownRow)}</span>
        ) : (
          <button type="button" className="board-link" title={row.unit.full_name} onClick={() => down(row)}>
            {name}
          </button>
        )}
      </th>
      {columns.map((c, i) => {
        const cell = byKey.get(cellKey(c))
        return (
          <td key={cellKey(c)}>
            <CellButton
              cell={cell}
              unitName={name}
              zone={zone}
              selected={selected === cellKey(c)}
              tabIndex={focusColumn === i ? 0 : -1}
              place={`${index},${i}`}
              onOpen={() => cell && open(row, cell)}
            />
          </td>
        )
      })}
    </tr>
  )
})
