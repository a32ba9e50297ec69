/** A length of time as somebody says it: 22 minutes, 1 h 20 min, 3 days. */
import type { Say } from '#web/console/text.ts'
import { spanTexts } from './texts.ts'

export function spanOf(t: Say, ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000))
  if (minutes < 60) return t(spanTexts.minutes, { n: minutes })
  if (minutes >= 48 * 60) return t(spanTexts.days, { n: Math.floor(minutes / 1440) })
  const [h, m] = [Math.floor(minutes / 60), minutes % 60]
  return m === 0 ? t(spanTexts.hours, { n: h }) : t(spanTexts.hoursMinutes, { h, m })
}
