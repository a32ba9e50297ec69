/** Who is called first. */
import { expect, test } from 'vitest'
import { orderCalls, urgency } from './order.ts'
import type { CallRow } from './store.ts'

const row = (name: string, over: Partial<CallRow> = {}): CallRow => ({
  task: name,
  unit_id: '一班',
  person: name,
  name,
  household: false,
  phone: null,
  post: null,
  due_at: new Date('2020-02-07T23:30:00Z'),
  presence: null,
  place: null,
  presence_from: null,
  alert: null,
  celsius: null,
  read_at: null,
  before_due_at: null,
  tries: 0,
  ...over,
})

test('an open alert, quarantine, 37.1 last night, no answer twice; the others in turn', () => {
  expect(
    [
      row('甲', { alert: 'red' }),
      row('乙', { presence: 'quarantine' }),
      row('丙', { celsius: 37.1 }),
      row('丁', { tries: 2 }),
      row('戊', { celsius: 36.9 }),
    ].map(urgency),
  ).toEqual(['alert', 'quarantine', 'warm', 'unanswered', undefined])
})

test('the most urgent stand on top, stations in their order, two slots running before one', () => {
  const rows = [
    row('褚勇'),
    row('蒋宁', { before_due_at: new Date() }),
    row('龚亮', { celsius: 37.1 }),
    row('宋涛', { presence: 'quarantine' }),
    row('任杰', { unit_id: '山南' }),
  ]
  const ordered = orderCalls(rows, (unit) => (unit === '山南' ? '山南站' : '大通站'), ['山南站', '大通站', '机关'])
  expect(ordered.first.map((r) => r.name)).toEqual(['宋涛', '龚亮'])
  expect(ordered.groups.map((g) => [g.station, g.rows.map((r) => r.name)])).toEqual([
    ['山南站', ['任杰']],
    ['大通站', ['蒋宁', '褚勇']],
  ])
})
