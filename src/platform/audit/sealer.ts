/** The sealer: once a second it puts every audit row that waits into the chain of seals, outside the write path. */
import { type RawBuilder, sql } from 'kysely'
import type { Services } from '../services.ts'
import { systemContext, type Tx, type Work, work } from '../work.ts'
import {
  type Algorithm,
  type AuditText,
  auditColumns,
  byId,
  isSupported,
  rowDigest,
  sealDigest,
  zeros,
} from './digest.ts'

/** Rows in one seal: with 32 + 16 bytes each a seal stays below 250 kB, and a transaction below a tenth of a second. */
const rowsPerSeal = 5000
/** One sealer at a time among all nodes; any number that nobody else takes. */
const sealerLock = 6_872_014
/** The setting that names the algorithm of new seals: `"sha256"` or `"sm3"`. */
export const algorithmSetting = 'audit.algorithm'

/** Seals everything that waits. @returns how many rows were sealed */
export async function sealAudit(services: Services): Promise<number> {
  let sealed = 0
  for (;;) {
    const rows = await work(systemContext(services), sealOnce)
    sealed += rows
    if (rows < rowsPerSeal) return sealed
  }
}

async function sealOnce(w: Work): Promise<number> {
  const lock = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${sealerLock}) as mine`.execute(w.tx)
  if (!lock.rows[0]!.mine) return 0
  // A row whose writer has not committed is not seen yet and comes with a later seal: sealing order, not order of ids.
  const waiting = await sql<{ id: string }>`select audit_id as id from audit_unsealed order by audit_id
    limit ${rowsPerSeal} for update skip locked`.execute(w.tx)
  const ids = waiting.rows.map((row) => row.id)
  if (ids.length === 0) return 0
  await writeSeal(w, ids)
  await sql`delete from audit_unsealed where audit_id = any (${ids}::uuid[])`.execute(w.tx)
  return ids.length
}

async function writeSeal(w: Work, ids: string[]): Promise<void> {
  const last = await w.tx
    .selectFrom('audit_seal')
    .select(['no', 'digest'])
    .orderBy('no', 'desc')
    .limit(1)
    .executeTakeFirst()
  const algorithm = await chosenAlgorithm(w.tx)
  const columns: RawBuilder<unknown> = sql.raw(auditColumns)
  const found = await sql<AuditText>`select ${columns} from audit where id = any (${ids}::uuid[])`.execute(w.tx)
  const rows = byId(found.rows)
  const content = {
    no: Number(last?.no ?? 0) + 1,
    at: w.now.getTime(),
    algorithm,
    previous: last?.digest ?? zeros,
    ids,
    rowDigests: Buffer.concat(ids.map((id) => rowDigest(algorithm, rows.get(id) ?? []))),
  }
  await sql`insert into audit_seal (no, at, algorithm, previous, audit_ids, row_digests, digest)
    values (${content.no}, ${w.now}, ${algorithm}, ${content.previous}, ${ids}::uuid[], ${content.rowDigests},
      ${sealDigest(content)})`.execute(w.tx)
}

async function chosenAlgorithm(tx: Tx): Promise<Algorithm> {
  const row = await tx.selectFrom('setting').select('value').where('name', '=', algorithmSetting).executeTakeFirst()
  return typeof row?.value === 'string' && isSupported(row.value) ? row.value : 'sha256'
}
