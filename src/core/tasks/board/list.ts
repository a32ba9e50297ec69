/** A number's list: exactly the rows that it counts, each with what the reader may see and do about it. */

import type { Core } from '#core/core.ts'
import { may } from '#platform/access/actor.ts'
import { Problem } from '#platform/problems.ts'
import { type Context, type Work, work } from '#platform/work.ts'
import { boardIn } from './board.ts'
import { type LastRow, readCursor, writeCursor } from './cursor.ts'
import { healthPresenceKinds } from './presence.ts'
import { type Rolled, rollupsOf } from './rollup.ts'
import { settled } from './rollup-day.ts'
import { rowOf } from './row.ts'
import { boardProblems, type Column, type ListPage, type ListQuery } from './schema.ts'
import { sightOf } from './sight.ts'
import { aroundTasks, relativesOf } from './store-around.ts'
import { auditedLately } from './store-audit.ts'
import { type ListedTask, listTasks, type Slice, type SliceTotal } from './store-list.ts'
import { allMeasures, asked, columnsNamed, columnsRolled, listTitle } from './titles.ts'
import { closedUnits, type OrderedUnits, unitsInOrder } from './units.ts'
import { shown, type Where, whereOf } from './where.ts'

const defaultLimit = 50
/** A live list is audited once per reader, list and this many minutes. */
const auditMinutes = 5

/**
 * One page of the rows that a cell counts; with measure and slot `*` of all cells, one after the other.
 * @throws what `whereOf` throws; not-allowed without people.read, for flagged rows without health.read
 */
export async function readList(context: Context, core: Core, query: ListQuery): Promise<ListPage> {
  const where = permitted(context, core, query)
  // A search looks for people first and then for their tasks: few rows, whatever the unit.
  const rolled = query.q?.trim() ? undefined : await rollupsOf(core).of(where.unit, where.day)
  return work(context, (w) => listIn(w, core, where, query, rolled))
}

/** The unit and day of a list, once its reader may see names there. */
export function permitted(context: Context, core: Core, query: ListQuery): Where {
  const where = whereOf(context, core, query)
  may(context.actor, 'people.read', where.unit.path)
  if (query.state === 'flagged') may(context.actor, 'health.read', where.unit.path)
  return where
}

/** The same inside a work at hand; without `rolled` exact to the instant. */
export async function listIn(w: Work, core: Core, where: Where, query: ListQuery, rolled?: Rolled): Promise<ListPage> {
  const { unit, day } = where
  const limit = query.limit ?? defaultLimit
  const after = query.cursor ? readCursor(query.cursor) : undefined
  const closed = await closedUnits(w, where)
  const columns = rolled
    ? await columnsRolled(w, where, query, rolled)
    : query.measure === allMeasures || query.slot === allMeasures
      ? (await boardIn(w, core, where, 1)).columns.filter(asked(query))
      : await columnsNamed(w, where, query)
  const { totals, tasks } = rolled
    ? await pageRolled(w, where, query, { rolled, columns, after, limit })
    : await pageExact(w, query, {
        units: unitsInOrder(core, where, closed, query.scope ?? 'all'),
        day,
        columns,
        after,
        limit,
      })
  const page = tasks.slice(0, limit)
  const [around, relatives] = [await aroundTasks(w.tx, page, w.now), await relativesOf(w.tx, page)]
  const sight = sightOf(w, core, unit, closed)
  const rows = page.map((task) => rowOf(task, around.get(task.id)!, relatives, sight))
  const last = page.at(-1)
  await auditReading(
    w,
    where,
    query,
    rows.some((r) => r.presence && healthPresenceKinds.has(r.presence.kind)),
  )
  return {
    unit: shown(unit),
    day,
    as_of: (rolled?.asOf ?? w.now).toISOString(),
    title: listTitle(query, columns),
    total: totals.reduce((n, t) => n + t.total, 0),
    groups: groupsOf(columns, totals),
    rows,
    next: tasks.length > limit && last ? writeCursor(lastOf(last)) : null,
  }
}

interface Page {
  readonly totals: readonly SliceTotal[]
  /** One more than the limit where there are more. */
  readonly tasks: readonly ListedTask[]
}

interface Ask {
  readonly columns: readonly Column[]
  readonly after: LastRow | undefined
  readonly limit: number
}

