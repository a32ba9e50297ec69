/** Whether the browser may make the first administrator: in an empty system, or in one that holds the sample alone. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type Kysely, sql } from 'kysely'
import type { DB } from '#platform/database/types.generated.ts'

const sample = new URL('../../../../sample/shungeng.csv', import.meta.url)
let digest: Promise<string | undefined> | undefined

/** SHA-256 of the sample's roster as it came with the program; undefined where it did not. */
function sampleDigest(): Promise<string | undefined> {
  digest ??= readFile(sample).then(
    (bytes) => createHash('sha256').update(bytes).digest('hex'),
    () => undefined,
  )
  return digest
}

/**
 * Whether everybody in the roster is fictional. With real people in it, whoever came first over the network could make
 * himself the administrator of their data: then it takes the terminal of the server.
 */
export async function holdsSampleOnly(db: Kysely<DB>): Promise<boolean> {
  const known = await sampleDigest()
  if (known === undefined) return false
  const { rows } = await sql<{ sample: boolean; other: boolean }>`select
    coalesce(bool_or(file_digest = ${known}), false) as sample, coalesce(bool_or(file_digest <> ${known}), false) as other
    from roster_import where state <> 'failed'`.execute(db)
  return rows[0]!.sample && !rows[0]!.other
}
