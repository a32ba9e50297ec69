/** n/N with N paler: a number never stands without what it is counted of. */
export interface FigureProps {
  readonly n: number
  /** What n is counted of; 0 of 0 is a dash, neither good nor bad. */
  readonly of: number
  readonly tone?: 'plain' | 'ok' | 'warn' | 'red'
  readonly size?: 'inline' | 'large'
}

const grouped = (n: number): string => n.toLocaleString('en-US')

export function Figure({ n, of, tone = 'plain', size = 'inline' }: FigureProps) {
  if (of === 0 && n === 0) return <span className="figure figure-none">—</span>
  return (
    <span className={`figure figure-${size} figure-${tone}`}>
      {grouped(n)}
      <span className="figure-of">/{grouped(of)}</span>
    </span>
  )
}
