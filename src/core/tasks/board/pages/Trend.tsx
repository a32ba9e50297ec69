/** Fourteen days of a unit as bars: what came of what was owed; today is still open. */
import { Select } from 'antd'
import { useState } from 'react'
import { useText } from '#web/console/text.ts'
import type { BoardUnit, Column, DayFigures } from '../schema.ts'
import { useBoardAddress } from './address.ts'
import { useDays } from './queries.ts'
import { texts } from './texts.ts'

export function Trend({
  unit,
  measure,
  columns,
}: {
  unit: BoardUnit
  measure: string | undefined
  columns: readonly Column[]
}) {
  const t = useText()
  const [, change] = useBoardAddress()
  const [chosen, choose] = useState<string | undefined>(measure)
  const { data } = useDays(unit.id, chosen, true)
  const options = [...new Map(columns.map((c) => [c.code, c])).values()].map((c) => ({
    value: c.code,
    label: t(c.full_title),
  }))
  return (
    <section className="board-trend" aria-label={t(texts.trend)}>
      <Select
        size="small"
        allowClear
        placeholder={t(texts.wholeRow)}
        value={chosen ?? null}
        options={options}
        onChange={(code: string | null) => choose(code ?? undefined)}
        style={{ minWidth: 180 }}
      />
      <ol>
        {(data?.days ?? []).map((day) => (
          <li key={day.day}>
            <button type="button" onClick={() => change({ day: day.day })} title={titleOf(day)}>
              <span className={day.missing > 0 ? 'board-bar-gap' : 'board-bar-full'}>
                <i style={{ height: `${day.of > 0 ? Math.max(2, (day.n / day.of) * 100) : 0}%` }} />
              </span>
              <b>{day.of === 0 ? '—' : `${day.n}/${day.of}`}</b>
              <small>{day.day.slice(5)}</small>
            </button>
          </li>
        ))}
      </ol>
    </section>
  )

  function titleOf(d: DayFigures): string {
    const words = [
      t(texts.wordMissing, { count: d.missing }),
      t(texts.wordLate, { count: d.late }),
      t(texts.wordExempt, { count: d.exempt }),
    ]
    return `${d.day} ${d.n}/${d.of}；${words.join('，')}`
  }
}
