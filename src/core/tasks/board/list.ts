/** A number's list: exactly the rows that it counts, each with what the reader may see and do about it. */

import type { Core } from '#core/core.ts'
import type { Unit } from '#core/organisation/tree.ts'
import { can, may } from '#platform/access/actor.ts'
import { type Context, type Work, work } from '#platform/work.ts'
import { type ClosedUnit, openAbove } from './buckets.ts'
import { catalogueOf, columnsOf } from './catalogue.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { healthPresenceKinds } from './presence.ts'
import { rowOf, type Sight } from './row.ts'
import type { ListPage, ListQuery } from './schema.ts'
import { closedSince } from './store.ts'
import { aroundTasks, relativesOf } from './store-around.ts'
import { auditedLately } from './store-audit.ts'
import { listTasks } from './store-list.ts'
import { shown, type Where, whereOf } from './where.ts'

const defaultLimit = 50
/** A live list is audited once per reader, list and this many minutes. */
const auditMinutes = 5

/**
 * One page of the rows that a cell counts.
 * @throws what `whereOf` throws; not-allowed without people.read, for flagged rows without health.read
 */
export async function readList(context: Context, core: Core, query: ListQuery): Promise<ListPage> {
  const where = whereOf(context, core, query)
  may(context.actor, 'people.read', where.unit.path)
  if (query.state === 'flagged') may(context.actor, 'health.read', where.unit.path)
  return work(context, (w) => listIn(w, core, where, query))
}

async function listIn(w: Work, core: Core, where: Where, query: ListQuery): Promise<ListPage> {
  const { unit, day } = where
  const units = await unitsInOrder(w, core, where, query.scope ?? 'all')
  const limit = query.limit ?? defaultLimit
  const after = query.cursor ? readCursor(query.cursor, units.ids) : undefined
  const { total, tasks } = await listTasks(w.tx, {
    unitIds: units.ids,
    day,
    measure: query.measure,
    slot: query.slot,
    state: query.state,
    now: w.now,
    q: query.q?.trim() || undefined,
    limit,
    after,
  })
  const page = tasks.slice(0, limit)
  const [around, relatives] = [await aroundTasks(w.tx, page, w.now), await relativesOf(w.tx, page)]
  const sight = sightOf(w, core, unit, units.homes)
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
    as_of: w.now.toISOString(),
    title: await titleOf(w, unit, query, page[0]?.due_at ?? w.now),
    total,
    rows,
    next: tasks.length > limit && last ? writeCursor({ unitId: last.unit_id, name: last.name, id: last.id }) : null,
  }
}

interface OrderedUnits {
  readonly ids: readonly string[]
  /** For a closed unit the open one above it. */
  readonly homes: ReadonlyMap<string, Unit>
}

/** The units listed, a station before its squads, brothers in the organisation's own order. */
async function unitsInOrder(w: Work, core: Core, { unit, day }: Where, scope: 'all' | 'own'): Promise<OrderedUnits> {
  const { tree } = core.organisation
  const closed = await closedSince(w.tx, unit.path, day)
  const open = scope === 'own' ? [unit] : [...tree.below(unit)]
  const byHome = Map.groupBy(closed, (c: ClosedUnit) => openAbove(tree, c.path)?.id ?? '')
  const homes = new Map(open.map((u) => [u.id, u]))
  const ids: string[] = []
  for (const u of open) {
    ids.push(u.id)
    for (const c of byHome.get(u.id) ?? []) {
      ids.push(c.id)
      homes.set(c.id, u)
    }
  }
  return { ids, homes }
}

/** What this reader may see, decided unit by unit. */
function sightOf(w: Work, core: Core, unit: Unit, homes: ReadonlyMap<string, Unit>): Sight {
  const allowed = (permission: string) => (unitId: string) => {
    const home = homes.get(unitId)
    return home !== undefined && can(w.actor, permission, home.path)
  }
  return {
    phone: allowed('people.contact'),
    health: allowed('health.read'),
    namesOf: (unitId) => {
      const home = homes.get(unitId)
      if (!home || home === unit) return [home?.name ?? unit.name]
      return [...core.organisation.tree.above(home)]
        .slice(0, home.path.split('.').length - unit.path.split('.').length)
        .map((u) => u.name)
        .reverse()
    },
  }
}

async function titleOf(w: Work, unit: Unit, query: ListQuery, dueAt: Date): Promise<ListPage['title']> {
  const zero = { expected: 0, done: 0, late: 0, receivedLate: 0, exempt: 0, missing: 0, pending: 0, flagged: 0 }
  const sums = [{ code: query.measure, slot: query.slot, dueAt: dueAt.getTime(), ...zero }]
  return columnsOf(await catalogueOf(w.services, w.tx), unit.path, sums)[0]!.full_title
}

/** Reading health-related facts about people leaves a trace, once per reader, list and five minutes. */
async function auditReading(w: Work, { unit, day }: Where, query: ListQuery, showsHealth: boolean): Promise<void> {
  if (query.state !== 'flagged' && !showsHealth) return
  const list = `${unit.id}/${day}/${query.measure}/${query.slot}/${query.state}/${query.scope ?? 'all'}`
  const since = new Date(w.now.getTime() - auditMinutes * 60_000)
  if (await auditedLately(w, 'board.list.read', list, since)) return
  w.audit({ action: 'board.list.read', detachmentId: unit.detachmentId, unitId: unit.id, detail: { list } })
}
