/** Presence by hand: entered, ended, withdrawn; and what would follow, before it is done. */
import type { Core } from '#core/core.ts'
import { may } from '#platform/access/actor.ts'
import { Problem, problems } from '#platform/problems.ts'
import { type Context, type Work, work } from '#platform/work.ts'
import { subjectsChanged } from '../organisation.ts'
import { roleOf } from '../posts.ts'
import { shareRoster } from '../roster/store.ts'
import type { Unit } from '../tree.ts'
import { overlay } from './periods.ts'
import { type PeriodShape, type PresenceBody, type PreviewAnswer, presenceProblems } from './schema.ts'
import {
  copyPeriod,
  type DutyRow,
  dutiesAhead,
  insertPeriod,
  lockPerson,
  type PeriodRow,
  type PersonHere,
  periodById,
  periodsOf,
  postsHeld,
  setBounds,
  withdrawPeriods,
} from './store.ts'

const dayMs = 86_400_000
/** Task states that no longer count: see tasks/states.ts. */
const exempt = 4
const withdrawn = 5

/** The person and the home unit, where the actor may enter presence. */
export async function personForPresence(core: Core, w: Work, id: string): Promise<{ person: PersonHere; unit: Unit }> {
  const person = await lockPerson(w.tx, id)
  const unit = person && core.organisation.tree.get(person.unit_id)
  if (!person || !unit) throw new Problem(problems['not-found'], { what: '这个人 this person' })
  may(w.actor, 'presence.write', unit.path)
  if (person.kind === 'relative') throw new Problem(presenceProblems['presence-relative'], { name: person.name })
  return { person, unit }
}

/**
 * Enters where a person is from an instant on; what was entered before for that time gives way.
 * @returns the id of the new period
 * @throws Problem `presence-relative`, `presence-backwards`, `presence-far`
 */
export async function enterPresence(core: Core, context: Context, body: PresenceBody): Promise<{ id: string }> {
  return work(context, async (w) => ({ id: (await enter(core, w, body)).id }))
}

async function enter(
  core: Core,
  w: Work,
  body: PresenceBody,
): Promise<{ id: string; person: PersonHere; replaces: PeriodRow[] }> {
  const { person, unit } = await personForPresence(core, w, body.person)
  const { from, until } = bounds(w, body)
  const away = accountingUnit(core, body.unit, unit)
  const present = await periodsOf(w.tx, person.id, from)
  const replaces = await makeRoom(w, present, from, until)
  const id = w.id()
  const words = { place: body.place?.trim() || null, note: body.note?.trim() || null }
  await insertPeriod(w.tx, {
    id,
    personId: person.id,
    kind: body.kind,
    from,
    until,
    unitId: away,
    ...words,
    byId: w.actor.id,
    now: w.now,
  })
  await told(w, person, unit, 'presence.entered', {
    kind: body.kind,
    from: from.toISOString(),
    until: until?.toISOString() ?? null,
    unit: away,
  })
  if (away !== null) w.touch(away)
  return { id, person, replaces }
}

function bounds(w: Work, body: Pick<PresenceBody, 'from' | 'until'>): { from: Date; until: Date | null } {
  const from = new Date(body.from)
  const until = body.until === undefined ? null : new Date(body.until)
  if (until && until <= from) throw new Problem(presenceProblems['presence-backwards'])
  const ahead = from.getTime() - w.now.getTime()
  if (ahead < -90 * dayMs || ahead > 731 * dayMs) throw new Problem(presenceProblems['presence-far'])
  return { from, until }
}

/** The unit that accounts for somebody away from home; null where it is the home unit itself. */
function accountingUnit(core: Core, id: string | undefined, home: Unit): string | null {
  if (id === undefined || id === home.id) return null
  const unit = core.organisation.tree.get(id)
  if (!unit || unit.detachmentId === null) throw new Problem(problems['not-found'], { what: '单位 unit' })
  return unit.id
}

/** Withdraws, cuts or parts what stands in the way. @returns the periods concerned, as they were */
async function makeRoom(w: Work, present: readonly PeriodRow[], from: Date, until: Date | null): Promise<PeriodRow[]> {
  const periods = present.map((row) => ({
    id: row.id,
    kind: row.kind,
    from: row.from_at?.getTime() ?? 0,
    until: row.until_at?.getTime() ?? null,
  }))
  const change = overlay(periods, { from: from.getTime(), until: until?.getTime() ?? null })
  const date = (ms: number | null): Date | null => (ms === null ? null : new Date(ms))
  await withdrawPeriods(w.tx, change.withdraw, w.now)
  for (const one of change.cut) await setBounds(w.tx, one.id, new Date(one.from), date(one.until))
  for (const one of change.goOn) await copyPeriod(w.tx, w.id(), one.of, new Date(one.from), date(one.until))
  const touched = new Set([...change.withdraw, ...change.cut.map((one) => one.id)])
  return present.filter((row) => touched.has(row.id))
}

