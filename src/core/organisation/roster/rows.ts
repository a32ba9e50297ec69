/** Whole rows of the organisation's tables in and out as JSON: the form in which an import changes and remembers them. */
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/work.ts'

export interface PersonRow {
  id: string
  kind: 'member' | 'relative'
  detachment_id: string
  unit_id: string
  household_id: string | null
  relation: string | null
  staff_no: string | null
  staff_no_key: string | null
  name: string
  grams: string[]
  phone: string | null
  sex: string | null
  born: number | null
  created_at: string
  retired_at: string | null
  version: number
}

export interface HouseholdRow {
  id: string
  detachment_id: string
  unit_id: string
  created_at: string
  retired_at: string | null
}

export interface HouseholdMemberRow {
  household_id: string
  person_id: string
  position: number
}

export interface AppointmentRow {
  id: string
  person_id: string
  unit_id: string
  post: string
  from_at: string
  until_at: string | null
  source: string
}

export interface LinkRow {
  kind: 'person' | 'household'
  id: string
  generation: number
  devices: number
  wrong_tries: number
  locked_until: string | null
  revoked_at: string | null
}

interface Rows {
  person: PersonRow
  household: HouseholdRow
  household_member: HouseholdMemberRow
  appointment: AppointmentRow
  access_link: LinkRow
  transfer: {
    id: string
    person_id: string
    at: string
    from_unit_id: string
    to_unit_id: string
    from_detachment_id: string
    to_detachment_id: string
  }
}
export type RowTable = keyof Rows

/** Rows in one statement: JSON of about half a megabyte, parsed by the database in a few milliseconds. */
const rowsAtOnce = 2000

/** The columns that an import may change, by table; keys and what never changes are not among them. */
const changing = {
  person: [
    'detachment_id',
    'unit_id',
    'household_id',
    'relation',
    'name',
    'grams',
    'phone',
    'sex',
    'born',
    'retired_at',
    'version',
  ],
  household: ['detachment_id', 'unit_id', 'retired_at'],
  appointment: ['until_at'],
  access_link: ['generation', 'devices', 'wrong_tries', 'locked_until', 'revoked_at'],
} as const

const chunks = <T>(rows: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(rows.length / rowsAtOnce) }, (_, i) =>
    rows.slice(i * rowsAtOnce, (i + 1) * rowsAtOnce),
  )

/** Whole rows of a table that fit a condition, locked until the transaction ends. `t` is the table's name in the condition. */
export async function rowsWhere<T extends RowTable>(
  tx: Tx,
  table: T,
  condition: RawBuilder<unknown>,
): Promise<Rows[T][]> {
  const { rows } = await sql<{
    row: Rows[T]
  }>`select to_jsonb(t) as row from ${sql.table(table)} t where ${condition} for update`.execute(tx)
  return rows.map((one) => one.row)
}

/** Inserts whole rows. */
export async function insertRows<T extends RowTable>(
  tx: Tx,
  table: T,
  rows: readonly Rows[T][],
  each?: (done: number) => void,
): Promise<void> {
  let done = 0
  for (const chunk of chunks(rows)) {
    await sql`insert into ${sql.table(table)} select * from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(chunk)}::jsonb)`.execute(
      tx,
    )
    done += chunk.length
    each?.(done)
  }
}

/** Writes the changing columns of whole rows, found by their keys. */
export async function updateRows<T extends keyof typeof changing>(
  tx: Tx,
  table: T,
  rows: readonly Rows[T][],
): Promise<void> {
  const set = sql.join(changing[table].map((column) => sql`${sql.ref(column)} = b.${sql.ref(column)}`))
  const key = table === 'access_link' ? sql`t.kind = b.kind and t.id = b.id` : sql`t.id = b.id`
  for (const chunk of chunks(rows)) {
    await sql`update ${sql.table(table)} t set ${set}
      from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(chunk)}::jsonb) b where ${key}`.execute(
      tx,
    )
  }
}
