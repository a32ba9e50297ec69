/** The digests of what was printed or exported. */
import { sql } from 'kysely'
import type { Tx } from '#platform/work.ts'

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
