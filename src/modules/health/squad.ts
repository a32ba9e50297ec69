/** The squad sheet: every member of a squad, who has reported and who is owed, for the one who enters on behalf. */
import type { Core } from '#core/core.ts'
import type { Unit } from '#core/organisation/tree.ts'
import { can, may, roots } from '#platform/access/actor.ts'
import { Problem, problems } from '#platform/problems.ts'
import { type Context, type Work, work } from '#platform/work.ts'
import { clausesOf } from './clauses.ts'
import { type Day, dayOf, owed } from './day.ts'
import { pageForm } from './forms.ts'
import type { SheetMember, SquadSheet } from './schema.ts'
import { membersAt, type PersonOnSheet, type ReportRow, reportsAbout } from './store/readings.ts'
import { type OwedRow, tasksAround } from './store/tasks.ts'
import { reading, secondReading, temperatureForm } from './temperature.ts'

/** More are not entered on one sheet. */
const mostOnSheet = 60

/** Squads (and other smallest units) at which the actor may report on behalf. */
function squadsFor(core: Core, context: Context): Unit[] {
  const paths = roots(context.actor, 'report.write')
  return paths.flatMap((path) => {
    const unit = core.organisation.tree.byPath(path)
    return unit
      ? [...core.organisation.tree.below(unit)].filter((u) => u.kind === 'squad' || u.children.length === 0)
      : []
  })
}

/** @param key the squad's id, path or full name; left out: the first that the actor may report for */
export async function squadSheet(core: Core, context: Context, key?: string): Promise<SquadSheet> {
  const squads = squadsFor(core, context)
  const squad = key === undefined ? squads[0] : core.organisation.tree.find(key)
  if (!squad) throw new Problem(problems['not-found'], { what: key ?? '可以代报的班' })
  may(context.actor, 'report.write', squad.path)
  return work(context, async (w) => {
    const day = dayOf(w.now, squad.zone)
    const members = (await membersAt(w.tx, squad.path, w.now)).slice(0, mostOnSheet)
    const ids = members.map((m) => m.id)
    const tasks = (await tasksAround(w.tx, ids, day.date)).filter(
      (t) => t.form === temperatureForm && t.closes_at > w.now,
    )
    const reports = await reportsAbout(w.tx, ids, [temperatureForm], day.yesterdayFrom, day.to)
    const slot = currentSlot(tasks, w.now)
    const contact = can(context.actor, 'people.contact', squad.path)
    audit(w, squad, reports)
    return {
      unit: {
        id: squad.id,
        name: squad.name,
        station: core.organisation.tree.nearest(squad, 'station', 'office')?.name ?? '',
      },
      squads: squads.slice(0, 400).map((u) => ({ id: u.id, name: u.fullName })),
      now: w.now.toISOString(),
      zone: day.zone,
      day: day.date,
      clauses: clausesOf(
        core,
        tasks.map((t) => t.measure),
        squad.path,
      ),
      may_read: can(context.actor, 'health.read', squad.path),
      form: pageForm(core, temperatureForm, squad.path) ?? null,
      slot: slot ? owed(core, slot, squad.path) : null,
      people: members.map((m) => person(core, m, { tasks, reports, slot, day, path: squad.path, contact, now: w.now })),
    }
  })
}

/** The slot that is open now and due first; of several whose due has passed, the last. */
function currentSlot(tasks: readonly OwedRow[], now: Date): OwedRow | undefined {
  const open = tasks.filter((t) => t.opens_at <= now)
  return open.find((t) => t.due_at >= now) ?? open.at(-1) ?? tasks[0]
}

interface Sheet {
  tasks: readonly OwedRow[]
  reports: readonly ReportRow[]
  slot: OwedRow | undefined
  day: Day
  path: string
  contact: boolean
  now: Date
}

function person(core: Core, m: PersonOnSheet, sheet: Sheet): SheetMember {
  const mine = sheet.reports.filter((r) => r.subject_id === m.id)
  const task =
    sheet.slot &&
    sheet.tasks.find((t) => t.subject_id === m.id && t.day === sheet.slot!.day && t.slot === sheet.slot!.slot)
  const inSlot = sheet.slot
    ? mine.filter((r) => r.observed_at >= sheet.slot!.opens_at && r.observed_at < sheet.slot!.closes_at)
    : []
  const last = inSlot.at(-1)
  const yesterday = mine.findLast((r) => r.observed_at < sheet.day.from)
  const second = secondReading(core, mine.map(reading), sheet.path)
  return {
    id: m.id,
    name: m.name,
    staff_no: m.staff_no,
    absent:
      m.presence && m.presence !== 'on_station' && m.presence !== 'on_shift'
        ? { kind: m.presence, place: m.place, until: finite(m.until) }
        : null,
    phone: sheet.contact ? m.phone : null,
    state: !task ? 'none' : task.state === 0 ? 'open' : task.state === 4 ? 'exempt' : 'met',
    reason: task?.reason ?? null,
    last: last ? { ...reading(last), self: last.sender_id === m.id } : null,
    met_at: task?.met_at?.toISOString() ?? null,
    yesterday: yesterday ? Number(yesterday.answers['celsius']) : null,
    second,
  }
}

/** An open-ended absence comes back as infinity. */
const finite = (at: Date | null): string | null =>
  at instanceof Date && Number.isFinite(at.getTime()) ? at.toISOString() : null

/** Reading temperatures is audited as well as changing them. */
function audit(w: Work, squad: Unit, reports: readonly ReportRow[]): void {
  if (reports.length === 0) return
  w.audit({
    action: 'squad.read',
    detachmentId: squad.detachmentId,
    unitId: squad.id,
    detail: { reports: reports.length },
  })
}
