/** What the pages decide without a browser: looks, rows, gaps, keys, addresses. */
import { expect, test } from 'vitest'
import { read } from './pages/address.ts'
import { lookOf, percent, stateToOpen } from './pages/look.ts'
import { gapsOnly, rowsOf } from './pages/rows.ts'
import { step } from './pages/walk.ts'
import type { Board, Cell } from './schema.ts'

const cell = (n: Partial<Cell>): Cell => ({
  code: 'temperature',
  slot: 'morning',
  title: { zh: '晨检', en: 'Morning' },
  due_at: '2020-02-07T23:30:00.000Z',
  ...{ expected: 0, done: 0, late: 0, received_late: 0, exempt: 0, missing: 0, pending: 0, flagged: 0, ...n },
})
const unit = (name: string, kind = 'station') => ({
  id: name,
  path: name,
  name,
  full_name: name,
  kind,
  zone: 'Asia/Shanghai',
})

test('0 of 0 is a dash, not full; one missing is a gap however many came; waiting shows its time', () => {
  expect(lookOf(undefined)).toBe('none')
  expect(lookOf(cell({}))).toBe('none')
  expect(lookOf(cell({ expected: 2, exempt: 2 }))).toBe('none')
  expect(lookOf(cell({ expected: 38, done: 37, missing: 1 }))).toBe('gap')
  expect(lookOf(cell({ expected: 3, done: 1, late: 1, received_late: 1 }))).toBe('full')
  expect(lookOf(cell({ expected: 3, pending: 3 }))).toBe('wait')
  expect(lookOf(cell({ expected: 3, done: 1, pending: 2 }))).toBe('part')
})

test('559 of 560 is never drawn as full', () => {
  expect(percent(cell({ expected: 560, done: 559, missing: 1 }))).toBe(99)
})

test('a cell opens its gap first', () => {
  expect(stateToOpen(cell({ expected: 3, missing: 1, pending: 2 }))).toBe('missing')
  expect(stateToOpen(cell({ expected: 3, done: 3 }))).toBe('expected')
})

const board: Board = {
  unit: unit('支队', 'detachment'),
  day: '2020-02-08',
  as_of: '2020-02-07T23:52:00.000Z',
  own: [cell({ expected: 1, done: 1 })],
  measures: [cell({ expected: 5, done: 4, missing: 1 }), cell({ slot: 'evening', expected: 2, pending: 2 })],
  children: [
    {
      unit: unit('大队', 'brigade'),
      measures: [cell({ expected: 4, done: 3, missing: 1 })],
      own: [],
      children: [
        { unit: unit('甲站'), measures: [cell({ expected: 2, done: 1, missing: 1 })] },
        { unit: unit('乙站'), measures: [cell({ expected: 2, done: 2 })] },
      ],
    },
    {
      unit: unit('机关', 'office'),
      measures: [cell({ slot: 'evening', expected: 2, pending: 2 })],
      own: [],
      children: [{ unit: unit('一班', 'squad'), measures: [] }],
    },
  ],
}

test('a detachment’s rows: the whole, its own, brigades with their stations; squads stay folded', () => {
  expect(rowsOf(board).map((r) => [r.unit.name, r.kind])).toEqual([
    ['支队', 'whole'],
    ['支队', 'own'],
    ['大队', 'child'],
    ['甲站', 'below'],
    ['乙站', 'below'],
    ['机关', 'child'],
  ])
})

test('gaps only keeps whoever has one, and those measures', () => {
  const { rows, columns } = gapsOnly(rowsOf(board), board.measures)
  expect(rows.map((r) => r.unit.name)).toEqual(['支队', '大队', '甲站'])
  expect(columns.map((c) => c.slot)).toEqual(['morning'])
})

test('arrows stop at the edges; Home and End run along the row', () => {
  const at = { row: 1, column: 1 }
  expect(step(at, 'ArrowUp', false, 3, 4)).toEqual({ row: 0, column: 1 })
  expect(step({ row: 2, column: 3 }, 'ArrowDown', false, 3, 4)).toEqual({ row: 2, column: 3 })
  expect(step(at, 'End', false, 3, 4)).toEqual({ row: 1, column: 3 })
  expect(step(at, 'Home', true, 3, 4)).toEqual({ row: 0, column: 0 })
  expect(step(at, 'x', false, 3, 4)).toBeUndefined()
})

test('an address that somebody typed is read as far as it makes sense', () => {
  expect(read({ unit: '1.4', state: 'nonsense', gaps: 'true', scope: 'all', slot: 'morning' })).toEqual({
    unit: '1.4',
    day: undefined,
    at: undefined,
    measure: undefined,
    slot: 'morning',
    state: undefined,
    scope: undefined,
    gaps: true,
    trend: undefined,
  })
})
