/** Whatever the tree and the tasks: the whole is own plus children, and each number's list has exactly that many rows. */
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { readBoard, readList } from './actions.ts'
import { type Cell, cellStates } from './schema.ts'
import { idOf, World } from './world.fixture.ts'

const counts = ['expected', 'done', 'late', 'received_late', 'exempt', 'missing', 'pending', 'flagged'] as const
type Sum = Record<string, Record<(typeof counts)[number], number>>

/** Adds cells up by measure and slot, written anew here so that the program's own adding is not its own witness. */
function add(cells: readonly Cell[]): Sum {
  const sum: Sum = {}
  for (const cell of cells) {
    sum[`${cell.code}/${cell.slot}`] ??= Object.fromEntries(counts.map((c) => [c, 0])) as Sum[string]
    const entry = sum[`${cell.code}/${cell.slot}`]!
    for (const c of counts) entry[c] += cell[c]
  }
  return sum
}

/** Each number is the place of the parent among the units before; unit 0 is the root. */
const trees = fc.array(fc.nat(5), { minLength: 3, maxLength: 9 })
const tasks = fc.array(
  fc.record({
    at: fc.nat(),
    state: fc.integer({ min: 0, max: 5 }),
    flagged: fc.boolean(),
    slot: fc.constantFrom('morning', 'evening'),
    measure: fc.constantFrom('temperature', 'family'),
  }),
  { maxLength: 25 },
)
const dues = { morning: '2020-02-08T07:30:00+08:00', evening: '2020-02-08T19:30:00+08:00' }

let world: World
beforeAll(async () => {
  world = await World.make('2020-02-08T12:00:00+08:00')
})

/** Builds a tree under a root of its own and puts the tasks in it. @returns ids of all its units, the root first */
async function grow(
  name: string,
  parents: readonly number[],
  list: readonly { at: number; state: number; flagged: boolean; slot: 'morning' | 'evening'; measure: string }[],
) {
  const names = [name]
  await world.unit(name, 'detachment')
  for (const [i, p] of parents.entries()) {
    const full = `${names[p % names.length]}/单位${i}`
    names.push(full)
    await world.unit(full, 'station')
  }
  for (const [i, t] of list.entries()) {
    const unit = idOf(`unit ${names[t.at % names.length]}`)
    await world.task({
      unit,
      measure: t.measure,
      slot: t.slot,
      due: dues[t.slot],
      state: t.state,
      flagged: t.flagged,
      member: `${name}${i}`,
    })
  }
  await world.ready()
  return names.map((n) => idOf(`unit ${n}`))
}

describe('random trees and tasks', () => {
  let run = 0
  test('whole = own + children at every unit, expected is the sum of its states, and lists have as many rows', async () => {
    await fc.assert(
      fc.asyncProperty(trees, tasks, async (parents, list) => {
        const units = await grow(`支队${++run}`, parents, list)
        for (const unit of units) {
          const board = await readBoard(world.context, world.core, { unit, day: '2020-02-08' })
          expect(add([...board.own, ...board.children.flatMap((c) => c.measures)])).toEqual(add(board.measures))
          for (const cell of board.measures) await checkCell(unit, cell)
        }
        const top = await readBoard(world.context, world.core, { unit: units[0]!, day: '2020-02-08', levels: 2 })
        for (const child of top.children) {
          expect(add([...child.own!, ...child.children!.flatMap((c) => c.measures)])).toEqual(add(child.measures))
        }
        expect(top.measures.reduce((n, c) => n + c.expected, 0)).toBe(list.filter((t) => t.state !== 5).length)
      }),
      { numRuns: 12 },
    )
  }, 120_000)
})

async function checkCell(unit: string, cell: Cell): Promise<void> {
  expect(cell.expected).toBe(cell.done + cell.late + cell.received_late + cell.exempt + cell.missing + cell.pending)
  for (const state of cellStates) {
    const query = { unit, day: '2020-02-08', measure: cell.code, slot: cell.slot, state, limit: 3 }
    const seen: string[] = []
    let cursor: string | null | undefined
    do {
      const page = await readList(world.context, world.core, { ...query, ...(cursor && { cursor }) })
      expect(page.total).toBe(cell[state])
      seen.push(...page.rows.map((r) => r.task))
      cursor = page.next
    } while (cursor)
    expect(seen).toHaveLength(cell[state])
    expect(new Set(seen).size).toBe(seen.length)
  }
}
