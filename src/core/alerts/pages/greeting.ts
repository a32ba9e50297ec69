/** How an officer is greeted: by the hour, by surname and post. */
import type { Text } from '#platform/texts.ts'
import { texts } from './texts.ts'

/** Family names of two characters that are common enough to be met. */
const double = [
  '欧阳',
  '上官',
  '司马',
  '诸葛',
  '皇甫',
  '尉迟',
  '公孙',
  '慕容',
  '令狐',
  '宇文',
  '长孙',
  '司徒',
  '夏侯',
  '东方',
  '端木',
  '南宫',
  '独孤',
]

/** 欧阳文博 → 欧阳, 赵建国 → 赵; a name that is not Chinese stays whole. */
export function surname(name: string): string {
  if (!/^\p{Script=Han}{2,}/u.test(name)) return name
  return double.find((d) => name.startsWith(d) && name.length > 2) ?? name.slice(0, 1)
}

/** The greeting at an hour of the local day, 0 to 23. */
export function greetingAt(hour: number): Text {
  if (hour < 5) return texts.night
  if (hour < 11) return texts.morning
  if (hour < 13) return texts.noon
  if (hour < 18) return texts.afternoon
  return hour < 23 ? texts.evening : texts.night
}

/** 赵站长; in English the whole name. */
export function addressed(name: string, post: string | null): Text {
  return { zh: post === null ? name : `${surname(name)}${post}`, en: name }
}

/** Minutes that the list will take: two for an alert, one for the rest. A promise that is kept more often than not. */
export const minutesFor = (alerts: number, others: number): number => alerts * 2 + others
