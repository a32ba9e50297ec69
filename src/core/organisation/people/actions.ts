/** Finds people, opens one, and moves one to another unit. */
import type { Core } from '#core/core.ts'
import { can, may, roots, within } from '#platform/access/actor.ts'
import { Problem, problems } from '#platform/problems.ts'
import { type Context, type Work, work } from '#platform/work.ts'
import { followPosts } from '../officers.ts'
import { organisationChanged, subjectsChanged } from '../organisation.ts'
import { periodShape, personForPresence } from '../presence/actions.ts'
import { presenceProblems } from '../presence/schema.ts'
import { periodsOf } from '../presence/store.ts'
import { shareRoster } from '../roster/store.ts'
import { applyPlan } from '../roster/write.ts'
import type { Unit } from '../tree.ts'
import { manyUnits, peopleByUnit } from './counts.ts'
import type { PeopleAnswer, PeopleQuery, PersonAnswer, UnitsAnswer } from './schema.ts'
import {
  appointmentsOf,
  countPeople,
  householdIdOf,
  type ListRow,
  linkOf,
  membersOf,
  pageOfPeople,
  personById,
  relativesIn,
  transfersOf,
  type Wanted,
} from './store.ts'
import { transferPlan } from './transfer-plan.ts'

const pageSize = 50
/** Presence is shown so far back. */
const historyMs = 366 * 86_400_000

function unitOf(core: Core, key: string): Unit {
  const unit = core.organisation.tree.find(key)
  if (!unit) throw new Problem(problems['not-found'], { what: '单位 unit' })
  return unit
}

const unitShape = (core: Core, id: string) => {
  const unit = core.organisation.tree.get(id)
  return { id, name: unit?.name ?? '', full_name: unit?.fullName ?? '' }
}

/** People within the reader's units, a page at a time. */
export function findPeople(core: Core, context: Context, query: PeopleQuery): Promise<PeopleAnswer> {
  const path = query.unit === undefined ? null : unitOf(core, query.unit).path
  if (path !== null) may(context.actor, 'people.read', path)
  const wanted = { roots: rootsOf(context), path, q: query.q ?? '', kind: query.kind ?? null }
  const limit = query.limit ?? pageSize
  return work(context, async (w) => {
    const { rows } = await pageOfPeople(wanted, w.now, query.cursor ?? null, limit + 1).execute(w.tx)
    const total = await countAll(core, w, wanted)
    const shown = rows.slice(0, limit)
    return {
      total,
      people: shown.map((row) => itemOf(core, w, row)),
      next: rows.length > limit ? shown.at(-1)!.sort : null,
    }
  })
}

async function countAll(core: Core, w: Work, wanted: Wanted): Promise<number> {
  if (wanted.q.trim() !== '' || core.organisation.tree.size < manyUnits) return countPeople(w.tx, wanted)
  const { whole } = await peopleByUnit(core)
  const tops = topsOf(core, wanted).flatMap((unit) => whole.get(unit.id) ?? [])
  if (tops.reduce((sum, top) => sum + top.units, 0) < manyUnits) return countPeople(w.tx, wanted)
  const { kind } = wanted
  return tops.reduce((sum, top) => sum + (kind === null ? top.member + top.relative : top[kind]), 0)
}

/** The uppermost units of a list: the one asked for where the reader sees it whole, else those below it that he sees. */
function topsOf({ organisation: { tree } }: Core, { roots: seen, path }: Wanted): Unit[] {
  const paths = seen.includes('') ? tree.roots.map((root) => root.path) : seen
  if (path !== null && paths.some((root) => within(path, root)))
    return [tree.byPath(path)].filter((unit) => unit !== undefined)
  const below = path === null ? paths : paths.filter((root) => within(root, path))
  const uppermost = below.filter((one) => !below.some((other) => other !== one && within(one, other)))
  return [...new Set(uppermost)].flatMap((one) => tree.byPath(one) ?? [])
}

const rootsOf = ({ actor }: Context): string[] => (actor.kind === 'system' ? [''] : roots(actor, 'people.read'))

const mayCall = (core: Core, w: Work, unitId: string): boolean =>
  can(w.actor, 'people.contact', core.organisation.pathOf(unitId) ?? '')

function itemOf(core: Core, w: Work, row: ListRow): PeopleAnswer['people'][number] {
  const until = row.away?.until
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    staff_no: row.staff_no,
    relation: row.relation,
    of: row.of_name,
    unit: unitShape(core, row.unit_id),
    posts: row.posts ?? [],
    presence: row.away && { kind: row.away.kind, until: until ? new Date(until).toISOString() : null },
    ...(mayCall(core, w, row.unit_id) && { phone: row.phone }),
  }
}

