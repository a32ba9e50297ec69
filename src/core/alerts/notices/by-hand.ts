/** What an officer does about a missing name: remind, note a telephone call, exempt and take that back. */

import type { Core } from '#core/core.ts'
import { exemptTasks, unexemptTasks } from '#core/tasks/exempt.ts'
import { can, may } from '#platform/access/actor.ts'
import { localTimeText } from '#platform/local-time.ts'
import { Problem, problems } from '#platform/problems.ts'
import { type Context, type Work, work } from '#platform/work.ts'
import { stepNo } from '../escalation/ladder.ts'
import { campaignFor } from '../escalation/matter.ts'
import { findRecipient, type Recipient } from '../escalation/recipients.ts'
import { loadStaffing } from '../escalation/staffing.ts'
import { send } from './channels.ts'
import { type ExemptBody, noticeProblems, type RemindBody, type Reminded, type Tries, type TryBody } from './schema.ts'
import {
  insertTries,
  lockPeople,
  namesOf,
  openTasksAt,
  openTasksById,
  remindedSince,
  type TaskFacts,
  taskById,
  triesOf,
} from './store.ts'
import { insertNotices } from './told.ts'

/** Nobody is reminded more often by hand, whoever presses. */
const betweenMinutes = 10
const mostAtOnce = 1000

const pathOf = (core: Core, unitId: string): string => core.organisation.pathOf(unitId) ?? ''

async function asked(core: Core, w: Work, body: RemindBody): Promise<TaskFacts[]> {
  if (body.tasks) return openTasksById(w.tx, body.tasks)
  const { unit, measure, day, slot } = body
  if (unit === undefined || measure === undefined || day === undefined || slot === undefined)
    throw new Problem(noticeProblems['remind-nobody'])
  const found = core.organisation.tree.find(unit)
  if (!found) throw new Problem(problems['not-found'], { what: '这个单位 unit' })
  return openTasksAt(
    w.tx,
    [...core.organisation.tree.below(found)].map((u) => u.id),
    measure,
    day,
    slot,
    mostAtOnce,
  )
}

/** Who is to be reminded of a task: the person, a household's contact, or whoever answers for the station or place. */
async function recipients(core: Core, w: Work, tasks: readonly TaskFacts[]): Promise<Map<TaskFacts, Recipient>> {
  const found = new Map<TaskFacts, Recipient>()
  for (const [measureCode, list] of Map.groupBy(tasks, (t) => t.measure)) {
    const owed = list.map((t) => ({
      id: t.id,
      unitId: t.unit_id,
      subjectKind: t.subject_kind,
      subjectId: t.subject_id,
    }))
    const staff = await loadStaffing(w.tx, core.organisation.tree, owed, measureCode, w.now)
    for (const [i, task] of list.entries()) {
      const campaign = campaignFor(core, task.unit_id)
      const measure = core.orders.measure(measureCode, pathOf(core, task.unit_id))?.content
      if (!campaign) continue
      const step = task.subject_kind === 'household' ? stepNo.contact : stepNo.self
      const posts = { playbook: campaign.playbook, owner: measure?.owner, deputy: measure?.deputy }
      const { recipient } = findRecipient(step, owed[i]!, core.organisation.tree, posts, staff)
      if (recipient) found.set(task, recipient)
    }
  }
  return found
}

/** Reminds by hand. Who was reminded less than ten minutes ago is left in peace, and the answer says so. */
export async function remind(core: Core, context: Context, body: RemindBody): Promise<Reminded> {
  return work(context, async (w) => {
    const tasks = await asked(core, w, body)
    for (const t of tasks) may(w.actor, 'task.remind', pathOf(core, t.unit_id))
    const found = await recipients(core, w, tasks)
    const people = [...new Set([...found.values()].map((r) => r.personId))]
    await lockPeople(w.tx, people)
    const recent = await remindedSince(w.tx, people, new Date(w.now.getTime() - betweenMinutes * 60_000))
    const names = await namesOf(w.tx, people)
    const groups = Map.groupBy([...found], ([, r]) => r.personId)
    const go = [...groups].filter(([person]) => !recent.has(person))
    await tell(
      w,
      go.map(([, list]) => list),
    )
    return {
      reminded: go.map(([person, list]) => ({ name: names.get(person) ?? '', tasks: list.length })),
      skipped: [
        ...[...groups.keys()]
          .filter((p) => recent.has(p))
          .map((p) => ({ name: names.get(p) ?? '', why: justNow(core, tasks[0]!, recent.get(p)!) })),
        ...tasks.filter((t) => !found.has(t)).map((t) => ({ name: t.name, why: nobodyToTell })),
      ],
    }
  })
}

