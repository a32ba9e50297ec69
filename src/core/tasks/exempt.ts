/** Exempts tasks by hand, with a reason and by name, and takes an exemption back. */
import { may } from '#platform/access/actor.ts'
import { defineProblems, Problem, problems } from '#platform/problems.ts'
import type { Work } from '#platform/work.ts'
import type { Core } from '../core.ts'
import type { SubjectKind } from '../organisation/subjects.ts'
import { evaluateTasks } from './evaluate.ts'
import { reconcile } from './reconcile.ts'
import { taskState } from './states.ts'
import { changeTasks, lockTasks, type TaskRow } from './store/tasks.ts'

export const exemptProblems = defineProblems({
  'task-not-open': [
    409,
    { zh: '已经报过或不再需要的任务不能免报。', en: 'A task that is met or no longer owed cannot be exempted.' },
  ],
  'task-not-exempt': [
    409,
    { zh: '这项任务没有免报，无需撤销。', en: 'This task is not exempt, so there is nothing to take back.' },
  ],
})

/** Locks the tasks and refuses unless all are there and the actor holds the permission where each is counted. */
async function permitted(core: Core, w: Work, ids: readonly string[]): Promise<TaskRow[]> {
  const tasks = await lockTasks(w.tx, ids)
  if (tasks.length !== new Set(ids).size) throw new Problem(problems['not-found'], { what: '任务 task' })
  for (const task of tasks) may(w.actor, 'task.exempt', core.organisation.pathOf(task.unit_id) ?? '')
  return tasks
}

/** @param reason a short code such as 'sick', 'on_call', 'other'; `note` says it in words */
export async function exemptTasks(
  core: Core,
  w: Work,
  ids: readonly string[],
  reason: string,
  note: string | null,
): Promise<void> {
  const tasks = await permitted(core, w, ids)
  if (tasks.some((t) => t.state !== taskState.open)) throw new Problem(exemptProblems['task-not-open'])
  const after = {
    state: taskState.exempt,
    reason,
    reason_note: note,
    reason_by: w.actor.personId ?? w.actor.id,
    reason_at: w.now,
  }
  for (const unit of await changeTasks(
    w.tx,
    tasks.map((before) => ({ before, after })),
  ))
    w.touch(unit)
  audit(w, tasks, 'task.exempted', reason)
}

/** The task is owed again and met at once by what came meanwhile; or not owed, where it stood exempt for somebody who left. */
export async function unexemptTasks(core: Core, w: Work, ids: readonly string[]): Promise<void> {
  const tasks = await permitted(core, w, ids)
  if (tasks.some((t) => t.state !== taskState.exempt)) throw new Problem(exemptProblems['task-not-exempt'])
  const after = { state: taskState.open, reason: null, reason_note: null, reason_by: null, reason_at: null }
  for (const unit of await changeTasks(
    w.tx,
    tasks.map((before) => ({ before, after })),
  ))
    w.touch(unit)
  await evaluateTasks(core, w, ids)
  const subjects = new Map(tasks.map((t) => [t.subject_id, { kind: t.subject_kind as SubjectKind, id: t.subject_id }]))
  await reconcile(core, w, [...subjects.values()], 'roster')
  audit(w, tasks, 'task.unexempted', null)
}

function audit(w: Work, tasks: readonly TaskRow[], action: string, reason: string | null): void {
  for (const t of tasks)
    w.audit({
      action,
      detachmentId: t.detachment_id,
      unitId: t.unit_id,
      subjectKind: 'task',
      subjectId: t.id,
      detail: { reason },
    })
}
