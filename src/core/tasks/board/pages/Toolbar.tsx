/** Which day, and what of it: today, yesterday, any day, fourteen days, only gaps; export, print, wall. */
import { Button } from 'antd'
import { address as urlOf } from '#web/console/api.ts'
import { useMinute } from '#web/console/now.ts'
import { useText } from '#web/console/text.ts'
import { dayPlus, localDay } from '../days.ts'
import type { Board } from '../schema.ts'
import { boardTexts } from '../texts.ts'
import { closedList, useBoardAddress } from './address.ts'
import { texts } from './texts.ts'

export function Toolbar({ board, print, busy }: { board: Board; print: () => void; busy: boolean }) {
  const t = useText()
  const [address, change] = useBoardAddress()
  const today = localDay(useMinute() || Date.parse(board.as_of), board.unit.zone)
  const yesterday = dayPlus(today, -1)
  // Today has no day in its address, so that a screen left open goes on to the next day by itself.
  const go = (day: string) => change({ ...closedList, day: day === today ? undefined : day })
  const chip = (on: boolean, label: string, press: () => void) => (
    <button type="button" className="board-chip" aria-pressed={on} onClick={press}>
      {label}
    </button>
  )
  return (
    <div className="board-bar" role="toolbar">
      <h2>{t(boardTexts.title)}</h2>
      {chip(board.day === today, t(texts.today), () => go(today))}
      {chip(board.day === yesterday, t(texts.yesterday), () => go(yesterday))}
      <input
        type="date"
        className="board-chip"
        aria-label={t(texts.otherDay)}
        value={board.day}
        onChange={(event) => event.target.value && go(event.target.value)}
      />
      {chip(address.trend === true, t(texts.trend), () =>
        change({ trend: address.trend ? undefined : true }, { replace: true }),
      )}
      {chip(address.gaps === true, t(texts.gapsOnly), () =>
        change({ gaps: address.gaps ? undefined : true }, { replace: true }),
      )}
      <span className="board-bar-end">
        <Button size="small" href={urlOf('/api/board.xlsx', { unit: board.unit.id, day: board.day })} download>
          {t(texts.export)}
        </Button>
        <Button size="small" onClick={print} loading={busy}>
          {t(texts.print)}
        </Button>
        <Button
          className="board-to-wall"
          size="small"
          href={urlOf('/board/wall', { unit: board.unit.id })}
          target="_blank"
        >
          {t(texts.wall)}
        </Button>
      </span>
    </div>
  )
}
