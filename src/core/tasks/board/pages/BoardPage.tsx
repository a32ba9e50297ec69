/** The board: units by measures, n of N in each cell, live, down to the name; a number opens its list beside it. */
import './board.css'
import { Skeleton } from 'antd'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import { StaleNote } from '#web/console/shared/StaleNote.tsx'
import { FailState } from '#web/console/shared/states.tsx'
import { useText } from '#web/console/text.ts'
import type { ListState } from '../cell-states.ts'
import { allOf } from '../cells.ts'
import type { Board } from '../schema.ts'
import { closedList, useBoardAddress } from './address.ts'
import { BoardTable } from './BoardTable.tsx'
import { Breadcrumb } from './Breadcrumb.tsx'
import { EmptyBoard } from './EmptyBoard.tsx'
import { ListPanel } from './ListPanel.tsx'
import { cellKey, momentOf, stateToOpen } from './look.ts'
import { useNarrow } from './narrow.ts'
import { PrintSheet, usePrint } from './PrintSheet.tsx'
import { useBoard, useColumns } from './queries.ts'
import { gapsOnly, rowsOf, type TableRow } from './rows.ts'
import { StackedBoard } from './StackedBoard.tsx'
import { Summary } from './Summary.tsx'
import { Toolbar } from './Toolbar.tsx'
import { Trend } from './Trend.tsx'
import { texts } from './texts.ts'

export default function BoardPage() {
  const [address] = useBoardAddress()
  const { data: board, error, isPending, refetch } = useBoard(address.unit, address.day)
  if (isPending) return <BoardSkeleton />
  if (!board) {
    return (
      <div className="page">
        <FailState error={error} onRetry={() => void refetch()} />
      </div>
    )
  }
  return <LoadedBoard board={board} failed={error !== null} retry={() => void refetch()} />
}

function LoadedBoard({ board, failed, retry }: { board: Board; failed: boolean; retry: () => void }) {
  const t = useText()
  const [address, change] = useBoardAddress()
  const narrow = useNarrow()
  const opener = useRef<Element | null>(null)
  const stamp = board.measures.map(cellKey).join()
  const columns = useColumns(address.unit, address.day, stamp).data?.columns ?? []
  const printing = usePrint(board)
  const shown = useMemo(() => {
    const rows = rowsOf(board)
    return address.gaps ? gapsOnly(rows, board.measures) : { rows, columns: [...board.measures] }
  }, [board, address.gaps])

  const open = useCallback(
    (row: TableRow, cell: Board['own'][0], state: ListState = stateToOpen(cell)) => {
      opener.current = document.activeElement
      const scope = row.kind === 'own' ? 'own' : undefined
      change({ at: row.unit.id, measure: cell.code, slot: cell.slot, state, scope })
    },
    [change],
  )
  const openAll = useCallback(
    (state: ListState) => {
      opener.current = document.activeElement
      change({ at: board.unit.id, measure: '*', slot: '*', state, scope: undefined })
    },
    [change, board.unit.id],
  )
  const close = useCallback(() => change(closedList, { replace: true }), [change])
  const down = useCallback((row: TableRow) => change({ ...closedList, unit: row.unit.id }), [change])
  const isOpen = address.at !== undefined && address.measure !== undefined && address.slot !== undefined
  useReturn(isOpen, opener)

  const list = isOpen
    ? {
        unit: address.at!,
        day: board.day,
        measure: address.measure!,
        slot: address.slot!,
        state: address.state ?? 'missing',
        scope: address.scope,
      }
    : undefined
  const row = list
    ? rowsOf(board).find((r) => r.unit.id === list.unit && (r.kind === 'own') === (list.scope === 'own'))
    : undefined
  const cell =
    list?.measure === '*'
      ? allOf(row?.cells ?? [])
      : row?.cells.find((c) => c.code === list?.measure && c.slot === list?.slot)
  const table = { ...shown, titles: columns, zone: board.unit.zone, selected: list, open, down }
  return (
    <div className="page board">
      <Breadcrumb unit={board.unit} go={(unit) => change({ ...closedList, unit })} />
      <Summary board={board} open={openAll} />
      <Toolbar board={board} print={printing.start} busy={printing.busy} />
      {address.trend && <Trend unit={board.unit} measure={address.measure} columns={columns} />}
      <StaleNote asOf={board.as_of} failed={failed} retry={retry} />
      {board.measures.length === 0 ? (
        <EmptyBoard board={board} />
      ) : shown.columns.length === 0 ? (
        <p className="board-quiet">{t(texts.noGaps)}</p>
      ) : narrow ? (
        <StackedBoard {...table} />
      ) : (
        <BoardTable {...table} label={t(texts.gridLabel, { unit: board.unit.name, day: board.day })} />
      )}
      <p className="board-asof">{t(texts.asOf, { time: momentOf(board.as_of, board.unit.zone) })}</p>
      {list && <ListPanel list={list} cell={cell} close={close} />}
      {printing.print && <PrintSheet print={printing.print} />}
    </div>
  )
}

/** Back to the cell that was opened last, without scrolling, so that the page stays where it was. */
function useReturn(isOpen: boolean, opener: { current: Element | null }): void {
  useEffect(() => {
    if (isOpen || !(opener.current instanceof HTMLElement)) return
    opener.current.focus({ preventScroll: true })
    opener.current = null
  }, [isOpen, opener])
}

/** The page's own layout in grey: band, chips, twelve rows. */
function BoardSkeleton() {
  const t = useText()
  return (
    <div className="page board" role="status" aria-busy="true" aria-label={t(texts.loading)}>
      <Skeleton.Node active style={{ width: '100%', height: 92 }} />
      <div className="board-skeleton">
        {Array.from({ length: 12 }, (_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: grey bars have no identity
          <Skeleton.Node key={i} active style={{ width: '100%', height: 30 }} />
        ))}
      </div>
    </div>
  )
}
