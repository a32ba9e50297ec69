/** Spellings of what people type to sign in. */
import { describe, expect, test } from 'vitest'
import { loginKeys, passwordSpelling, phoneKey, staffNoKey } from './login.ts'

describe('numbers', () => {
  test.each([' sg0001', 'ＳＧ０００１', 'SG 0001', 'S\u200bG0001'])('%j is SG0001', (typed) =>
    expect(staffNoKey(typed)).toBe('SG0001'),
  )

  test.each([
    ['138 5500 0012', '13855000012'],
    ['+86 138-5500-0012', '13855000012'],
    ['008613855000012', '13855000012'],
    ['８６１３８５５００００１２', '13855000012'],
    ['+852 9123 4567', '+85291234567'],
    ['0085291234567', '+85291234567'],
  ])('%s is the telephone number %s', (typed, key) => expect(phoneKey(typed)).toBe(key))

  test.each(['SG0001', '12345', '', 'tel'])('%j is no telephone number', (typed) =>
    expect(phoneKey(typed)).toBeUndefined(),
  )

  test('a number of digits may be either', () => expect(loginKeys('13855000012')).toEqual(['13855000012']))
  test('nothing is looked for where nothing was typed', () => expect(loginKeys(' \u200b ')).toEqual([]))
  test('full-width letters of a Chinese keyboard make the same password', () =>
    expect(passwordSpelling('ａｂｃ１２３')).toBe('abc123'))
})
