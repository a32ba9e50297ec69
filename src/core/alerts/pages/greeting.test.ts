/** How officers are greeted. */
import { expect, test } from 'vitest'
import { addressed, greetingAt, minutesFor, surname } from './greeting.ts'

test('surnames of one and two characters', () => {
  expect(['赵建国', '欧阳文博', '欧阳', 'Anna Smith'].map(surname)).toEqual(['赵', '欧阳', '欧', 'Anna Smith'])
})
test('by post, else by name', () => {
  expect(addressed('赵建国', '站长').zh).toBe('赵站长')
  expect(addressed('系统管理员', null).zh).toBe('系统管理员')
})
test('by the hour', () => {
  expect([3, 7, 12, 15, 20, 23].map((h) => greetingAt(h).zh.slice(0, 3))).toEqual([
    '夜深了',
    '早上好',
    '中午好',
    '下午好',
    '晚上好',
    '夜深了',
  ])
})
test('two minutes an alert, one for each other thing', () => expect(minutesFor(1, 2)).toBe(4))
