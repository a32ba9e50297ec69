/** Writes instants and spans in the reader's language; pure, so that it can be tested without a browser. */
import { type Language, say } from '#platform/texts.ts'
import { timeTexts } from '../time-texts.ts'

const localeOf = (language: Language): string => (language === 'zh' ? 'zh-CN' : 'en-GB')

const formats = new Map<string, Intl.DateTimeFormat>()

function formatter(language: Language, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${zone} ${JSON.stringify(options)}`
  const found =
    formats.get(key) ?? new Intl.DateTimeFormat(localeOf(language), { timeZone: zone, hourCycle: 'h23', ...options })
  formats.set(key, found)
  return found
}

/** `07:52` in the zone. */
export const clockTime = (instant: number, language: Language, zone: string): string =>
  formatter(language, zone, { hour: '2-digit', minute: '2-digit' }).format(instant)

/** `2月8日 星期六` or `Sat 8 Feb`. */
export function dayText(instant: number, language: Language, zone: string): string {
  if (language === 'en')
    return formatter('en', zone, { weekday: 'short', day: 'numeric', month: 'short' }).format(instant).replace(',', '')
  const day = formatter('zh', zone, { month: 'long', day: 'numeric' }).format(instant)
  return `${day} ${formatter('zh', zone, { weekday: 'long' }).format(instant)}`
}

/** Date and time to the second, for the title of a relative time and for print. */
export const exactText = (instant: number, language: Language, zone: string): string =>
  formatter(language, zone, {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).format(instant)

/** Date and minute, short: `02/08 07:52`. */
export const shortText = (instant: number, language: Language, zone: string): string =>
  formatter(language, zone, { month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' })
    .format(instant)
    .replace(',', '')

/** `22 分钟`, `3 小时 5 分`, `2 天`: whole minutes, rounded down. */
export function spanText(ms: number, language: Language): string {
  const minutes = Math.floor(Math.max(0, ms) / 60_000)
  if (minutes === 1) return say(timeTexts.minute, language)
  if (minutes < 60) return say(timeTexts.minutes, language, { n: minutes })
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  if (hours >= 48) return say(timeTexts.days, language, { n: Math.floor(hours / 24) })
  if (hours >= 24 && rest === 0 && hours % 24 === 0) return say(timeTexts.day, language)
  if (rest > 0) return say(timeTexts.hoursMinutes, language, { h: hours, m: rest })
  return hours === 1 ? say(timeTexts.hour, language) : say(timeTexts.hours, language, { n: hours })
}

/** `刚刚`, `3 分钟前`, `2 小时前`, beyond a day the date. */
export function agoText(instant: number, now: number, language: Language, zone: string): string {
  const minutes = Math.floor((now - instant) / 60_000)
  if (minutes < 1) return say(timeTexts.justNow, language)
  if (minutes < 60) return say(timeTexts.minutesAgo, language, { n: minutes })
  if (minutes < 24 * 60) return say(timeTexts.hoursAgo, language, { n: Math.floor(minutes / 60) })
  return shortText(instant, language, zone)
}

/** `逾期 22 分钟` once due has passed, `还剩 57 分钟` before it. */
export function dueText(due: number, now: number, language: Language): string {
  if (Math.abs(now - due) < 60_000) return say(timeTexts.dueNow, language)
  const span = spanText(Math.abs(now - due), language)
  return say(now > due ? timeTexts.overdue : timeTexts.left, language, { span })
}
