/** Writes a plan in one transaction, set by set, and remembers what was before. */
import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import { insertStationPlaces, insertUnit, reopenUnit } from '../store/units.ts'
import type { UnitKind } from '../tree.ts'
import type { NewUnit, OnProgress, RosterPlan } from './model.ts'
import { type Outcome, type UnitAt, workOut } from './outcome.ts'
import { postWord } from './post-words.ts'
import { type AppointmentRow, insertRows, type LinkRow, type PersonRow, updateRows } from './rows.ts'
import { type Snapshot, takeSnapshot } from './snapshot.ts'
import type { Undo } from './undo-shape.ts'

export interface Subject {
  readonly kind: 'person' | 'household' | 'unit' | 'place'
  readonly id: string
}

export interface Applied {
  readonly undo: Undo
  /** Whoever and whatever may owe something else now. */
  readonly subjects: readonly Subject[]
  /** Units whose boards and lists change. */
  readonly units: ReadonlySet<string>
  /** Appointments made by this import, with the Chinese word of the post. */
  readonly opened: readonly AppointmentRow[]
}

/**
 * Writes the plan: units with their places, people, households, appointments, transfers, links that end.
 * @param top the unit under which a detachment is made that has none above it in the plan
 */
export async function applyPlan(
  w: Work,
  plan: RosterPlan,
  top: UnitAt | null,
  onProgress: OnProgress = () => {},
): Promise<Applied> {
  const units = await knownUnits(w)
  const made = await makeUnits(w, plan, units, top)
  onProgress(0.15)
  const before = await takeSnapshot(w.tx, plan)
  const now = w.now.toISOString()
  const outcome = workOut({ plan, before, units, now, newId: () => w.id() })
  onProgress(0.25)
  await insertRows(w.tx, 'household', outcome.newHouseholds)
  await updateRows(w.tx, 'household', outcome.households)
  const all = Math.max(1, outcome.newPeople.length)
  await insertRows(w.tx, 'person', outcome.newPeople, (done) => onProgress(0.25 + (0.45 * done) / all))
  await updateRows(w.tx, 'person', outcome.people)
  onProgress(0.8)
  await writeMembers(w, outcome)
  const transfers = await writeTransfers(w, before, outcome.people, now)
  const opened = await writeAppointments(w, plan, outcome, units, before)
  const links = await endLinks(w, before, outcome)
  onProgress(0.9)
  const undo = undoOf(before, outcome, made, { transfers, opened: opened.map((one) => one.id), links })
  return { undo, ...concerned(before, outcome, made), opened }
}

async function knownUnits(w: Work): Promise<Map<string, UnitAt>> {
  const rows = await w.tx
    .selectFrom('unit')
    .select(['id', 'path', 'detachment_id as detachmentId'])
    .where('closed_at', 'is', null)
    .execute()
  return new Map(rows.map((row) => [row.id, { ...row, path: String(row.path) }]))
}

interface Made {
  readonly units: readonly string[]
  readonly places: readonly string[]
}

/** Makes the new units from the top down, in the order in which the file lists their people. */
async function makeUnits(w: Work, plan: RosterPlan, units: Map<string, UnitAt>, top: UnitAt | null): Promise<Made> {
  const order = fileOrder(plan)
  const stations: { id: string; detachmentId: string }[] = []
  const made: string[] = []
  const depth = (unit: NewUnit) => unit.path.split('/').length
  const place = (unit: NewUnit) => order.get(unit.key) ?? 0
  // Numbers are drawn in this order, and lists follow the numbers.
  for (const unit of [...plan.newUnits].sort((a, b) => depth(a) - depth(b) || place(a) - place(b))) {
    const parent = unit.parent === null ? top : units.get(unit.parent)!
    const kind: UnitKind = unit.kind
    const wanted = { parent, kind, name: unit.name, sort: place(unit) }
    const one = (await reopenUnit(w, wanted)) ?? (await insertUnit(w, wanted))
    units.set(unit.key, one)
    made.push(one.id)
    if (kind === 'station') stations.push({ id: one.id, detachmentId: one.detachmentId! })
  }
  return { units: made, places: await insertStationPlaces(w, stations) }
}

/** The first row of the file in which each new unit, or one below it, stands: 一班, 二班, 三班 as people write them. */
function fileOrder(plan: RosterPlan): Map<string, number> {
  const byKey = new Map<string, NewUnit>(plan.newUnits.map((unit) => [unit.key, unit]))
  const first = new Map<string, number>()
  const stands = (key: string, row: number) => {
    for (let unit = byKey.get(key); unit; unit = unit.parent === null ? undefined : byKey.get(unit.parent)) {
      first.set(unit.key, Math.min(first.get(unit.key) ?? row, row))
    }
  }
  for (const one of plan.added) if (one.kind === 'member') stands(one.unit.key, one.row)
  for (const one of plan.moved) if (one.kind === 'member') stands(one.to.key, one.row)
  return first
}