async function told(
  w: Work,
  person: PersonHere,
  unit: Unit,
  action: string,
  detail: Record<string, unknown>,
): Promise<void> {
  w.audit({
    action,
    unitId: unit.id,
    detachmentId: person.detachment_id,
    subjectKind: 'person',
    subjectId: person.id,
    detail,
  })
  await w.announce(subjectsChanged, { subjects: [{ kind: 'person', id: person.id }], reason: 'presence' })
  w.touch(unit.id)
}

/** Ends a period earlier or later than entered. @throws Problem `presence-ended`, `presence-backwards` */
export async function endPresence(core: Core, context: Context, id: string, untilText: string): Promise<void> {
  await work(context, async (w) => {
    const { period, person, unit } = await lockPeriod(core, w, id)
    const until = new Date(untilText)
    if (period.until_at !== null && period.until_at <= w.now && until >= period.until_at)
      throw new Problem(presenceProblems['presence-ended'])
    if (until <= period.from_at) throw new Problem(presenceProblems['presence-backwards'])
    const others = (await periodsOf(w.tx, person.id, period.from_at)).filter((row) => row.id !== id)
    await makeRoom(w, others, period.from_at, until)
    await setBounds(w.tx, id, period.from_at, until)
    await told(w, person, unit, 'presence.ended', { period: id, until: until.toISOString() })
    if (period.unit_id) w.touch(period.unit_id)
  })
}

/** Takes an entry back as if it had not been made; what had given way to it does not return. */
export async function withdrawPresence(core: Core, context: Context, id: string): Promise<void> {
  await work(context, async (w) => {
    const { period, person, unit } = await lockPeriod(core, w, id)
    await withdrawPeriods(w.tx, [id], w.now)
    await told(w, person, unit, 'presence.withdrawn', { period: id, kind: period.kind })
    if (period.unit_id) w.touch(period.unit_id)
  })
}

async function lockPeriod(core: Core, w: Work, id: string) {
  const found = await periodById(w.tx, id)
  if (!found) throw new Problem(presenceProblems['presence-ended'])
  const here = await personForPresence(core, w, found.person_id)
  // Read again under the person's lock: somebody may have ended it in between.
  const period = await periodById(w.tx, id)
  if (!period) throw new Problem(presenceProblems['presence-ended'])
  return { period, ...here }
}

/** Thrown to undo a trial. */
class Trial extends Error {
  readonly answer: PreviewAnswer
  constructor(answer: PreviewAnswer) {
    super('a trial is always undone')
    this.answer = answer
  }
}

/** What would follow: done in a transaction that is always undone, so that it is exactly what will be done. */
export async function previewPresence(core: Core, context: Context, body: PresenceBody): Promise<PreviewAnswer> {
  try {
    return await work(context, async (w) => {
      await shareRoster(w.tx)
      const before = new Map((await dutiesAhead(w.tx, body.person, w.now)).map((row) => [row.id, row]))
      const { person, replaces } = await enter(core, w, body)
      const after = await dutiesAhead(w.tx, person.id, w.now)
      const posts = await postsHeld(w.tx, person.id, w.now)
      throw new Trial({
        ...compare(before, after),
        posts: posts
          .filter((one) => roleOf(one.post) !== undefined)
          .map((one) => ({ post: one.post, unit: core.organisation.tree.get(one.unit_id)?.fullName ?? '' })),
        replaces: replaces.map((row) => periodShape(core, row)),
      })
    })
  } catch (error) {
    if (error instanceof Trial) return error.answer
    throw error
  }
}

function compare(
  before: ReadonlyMap<string, DutyRow>,
  after: readonly DutyRow[],
): Pick<PreviewAnswer, 'leaves' | 'excused' | 'joins'> {
  const owed = (state: number | undefined) => state !== undefined && state !== withdrawn && state !== exempt
  const turned = (to: (row: DutyRow) => boolean) => after.filter(to).map(dutyShape)
  return {
    leaves: turned((row) => row.state === withdrawn && owed(before.get(row.id)?.state)),
    excused: turned((row) => row.state === exempt && owed(before.get(row.id)?.state)),
    joins: turned((row) => owed(row.state) && !owed(before.get(row.id)?.state)),
  }
}

const dutyShape = (row: DutyRow) => ({
  title: row.title ?? { zh: row.measure, en: row.measure },
  day: row.day,
  slot: row.slot,
  due_at: row.due_at.toISOString(),
})

export const periodShape = (core: Core, row: PeriodRow): PeriodShape => ({
  id: row.id,
  kind: row.kind,
  from: row.from_at.toISOString(),
  until: row.until_at?.toISOString() ?? null,
  unit: row.unit_id ? (core.organisation.tree.get(row.unit_id)?.fullName ?? null) : null,
  place: row.place,
  note: row.note,
  by: row.by_name ?? row.source,
  entered_at: row.entered_at.toISOString(),
})
