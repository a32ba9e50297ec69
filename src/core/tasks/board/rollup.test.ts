/** The sums in memory say what the tallies say, after whatever changed, and find their way back after what they were not told. */
import fc from 'fast-check'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { readBoard, readList } from './actions.ts'
import { rollupsOf } from './rollup.ts'
import { type Board, type CellState, cellStates, type ListPage } from './schema.ts'
import { idOf, World } from './world.fixture.ts'

const day = '2020-02-08'
let world: World
beforeAll(async () => {
  world = await World.make('2020-02-08T12:00:00+08:00')
})

const by = async <T>(from: number, read: () => Promise<T>): Promise<T> => {
  rollupsOf(world.core).from = from
  return read()
}
const fromMemory = <T>(read: () => Promise<T>) => by(1, read)
const fromTallies = <T>(read: () => Promise<T>) => by(Infinity, read)
const board = (unit: string) => async (): Promise<Omit<Board, 'as_of'>> => {
  const { as_of: _, ...figures } = await readBoard(world.context, world.core, { unit, day, levels: 2 })
  return figures
}
/** Says that units changed, as it comes from another node. */
const tell = (...units: string[]) => world.core.services.live.receive(units.join(','))

async function wholeList(unit: string, query: { state: CellState; scope?: 'own' }) {
  const pages: ListPage[] = []
  let cursor: string | null | undefined
  do {
    const all = { unit, day, measure: '*', slot: '*', limit: 3, ...query, ...(cursor && { cursor }) }
    const page = await readList(world.context, world.core, all)
    pages.push(page)
    cursor = page.next
  } while (cursor)
  return { totals: pages[0]!.groups, total: pages[0]!.total, rows: pages.flatMap((p) => p.rows.map((r) => r.task)) }
}

type Change =
  | { kind: 'task'; at: number; slot: 'morning' | 'evening'; measure: string; state: number; flagged: boolean }
  | { kind: 'met'; at: number; state: number }
  | { kind: 'unit'; at: number }
  | { kind: 'close'; at: number }
  | { kind: 'later' }
const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('task' as const),
      at: fc.nat(),
      slot: fc.constantFrom('morning', 'evening'),
      measure: fc.constantFrom('temperature', 'family'),
      state: fc.integer({ min: 0, max: 5 }),
      flagged: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('met' as const), at: fc.nat(), state: fc.integer({ min: 1, max: 4 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('unit' as const), at: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('close' as const), at: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('later' as const) }) },
)
const dues = { morning: '2020-02-08T07:30:00+08:00', evening: '2020-02-08T19:30:00+08:00' }
const columnOf = ['', 'done', 'late', 'received_late', 'exempt']

/** A tree that grows, closes and reports by the changes asked for. */
class Story {
  readonly name: string
  readonly units: string[]
  readonly closed = new Set<string>()
  readonly open: { task: string; unit: string; measure: string; slot: string }[] = []
  #serial = 0
  constructor(name: string) {
    this.name = name
    this.units = [name]
  }
  async tell(c: Change): Promise<void> {
    const alive = this.units.filter((u) => ![...this.closed].some((x) => u === x || u.startsWith(`${x}/`)))
    const unit = alive[('at' in c ? c.at : 0) % alive.length]!
    if (c.kind === 'task') await this.#task(unit, c)
    else if (c.kind === 'met') await this.#met(c)
    else if (c.kind === 'unit') {
      const below = `${unit}/单位${++this.#serial}`
      await world.unit(below, 'station')
      this.units.push(below)
      await world.ready()
    } else if (c.kind === 'close' && unit !== this.name) {
      this.closed.add(unit)
      const ids = this.units.filter((u) => u === unit || u.startsWith(`${unit}/`)).map((u) => idOf(`unit ${u}`))
      await world.db.owner.query(`update unit set closed_at = $2 where id = any($1)`, [
        ids,
        new Date(world.clock.now()),
      ])
      await world.ready()
    } else if (c.kind === 'later') world.clock.forward({ seconds: 40 })
  }
  async #task(unit: string, c: Change & { kind: 'task' }): Promise<void> {
    const id = idOf(`unit ${unit}`)
    const member = `${this.name}${++this.#serial}`
    const spec = { measure: c.measure, slot: c.slot, due: dues[c.slot], state: c.state, flagged: c.flagged, member }
    const task = await world.task({ unit: id, ...spec })
    if (c.state === 0) this.open.push({ task, unit: id, measure: c.measure, slot: c.slot })
    tell(id)
  }
  async #met(c: Change & { kind: 'met' }): Promise<void> {
    const [met] = this.open.splice(c.at % Math.max(1, this.open.length), 1)
    if (!met) return
    await world.db.owner.query(`update task set state = $2 where id = $1`, [met.task, c.state])
    await world.db.owner.query(
      `update tally set ${columnOf[c.state]} = ${columnOf[c.state]} + 1 where unit_id = $1 and day = $2 and measure = $3 and slot = $4`,
      [met.unit, day, met.measure, met.slot],
    )
    tell(met.unit)
  }
}

