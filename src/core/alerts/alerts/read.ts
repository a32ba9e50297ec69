/** Alerts as readers see them: a list below a unit, or one that is opened; both only where health data may be read. */
import { sql } from 'kysely'
import type { Core } from '#core/core.ts'
import type { Unit } from '#core/organisation/tree.ts'
import { can, roots } from '#platform/access/actor.ts'
import { Problem, problems } from '#platform/problems.ts'
import { type Context, type Tx, type Work, work } from '#platform/work.ts'
import type { AlertPageShape, AlertShape } from './schema.ts'
import type { AlertRow } from './store.ts'

type Row = AlertRow & {
  subject_name: string | null
  subject_phone: string | null
  assessed_by_name: string | null
  /** How many there are in all. */
  total: number
}

/** What Today shows at once; the list of alerts goes page by page. */
const mostListed = 500

interface Filter {
  readonly roots: readonly string[]
  readonly states: readonly string[]
  readonly id?: string
  readonly limit?: number
  readonly offset?: number
}

/** Red first, then by what runs out first; closed ones the last closed first. Row-level security narrows further. */
async function select(tx: Tx, filter: Filter): Promise<Row[]> {
  const { rows } =
    await sql<Row>`select a.*, coalesce(p.name, l.name, u.name, hm.name) as subject_name, p.phone as subject_phone, b.name as assessed_by_name,
      (count(*) over ())::int as total
    from alert a
    join unit au on au.id = a.unit_id
    left join person p on a.subject_kind = 'person' and p.id = a.subject_id
    left join place l on a.subject_kind = 'place' and l.id = a.subject_id
    left join unit u on a.subject_kind = 'unit' and u.id = a.subject_id
    left join lateral (select m.name from household_member h join person m on m.id = h.person_id
      where a.subject_kind = 'household' and h.household_id = a.subject_id order by h.position limit 1) hm on true
    left join person b on b.id = a.assessed_by
    where au.path <@ any(${filter.roots}::ltree[]) and a.state = any(${filter.states}::text[])
      and (${filter.id ?? null}::uuid is null or a.id = ${filter.id ?? null}::uuid)
    order by a.state = 'closed', a.state not in ('open', 'closed'), a.state <> 'closed' and a.level = 'amber', a.closed_at desc nulls last,
      a.due_at nulls last, a.id limit ${filter.limit ?? mostListed} offset ${filter.offset ?? 0}`.execute(tx)
  return rows
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null

/** A squad goes by its station too: every station has a first squad. */
function nameOf(unit: Unit | undefined): string {
  if (!unit) return ''
  return unit.kind === 'squad' ? unit.fullName.split('/').slice(-2).join(' ') : unit.name
}

function asShape(core: Core, context: Context, row: Row): AlertShape {
  const unit = core.organisation.tree.get(row.unit_id)
  const phone = unit && can(context.actor, 'people.contact', unit.path) ? row.subject_phone : null
  return {
    id: row.id,
    kind: row.kind,
    level: row.level,
    state: row.state,
    subject: { kind: row.subject_kind, id: row.subject_id, name: row.subject_name ?? '', phone },
    unit: { id: row.unit_id, name: nameOf(unit) },
    opened_at: row.opened_at.toISOString(),
    due_at: iso(row.due_at),
    second_due_at: iso(row.second_due_at),
    second_until_at: iso(row.second_until_at),
    detail: row.detail,
    assessed_at: iso(row.assessed_at),
    assessed_by: row.assessed_by_name,
    assessment: row.assessment,
    controlled_at: iso(row.controlled_at),
    plan: row.plan,
    closed_at: iso(row.closed_at),
    outcome: row.outcome,
    outcome_note: row.outcome_note,
  }
}

/** Paths of the unit, cut down to where the actor may read health data. */
function readable(context: Context, unit: Unit): string[] {
  if (can(context.actor, 'health.read', unit.path)) return [unit.path]
  return roots(context.actor, 'health.read').filter((path) => path.startsWith(`${unit.path}.`))
}

/** One audit entry per reader, unit and five minutes: the list names people and what was read of them. */
const listEveryMs = 5 * 60_000
const listed = new WeakMap<Core, Map<string, number>>()

function worthNoting(core: Core, context: Context, unit: Unit, now: number): boolean {
  const seen = listed.get(core) ?? new Map<string, number>()
  listed.set(core, seen)
  const key = `${context.actor.id} ${unit.id}`
  const last = seen.get(key)
  if (last !== undefined && now >= last && now - last < listEveryMs) return false
  if (seen.size > 10_000) seen.clear()
  seen.set(key, now)
  return true
}

export interface Slice {
  readonly limit: number
  readonly offset: number
}

/**
 * One page of alerts, and how many there are in all.
 * @param states those wanted; all that are not closed where none is named
 */
export async function listAlerts(
  core: Core,
  context: Context,
  unit: Unit,
  states: readonly string[],
  slice: Slice,
): Promise<AlertPageShape> {
  return work(context, async (w) => {
    const rows = await rowsIn(core, w, unit, states, slice)
    const total = rows[0]?.total ?? 0
    const end = slice.offset + rows.length
    const alerts = rows.map((row) => asShape(core, w, row))
    return { as_of: w.now.toISOString(), alerts, total, next: end < total ? end : null }
  })
}

/** Alerts inside somebody's work, at most 500. Empty where the reader may not read health data. */
export async function alertsIn(core: Core, w: Work, unit: Unit, states: readonly string[]): Promise<AlertShape[]> {
  return (await rowsIn(core, w, unit, states)).map((row) => asShape(core, w, row))
}

async function rowsIn(core: Core, w: Work, unit: Unit, states: readonly string[], slice?: Slice): Promise<Row[]> {
  const rows = await select(w.tx, { roots: readable(w, unit), states, ...slice })
  if (rows.length > 0 && worthNoting(core, w, unit, w.now.getTime()))
    w.audit({
      action: 'alerts.read',
      detachmentId: unit.detachmentId,
      unitId: unit.id,
      subjectKind: 'unit',
      subjectId: unit.id,
      detail: { count: rows.length },
    })
  return rows
}

/** Opens one alert; always audited. @throws Problem `not-found`, also where it may not be seen */
export async function readAlert(core: Core, context: Context, id: string): Promise<AlertShape> {
  return work(context, async (w) => {
    const rows = await select(w.tx, {
      roots: roots(context.actor, 'health.read'),
      states: ['open', 'assessed', 'controlled', 'closed'],
      id,
    })
    const row = rows[0]
    if (!row) throw new Problem(problems['not-found'], { what: '这条预警 alert' })
    w.audit({
      action: 'alert.read',
      detachmentId: row.detachment_id,
      unitId: row.unit_id,
      subjectKind: 'alert',
      subjectId: id,
    })
    return asShape(core, context, row)
  })
}
