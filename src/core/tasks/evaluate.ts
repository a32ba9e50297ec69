/** Works out tasks again from the reports in their windows: after a correction, a partial answer, a new task, a late match. */
import { asProgram, type Tx, type Work } from '#platform/work.ts'
import type { Core } from '../core.ts'
import type { SubjectKind } from '../organisation/subjects.ts'
import { type Meeting, meet } from './meet.ts'
import { taskState } from './states.ts'
import { noteForReconcile } from './store/note.ts'
import { channelsOfMeasures, relativesOwed, reportsAbout } from './store/reports.ts'
import { changeTasks, lockTasks, type TaskChange, type TaskRow, tasksInWindow, unmatchedTasks } from './store/tasks.ts'

/** Works out these tasks; those exempt or withdrawn stay as they are. @returns the ids of tasks that changed */
export async function evaluateTasks(core: Core, w: Work, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  return evaluateRows(core, w, await lockTasks(w.tx, ids))
}

/** Works out every task that these reports touch, at their own instants and at those of all their versions: together, because a morning's second readings come by the hundred. */
export async function evaluateReports(
  core: Core,
  w: Work,
  reports: readonly { subject_id: string; form: string; instants: readonly Date[] }[],
): Promise<string[]> {
  return reports.length === 0 ? [] : evaluateRows(core, w, await tasksInWindow(w.tx, reports))
}

/** A task and a report inserted at the same instant find each other here, before a step of escalation fires. */
export async function matchLate(
  core: Core,
  w: Work,
  key: { detachmentId: string; measure: string; day: string; slot: string },
): Promise<void> {
  await asProgram(w, async () => evaluateTasks(core, w, await unmatchedTasks(w.tx, key)))
}

export async function evaluateRows(core: Core, w: Work, rows: readonly TaskRow[]): Promise<string[]> {
  const tasks = rows.filter(isWorkedOut)
  const meetings = await meetingsOf(core, w.tx, tasks, (...of) => asProgram(w, () => reportsAbout(w.tx, ...of)))
  const changes: TaskChange[] = []
  for (const task of tasks) {
    const meeting = meetings.get(task.id)!
    if (!isSame(task, meeting)) changes.push({ before: task, after: asColumns(meeting) })
  }
  for (const unit of await changeTasks(w.tx, changes)) w.touch(unit)
  await noteUnmet(w, changes)
  return changes.map((c) => c.before.id)
}

/** Whether reports decide a task's state: not where it is exempt or withdrawn. */
export const isWorkedOut = (task: Pick<TaskRow, 'state'>): boolean =>
  task.state !== taskState.exempt && task.state !== taskState.withdrawn

/** Whether a stored task says what its reports say. */
export const isSame = (task: TaskRow, meeting: Meeting): boolean =>
  meeting.state === task.state &&
  meeting.flagged === task.flagged &&
  meeting.metBy === task.met_by &&
  meeting.metAt === (task.met_at?.getTime() ?? null)

const asColumns = ({ state, flagged, metBy, metAt }: Meeting) => ({
  state,
  flagged,
  met_by: metBy,
  met_at: metAt === null ? null : new Date(metAt),
})

type ReadReports = (subjectIds: readonly string[], from: Date, until: Date) => ReturnType<typeof reportsAbout>

/**
 * What each task is by the reports in its window, as they are stored now; nothing is written.
 * @param readReports reads them with the sight of the program itself
 */
export async function meetingsOf(
  core: Core,
  tx: Tx,
  tasks: readonly TaskRow[],
  readReports: ReadReports,
): Promise<Map<string, Meeting>> {
  if (tasks.length === 0) return new Map()
  const subjects = [...new Set(tasks.map((t) => t.subject_id))]
  const from = new Date(Math.min(...tasks.map((t) => t.opens_at.getTime())))
  const until = new Date(Math.max(...tasks.map((t) => t.closes_at.getTime())))
  const reports = await readReports(subjects, from, until)
  const households = tasks.filter((t) => t.subject_kind === 'household')
  const relatives = await relativesOwed(tx, households)
  const channels = await channelsOf(core, tx, tasks)
  return new Map(
    tasks.map((task) => {
      const asked = {
        opensAt: task.opens_at.getTime(),
        dueAt: task.due_at.getTime(),
        closesAt: task.closes_at.getTime(),
        people: task.subject_kind === 'household' ? (relatives.get(task.id) ?? []) : null,
        channels: channels(task),
      }
      return [task.id, meet(asked, reports.get(`${task.subject_id} ${task.form}`) ?? [])]
    }),
  )
}

/** A task that a correction opened again before due may be one that nobody expects any more. */
function noteUnmet(w: Work, changes: readonly TaskChange[]): Promise<void> {
  const unmet = changes.filter(
    (c) => c.before.state !== taskState.open && c.after.state === taskState.open && c.before.due_at > w.now,
  )
  return noteForReconcile(
    w,
    unmet.map((c) => ({ kind: c.before.subject_kind as SubjectKind, id: c.before.subject_id })),
  )
}

/** Channels of the measures that ask for each task, those paused meanwhile included; null where none is known. */
async function channelsOf(
  core: Core,
  tx: Tx,
  tasks: readonly TaskRow[],
): Promise<(task: TaskRow) => ReadonlySet<string> | null> {
  const known = new Map(core.orders.measures.map((m) => [m.id, m.content.channels as readonly string[]]))
  const paused = new Set(tasks.flatMap((t) => t.measure_ids.filter((id) => !known.has(id))))
  for (const [id, list] of await channelsOfMeasures(tx, [...paused])) known.set(id, list)
  return (task) => {
    const linked = task.measure_ids.flatMap((id) => known.get(id) ?? [])
    return linked.length === 0 ? null : new Set(linked)
  }
}