/** Every unit that the reader may see, from the top down, with its own members counted. */
export function readUnits(core: Core, context: Context): Promise<UnitsAnswer> {
  return work(context, async (w) => {
    const { own } = await peopleByUnit(core)
    const units = [...core.organisation.tree.all()].filter((unit) => can(w.actor, 'people.read', unit.path))
    const seen = new Set(units.map((unit) => unit.id))
    return {
      units: units.map((unit) => ({
        id: unit.id,
        parent: unit.parentId !== null && seen.has(unit.parentId) ? unit.parentId : null,
        kind: unit.kind,
        name: unit.name,
        path: unit.path,
        members: own.get(unit.id)?.member ?? 0,
      })),
    }
  })
}

/** One person with posts, household, presence and transfers; health is not here. */
export function readPerson(core: Core, context: Context, id: string): Promise<PersonAnswer> {
  return work(context, async (w) => {
    const person = await personById(w.tx, id)
    const unit = person && core.organisation.tree.get(person.unit_id)
    if (!person || !unit) throw new Problem(problems['not-found'], { what: '这个人 this person' })
    may(w.actor, 'people.read', unit.path)
    const contact = mayCall(core, w, unit.id)
    const posts = await appointmentsOf(w.tx, id)
    const since = new Date(w.now.getTime() - historyMs)
    return {
      id,
      kind: person.kind as 'member' | 'relative',
      name: person.name,
      staff_no: person.staff_no,
      relation: person.relation,
      sex: person.sex,
      born: person.born,
      ...(contact && { phone: person.phone }),
      left_at: iso(person.retired_at),
      unit: { ...unitShape(core, unit.id), path: unit.path },
      posts: posts.map((one) => ({
        post: one.post,
        unit: unitShape(core, one.unit_id).full_name,
        from: iso(one.from_at)!,
        until: iso(one.until_at),
      })),
      link: linkShape(await linkOf(w.tx, 'person', id)),
      household: await householdShape(w, id, contact),
      presence: (await periodsOf(w.tx, id, since)).map((row) => periodShape(core, row)).reverse(),
      transfers: (await transfersOf(w.tx, id)).map((one) => ({
        at: iso(one.at)!,
        from: unitShape(core, one.from_unit_id).full_name,
        to: unitShape(core, one.to_unit_id).full_name,
      })),
    }
  })
}

const iso = (at: unknown): string | null => (at instanceof Date ? at.toISOString() : null)

function linkShape(row: Awaited<ReturnType<typeof linkOf>>): PersonAnswer['link'] {
  if (!row) return { state: 'none', devices: 0 }
  return { state: row.revoked_at === null ? 'given' : 'ended', devices: row.devices }
}

async function householdShape(w: Work, personId: string, contact: boolean): Promise<PersonAnswer['household']> {
  const id = await householdIdOf(w.tx, personId)
  if (id === undefined) return null
  const relatives = await relativesIn(w.tx, id)
  return {
    id,
    link: linkShape(await linkOf(w.tx, 'household', id)),
    members: await membersOf(w.tx, id),
    relatives: relatives.map(({ phone, ...one }) => ({ ...one, ...(contact && { phone }) })),
  }
}

/**
 * Moves a member to another unit: the household follows, posts at the old unit end, cards stay good.
 * @throws Problem `transfer-same`, `transfer-above`
 */
export async function transferPerson(core: Core, context: Context, id: string, unitKey: string): Promise<void> {
  const to = unitOf(core, unitKey)
  await work(context, async (w) => {
    await shareRoster(w.tx)
    const { person, unit: from } = await personForPresence(core, w, id)
    may(w.actor, 'presence.write', to.path)
    if (to.detachmentId === null) throw new Problem(presenceProblems['transfer-above'])
    if (to.id === from.id)
      throw new Problem(presenceProblems['transfer-same'], { name: person.name, unit: to.fullName })
    const posts = await w.tx
      .selectFrom('appointment')
      .select(['id', 'post', 'unit_id'])
      .where('person_id', '=', id)
      .where((e) => e.or([e('until_at', 'is', null), e('until_at', '>', w.now)]))
      .execute()
    const applied = await applyPlan(w, transferPlan(core.organisation.tree, person, posts, from, to), null)
    await followPosts(w, [id])
    await organisationChanged(w)
    await w.announce(subjectsChanged, { subjects: applied.subjects, reason: 'transfer' })
    for (const unit of applied.units) w.touch(unit)
    const detail = { from: from.id, to: to.id, posts: applied.undo.before.appointments.length }
    w.audit({
      action: 'person.transferred',
      unitId: to.id,
      detachmentId: to.detachmentId,
      subjectKind: 'person',
      subjectId: id,
      detail,
    })
  })
  await core.organisation.ensure()
}
