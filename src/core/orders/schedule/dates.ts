/** The dates on which a calendar trigger falls: an RFC 5545 recurrence that gives dates and never times. */
import { RRuleTemporal } from 'rrule-temporal'
import { Temporal } from 'temporal-polyfill'
import type { CalendarTrigger } from '#core/orders/playbook/schema.ts'
import { dayNumber, fromDayNumber } from '#platform/local-time.ts'
import type { Text } from '#platform/texts.ts'

/** From where INTERVAL is counted unless the trigger says: a Monday on the first of a month. */
const anchor = '2001-01-01'
const chunkDays = 64

const parts = [
  'FREQ',
  'INTERVAL',
  'COUNT',
  'UNTIL',
  'BYDAY',
  'BYMONTHDAY',
  'BYMONTH',
  'BYSETPOS',
  'BYYEARDAY',
  'BYWEEKNO',
  'WKST',
]
const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY']

/** Tells whether a calendar trigger falls on a date; days are numbers since 1970-01-01. Remembers what it worked out. */
export type FallsOn = (day: number) => boolean

const known = new Map<string, FallsOn>()

/** The dates of a calendar trigger. Throws where `ruleFault` would have found one. */
export function fallsOn(trigger: CalendarTrigger): FallsOn {
  const key = `${trigger.start ?? ''} ${trigger.rule}`
  let found = known.get(key)
  if (!found) {
    if (known.size > 500) known.clear()
    found = work(trigger)
    known.set(key, found)
  }
  return found
}

function work(trigger: CalendarTrigger): FallsOn {
  const first = trigger.start === undefined ? Number.NEGATIVE_INFINITY : dayNumber(trigger.start)
  if (trigger.rule === 'FREQ=DAILY') return (day) => day >= first
  const rule = recurrence(trigger)
  const chunks = new Map<number, Set<number>>()
  return (day) => {
    const chunk = Math.floor(day / chunkDays)
    let days = chunks.get(chunk)
    if (!days) {
      if (chunks.size > 100) chunks.clear()
      days = chunkOf(rule, chunk)
      chunks.set(chunk, days)
    }
    return day >= first && days.has(day)
  }
}

function chunkOf(rule: RRuleTemporal, chunk: number): Set<number> {
  const noon = (day: number) => Temporal.ZonedDateTime.from(`${fromDayNumber(day)}T12:00[UTC]`)
  const found = rule.between(noon(chunk * chunkDays), noon((chunk + 1) * chunkDays - 1), true)
  return new Set(found.map((at) => dayNumber(String(at).slice(0, 10))))
}

/** Noon in UTC, where no clock changes: only the date of what comes out is read. */
function recurrence(trigger: CalendarTrigger): RRuleTemporal {
  return new RRuleTemporal({
    rruleString: trigger.rule,
    dtstart: Temporal.ZonedDateTime.from(`${trigger.start ?? anchor}T12:00[UTC]`),
    strict: true,
  })
}

/** What is wrong with a calendar trigger, in one sentence; undefined where nothing is. */
export function ruleFault(trigger: CalendarTrigger): Text | undefined {
  const fields = new Map(trigger.rule.split(';').map((p) => [p.split('=')[0] ?? '', p.split('=')[1] ?? '']))
  for (const [name, value] of fields) {
    if (!parts.includes(name))
      return {
        zh: `重复规则里不认识“${name}”；时间写在时段里，规则只管日期`,
        en: `The recurrence does not know "${name}"; times stand in the slots, the rule gives dates only`,
      }
    if (value === '') return { zh: `重复规则里“${name}”没有值`, en: `"${name}" in the recurrence has no value` }
  }
  const freq = fields.get('FREQ') ?? ''
  if (!frequencies.includes(freq))
    return {
      zh: `重复规则要写 FREQ=DAILY、WEEKLY、MONTHLY 或 YEARLY，现在是“${freq}”`,
      en: `The recurrence needs FREQ=DAILY, WEEKLY, MONTHLY or YEARLY, not "${freq}"`,
    }
  const counted = fields.has('COUNT') || Number(fields.get('INTERVAL') ?? 1) !== 1
  if (counted && trigger.start === undefined)
    return {
      zh: '写了 INTERVAL 或 COUNT 就要用 start 写明从哪一天数起',
      en: 'INTERVAL and COUNT need a start date to count from',
    }
  if (trigger.start !== undefined && !isDate(trigger.start))
    return { zh: `没有 ${trigger.start} 这一天`, en: `There is no date ${trigger.start}` }
  return happens(trigger)
}

const isDate = (date: string): boolean => fromDayNumber(dayNumber(date)) === date

function happens(trigger: CalendarTrigger): Text | undefined {
  try {
    return recurrence(trigger).all((_, i) => i < 1).length > 0
      ? undefined
      : { zh: '按这条重复规则，一天也轮不到', en: 'This recurrence never falls on any day' }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { zh: `重复规则写得不对：${why}`, en: `The recurrence cannot be read: ${why}` }
  }
}
