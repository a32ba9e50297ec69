/** What a member sees on the own page: what is owed, what was sent today, and the places to disinfect. */
import type { Core } from '#core/core.ts'
import { Problem, problems } from '#platform/problems.ts'
import { type Context, type Work, work } from '#platform/work.ts'
import { clausesOf } from './clauses.ts'
import { type Day, dayOf, owed } from './day.ts'
import { pageForm } from './forms.ts'
import type { MemberPage } from './schema.ts'
import { householdOf, memberRow, type ReportRow, reportsAbout } from './store/readings.ts'
import { placesOf, tasksAround } from './store/tasks.ts'
import { reading, secondReading, temperatureForm } from './temperature.ts'

export const placeForm = 'disinfection'

/** Posts that answer for a station's places, where the playbook does not say. */
const orderlyPosts = ['消毒员']

export async function memberPage(core: Core, context: Context): Promise<MemberPage> {
  const id = context.actor.personId
  const subject = id ? await core.organisation.subjects.byId('person', id) : undefined
  if (!id || subject?.personKind !== 'member') throw new Problem(problems['not-signed-in'])
  return work(context, async (w) => {
    const day = dayOf(w.now, subject.unit.zone)
    const member = await memberRow(w.tx, id, w.now)
    const { path } = subject.unit
    const reports = await reportsAbout(w.tx, [id], [temperatureForm], day.yesterdayFrom, day.to)
    const tasks = await tasksAround(w.tx, [id], day.date)
    const readings = reports.filter((r) => r.observed_at >= day.from).map(reading)
    const answered = await places(core, w, id, day)
    const placeTasks = answered?.list.flatMap((place) => place.tasks) ?? []
    return {
      person: { id, name: subject.name, staff_no: member?.staff_no ?? null, unit: subject.unit.fullName },
      now: w.now.toISOString(),
      zone: day.zone,
      day: day.date,
      clauses: clausesOf(
        core,
        [...tasks, ...placeTasks].map((t) => t.measure),
        path,
      ),
      absent: member?.presence ? { kind: member.presence, place: member.place } : null,
      temperature: {
        form: pageForm(core, temperatureForm, path) ?? null,
        tasks: tasks
          .filter((t) => t.form === temperatureForm && t.closes_at > w.now && t.day >= day.yesterday)
          .map((t) => owed(core, t, path)),
        yesterday: lastCelsius(reports, day),
        today: readings,
        second: secondReading(core, reports.map(reading), path),
      },
      places: answered,
      household: (await householdOf(w.tx, id)) ?? null,
    }
  })
}

function lastCelsius(reports: readonly ReportRow[], day: Day): number | null {
  const last = reports.findLast((r) => r.observed_at < day.from)
  return last ? Number(last.answers['celsius']) : null
}

/** The places that the member answers for, each with what is owed about it now; null where there are none. */
async function places(core: Core, w: Work, person: string, day: Day): Promise<MemberPage['places']> {
  const posts = orderlyTitles(core)
  const rows = await placesOf(w.tx, person, posts, w.now)
  if (rows.length === 0) return null
  const path = core.organisation.pathOf(rows[0]!.unit_id)
  const form = path === undefined ? undefined : pageForm(core, placeForm, path)
  if (path === undefined || !form) return null
  const tasks = await tasksAround(
    w.tx,
    rows.map((r) => r.id),
    day.date,
  )
  return {
    form,
    list: rows.map((place) => ({
      id: place.id,
      name: place.name,
      kind: place.kind,
      tasks: tasks.filter((t) => t.subject_id === place.id && t.closes_at > w.now).map((t) => owed(core, t, path)),
    })),
  }
}

/** The Chinese titles of posts that own a measure about places. */
function orderlyTitles(core: Core): string[] {
  const titles = new Set(orderlyPosts)
  for (const { playbook } of core.orders.campaigns) {
    const owners = new Set(playbook.measures.filter((m) => m.subject === 'place').flatMap((m) => [m.owner, m.deputy]))
    for (const post of playbook.posts) if (owners.has(post.code)) titles.add(post.title.zh)
  }
  return [...titles]
}
