/** Periods never overlap, and at every instant the last that was said holds. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { overlay, type Period } from './periods.ts'

/** Applies an overlay as the store does. */
function lay(present: readonly Period[], laid: Period): Period[] {
  const change = overlay(present, laid)
  const kept = present
    .filter((one) => !change.withdraw.includes(one.id))
    .map((one) => ({ ...one, ...change.cut.find((cut) => cut.id === one.id) }))
  const behind = change.goOn.map((one, i) => ({
    ...one,
    id: `${laid.id}-${i}`,
    kind: present.find((p) => p.id === one.of)!.kind,
  }))
  return [...kept, ...behind, laid]
}

const at = (periods: readonly Period[], instant: number): Period[] =>
  periods.filter((one) => one.from <= instant && (one.until === null || instant < one.until))

const said = fc.record({ from: fc.integer({ min: 0, max: 40 }), length: fc.option(fc.integer({ min: 1, max: 30 })) })

test('whatever is entered in whatever order: one period at most at each instant, and it is the last that was said', () => {
  fc.assert(
    fc.property(fc.array(said, { minLength: 1, maxLength: 12 }), (entries) => {
      let periods: Period[] = []
      const last = new Map<number, string>()
      entries.forEach(({ from, length }, i) => {
        const until = length === null ? null : from + length
        periods = lay(periods, { id: `${i}`, kind: `kind ${i}`, from, until })
        for (let instant = from; instant < (until ?? 100); instant++) last.set(instant, `kind ${i}`)
      })
      for (let instant = 0; instant < 100; instant++) {
        expect(at(periods, instant).map((one) => one.kind)).toEqual(last.has(instant) ? [last.get(instant)] : [])
      }
      for (const one of periods) expect(one.until === null || one.until > one.from).toBe(true)
    }),
  )
})

test('three days of hospital in the middle of ten days of leave: leave, hospital, leave', () => {
  const leave = { id: 'leave', kind: 'leave', from: 0, until: 10 }
  expect(overlay([leave], { from: 4, until: 7 })).toEqual({
    withdraw: [],
    cut: [{ id: 'leave', from: 0, until: 4 }],
    goOn: [{ of: 'leave', from: 7, until: 10 }],
  })
})

test('periods that only touch leave each other alone', () => {
  expect(overlay([{ id: 'a', kind: 'leave', from: 0, until: 4 }], { from: 4, until: 7 })).toEqual({
    withdraw: [],
    cut: [],
    goOn: [],
  })
})
