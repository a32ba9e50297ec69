/** In the morning what the night held back goes out, with what is missing still; what was settled meanwhile does not. */
import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import { send } from '../notices/channels.ts'
import type { SentNotice } from '../notices/told.ts'

interface HeldRow {
  id: string
  recipient_id: string
  unit_id: string
  level: string
  alert_id: string | null
  task_ids: string[]
}

/** Releases one lot. @returns how many notices were taken up; 0: nothing waits */
export async function releaseHeld(w: Work): Promise<number> {
  const { rows } = await sql<HeldRow>`select id, recipient_id, unit_id, level, alert_id, task_ids from notice
    where sent_at is null and held_until <= ${w.now} order by held_until, id limit 500 for update skip locked`.execute(
    w.tx,
  )
  if (rows.length === 0) return 0
  const left = await openStill(w, rows)
  const out = rows.map((r) => ({ row: r, tasks: r.task_ids.filter((id) => left.has(id)) }))
  const going = out.filter(({ row, tasks }) => (row.alert_id === null ? tasks.length > 0 : left.has(row.alert_id)))
  await update(
    w,
    going.map(({ row, tasks }) => ({ id: row.id, tasks })),
    true,
  )
  await update(
    w,
    out.filter((o) => !going.includes(o)).map(({ row, tasks }) => ({ id: row.id, tasks })),
    false,
  )
  const sent: SentNotice[] = going.map(({ row }) => ({
    id: row.id,
    recipientId: row.recipient_id,
    unitId: row.unit_id,
    level: row.level,
  }))
  await send(w, sent)
  return rows.length
}

/** Ids of tasks that still are missing, and of alerts that nobody has assessed yet. */
async function openStill(w: Work, rows: readonly HeldRow[]): Promise<Set<string>> {
  const tasks = rows.flatMap((r) => r.task_ids)
  const alerts = rows.flatMap((r) => r.alert_id ?? [])
  const { rows: open } = await sql<{ id: string }>`select id from task where id = any(${tasks}::uuid[]) and state = 0
    union all select id from alert where id = any(${alerts}::uuid[]) and state = 'open'`.execute(w.tx)
  return new Set(open.map((r) => r.id))
}

async function update(w: Work, list: readonly { id: string; tasks: string[] }[], sent: boolean): Promise<void> {
  if (list.length === 0) return
  await sql`update notice n set task_ids = case when ${sent} then array(select jsonb_array_elements_text(l.tasks)::uuid) else n.task_ids end,
      sent_at = ${sent ? w.now : null}, held_until = case when ${sent} then n.held_until end, held_why = case when ${sent} then n.held_why else 'settled' end
    from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as l(id uuid, tasks jsonb) where n.id = l.id`.execute(w.tx)
}
