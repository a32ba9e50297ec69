/** In the morning what the night held back goes out, with what is missing still; what was settled meanwhile does not. */
import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import { send } from '../notices/channels.ts'
import type { SentNotice } from '../notices/told.ts'

interface HeldRow {
  id: string
  escalation_id: string
  at: Date
  recipient_id: string
  unit_id: string
  level: string
  alert_id: string | null
  task_ids: string[]
}

interface Going {
  readonly row: HeldRow
  readonly tasks: string[]
}

/**
 * Releases one lot: what the last level was repeated all night goes to each recipient once, with all its names.
 * @returns how many notices were taken up; 0: nothing waits
 */
export async function releaseHeld(w: Work): Promise<number> {
  const { rows } =
    await sql<HeldRow>`select id, escalation_id, at, recipient_id, unit_id, level, alert_id, task_ids from notice
    where sent_at is null and held_until <= ${w.now} order by held_until, escalation_id, recipient_id, id
    limit 500 for update skip locked`.execute(w.tx)
  if (rows.length === 0) return 0
  const left = await openStill(w, rows)
  const open = rows.map((row): Going => ({ row, tasks: row.task_ids.filter((id) => left.has(id)) }))
  const isOpen = ({ row, tasks }: Going) => (row.alert_id === null ? tasks.length > 0 : left.has(row.alert_id))
  const going = joined(open.filter(isOpen))
  const goes = new Set(going.map(({ row }) => row.id))
  await update(w, going, 'sent')
  await update(
    w,
    open.filter((o) => isOpen(o) && !goes.has(o.row.id)),
    'joined',
  )
  await update(
    w,
    open.filter((o) => !isOpen(o)),
    'settled',
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

/** Of those about one thing to one recipient the latest, with the names of all. */
function joined(list: readonly Going[]): Going[] {
  const groups = Map.groupBy(list, ({ row }) => `${row.escalation_id} ${row.recipient_id}`)
  return [...groups.values()].map((group) => ({
    row: group.reduce((last, g) => (g.row.at >= last.row.at ? g : last)).row,
    tasks: [...new Set(group.flatMap((g) => g.tasks))],
  }))
}

/** Ids of tasks that still are missing, and of alerts that nobody has assessed yet. */
async function openStill(w: Work, rows: readonly HeldRow[]): Promise<Set<string>> {
  const tasks = rows.flatMap((r) => r.task_ids)
  const alerts = rows.flatMap((r) => r.alert_id ?? [])
  const { rows: open } = await sql<{ id: string }>`select id from task where id = any(${tasks}::uuid[]) and state = 0
    union all select id from alert where id = any(${alerts}::uuid[]) and state = 'open'`.execute(w.tx)
  return new Set(open.map((r) => r.id))
}

/** What becomes of held notices: `sent` now, `joined` to another that is sent, or `settled` by itself. */
async function update(w: Work, list: readonly Going[], what: 'sent' | 'joined' | 'settled'): Promise<void> {
  if (list.length === 0) return
  const sent = what === 'sent'
  const given = JSON.stringify(list.map(({ row, tasks }) => ({ id: row.id, tasks })))
  await sql`update notice n set task_ids = case when ${sent} then array(select jsonb_array_elements_text(l.tasks)::uuid) else n.task_ids end,
      sent_at = ${sent ? w.now : null}, held_until = case when ${sent} then n.held_until end, held_why = case when ${sent} then n.held_why else ${what} end
    from jsonb_to_recordset(${given}::jsonb) as l(id uuid, tasks jsonb) where n.id = l.id`.execute(w.tx)
}
