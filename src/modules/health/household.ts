/** What a household sees on its own page: whom to report, by when, and of earlier answers only yesterday's good ones. */
import type { Core } from '#core/core.ts'
import { consentBy, notice, ownHousehold, type RelativeRow, relativesOf } from '#core/organisation/consent/index.ts'
import { type Context, work } from '#platform/work.ts'
import { clausesOf } from './clauses.ts'
import { type Day, dayOf, owed } from './day.ts'
import { pageForm } from './forms.ts'
import type { HouseholdPage, Relative } from './schema.ts'
import { type ReportRow, reportsAbout } from './store/readings.ts'
import { tasksAround } from './store/tasks.ts'

export const familyForm = 'daily-health'

/** One relative's answer within a household's report. */
export interface RelativeAnswer {
  readonly person: string
  readonly well: boolean
  readonly celsius?: number
  readonly symptoms?: readonly string[]
}

const peopleOf = (report: ReportRow): RelativeAnswer[] =>
  (report.answers['people'] as RelativeAnswer[] | undefined) ?? []

/** The page of the household that the actor speaks for. */
export async function householdPage(core: Core, context: Context): Promise<HouseholdPage> {
  const household = await ownHousehold(context, core.organisation)
  return work(context, async (w) => {
    const day = dayOf(w.now, household.unit.zone)
    const relatives = await relativesOf(w.tx, household.id)
    const reports = await reportsAbout(w.tx, [household.id], [familyForm], day.yesterdayFrom, day.to)
    const tasks = (await tasksAround(w.tx, [household.id], day.date)).filter(
      (t) => t.form === familyForm && t.day === day.date,
    )
    const today = reports.filter((r) => r.observed_at >= day.from)
    const before = reports.filter((r) => r.observed_at < day.from)
    const { path } = household.unit
    return {
      household: { id: household.id, name: household.name },
      now: w.now.toISOString(),
      zone: day.zone,
      day: day.date,
      clauses: clausesOf(
        core,
        tasks.map((t) => t.measure),
        path,
      ),
      task: tasks[0] ? owed(core, tasks[0], path) : null,
      form: pageForm(core, familyForm, path) ?? null,
      relatives: relatives.map((r) => relative(r, day, before, today)),
      received: received(today),
      notice,
    }
  })
}

function relative(row: RelativeRow, day: Day, before: readonly ReportRow[], today: readonly ReportRow[]): Relative {
  const yesterday = before.flatMap(peopleOf).findLast((a) => a.person === row.id)
  return {
    id: row.id,
    name: row.name,
    relation: row.relation,
    consent: consentState(row),
    consent_by: consentBy(row.born, row.relation, Number(day.date.slice(0, 4))),
    // A link shows nobody's earlier answers but "yesterday 36.5, well".
    yesterday: consentState(row) === 'given' && yesterday?.well ? { celsius: yesterday.celsius ?? null } : null,
    answered: today.some((r) => peopleOf(r).some((a) => a.person === row.id)),
  }
}

/** A renewed notice is asked about again; a refusal stands until it is taken back. */
function consentState(row: RelativeRow): 'needed' | 'given' | 'declined' {
  if (row.given === false) return 'declined'
  return row.given && row.notice_version === notice.version ? 'given' : 'needed'
}

function received(today: readonly ReportRow[]) {
  const last = today.at(-1)
  return last ? { at: last.received_at.toISOString() } : null
}
