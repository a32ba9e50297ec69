/** Decides whether a task is met, by which report and since when, from every report in its window and their corrections. */
import { metState, type TaskState, taskState } from './states.ts'

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
  /** Also of a partial answer: a fever of one relative stays seen when the others answer later. */
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
 * Groups reports into chains. A correction replaces what it corrects, be it itself a correction; of several corrections
 * of one report the one observed last counts, else the one received last. Corrections whose original has not come yet
 * stand for it.
 */
export function chains(reports: readonly ReportFacts[]): Chain[] {
  const byId = new Map(reports.map((r) => [r.id, r]))
  const groups = new Map<string, ReportFacts[]>()
  for (const report of reports) {
    const root = rootOf(report, byId)
    const group = groups.get(root)
    if (group) group.push(report)
    else groups.set(root, [report])
  }
  return [...groups].map(([root, versions]) => ({ versions, counts: inForce(root, versions) }))
}

/** The version in force: from the leaves up, since a correction is first replaced by its own corrections. */
function inForce(root: string, versions: readonly ReportFacts[]): ReportFacts {
  if (versions.length === 1) return versions[0]!
  const children = Map.groupBy(versions, (v) => (v.id === root ? null : v.corrects))
  const first = children.get(null) ?? children.get(root)!
  // Parents before children; a loop instead of recursion, because a chain is as long as its sender likes.
  const order = [...first]
  for (const v of order) for (const child of children.get(v.id) ?? []) order.push(child)
  const newest = new Map<string, ReportFacts>()
  const best = (list: readonly ReportFacts[]) =>
    list.map((v) => newest.get(v.id)!).reduce((a, b) => (newer(a, b) ? a : b))
  for (const v of order.reverse()) {
    const below = children.get(v.id)
    newest.set(v.id, below ? best(below) : v)
  }
  return best(first)
}

const newer = (a: ReportFacts, b: ReportFacts): boolean =>
  a.observedAt !== b.observedAt
    ? a.observedAt > b.observedAt
    : a.receivedAt !== b.receivedAt
      ? a.receivedAt > b.receivedAt
      : a.id > b.id

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

/**
 * When and by what one answer came: the earliest version of a chain that gives it, if the version in force still does.
 * So a slip of the pen that is corrected later, even after the window closed, makes nobody late.
 */
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
    for (const key of keysIn(task, chain.counts)) {
      const answer = firstAnswer(task, chain, key)
      if (!answer) continue
      if (chain.counts.flags.length > 0) flagged = true
      const known = answers.get(key)
      if (!known || sooner(answer, known)) answers.set(key, answer)
    }
  }
  const lacking = (task.people ?? [whole]).filter((key) => !answers.has(key))
  if (lacking.length > 0 || answers.size === 0)
    return { state: taskState.open, metBy: null, metAt: null, flagged, lacking: task.people ? lacking : [] }
  const given = [...answers.values()]
  const last = given.reduce((a, b) => (sooner(a, b) ? b : a))
  return {
    state: worst(given.map((a) => metState(task.dueAt, a.at, a.firstTriedAt))),
    metBy: last.by,
    metAt: last.at,
    flagged,
    lacking: [],
  }
}

/** The earliest answer that a chain gave before the window closed; what came later does not meet any more. */
function firstAnswer(task: MeetingTask, chain: Chain, key: string): Answer | undefined {
  let first: Answer | undefined
  for (const v of chain.versions) {
    if (v.receivedAt >= task.closesAt || !keysIn(task, v).includes(key)) continue
    const answer = { at: v.receivedAt, firstTriedAt: v.firstTriedAt, by: chain.counts.id }
    if (!first || sooner(answer, first)) first = answer
  }
  return first
}

/** Of answers received at the same instant the one tried first, so that the order of rows decides nothing. */
function sooner(a: Answer, b: Answer): boolean {
  if (a.at !== b.at) return a.at < b.at
  const [tried, other] = [a.firstTriedAt ?? Number.POSITIVE_INFINITY, b.firstTriedAt ?? Number.POSITIVE_INFINITY]
  return tried !== other ? tried < other : a.by < b.by
}

/** One answer that came late without having been tried in time makes the household late. */
function worst(states: readonly TaskState[]): TaskState {
  if (states.includes(taskState.late)) return taskState.late
  return states.includes(taskState.receivedLate) ? taskState.receivedLate : taskState.done
}

/** What a report answers of a task: nothing where it was observed outside the window or came by a channel not taken. */
function keysIn(task: MeetingTask, report: ReportFacts): readonly string[] {
  if (report.observedAt < task.opensAt || report.observedAt >= task.closesAt) return []
  if (task.channels && !task.channels.has(report.channel)) return []
  if (task.people === null) return [whole]
  return (report.people ?? []).filter((id) => task.people!.includes(id))
}
