/** Decides whether a task is met, by which report and since when, from every report in its window and their corrections. */
import { metState, taskState, type TaskState } from './states.ts'

/** A report as far as meeting needs it; instants in Unix milliseconds. */
export interface ReportFacts {
  readonly id: string
  readonly corrects: string | null
  readonly observedAt: number
  readonly receivedAt: number
  readonly firstTriedAt: number | null
  readonly channel: string
  readonly flags: readonly string[]
  /** Whom a household's report speaks of; for every other report: null. */
  readonly people: readonly string[] | null
}

export interface MeetingTask {
  readonly opensAt: number
  readonly dueAt: number
  readonly closesAt: number
  /** The relatives who have to be answered for; null: one report is enough. */
  readonly people: readonly string[] | null
  /** Channels that the measure takes; null: every one. */
  readonly channels: ReadonlySet<string> | null
}

export interface Meeting {
  readonly state: TaskState
  readonly metBy: string | null
  readonly metAt: number | null
  readonly flagged: boolean
  /** Relatives for whom nobody has answered yet. */
  readonly lacking: readonly string[]
}

/** A report with all its corrections; `counts` is the version that is in force. */
interface Chain {
  readonly versions: readonly ReportFacts[]
  readonly counts: ReportFacts
}

/**
 * Groups reports into chains. Of several corrections the one observed last counts, else the one received last; one
 * whose original has not come yet stands for itself.
 */
export function chains(reports: readonly ReportFacts[]): Chain[] {
  const byId = new Map(reports.map((r) => [r.id, r]))
  const groups = new Map<string, ReportFacts[]>()
  for (const report of reports) {
    const root = rootOf(report, byId)
    groups.set(root, [...(groups.get(root) ?? []), report])
  }
  return [...groups.values()].map((versions) => {
    const corrections = versions.filter((v) => v.corrects !== null)
    const counts = (corrections.length > 0 ? corrections : versions).reduce((a, b) => (newer(a, b) ? a : b))
    return { versions, counts }
  })
}

const newer = (a: ReportFacts, b: ReportFacts): boolean =>
  a.observedAt !== b.observedAt ? a.observedAt > b.observedAt : a.receivedAt !== b.receivedAt ? a.receivedAt > b.receivedAt : a.id > b.id

/** The id at the start of a report's corrections, which need not have come yet. */
function rootOf(report: ReportFacts, byId: ReadonlyMap<string, ReportFacts>): string {
  const seen = new Set<string>()
  let at = report
  while (at.corrects !== null && !seen.has(at.id)) {
    seen.add(at.id)
    const next = byId.get(at.corrects)
    if (!next) return at.corrects
    at = next
  }
  return at.id
}

/** When and by what one answer came: the earliest version of a chain that gives it, if the version in force still does. */
interface Answer {
  readonly at: number
  readonly firstTriedAt: number | null
  readonly by: string
}

const whole = '*'

/** @returns the task's state by these reports alone; `open` where something lacks */
export function meet(task: MeetingTask, reports: readonly ReportFacts[]): Meeting {
  const answers = new Map<string, Answer>()
  let flagged = false
  for (const chain of chains(reports)) {
    const given = keysIn(task, chain.counts)
    if (given.length === 0) continue
    if (chain.counts.flags.length > 0) flagged = true
    for (const key of given) {
      const first = chain.versions
        .filter((v) => keysIn(task, v).includes(key))
        .reduce((a, b) => (b.receivedAt < a.receivedAt ? b : a))
      const known = answers.get(key)
      if (!known || first.receivedAt < known.at) answers.set(key, { at: first.receivedAt, firstTriedAt: first.firstTriedAt, by: chain.counts.id })
    }
  }
  const lacking = (task.people ?? [whole]).filter((key) => !answers.has(key))
  if (lacking.length > 0 || answers.size === 0)
    return { state: taskState.open, metBy: null, metAt: null, flagged: false, lacking: task.people ? lacking : [] }
  const last = (task.people ?? [whole]).map((key) => answers.get(key)!).reduce((a, b) => (b.at > a.at ? b : a))
  return { state: metState(task.dueAt, last.at, last.firstTriedAt), metBy: last.by, metAt: last.at, flagged, lacking: [] }
}

/** What a report answers of a task: nothing where it was observed outside the window or came after it closed. */
function keysIn(task: MeetingTask, report: ReportFacts): readonly string[] {
  if (report.observedAt < task.opensAt || report.observedAt >= task.closesAt || report.receivedAt >= task.closesAt) return []
  if (task.channels && !task.channels.has(report.channel)) return []
  if (task.people === null) return [whole]
  return (report.people ?? []).filter((id) => task.people!.includes(id))
}
