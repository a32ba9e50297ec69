/** SQL of files: what was sent by whom, and whether a report names it. */
import { sql } from 'kysely'
import type { Tx } from '../work.ts'

export interface FileRow {
  id: string
  digest: string
  media_type: string
  owner_kind: string
  owner_id: string
  unit_id: string | null
}

export async function insertFile(
  tx: Tx,
  row: FileRow & { bytes: number; width: number; height: number; created_at: Date },
): Promise<void> {
  await sql`insert into file (id, digest, media_type, bytes, width, height, owner_kind, owner_id, unit_id, created_at)
    values (${row.id}, ${row.digest}, ${row.media_type}, ${row.bytes}, ${row.width}, ${row.height}, ${row.owner_kind}, ${row.owner_id},
      ${row.unit_id}, ${row.created_at})`.execute(tx)
}

export async function fileById(tx: Tx, id: string): Promise<FileRow | undefined> {
  const { rows } =
    await sql<FileRow>`select id, digest, media_type, owner_kind, owner_id, unit_id from file where id = ${id}`.execute(
      tx,
    )
  return rows[0]
}

/** Notes that these files are named by something kept; what nothing names goes after a while. */
export async function markUsed(tx: Tx, ids: readonly string[], now: Date): Promise<void> {
  await sql`update file set used_at = ${now} where id = any(${ids}::uuid[]) and used_at is null`.execute(tx)
}

/** Some files older than `before` that nothing was known to name. */
export async function unusedFiles(
  tx: Tx,
  before: Date,
  most: number,
): Promise<{ id: string; owner_id: string; created_at: Date }[]> {
  const { rows } = await sql<{
    id: string
    owner_id: string
    created_at: Date
  }>`select id, owner_id, created_at from file
    where used_at is null and created_at < ${before} order by created_at limit ${most} for update skip locked`.execute(
    tx,
  )
  return rows
}

/** Deletes the rows and returns the digests that no other row has. */
export async function deleteFiles(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{
    digest: string
  }>`with gone as (delete from file where id = any(${ids}::uuid[]) returning id, digest)
    select distinct digest from gone where not exists (select from file f where f.digest = gone.digest and not f.id = any(${ids}::uuid[]))`.execute(
    tx,
  )
  return rows.map((row) => row.digest)
}
