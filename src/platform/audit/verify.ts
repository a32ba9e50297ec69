/**
 * Verifies the audit: the chain of seals, every row, every report, and the chain's head against what was printed.
 * It reads one snapshot, so that it can run beside the server, its sealer and retention.
 */
import type pg from 'pg'
import type { Services } from '../services.ts'
import { type Finding, type FindingKind, Findings, type Note } from './findings.ts'
import type { PrintedHead } from './head.ts'
import { checkInsertedReports, checkReports, type ReportCheck, retentionDeleted } from './verify-reports.ts'
import { type SealWalk, walkSeals } from './verify-seals.ts'

export interface Verification {
  /** True where nothing was found; notes do not count. */
  readonly ok: boolean
  readonly seals: number
  readonly rows: number
  readonly reports: number
  /** Audit rows that wait for a seal: how many, and the first hundred ids. */
  readonly unsealed: { readonly count: number; readonly ids: readonly string[] }
  readonly head: {
    readonly no: number
    readonly at: string
    readonly algorithm: string
    readonly digest: string
  } | null
  /** How many findings of each kind. */
  readonly counts: Partial<Record<FindingKind, number>>
  /** The first 500 findings. */
  readonly findings: readonly Finding[]
  readonly notes: readonly Note[]
}

export interface VerifyOptions {
  /** A seal's number and digest as somebody holds it on paper: finds a chain that was computed anew. */
  readonly head?: PrintedHead
  /** Share done, 0 to 1. */
  readonly onProgress?: (share: number) => void
}

/** Days that an audit row is kept; the database's own function of retention says the same. */
export const auditRetentionDays = 1096
const dayMs = 86_400_000
const unsealedTold = 100
/** A sealer that runs has sealed a row within seconds. */
const behindMinutes = 2

export async function verifyAudit(services: Services, options: VerifyOptions = {}): Promise<Verification> {
  const client = await services.database.appPool.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    // Reports stand under row-level security; a verification sees them all and gives none away.
    await client.query(`select set_config('muster.system', 'on', true)`)
    const result = await verifyIn(client, services.clock.now(), options)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    client.release()
  }
}

async function verifyIn(client: pg.ClientBase, now: number, options: VerifyOptions): Promise<Verification> {
  const findings = new Findings()
  const check: ReportCheck = { reports: 0, expired: 0 }
  const { rows } = await client.query<{ n: number }>(
    'select coalesce(sum(cardinality(audit_ids)), 0) as n from audit_seal',
  )
  const total = Math.max(1, Number(rows[0]!.n))
  const expired = await expiredBefore(client)
  const walk = await walkSeals(client, findings, {
    expiredBefore: expired,
    onRows: (found) => checkReports(client, found, findings, check),
    onProgress: (done) => options.onProgress?.(Math.min(0.95, (done / total) * 0.95)),
  })
  await checkUnnamed(client, findings)
  await checkInsertedReports(client, findings, expired)
  const unsealed = await checkTail(client, findings, now)
  await checkHeads(client, findings, walk, options.head)
  addNotes(findings, walk, check)
  options.onProgress?.(1)
  return result(findings, walk, check, unsealed)
}

/** Up to where retention says that it removed audit rows, and no later than their time was up. */
async function expiredBefore(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ before: string; at: Date }>(
    `select detail->>'before' as before, at from audit
     where action = $1 and action <> 'reports.stored' and detail->>'table' = 'audit'`,
    [retentionDeleted],
  )
  const limits = rows.map(({ before, at }) => Math.min(Date.parse(before), at.getTime() - auditRetentionDays * dayMs))
  return Math.max(0, ...limits.filter((limit) => !Number.isNaN(limit)))
}

/** Rows that neither a seal nor the waiting list names, waiting rows that are gone, rows that two seals name. */
async function checkUnnamed(client: pg.ClientBase, findings: Findings): Promise<void> {
  const inserted = await client.query<{ id: string }>(
    `select distinct a.id::text as id from audit a
     where not exists (select 1 from audit_unsealed u where u.audit_id = a.id)
       and not exists (select 1 from (select unnest(audit_ids) as id from audit_seal) s where s.id = a.id)
     order by 1`,
  )
  for (const { id } of inserted.rows) findings.add('row-inserted', { id })
  const gone = await client.query<{ id: string }>(
    `select u.audit_id::text as id from audit_unsealed u
     where not exists (select 1 from audit a where a.id = u.audit_id) order by 1`,
  )
  for (const { id } of gone.rows) findings.add('unsealed-row-missing', { id })
  const twice = await client.query<{ id: string; no: number }>(
    `select s.id::text as id, max(s.no) as no from (select no, unnest(audit_ids) as id from audit_seal) s
     group by s.id having count(*) > 1 order by 1`,
  )
  for (const { id, no } of twice.rows) findings.add('row-sealed-twice', { id, no })
}

async function checkTail(client: pg.ClientBase, findings: Findings, now: number): Promise<Verification['unsealed']> {
  const { rows } = await client.query<{ id: string; at: Date }>(
    `select a.id::text as id, a.at from audit_unsealed u join audit a on a.id = u.audit_id order by a.at, a.id`,
  )
  const first = rows[0]
  if (first) {
    findings.note('unsealed-tail', { count: rows.length, since: first.at.toISOString() })
    const minutes = Math.floor((now - first.at.getTime()) / 60_000)
    if (minutes >= behindMinutes) findings.note('sealer-behind', { minutes })
  }
  return { count: rows.length, ids: rows.slice(0, unsealedTold).map((row) => row.id) }
}

/** The chain against digests on paper: the one that was given, and those that the program remembers to have printed. */
async function checkHeads(client: pg.ClientBase, findings: Findings, walk: SealWalk, head: PrintedHead | undefined) {
  const { rows } = await client.query<{ no: number; digest: string; at: Date }>(
    `select seal_no as no, encode(seal_digest, 'hex') as digest, min(at) as at from published
     where seal_no is not null and seal_digest is not null group by 1, 2 order by 1`,
  )
  const printed = rows.map((row) => ({ ...row, source: row.at.toISOString() }))
  const given = head ? [{ ...head, source: '--head' }] : []
  const last = walk.last?.no ?? 0
  for (const { no, digest, source } of [...given, ...printed]) {
    const seal = await client.query<{ digest: string }>(
      `select encode(digest, 'hex') as digest from audit_seal where no = $1`,
      [no],
    )
    const there = seal.rows[0]?.digest
    if (there === undefined) findings.add('head-missing', { no, last, source })
    else if (!there.startsWith(digest)) findings.add('head-differs', { no, source })
  }
}

function addNotes(findings: Findings, walk: SealWalk, check: ReportCheck): void {
  if (walk.seals === 0) findings.note('empty')
  if (walk.late.count > 0) findings.note('sealed-late', walk.late)
  if (walk.expired > 0) findings.note('expired', { count: walk.expired })
  if (check.expired > 0) findings.note('reports-expired', { count: check.expired })
}

function result(
  findings: Findings,
  walk: SealWalk,
  check: ReportCheck,
  unsealed: Verification['unsealed'],
): Verification {
  const { last } = walk
  return {
    ok: findings.total === 0,
    seals: walk.seals,
    rows: walk.rows,
    reports: check.reports,
    unsealed,
    head: last
      ? { no: last.no, at: last.at.toISOString(), algorithm: last.algorithm, digest: last.digest.toString('hex') }
      : null,
    counts: Object.fromEntries(findings.counts),
    findings: findings.told,
    notes: findings.notes,
  }
}
