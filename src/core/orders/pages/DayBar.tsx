/** A measure's day as a bar: when each slot opens, is due and closes; what comes past due is hatched. */
import { useText } from '#web/console/text.ts'
import type { CampaignView, MeasureView } from '../schema.ts'
import { texts } from './texts.ts'
import { useClock } from './when.ts'
import { barParts, dayShare } from './words.ts'

const at = (left: number): React.CSSProperties => ({ left: `${left}%` })
/** Past here a label ends at its mark instead of being centred on it, so that it stays on the paper. */
const edge = (left: number): string => (left < 6 ? 'orders-day-start' : left > 94 ? 'orders-day-end' : '')

export function DayBar({ campaign, measure }: { campaign: CampaignView; measure: MeasureView }) {
  const t = useText()
  const now = useClock(campaign.zone)
  const marks = [...new Set(measure.slots.flatMap((s) => [s.opens, s.closes]))].sort()
  const said = measure.slots.map((s) => `${t(s.title)} ${s.opens}–${s.closes}, ${t(texts.dueStep)} ${s.due}`).join('; ')
  return (
    <div className="orders-day" role="img" aria-label={said}>
      {measure.slots.map((s) => (
        <span key={s.code} className={`orders-day-due ${edge(dayShare(s.due))}`} style={at(dayShare(s.due))}>
          {t(texts.dueLabel, { slot: measure.slots.length > 1 ? t(s.title) : '', time: s.due })}
        </span>
      ))}
      <div className="orders-day-bar">
        {barParts(measure.slots).map((p) => (
          <i
            key={`${p.kind}${p.from}`}
            className={`orders-day-${p.kind}`}
            style={{ left: `${p.from}%`, width: `${p.width}%` }}
            title={p.kind === 'late' ? t(texts.lateLabel) : undefined}
          />
        ))}
        {measure.slots.map((s) => (
          <i key={s.code} className="orders-day-mark" style={at(dayShare(s.due))} />
        ))}
        <i className="orders-day-now" style={at(dayShare(now))} />
      </div>
      {marks.map((m) => (
        <span key={m} className={`orders-day-edge ${edge(dayShare(m))}`} style={at(dayShare(m))}>
          {m}
        </span>
      ))}
      <ul className="orders-day-list quiet-list row-note">
        {measure.slots.map((s) => (
          <li key={s.code}>
            <b>{t(texts.dueLabel, { slot: t(s.title), time: s.due })}</b> {t(texts.opensLabel, { time: s.opens })}
            {t(texts.listSeparator)}
            {t(texts.closesLabel, { time: s.closes })}
          </li>
        ))}
      </ul>
    </div>
  )
}
