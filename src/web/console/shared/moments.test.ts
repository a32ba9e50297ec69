/** Times in words, in both languages. */
import { describe, expect, test } from 'vitest'
import { agoText, clockTime, dayText, dueText, spanText } from './moments.ts'

const zone = 'Asia/Shanghai'
const at = (time: string) => Date.parse(`2020-02-08T${time}+08:00`)

describe('times in words', () => {
  test.each([
    [22, '22 分钟', '22 minutes'],
    [1, '1 分钟', '1 minute'],
    [60, '1 小时', '1 hour'],
    [185, '3 小时 5 分', '3 h 5 min'],
    [24 * 60, '1 天', '1 day'],
    [50 * 60, '2 天', '2 days'],
  ])('%i minutes', (minutes, zh, en) => {
    expect(spanText(minutes * 60_000, 'zh')).toBe(zh)
    expect(spanText(minutes * 60_000, 'en')).toBe(en)
  })

  test('what is owed is overdue after its time and left before it', () => {
    expect(dueText(at('07:30:00'), at('07:52:00'), 'zh')).toBe('逾期 22 分钟')
    expect(dueText(at('07:30:00'), at('07:52:00'), 'en')).toBe('22 minutes overdue')
    expect(dueText(at('08:49:00'), at('07:52:00'), 'zh')).toBe('还剩 57 分钟')
    expect(dueText(at('07:52:30'), at('07:52:00'), 'zh')).toBe('到点了')
  })

  test('what came a moment, some minutes or a day ago', () => {
    expect(agoText(at('07:51:40'), at('07:52:00'), 'zh', zone)).toBe('刚刚')
    expect(agoText(at('07:49:00'), at('07:52:00'), 'zh', zone)).toBe('3 分钟前')
    expect(agoText(at('07:49:00') - 86_400_000, at('07:52:00'), 'zh', zone)).toBe('02/07 07:49')
  })

  test('day and clock are those of the zone', () => {
    expect(dayText(at('00:10:00'), 'zh', zone)).toBe('2月8日 星期六')
    expect(dayText(at('00:10:00'), 'en', zone)).toBe('Sat 8 Feb')
    expect(clockTime(at('00:10:00'), 'zh', zone)).toBe('00:10')
  })
})
