/** Fourteen days of what came on time, as a line; today hangs from it dashed, since it is not over. */
import { useSession } from '#web/console/session.ts'
import { Card, Section } from '#web/console/shared/index.ts'
import { clockTime } from '#web/console/shared/moments.ts'
import { useLanguage, useText } from '#web/console/text.ts'
import type { TodayShape } from '../today/schema.ts'
import { texts } from './texts.ts'

const width = 368
const height = 96
const top = 10
const bottom = 84
const side = 8

export function TrendCard({ today }: { today: TodayShape }) {
  const t = useText()
  const language = useLanguage()
  const { zone } = useSession()
  const { trend } = today
  if (!trend) return null
  const fraction = (f: { reported: number; owed: number }) => (f.owed === 0 ? '—' : `${f.reported}/${f.owed}`)
  const before = trend.days.filter((d) => d.owed > 0 && d.day !== today.day)
  return (
    <Section title={t(texts.trend)} note={t(texts.trendNote, { title: t(trend.title) })}>
      <Card className="card-pad">
        {before.length === 0 ? <p className="row-note">{t(texts.trendNone)}</p> : <Line today={today} />}
        <p className="row-note">
          {t(texts.trendNow, {
            time: clockTime(Date.parse(today.as_of), language, zone),
            now: fraction(trend.now),
            before: fraction(trend.yesterday_now),
          })}
        </p>
      </Card>
    </Section>
  )
}

function Line({ today }: { today: TodayShape }) {
  const days = (today.trend?.days ?? []).filter((d) => d.owed > 0)
  const inner = width - 2 * side
  const xOf = (i: number) => (days.length === 1 ? width / 2 : side + (i * inner) / (days.length - 1))
  const points = days.map((d, i) => ({
    ...d,
    x: xOf(i),
    y: bottom - (d.on_time / d.owed) * (bottom - top),
  }))
  const past = points.filter((p) => p.day !== today.day)
  const now = points.find((p) => p.day === today.day)
  const last = past.at(-1)
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      className="today-trend"
      role="img"
      aria-label={points.map((p) => `${p.day} ${p.on_time}/${p.owed}`).join(', ')}
    >
      <line x1="0" x2={width} y1={top} y2={top} className="today-grid" />
      <line x1="0" x2={width} y1={(top + bottom) / 2} y2={(top + bottom) / 2} className="today-grid" />
      <polyline points={past.map((p) => `${p.x},${p.y}`).join(' ')} className="today-line" />
      {now && last && <line x1={last.x} y1={last.y} x2={now.x} y2={now.y} className="today-dashed" />}
      {now && <circle cx={now.x} cy={now.y} r="4" className="today-dot" />}
      {points.map((p) => (
        <circle key={p.day} cx={p.x} cy={p.y} r="9" fill="transparent">
          <title>{`${p.day} ${p.on_time}/${p.owed}`}</title>
        </circle>
      ))}
    </svg>
  )
}