const lastOf = (t: ListedTask): LastRow => ({
  measure: t.measure,
  slot: t.slot,
  unitId: t.unit_id,
  name: t.name,
  id: t.id,
})

/** Totals and rows by one statement over every unit of the list. */
async function pageExact(
  w: Work,
  query: ListQuery,
  { units, day, columns, after, limit }: Ask & { units: OrderedUnits; day: string },
): Promise<Page> {
  const slices = columns.flatMap((c) => units.map((unitId) => ({ unitId, measure: c.code, slot: c.slot })))
  const at = after ? slices.findIndex((s) => isSlice(s, after)) : 0
  if (at < 0) throw new Problem(boardProblems['list-moved'])
  return listTasks(w.tx, {
    slices,
    day,
    state: query.state,
    now: w.now,
    q: query.q?.trim() || undefined,
    limit,
    after: after && { ord: at + 1, name: after.name, id: after.id },
  })
}

/** Totals out of memory; rows of those units only that count something, until the page is full. */
async function pageRolled(
  w: Work,
  where: Where,
  query: ListQuery,
  { rolled: r, columns, after, limit }: Ask & { rolled: Rolled },
): Promise<Page> {
  const { state, scope = 'all' } = query
  const cells = columns.map((c) => ({ measure: c.code, slot: c.slot }))
  const found = r.rolled.slices(where.unit, scope, cells, { state, now: r.now.getTime(), from: after })
  const tasks: ListedTask[] = []
  let first = after
  // Memory may be behind by what came in the last half second: what it counted there and is gone is made up from the
  // next units, in growing steps, so that no difference between tallies and tasks costs many statements.
  for (let room = limit; tasks.length <= limit; room *= 8) {
    const part = take(found, room)
    if (part.length === 0) break
    if (first && !isSlice(part[0]!, first)) throw new Problem(boardProblems['list-moved'])
    const from = first && { ord: 1, name: first.name, id: first.id }
    const scopeOf = { slices: part, day: where.day, state, now: r.now, limit: limit - tasks.length, after: from }
    tasks.push(...(await listTasks(w.tx, scopeOf)).tasks)
    first = undefined
  }
  if (first) throw new Problem(boardProblems['list-moved'])
  const sums = scope === 'own' ? r.rolled.own(where.unit, r.now.getTime()) : r.rolled.whole(where.unit, r.now.getTime())
  const counts = new Map(sums.map((s) => [`${s.code}\u0000${s.slot}`, s]))
  const totals = cells.map((c) => {
    const s = counts.get(`${c.measure}\u0000${c.slot}`)
    return { ...c, total: s ? (state === 'missing' || state === 'pending' ? s[state] : settled(s, state)) : 0 }
  })
  return { totals, tasks }
}

const isSlice = (a: Slice, b: Slice): boolean => a.unitId === b.unitId && a.measure === b.measure && a.slot === b.slot

/** The next slices that together count more than a page. */
function take(found: Iterator<Slice & { n: number }>, limit: number): Slice[] {
  const part: Slice[] = []
  for (let n = 0; n <= limit; ) {
    const next = found.next()
    if (next.done) break
    part.push(next.value)
    n += next.value.n
  }
  return part
}

function groupsOf(columns: readonly Column[], totals: readonly SliceTotal[]): ListPage['groups'] {
  return columns.flatMap((c) => {
    const total = totals.find((t) => t.measure === c.code && t.slot === c.slot)?.total ?? 0
    return total > 0 ? [{ measure: c.code, slot: c.slot, title: c.full_title, total }] : []
  })
}

/** Reading health-related facts about people leaves a trace, once per reader, list and five minutes. */
async function auditReading(w: Work, { unit, day }: Where, query: ListQuery, showsHealth: boolean): Promise<void> {
  if (query.state !== 'flagged' && !showsHealth) return
  const list = `${unit.id}/${day}/${query.measure}/${query.slot}/${query.state}/${query.scope ?? 'all'}`
  const since = new Date(w.now.getTime() - auditMinutes * 60_000)
  if (await auditedLately(w, 'board.list.read', list, since)) return
  w.audit({ action: 'board.list.read', detachmentId: unit.detachmentId, unitId: unit.id, detail: { list } })
}
