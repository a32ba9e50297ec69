/** What readings make of a fever, decided without a database. */
import { describe, expect, test } from 'vitest'
import { hourBefore, judgeFever, measurements, type Reading } from './fever.ts'

const at = (time: string): number => Date.parse(`2020-02-08T${time}:00+08:00`)
let no = 0
const reading = (time: string, celsius: number, over: Partial<Reading> = {}): Reading => ({
  report: `r${++no}`,
  celsius,
  site: 'axillary',
  observedAt: at(time),
  receivedAt: at(time),
  fever: celsius >= 37.3,
  channel: 'page',
  ...over,
})
const open = (level: 'amber' | 'red') => ({ state: 'open' as const, level })

describe('a fever', () => {
  test('well: nothing', () => expect(judgeFever([reading('07:10', 36.6)], 0, null)).toEqual({ verdict: 'none' }))
  test('the first reading is amber', () =>
    expect(judgeFever([reading('07:10', 37.8)], 0, null)).toEqual({ verdict: 'open', level: 'amber' }))
  test('the second turns it red', () => {
    expect(judgeFever([reading('07:10', 37.8), reading('07:25', 37.5)], 0, open('amber'))).toEqual({ verdict: 'raise' })
  })
  test('a normal second stays amber, and nobody waits any more', () => {
    expect(judgeFever([reading('07:10', 37.8), reading('07:25', 36.9)], 0, open('amber'))).toEqual({
      verdict: 'join',
      second: true,
    })
  })
  test('a normal reading before the fever is no second one', () => {
    expect(judgeFever([reading('06:50', 36.5), reading('07:10', 37.8)], 0, open('amber'))).toEqual({
      verdict: 'join',
      second: false,
    })
  })
  test('the squad sheet repeating the same measurement is no second one', () => {
    const readings = [reading('07:10', 37.8), reading('07:10', 37.8, { receivedAt: at('07:30') })]
    expect(measurements(readings)).toHaveLength(1)
    expect(judgeFever(readings, 0, open('amber'))).toEqual({ verdict: 'join', second: false })
  })
  test('both at once, the alert not yet made: red at once', () => {
    expect(judgeFever([reading('07:10', 37.8), reading('07:25', 38.1)], 0, null)).toEqual({
      verdict: 'open',
      level: 'red',
    })
  })
  test('what was assessed counts no more', () => {
    expect(judgeFever([reading('07:10', 37.8)], at('08:00'), null)).toEqual({ verdict: 'none' })
  })
  test('assessed as amber and fever again: red, to be assessed anew', () => {
    const readings = [reading('07:10', 37.8), reading('19:10', 37.9)]
    expect(judgeFever(readings, at('08:00'), { state: 'assessed', level: 'amber' })).toEqual({ verdict: 'raise' })
    expect(judgeFever(readings, at('08:00'), { state: 'controlled', level: 'red' })).toEqual({
      verdict: 'join',
      second: true,
    })
  })
})

test('the hour before a reading, without itself', () => {
  const r = reading('07:40', 37.4)
  const readings = [reading('06:30', 35.9), reading('06:50', 36.5), reading('07:20', 36.6), r]
  expect(hourBefore(readings, r)).toEqual({ hour_min_celsius: 36.5, hour_max_celsius: 36.6 })
  expect(hourBefore([r], r)).toEqual({})
})
