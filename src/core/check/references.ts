/** References between large tables, which carry no foreign keys: what they name has to be there, unless retention took it. */
import { sql } from 'kysely'
import { everywhere } from '#platform/access/actor.ts'
import { retentionDeleted } from '#platform/audit/verify-reports.ts'
import type { Tx } from '#platform/work.ts'
import type { Found } from './found.ts'

interface Reference {
  readonly table: string
  readonly column: string
  readonly target: string
}

/** Columns that name a row of another table by id alone. */
const references: readonly Reference[] = [
  { table: 'task', column: 'met_by', target: 'report' },
  { table: 'alert', column: 'report_id', target: 'report' },
  { table: 'to_judge', column: 'report_id', target: 'report' },
  { table: 'contact_try', column: 'task_id', target: 'task' },
  { table: 'task', column: 'unit_id', target: 'unit' },
  { table: 'tally', column: 'unit_id', target: 'unit' },
  { table: 'report', column: 'unit_id', target: 'unit' },
  { table: 'alert', column: 'unit_id', target: 'unit' },
  { table: 'grant_held', column: 'unit_id', target: 'unit' },
  { table: 'grant_held', column: 'appointment_id', target: 'appointment' },
  { table: 'account', column: 'person_id', target: 'person' },
  { table: 'api_token', column: 'unit_id', target: 'unit' },
]

/** Tables whose rows retention takes; what it took is not missing. */
const expiring = new Set(['report', 'task'])

export async function checkReferences(tx: Tx, found: Found, onProgress: (share: number) => void): Promise<void> {
  for (const [i, reference] of references.entries()) {
    await checkReference(tx, reference, found)
    onProgress((i + 1) / (references.length + 2))
  }
  await checkTasks(tx, found)
}

async function checkReference(tx: Tx, { table, column, target }: Reference, found: Found): Promise<void> {
  const key = sql.ref(`s.${column}`)
  const id =
    table === 'tally' ? sql`s.unit_id || ' ' || s.day || ' ' || s.measure || '/' || s.slot` : sql`${idOf(table)}::text`
  const { rows } = await sql<{ id: string }>`select ${id} as id from ${sql.table(table)} s
    where ${key} is not null and ${target === 'unit' ? sql`${key} <> ${everywhere}::uuid` : sql`true`} and not exists (select 1 from ${sql.table(target)} t where t.id = ${key})
      and ${expiring.has(target) ? notExpired(target, key) : sql`true`}
    order by 1`.execute(tx)
  for (const row of rows) found.add('reference-broken', { table, id: row.id, column, target })
}

const idOf = (table: string) => (table === 'to_judge' ? sql`s.report_id` : sql`s.id`)

/**
 * A row that retention may have taken: it says up to when it deleted, and an id carries its time. What was deleted
 * because somebody asked is named by its id.
 */
const notExpired = (target: string, key: ReturnType<typeof sql.ref>) => sql`not exists (
  select 1 from audit a where a.action = ${retentionDeleted} and a.action <> 'reports.stored'
    and (a.detail->>'table' = ${target} and ${key} < uuid_floor((a.detail->>'before')::timestamptz)
      or a.detail->>'of' = ${target} and ${key} = any (a.report_ids)))`

async function checkTasks(tx: Tx, found: Found): Promise<void> {
  const met = await sql<{
    id: string
  }>`select id from task where state between 1 and 3 and met_by is null order by 1`.execute(tx)
  for (const { id } of met.rows) found.add('task-met-by-nothing', { id })
  const subjects = await sql<{ id: string }>`select t.id from task t where not case t.subject_kind
      when 'person' then exists (select 1 from person where id = t.subject_id)
      when 'household' then exists (select 1 from household where id = t.subject_id)
      when 'place' then exists (select 1 from place where id = t.subject_id)
      when 'unit' then exists (select 1 from unit where id = t.subject_id)
      else true end order by 1`.execute(tx)
  for (const { id } of subjects.rows) found.add('task-unknown-subject', { id })
}
