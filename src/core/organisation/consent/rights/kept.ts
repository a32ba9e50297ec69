/** Everything that is kept about a household, one relative or a member, gathered for whoever asked to see it or have a copy. */
import { asProgram, type Work } from '#platform/work.ts'
import type { Unit } from '../../tree.ts'
import {
  type KeptConsent,
  type KeptPerson,
  type KeptReport,
  keptAlerts,
  keptCard,
  keptConsents,
  keptMember,
  keptPosts,
  keptPresence,
  keptRelatives,
  keptReports,
  membersOf,
  type RequestRow,
  requestsOfHousehold,
  requestsOfMember,
} from './store.ts'

/** One relative's answer within a household's report. */
interface Answer {
  readonly person?: string
  readonly [field: string]: unknown
}

export interface Kept {
  readonly made_at: string
  readonly made_by: string
  readonly request: { readonly kind: string; readonly at: string; readonly note: string | null; readonly about: string }
  /** Of a member's own request, the member alone. */
  readonly household: { readonly unit: string; readonly members: readonly { name: string; staff_no: string | null }[] }
  readonly people: readonly Record<string, unknown>[]
  readonly consents: readonly Record<string, unknown>[]
  readonly reports: readonly KeptLine[]
  readonly alerts: readonly Record<string, unknown>[]
  readonly phones: readonly Record<string, unknown>[]
  readonly requests: readonly Record<string, unknown>[]
  /** Of members. */
  readonly posts: readonly Record<string, unknown>[]
  readonly presence: readonly Record<string, unknown>[]
  /** Reports kept at units whose health data the one who made this may not read; they are not in here. */
  readonly reports_not_shown: number
}

export interface KeptLine {
  readonly observed_at: string
  readonly received_at: string
  readonly form: string
  readonly channel: string
  /** It corrects an earlier one. */
  readonly corrects: boolean
  readonly flags: readonly string[]
  /** Each relative's answer, with the name. */
  readonly answers: readonly { name: string; answer: Record<string, unknown> }[]
  /** The family's words and whatever else stands beside the answers; left out where one relative alone asks. */
  readonly beside: Record<string, unknown>
}

/** The reports that a request concerns, as far as the reader may read them, and how many there are in all. */
export async function reportsConcerned(w: Work, request: RequestRow) {
  const relatives = request.household_id
    ? await keptRelatives(w.tx, request.household_id, null)
    : await keptMember(w.tx, request.person_id!)
  const people = request.person_id === null ? relatives.map((r) => r.id) : [request.person_id]
  const ask = () => keptReports(w.tx, request.household_id, people, request.person_id)
  const readable = await ask()
  const all = await asProgram(w, async () => (await ask()).map((r) => ({ id: r.id, at: r.observed_at })))
  return { relatives, readable, all }
}

export async function gather(w: Work, unit: Unit, request: RequestRow): Promise<Kept> {
  const { relatives, readable, all } = await reportsConcerned(w, request)
  const chosen = relatives.filter((r) => request.person_id === null || r.id === request.person_id)
  const ids = chosen.map((r) => r.id)
  const names = new Map(relatives.map((r) => [r.id, r.name]))
  const subjects = request.person_id === null ? [...ids, request.household_id!] : ids
  const member = request.household_id === null ? request.person_id : null
  return {
    made_at: w.now.toISOString(),
    made_by: w.actor.name,
    request: {
      kind: request.kind,
      at: request.at.toISOString(),
      note: request.note,
      about: request.person_name ?? `${request.household_name ?? ''}家`,
    },
    household: {
      unit: unit.fullName,
      members: (await contactsOf(w, request)).map(({ name, staff_no }) => ({ name, staff_no })),
    },
    people: chosen.map(personLine),
    consents: (await keptConsents(w.tx, ids)).map((c) => consentLine(c, names)),
    reports: readable.map((r) => reportLine(r, names, request.person_id)),
    alerts: (await keptAlerts(w.tx, subjects)).map(withTimes),
    phones: (await phonesOf(w, request)).map(withTimes),
    requests: (await earlierOf(w, request))
      .filter((r) => request.person_id === null || r.person_id === request.person_id)
      .map((r) => withTimes({ kind: r.kind, at: r.at, note: r.note, answered_at: r.answered_at, outcome: r.outcome })),
    posts: member ? (await keptPosts(w.tx, member)).map(withTimes) : [],
    presence: member ? (await keptPresence(w.tx, member)).map(withTimes) : [],
    reports_not_shown: all.length - readable.length,
  }
}

/** Whom to reach about a request: the household's members, or the member who asks. */
export const contactsOf = (w: Work, { household_id, person_id }: RequestRow) =>
  household_id ? membersOf(w.tx, household_id) : keptMember(w.tx, person_id!)

/** Phones are a household's as a whole; one relative alone is not told which the others use. */
async function phonesOf(w: Work, { household_id, person_id }: RequestRow) {
  if (household_id === null) return keptCard(w.tx, 'person', person_id!)
  return person_id === null ? keptCard(w.tx, 'household', household_id) : []
}

const earlierOf = (w: Work, { household_id, person_id }: RequestRow) =>
  household_id ? requestsOfHousehold(w.tx, household_id) : requestsOfMember(w.tx, person_id!)

function withTimes(row: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).map(([k, v]) => [k, v instanceof Date ? v.toISOString() : v]))
}

const personLine = ({ id: _id, ...rest }: KeptPerson) => withTimes(rest)

const consentLine = ({ person_id, ...rest }: KeptConsent, names: ReadonlyMap<string, string>) =>
  withTimes({ name: names.get(person_id) ?? '', ...rest })

/** Of a report that holds several relatives, one who asks alone is given the own answer only. */
function reportLine(report: KeptReport, names: ReadonlyMap<string, string>, person: string | null): KeptLine {
  const { people, ...beside } = report.answers as { people?: Answer[] }
  const answers = (people ?? []).filter((a) => person === null || a.person === person)
  return {
    observed_at: report.observed_at.toISOString(),
    received_at: report.received_at.toISOString(),
    form: report.form,
    channel: report.channel,
    corrects: report.corrects !== null,
    flags: person === null || (people ?? []).length <= 1 ? report.flags : [],
    answers: answers.map(({ person: id, ...answer }) => ({ name: names.get(id ?? '') ?? '', answer })),
    beside: person === null || people === undefined ? beside : {},
  }
}

/** Relatives whose answers stand in the same reports as the one asked about, and in how many. */
export function standTogether(
  reports: readonly KeptReport[],
  relatives: readonly KeptPerson[],
  person: string | null,
): { name: string; reports: number }[] {
  if (person === null) return []
  const count = (id: string) =>
    reports.filter((r) => ((r.answers.people ?? []) as Answer[]).some((a) => a.person === id)).length
  return relatives
    .filter((r) => r.id !== person)
    .map((r) => ({ name: r.name, reports: count(r.id) }))
    .filter((r) => r.reports > 0)
}
