/** The digests of what was printed or exported. */
import { sql } from 'kysely'
import { retentionDeleted } from '#platform/audit/verify-reports.ts'
import type { Tx } from '#platform/work.ts'
import type { AskedList } from './recount.ts'

export interface PublishedRow {
  id: string
  at: Date
  kind: string
  unit_id: string | null
  day: string | null
  as_of: Date
  seal_no: number | null
  seal_digest: Buffer | null
  algorithm: string
  digest: Buffer
  by_id: string | null
}

export async function insertPublished(tx: Tx, row: PublishedRow): Promise<void> {
  await tx.insertInto('published').values(row).execute()
}

/** Published figures whose digest begins so (hexadecimal, whole bytes); the newest first. */
export async function publishedByDigest(tx: Tx, hex: string): Promise<PublishedRow[]> {
  const from = Buffer.from(hex, 'hex')
  const upto = Buffer.concat([from, Buffer.alloc(32 - from.length, 0xff)])
  const { rows } = await sql<PublishedRow>`
    select id, at, kind, unit_id, day, as_of, seal_no, seal_digest, algorithm, digest, by_id from published
    where digest >= ${from} and digest <= ${upto} order by at desc limit 20`.execute(tx)
  return rows
}

/** The question behind a printed list, from the audit row that was written with it. */
export async function askedOf(tx: Tx, row: PublishedRow): Promise<AskedList | undefined> {
  const { rows } = await sql<{ of: AskedList | null }>`select detail->'of' as of from audit
    where id >= uuid_floor(${row.at}) and id < uuid_floor(${new Date(row.at.getTime() + 1000)})
      and action = 'figures.published' and action <> 'reports.stored' and subject_id = ${row.id}`.execute(tx)
  return rows[0]?.of ?? undefined
}

/** Tasks of days up to this one may be gone by retention. */
export async function tasksGoneUpTo(tx: Tx): Promise<string | undefined> {
  const { rows } = await sql<{
    day: string | null
  }>`select max((detail->>'before')::timestamptz)::date::text as day from audit
    where action = ${retentionDeleted} and action <> 'reports.stored' and detail->>'table' = 'task'`.execute(tx)
  return rows[0]?.day ?? undefined
}
