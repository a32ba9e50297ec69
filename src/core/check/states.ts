/** Works every task's state out again from the reports in its window, and says where it is stored otherwise. */
import { sql } from 'kysely'
import type { Core } from '#core/core.ts'
import { isSame, meetingsOf } from '#core/tasks/evaluate.ts'
import { stateWords } from '#core/tasks/states.ts'
import { reportsAbout } from '#core/tasks/store/reports.ts'
import { type TaskRow, workedOutTasks } from '#core/tasks/store/tasks.ts'
import { retentionDeleted } from '#platform/audit/verify-reports.ts'
import type { Tx } from '#platform/work.ts'
import type { Found } from './found.ts'

const tasksAtOnce = 5000

/** @returns how many tasks were worked out */
export async function recountStates(
  core: Core,
  tx: Tx,
  found: Found,
  onProgress: (share: number) => void,
): Promise<number> {
  const open = await stillOpen(tx)
  const days = await daysOf(tx, open.expired)
  let tasks = 0
  for (const [i, day] of days.entries()) {
    tasks += await recountDay(core, tx, day, open, found)
    onProgress((i + 1) / days.length)
  }
  return tasks
}

/** What cannot be compared: reports that wait to be judged, and those that are gone with every right. */
interface Open {
  /** Subjects whose tasks are being worked out. */
  readonly waiting: ReadonlySet<string>
  /** Reports received before are gone by retention; undefined: none yet. */
  readonly expired: Date | undefined
  /** Subjects whose reports were deleted because somebody asked. */
  readonly asked: ReadonlySet<string>
}

async function stillOpen(tx: Tx): Promise<Open> {
  const waiting = await sql<{
    id: string
  }>`select r.subject_id as id from to_judge j join report r on r.id = j.report_id
    union select subject_id from to_reconcile`.execute(tx)
  const gone = await sql<{ before: Date | null; asked: string[] | null }>`
    select max((detail->>'before')::timestamptz) filter (where detail->>'table' = 'report') as before,
      array_agg(subject_id) filter (where detail->>'of' = 'report' and subject_id is not null) as asked
    from audit where action = ${retentionDeleted} and action <> 'reports.stored'`.execute(tx)
  return {
    waiting: new Set(waiting.rows.map((row) => row.id)),
    expired: gone.rows[0]?.before ?? undefined,
    asked: new Set(gone.rows[0]?.asked ?? []),
  }
}

async function daysOf(tx: Tx, expired: Date | undefined): Promise<string[]> {
  const { rows } = await sql<{ day: string }>`select distinct day from tally
    where ${expired ?? null}::timestamptz is null or closes_at > ${expired ?? null}::timestamptz order by 1`.execute(tx)
  return rows.map((row) => row.day)
}

async function recountDay(core: Core, tx: Tx, day: string, open: Open, found: Found): Promise<number> {
  let after: string | null = null
  for (let tasks = 0; ; ) {
    const page: TaskRow[] = await workedOutTasks(tx, day, after, tasksAtOnce)
    const compared = page.filter((task) => canBeCompared(task, open))
    const meetings = await meetingsOf(core, tx, compared, (...of) => reportsAbout(tx, ...of))
    for (const task of compared) {
      const meeting = meetings.get(task.id)!
      if (isSame(task, meeting)) continue
      const says = (state: number, flagged: boolean) => `${stateWords[state]}${flagged ? '+flagged' : ''}`
      found.add('task-state', {
        id: task.id,
        day,
        measure: task.measure,
        slot: task.slot,
        stored: says(task.state, task.flagged),
        counted: says(meeting.state, meeting.flagged),
      })
    }
    tasks += compared.length
    if (page.length < tasksAtOnce) return tasks
    after = page.at(-1)!.id
  }
}

const canBeCompared = (task: TaskRow, open: Open): boolean =>
  !open.waiting.has(task.subject_id) &&
  !open.asked.has(task.subject_id) &&
  (open.expired === undefined || task.opens_at >= open.expired)