async function tell(w: Work, groups: readonly (readonly [TaskFacts, Recipient][])[]): Promise<void> {
  const notices = groups.map((list) => {
    const [task, recipient] = list[0]!
    const one = new Set(list.map(([t]) => `${t.measure} ${t.day} ${t.slot}`)).size === 1
    return {
      detachmentId: task.detachment_id,
      escalationId: null,
      alertId: null,
      measure: one ? task.measure : null,
      day: one ? task.day : null,
      slot: one ? task.slot : null,
      step: stepNo.self,
      round: 0,
      via: 'hand' as const,
      passed: recipient.passed,
      recipientId: recipient.personId,
      unitId: recipient.unitId,
      taskIds: list.map(([t]) => t.id),
      level: 'reminder' as const,
      heldUntil: null,
    }
  })
  await send(w, await insertNotices(w, notices))
  const tasks = groups.flat().map(([t]) => t)
  await insertTries(
    w,
    tasks.map((t) => ({ taskId: t.id, detachmentId: t.detachment_id, kind: 'reminded', note: null })),
  )
  for (const [unitId, list] of Map.groupBy(tasks, (t) => t.unit_id)) {
    w.audit({
      action: 'tasks.reminded',
      detachmentId: list[0]!.detachment_id,
      unitId,
      subjectKind: 'unit',
      subjectId: unitId,
      detail: { tasks: list.map((t) => t.id) },
    })
    w.touch(unitId)
  }
}

const nobodyToTell = {
  zh: '没有人可以通知：职务空缺或本人没有登记。',
  en: 'There is nobody to tell: the post is vacant.',
}

function justNow(core: Core, task: TaskFacts, at: Date) {
  const zone = campaignFor(core, task.unit_id)?.zone ?? 'Asia/Shanghai'
  const time = localTimeText(at.getTime(), zone)
  const again = localTimeText(at.getTime() + betweenMinutes * 60_000, zone)
  return {
    zh: `${time} 刚催过，${again} 以后可以再催。`,
    en: `Reminded at ${time}; may be reminded again from ${again}.`,
  }
}

/** After two calls without an answer somebody should look in person. */
const callsBeforeVisit = 2
const lookInPerson = { zh: '两次都没接，请当面看一眼。', en: 'No answer twice; please look in on them in person.' }

async function readable(core: Core, w: Work, id: string): Promise<TaskFacts> {
  const task = await taskById(w.tx, id)
  if (!task || !can(w.actor, 'people.read', pathOf(core, task.unit_id)))
    throw new Problem(problems['not-found'], { what: '任务 task' })
  return task
}

async function triesIn(w: Work, taskId: string): Promise<Tries> {
  const tries = await triesOf(w.tx, taskId)
  const lastAnswer = tries.findIndex((t) => t.kind === 'call_answered' || t.kind === 'in_person')
  const unanswered = (lastAnswer < 0 ? tries : tries.slice(0, lastAnswer)).filter(
    (t) => t.kind === 'call_no_answer',
  ).length
  return {
    tries: tries.map((t) => ({ kind: t.kind, at: t.at.toISOString(), by: t.by, note: t.note })),
    advice: unanswered >= callsBeforeVisit ? lookInPerson : null,
  }
}

export async function readTries(core: Core, context: Context, taskId: string): Promise<Tries> {
  return work(context, async (w) => {
    await readable(core, w, taskId)
    return triesIn(w, taskId)
  })
}

/** Notes a telephone call or a visit. */
export async function noteTry(core: Core, context: Context, body: TryBody): Promise<Tries> {
  return work(context, async (w) => {
    const task = await readable(core, w, body.task)
    may(w.actor, 'task.remind', pathOf(core, task.unit_id))
    await insertTries(w, [
      { taskId: task.id, detachmentId: task.detachment_id, kind: body.kind, note: body.note?.trim() || null },
    ])
    w.audit({
      action: 'task.contact_tried',
      detachmentId: task.detachment_id,
      unitId: task.unit_id,
      subjectKind: 'task',
      subjectId: task.id,
      detail: { kind: body.kind },
    })
    w.touch(task.unit_id)
    return triesIn(w, task.id)
  })
}

/** Exempts with a reason; who did it and when stands in the list. */
export async function exempt(core: Core, context: Context, body: ExemptBody): Promise<void> {
  const note = body.note?.trim() || null
  if (body.reason === 'other' && note === null) throw new Problem(noticeProblems['exempt-needs-note'])
  await work(context, (w) => exemptTasks(core, w, body.tasks, body.reason, note))
}

export async function unexempt(core: Core, context: Context, tasks: readonly string[]): Promise<void> {
  await work(context, (w) => unexemptTasks(core, w, tasks))
}
