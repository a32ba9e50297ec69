/** The reader's language and type size, and sentences, times and dates in it. */
import type { Text } from '#platform/texts.ts'
import { now } from './clock.ts'
import { read, write } from './store.ts'

export type Language = 'zh' | 'en'

/** Chinese first; English where the phone is set to it, until the reader chooses. */
export let language: Language = read<Language>('language') || (/^en/i.test(navigator.language || '') ? 'en' : 'zh')
export let large: boolean = read<boolean>('large') || false

let zone = 'Asia/Shanghai'
/** Server time minus the phone's, in milliseconds: what is owed is told by the server's clock. */
let ahead = 0

export function follow(answer: { now: string; zone: string }): void {
  zone = answer.zone
  ahead = Date.parse(answer.now) - now()
}

export const serverNow = (): number => now() + ahead

export function apply(): void {
  const root = document.documentElement
  root.lang = language === 'zh' ? 'zh-CN' : 'en'
  document.title = language === 'zh' ? '同舟' : 'Muster'
  root.className = large ? 'large' : ''
}

export function setLanguage(to: Language): void {
  language = to
  write('language', to)
  apply()
}

export function setLarge(to: boolean): void {
  large = to
  write('large', to)
  apply()
}

/** A sentence in the reader's language, its `{places}` filled. */
export function t(text: Text, params?: Record<string, string | number>): string {
  return text[language].replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = params?.[name]
    return value === undefined ? place : String(value)
  })
}

interface Parts {
  year: number
  month: number
  day: number
  hour: number
  minute: number
}

/** The wall clock of the campaign's zone; the phone's own where the browser does not know the zone. */
function wall(ms: number): Parts {
  const d = new Date(ms)
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      hour12: false,
    })
    const found = /(\d+)\/(\d+)\/(\d+), (\d+):(\d+)/.exec(format.format(d))
    if (found) {
      const n = found.map(Number) as [number, number, number, number, number, number]
      return { month: n[1], day: n[2], year: n[3], hour: n[4] % 24, minute: n[5] }
    }
  } catch {
    // Falls through to the phone's own clock.
  }
  return {
    year: d.getFullYear(),
    month: d.getMonth() + 1,
    day: d.getDate(),
    hour: d.getHours(),
    minute: d.getMinutes(),
  }
}

const two = (n: number): string => `0${n}`.slice(-2)

/** `07:30`. */
export function clock(at: string | number): string {
  const w = wall(typeof at === 'number' ? at : Date.parse(at))
  return `${two(w.hour)}:${two(w.minute)}`
}

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** 2 月 8 日, 8 February, of a local date `2020-02-08`. */
export function date(day: string): string {
  const month = Number(day.slice(5, 7))
  const d = Number(day.slice(8, 10))
  return language === 'zh' ? `${month} 月 ${d} 日` : `${d} ${months[month - 1]}`
}

/** The local date of an instant. */
export function dayOf(at: string | number): string {
  const w = wall(typeof at === 'number' ? at : Date.parse(at))
  return `${w.year}-${two(w.month)}-${two(w.day)}`
}

/** A stretch of time in words: 8 分钟, 2 小时 5 分钟. */
export function stretch(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60000))
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  if (language === 'zh')
    return (hours ? `${hours} 小时` : '') + (hours && rest ? ' ' : '') + (rest ? `${rest} 分钟` : '')
  const h = hours ? `${hours} h` : ''
  const m = rest ? `${rest} min` : ''
  return h && m ? `${h} ${m}` : h || m
}

/** Names in a row: 苏健、田野; with "and so on" past six. */
export function names(list: readonly string[]): string {
  const shown = list.slice(0, 6).join(language === 'zh' ? '、' : ', ')
  if (list.length <= 6) return shown
  return language === 'zh' ? `${shown}等 ${list.length} 人` : `${shown} and ${list.length - 6} more`
}

/** 36.5, with one decimal. */
export const degrees = (celsius: number): string => celsius.toFixed(1)
