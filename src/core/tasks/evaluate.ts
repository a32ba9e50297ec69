/** Works out tasks again from the reports in their windows: after a correction, a partial answer, a new task, a late match. */
import type { Work } from '#platform/work.ts'
import { asProgram } from '#platform/work.ts'
import type { Core } from '../core.ts'
import { meet } from './meet.ts'
import { relativesOf, reportsAbout } from './store/reports.ts'
import { changeTasks, lockTasks, tasksInWindow, type TaskChange, type TaskRow, unmatchedTasks } from './store/tasks.ts'
import { taskState } from './states.ts'

/** Works out these tasks; those exempt or withdrawn stay as they are. @returns the ids of tasks that changed */
export async function evaluateTasks(core: Core, w: Work, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  return evaluateRows(core, w, await lockTasks(w.tx, ids))
}

/** Works out every task that a report touches, at its own instant and at those of the versions it corrects. */
export async function evaluateReport(
  core: Core,
  w: Work,
  report: { subject_id: string; form: string; instants: readonly Date[] },
): Promise<string[]> {
  return evaluateRows(core, w, await tasksInWindow(w.tx, report.subject_id, report.form, report.instants))
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
  const tasks = rows.filter((t) => t.state !== taskState.exempt && t.state !== taskState.withdrawn)
  if (tasks.length === 0) return []
  const subjects = [...new Set(tasks.map((t) => t.subject_id))]
  const from = new Date(Math.min(...tasks.map((t) => t.opens_at.getTime())))
  const until = new Date(Math.max(...tasks.map((t) => t.closes_at.getTime())))
  const reports = await asProgram(w, () => reportsAbout(w.tx, subjects, from, until))
  const relatives = await relativesOf(w.tx, tasks.filter((t) => t.subject_kind === 'household').map((t) => t.subject_id))
  const changes: TaskChange[] = []
  for (const task of tasks) {
    const people = task.subject_kind === 'household' ? (relatives.get(task.subject_id) ?? []) : null
    const meeting = meet(
      {
        opensAt: task.opens_at.getTime(),
        dueAt: task.due_at.getTime(),
        closesAt: task.closes_at.getTime(),
        people,
        channels: channelsOf(core, task),
      },
      reports.get(`${task.subject_id} ${task.form}`) ?? [],
    )
    const metAt = meeting.metAt === null ? null : new Date(meeting.metAt)
    const same =
      meeting.state === task.state && meeting.flagged === task.flagged && meeting.metBy === task.met_by && metAt?.getTime() === task.met_at?.getTime()
    if (!same) changes.push({ before: task, after: { state: meeting.state, flagged: meeting.flagged, met_by: meeting.metBy, met_at: metAt } })
  }
  for (const unit of await changeTasks(w.tx, changes)) w.touch(unit)
  return changes.map((c) => c.before.id)
}


/** Channels of the measures that ask for a task; null where none restricts them. */
function channelsOf(core: Core, task: TaskRow): ReadonlySet<string> | null {
  const linked = core.orders.measures.filter((m) => task.measure_ids.includes(m.id))
  return linked.length === 0 ? null : new Set(linked.flatMap((m) => m.content.channels as readonly string[]))
}
