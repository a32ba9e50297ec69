/** Instants in a campaign's own zone, said as briefly as the day allows: 今天 19:30, 明天 07:30, 2月9日 星期日 07:30. */
import { useMinute } from '#web/console/now.ts'
import { clockTime, dayText } from '#web/console/shared/moments.ts'
import { useLanguage } from '#web/console/text.ts'

const words = { zh: ['今天', '明天'], en: ['today', 'tomorrow'] } as const

/** The local day of an instant. */
export function useDay(zone: string): (at: string) => string {
  const language = useLanguage()
  return (at) => dayText(Date.parse(at), language, zone)
}

/** Day and time of an instant, relative to now. */
export function useWhen(zone: string): (at: string) => string {
  const language = useLanguage()
  const now = useMinute()
  return (at) => {
    const ms = Date.parse(at)
    const ahead = [0, 1].find((days) => dayText(now + days * 86_400_000, 'en', zone) === dayText(ms, 'en', zone))
    const day = ahead === undefined ? dayText(ms, language, zone) : words[language][ahead]
    return `${day} ${clockTime(ms, language, zone)}`
  }
}

/** Until when somebody is away: an absence that ends at midnight ends with the day before. */
export function useUntil(zone: string): (at: string) => string {
  const language = useLanguage()
  const when = useWhen(zone)
  return (at) => {
    const ms = Date.parse(at)
    return clockTime(ms, language, zone) === '00:00' ? dayText(ms - 1, language, zone) : when(at)
  }
}

/** The local time of day now, `10:46`. */
export const useClock = (zone: string): string => clockTime(useMinute(), 'zh', zone)