async function writeMembers(w: Work, outcome: Outcome): Promise<void> {
  const households = [...outcome.members.keys()]
  if (households.length === 0) return
  await sql`delete from household_member where household_id = any(${households}::uuid[])`.execute(w.tx)
  const rows = [...outcome.members].flatMap(([household_id, list]) =>
    list.map((person_id, position) => ({ household_id, person_id, position })),
  )
  await insertRows(w.tx, 'household_member', rows)
}

/** One row for everybody whose home unit changed; a late resend finds by it the detachment of its instant. */
async function writeTransfers(w: Work, before: Snapshot, people: readonly PersonRow[], at: string): Promise<string[]> {
  const rows = people.flatMap((row) => {
    const was = before.people.get(row.id)!
    if (was.unit_id === row.unit_id) return []
    const units = { from_unit_id: was.unit_id, to_unit_id: row.unit_id }
    return [
      {
        id: w.id(),
        person_id: row.id,
        at,
        ...units,
        from_detachment_id: was.detachment_id,
        to_detachment_id: row.detachment_id,
      },
    ]
  })
  await insertRows(w.tx, 'transfer', rows)
  return rows.map((row) => row.id)
}

async function writeAppointments(
  w: Work,
  plan: RosterPlan,
  outcome: Outcome,
  units: ReadonlyMap<string, UnitAt>,
  before: Snapshot,
): Promise<AppointmentRow[]> {
  const now = w.now.toISOString()
  await updateRows(
    w.tx,
    'appointment',
    before.appointments.map((row) => ({ ...row, until_at: now })),
  )
  const rows = plan.appointments.open.map(({ person, unit, post }) => ({
    id: w.id(),
    person_id: outcome.ids.get(person) ?? plan.ids.get(person)!,
    unit_id: units.get(unit.key)!.id,
    post: postWord(post),
    from_at: now,
    until_at: null,
    source: 'roster',
  }))
  await insertRows(w.tx, 'appointment', rows)
  return rows
}

/** Cards of whoever leaves stop working; whoever comes back needs a new one, since the old may be anywhere. @returns what was */
async function endLinks(w: Work, before: Snapshot, outcome: Outcome): Promise<LinkRow[]> {
  const now = w.now.toISOString()
  const rows = new Map<string, { was: string | null; is: string | null }>()
  for (const row of outcome.people) rows.set(row.id, { was: before.people.get(row.id)!.retired_at, is: row.retired_at })
  for (const row of outcome.households)
    rows.set(row.id, { was: before.households.get(row.id)!.retired_at, is: row.retired_at })
  const changed: LinkRow[] = []
  const old: LinkRow[] = []
  for (const link of before.links) {
    const state = rows.get(link.id)
    if (!state || (state.was === null) === (state.is === null)) continue
    old.push(link)
    changed.push(
      state.is !== null
        ? { ...link, revoked_at: now }
        : {
            ...link,
            generation: link.generation + 1,
            devices: 0,
            wrong_tries: 0,
            locked_until: null,
            revoked_at: null,
          },
    )
  }
  await updateRows(w.tx, 'access_link', changed)
  return old
}

function undoOf(
  before: Snapshot,
  outcome: Outcome,
  made: Made,
  more: { transfers: string[]; opened: string[]; links: LinkRow[] },
): Undo {
  return {
    made: {
      units: made.units,
      places: made.places,
      people: outcome.newPeople.map((row) => row.id),
      households: outcome.newHouseholds.map((row) => row.id),
      transfers: more.transfers,
      appointments: more.opened,
    },
    before: {
      people: outcome.people.map((row) => before.people.get(row.id)!),
      households: outcome.households.map((row) => before.households.get(row.id)!),
      members: before.memberRows.filter((row) => outcome.members.has(row.household_id)),
      appointments: before.appointments,
      links: more.links,
    },
    joined: [...outcome.members.keys()],
    versions: Object.fromEntries([...outcome.newPeople, ...outcome.people].map((row) => [row.id, row.version])),
  }
}

function concerned(before: Snapshot, outcome: Outcome, made: Made): Pick<Applied, 'subjects' | 'units'> {
  const people = [...outcome.newPeople, ...outcome.people]
  const households = new Set([...outcome.newHouseholds, ...outcome.households].map((row) => row.id))
  for (const id of outcome.members.keys()) households.add(id)
  for (const row of people) if (row.kind === 'relative') households.add(row.household_id!)
  for (const row of outcome.people) {
    const was = before.people.get(row.id)!
    if (was.kind === 'relative') households.add(was.household_id!)
  }
  const units = new Set<string>(made.units)
  for (const row of people) units.add(row.unit_id)
  for (const row of outcome.people) units.add(before.people.get(row.id)!.unit_id)
  const subjects: Subject[] = [
    ...people.filter((row) => row.kind === 'member').map((row) => ({ kind: 'person' as const, id: row.id })),
    ...[...households].map((id) => ({ kind: 'household' as const, id })),
    ...made.units.map((id) => ({ kind: 'unit' as const, id })),
    ...made.places.map((id) => ({ kind: 'place' as const, id })),
  ]
  return { subjects, units }
}
