/** One cell: n of N, a time, or a dash. Its meaning is in colour, in shape and in words. */
import { memo, useEffect, useRef } from 'react'
import { useLanguage, useText } from '#web/console/text.ts'
import { fraction } from '../cells.ts'
import type { Cell } from '../schema.ts'
import { type Look, lookOf, percent, timeOf } from './look.ts'
import { texts } from './texts.ts'

export interface CellButtonProps {
  readonly cell: Cell | undefined
  readonly unitName: string
  readonly zone: string
  readonly selected: boolean
  readonly tabIndex: number
  /** `row,column`, by which the table finds it. */
  readonly place: string
  readonly onOpen: () => void
}

export const CellButton = memo(function CellButton({
  cell,
  unitName,
  zone,
  selected,
  tabIndex,
  place,
  onOpen,
}: CellButtonProps) {
  const words = useCellWords(cell, unitName, zone)
  const look = lookOf(cell)
  const button = useRef<HTMLButtonElement>(null)
  useHighlight(button, cell)
  return (
    <button
      ref={button}
      type="button"
      className={`board-cell board-${look}`}
      data-place={place}
      tabIndex={tabIndex}
      aria-label={words}
      aria-pressed={selected}
      title={words}
      // A dash counts nothing; it can be walked over but opens nothing.
      aria-disabled={!cell || cell.expected === 0}
      style={cell && (look === 'part' || look === 'gap') ? { ['--came' as string]: `${percent(cell)}%` } : undefined}
      onClick={() => cell && cell.expected > 0 && onOpen()}
    >
      <Inside look={look} cell={cell} zone={zone} />
    </button>
  )
}, sameCell)

/** Handlers are made anew with each rendering; what is seen decides. */
function sameCell(a: CellButtonProps, b: CellButtonProps): boolean {
  return (
    a.cell === b.cell &&
    a.unitName === b.unitName &&
    a.selected === b.selected &&
    a.tabIndex === b.tabIndex &&
    a.place === b.place &&
    a.zone === b.zone
  )
}

function Inside({ look, cell, zone }: { look: Look; cell: Cell | undefined; zone: string }) {
  const t = useText()
  if (look === 'none' || !cell) return <span>—</span>
  if (look === 'wait') return <time dateTime={cell.due_at}>{timeOf(cell.due_at, zone)}</time>
  const { n, of } = fraction(cell)
  return (
    <>
      <span>
        {n}
        <s>/{of}</s>
      </span>
      {look === 'gap' && <em>{t(texts.short, { count: cell.missing })}</em>}
      {look !== 'gap' && cell.late > 0 && <em>{t(texts.shortLate, { count: cell.late })}</em>}
    </>
  )
}

/** The cell in one sentence, for screen readers and on hover. */
export function useCellWords(cell: Cell | undefined, unitName: string, zone: string): string {
  const t = useText()
  const language = useLanguage()
  if (!cell || cell.expected === 0) return t(texts.cellNone, { unit: unitName })
  const { n, of } = fraction(cell)
  const words = [
    cell.missing > 0 ? t(texts.wordMissing, { count: cell.missing }) : '',
    cell.pending > 0 ? t(texts.wordPending, { time: timeOf(cell.due_at, zone), count: cell.pending }) : '',
    cell.missing + cell.pending === 0 && of > 0 ? t(texts.wordFull) : '',
    cell.late > 0 ? t(texts.wordLate, { count: cell.late }) : '',
    cell.exempt > 0 ? t(texts.wordExempt, { count: cell.exempt }) : '',
    cell.flagged > 0 ? t(texts.wordFlagged, { count: cell.flagged }) : '',
  ]
  return t(texts.cell, {
    unit: unitName,
    title: t(cell.title),
    n,
    of,
    words: words.filter(Boolean).join(language === 'zh' ? '，' : ', '),
  })
}

/** Says for a moment that a figure changed; nothing moves, and nothing at all where motion is not wanted. */
function useHighlight(button: { current: HTMLButtonElement | null }, cell: Cell | undefined): void {
  const figures = cell ? JSON.stringify({ ...cell, title: '' }) : ''
  const before = useRef(figures)
  useEffect(() => {
    if (before.current === figures) return
    before.current = figures
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return
    button.current?.animate(
      [{ boxShadow: 'inset 0 0 0 2px #1d4f7c' }, { boxShadow: 'inset 0 0 0 2px transparent' }],
      1600,
    )
  }, [button, figures])
}
