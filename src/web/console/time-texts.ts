/** How instants and spans are said, in both languages: relative to what is owed. */
import type { Text } from '#platform/texts.ts'

export const timeTexts = {
  justNow: { zh: '刚刚', en: 'just now' },
  minutesAgo: { zh: '{n} 分钟前', en: '{n} min ago' },
  hoursAgo: { zh: '{n} 小时前', en: '{n} h ago' },
  overdue: { zh: '逾期 {span}', en: '{span} overdue' },
  left: { zh: '还剩 {span}', en: '{span} left' },
  dueNow: { zh: '到点了', en: 'due now' },
  minute: { zh: '1 分钟', en: '1 minute' },
  minutes: { zh: '{n} 分钟', en: '{n} {n|minute|minutes}' },
  hour: { zh: '1 小时', en: '1 hour' },
  hours: { zh: '{n} 小时', en: '{n} {n|hour|hours}' },
  hoursMinutes: { zh: '{h} 小时 {m} 分', en: '{h} h {m} min' },
  day: { zh: '1 天', en: '1 day' },
  days: { zh: '{n} 天', en: '{n} {n|day|days}' },
} satisfies Record<string, Text>
