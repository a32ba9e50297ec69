/** SQL of checked files that wait for a yes. Kept for an hour, seen by whoever sent them. */
import { type Kysely, sql } from 'kysely'
import type { DB } from '#platform/database/types.generated.ts'
import type { BadRow } from './model.ts'
import type { ListItem, ListName, RosterCheck } from './schema.ts'

type Db = Kysely<DB>

export const uploadMs = 3_600_000

export interface Kept {
  readonly check: RosterCheck
  readonly bad: readonly BadRow[]
  readonly lists: Record<ListName, ListItem[]>
  /** What the user saw, as one digest. */
  readonly digest: string
}

export interface NewUpload {
  readonly id: string
  readonly byId: string | null
  readonly at: Date
  readonly name: string
  readonly pasted: boolean
  readonly bytes: Uint8Array
  readonly kept: Kept
}

export const insertUpload = (db: Db, one: NewUpload) =>
  db
    .insertInto('roster_upload')
    .values({
      id: one.id,
      by_id: one.byId,
      at: one.at,
      expires_at: new Date(one.at.getTime() + uploadMs),
      file_name: one.name,
      pasted: one.pasted,
      content: Buffer.from(one.bytes),
      result: JSON.stringify(one.kept),
    })
    .execute()

export interface Upload {
  readonly id: string
  readonly name: string
  readonly pasted: boolean
  readonly bytes: Uint8Array
  readonly digest: string
  readonly newUnits: number
}

const mine = (id: string, byId: string | null, now: Date) =>
  sql<boolean>`id = ${id} and by_id is not distinct from ${byId}::uuid and expires_at > ${now}`

export async function readUpload(db: Db, id: string, byId: string | null, now: Date): Promise<Upload | undefined> {
  const { rows } =
    await sql<Upload>`select id, file_name as name, pasted, content as bytes, result ->> 'digest' as digest,
    jsonb_array_length(result -> 'check' -> 'new_units') as "newUnits" from roster_upload where ${mine(id, byId, now)}`.execute(
      db,
    )
  return rows[0]
}

/** One part of what was kept. */
export async function readKept<K extends 'check' | 'bad'>(
  db: Db,
  part: K,
  id: string,
  byId: string | null,
  now: Date,
): Promise<Kept[K] | undefined> {
  const { rows } = await sql<{
    part: Kept[K]
  }>`select result -> ${part}::text as part from roster_upload where ${mine(id, byId, now)}`.execute(db)
  return rows[0]?.part
}

export async function readList(
  db: Db,
  id: string,
  byId: string | null,
  now: Date,
  list: ListName,
  from: number,
  count: number,
): Promise<{ total: number; items: ListItem[] } | undefined> {
  const { rows } = await sql<{ total: number; items: ListItem[] }>`
    select jsonb_array_length(l.list) as total,
      coalesce((select jsonb_agg(e.one order by e.no) from jsonb_array_elements(l.list) with ordinality e(one, no)
        where e.no > ${from} and e.no <= ${from + count}), '[]') as items
    from (select result -> 'lists' -> ${list}::text as list from roster_upload where ${mine(id, byId, now)}) l`.execute(
    db,
  )
  return rows[0]
}

export const deleteUpload = (db: Db, id: string) => db.deleteFrom('roster_upload').where('id', '=', id).execute()

export const deleteExpiredUploads = (db: Db, now: Date) =>
  db.deleteFrom('roster_upload').where('expires_at', '<=', now).execute()