describe('after any changes', () => {
  let run = 0
  test('every board and list out of memory is what the tallies say', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 5, maxLength: 25 }),
        fc.array(change, { maxLength: 15 }),
        async (first, then) => {
          world.clock.set('2020-02-08T12:00:00+08:00')
          const story = new Story(`支队${++run}`)
          const root = await world.unit(story.name, 'detachment')
          await world.ready()
          for (const changes of [first, then]) {
            for (const c of changes) await story.tell(c)
            expect(await fromMemory(board(root))).toEqual(await fromTallies(board(root)))
          }
          for (const state of cellStates) {
            const list = () => wholeList(root, { state })
            expect(await fromMemory(list)).toEqual(await fromTallies(list))
          }
          const own = () => wholeList(root, { state: 'expected', scope: 'own' })
          expect((await fromMemory(own)).rows).toEqual((await fromTallies(own)).rows)
        },
      ),
      { numRuns: 15 },
    )
  }, 120_000)
})

test('a unit that came, reported and was closed between two looks is counted with the unit above it', async () => {
  const root = await world.unit('戊支队', 'detachment')
  await world.ready()
  await world.task({ unit: root, member: '马超' })
  expect((await fromMemory(board(root))).measures[0]!.expected).toBe(1)
  const gone = await world.unit('戊支队/临时站', 'station')
  await world.ready()
  await world.task({ unit: gone, member: '冯涛' })
  tell(gone)
  await world.db.owner.query(`update unit set closed_at = $2 where id = $1`, [gone, new Date(world.clock.now())])
  await world.ready()
  const seen = await fromMemory(board(root))
  expect(seen.measures[0]!.expected).toBe(2)
  expect(seen).toEqual(await fromTallies(board(root)))
})

describe('what it was not told of', () => {
  const station = () => idOf('unit 丙支队/大通站')
  beforeAll(async () => {
    await world.unit('丙支队', 'detachment')
    await world.unit('丙支队/大通站', 'station')
    await world.ready()
    await world.task({ unit: station(), member: '孙伟强' })
  })
  const expected = async () => (await fromMemory(board(idOf('unit 丙支队'))))!.measures[0]!.expected

  test('is seen with the next reading of everything, half a minute later', async () => {
    expect(await expected()).toBe(1)
    await world.task({ unit: station(), member: '周海涛' })
    expect(await expected()).toBe(1)
    world.clock.forward({ seconds: 31 })
    await expected()
    expect(await expected()).toBe(2)
  })

  test('is seen at once after the connection for messages was lost', async () => {
    await world.task({ unit: station(), member: '吴明' })
    expect(await expected()).toBe(2)
    await world.db.owner.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'muster listen' and datname = current_database()`,
    )
    await vi.waitFor(async () => expect(await expected()).toBe(3), { timeout: 10_000, interval: 50 })
  })

  test('may be missing for half a second, and the board says so', async () => {
    const at = await fromMemory(() => readBoard(world.context, world.core, { unit: idOf('unit 丙支队'), day }))
    expect(Date.parse(at.as_of)).toBe(world.clock.now() - 500)
  })

  test('readers that come while a day is first read wait for one reading', async () => {
    const reads = vi.spyOn(world.db.app, 'getExecutor')
    const before = reads.mock.calls.length
    await Promise.all(
      Array.from({ length: 5 }, () =>
        fromMemory(() => rollupsOf(world.core).of(world.core.organisation.tree.roots[0]!, '2020-01-01')),
      ),
    )
    const five = reads.mock.calls.length - before
    await fromMemory(() => rollupsOf(world.core).of(world.core.organisation.tree.roots[0]!, '2020-01-02'))
    expect(five).toBe(reads.mock.calls.length - before - five)
    reads.mockRestore()
  })
})
