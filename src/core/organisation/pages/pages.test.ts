/** What the pages decide without a browser: local times, the tree of units. */
import { expect, test } from 'vitest'
import { openAtFirst, treeOf } from './people/tree.ts'
import { instantOf, localField } from './person/moments.ts'

test('a field’s local time is the zone’s, whatever the machine’s; across a clock change too', () => {
  expect(instantOf('2026-11-25T07:10', 'Asia/Shanghai')).toBe('2026-11-24T23:10:00.000Z')
  expect(instantOf('2026-03-29T12:00', 'Europe/Berlin')).toBe('2026-03-29T10:00:00.000Z')
  expect(instantOf('2026-03-29T00:30', 'Europe/Berlin')).toBe('2026-03-28T23:30:00.000Z')
  expect(localField(Date.parse('2026-11-24T23:10:00Z'), 'Asia/Shanghai')).toBe('2026-11-25T07:10')
})

test('an empty or half-filled field is no time, though browsers read one from it', () => {
  for (const text of ['', '2026-11-25', '2026-11-25T', 'T10:00', ':00Z'])
    expect(instantOf(text, 'Asia/Shanghai')).toBeUndefined()
})

const unit = (id: string, parent: string | null, members: number) => ({
  id,
  parent,
  kind: 'squad',
  name: id,
  path: id,
  members,
})

test('a unit counts its own and all below it; the way to the chosen one is open', () => {
  const units = [unit('支队', null, 2), unit('站', '支队', 3), unit('一班', '站', 8), unit('二班', '站', 7)]
  expect(treeOf(units)).toMatchObject([
    { members: 20, children: [{ members: 18, children: [{ members: 8 }, { members: 7 }] }] },
  ])
  expect(openAtFirst(units, '一班')).toEqual(['支队', '一班', '站'])
})
