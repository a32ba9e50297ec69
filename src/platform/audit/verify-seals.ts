/** Walks the chain of seals and holds every audit row against the digest under which it was sealed. */
import type pg from 'pg'
import { uuidTime } from '../clock.ts'
import { type AuditText, auditColumns, byId, digestBytes, isSupported, rowDigest, sealDigest, zeros } from './digest.ts'
import type { Findings } from './findings.ts'

export interface SealRow {
  readonly no: number
  readonly at: Date
  readonly algorithm: string
  readonly previous: Buffer
  readonly audit_ids: string[]
  readonly row_digests: Buffer
  readonly digest: Buffer
}

export interface SealWalk {
  seals: number
  rows: number
  expired: number
  late: { count: number; id: string }
  last: SealRow | undefined
}

/** Rows read at once: some megabytes. */
const rowsAtOnce = 5000
const sealsAtOnce = 500
const lateMs = 3_600_000

export interface WalkOptions {
  /** Audit rows before this instant (Unix milliseconds) went by retention; their seals stay. */
  readonly expiredBefore: number
  /** Called with rows that are present and unchanged or not; reports are checked from them. */
  onRows(rows: readonly AuditText[]): Promise<void>
  onProgress(sealed: number): void
}

export async function walkSeals(client: pg.ClientBase, findings: Findings, options: WalkOptions): Promise<SealWalk> {
  const walk: SealWalk = { seals: 0, rows: 0, expired: 0, late: { count: 0, id: '' }, last: undefined }
  for (;;) {
    const { rows: seals } = await client.query<SealRow>(
      `select no, at, algorithm, previous, audit_ids, row_digests, digest from audit_seal where no > $1 order by no limit $2`,
      [walk.last?.no ?? Number.MIN_SAFE_INTEGER, sealsAtOnce],
    )
    if (seals.length === 0) return walk
    for (const seal of seals) {
      checkSeal(seal, walk.last, findings)
      walk.last = seal
    }
    for (const group of grouped(seals)) await checkRows(client, group, walk, findings, options)
    walk.seals += seals.length
    options.onProgress(walk.rows)
  }
}

/** A seal follows from the one before it, and its digest from its content. */
function checkSeal(seal: SealRow, last: SealRow | undefined, findings: Findings): void {
  const expected = (last?.no ?? 0) + 1
  if (seal.no < expected) findings.add('seal-changed', { no: seal.no })
  else if (seal.no > expected) findings.add('seal-missing', { from: expected, to: seal.no - 1 })
  else if (!seal.previous.equals(last?.digest ?? zeros)) findings.add('seal-broken', { no: seal.no })
  if (!isSupported(seal.algorithm)) {
    findings.add('seal-algorithm', { no: seal.no, algorithm: seal.algorithm })
    return
  }
  const { no, algorithm, previous, audit_ids: ids, row_digests: rowDigests } = seal
  const whole = rowDigests.length === ids.length * digestBytes
  const digest = sealDigest({ no, at: seal.at.getTime(), algorithm, previous, ids, rowDigests })
  if (!whole || !digest.equals(seal.digest)) findings.add('seal-changed', { no })
}

function* grouped(seals: readonly SealRow[]): Iterable<SealRow[]> {
  let group: SealRow[] = []
  let rows = 0
  for (const seal of seals) {
    group.push(seal)
    rows += seal.audit_ids.length
    if (rows < rowsAtOnce) continue
    yield group
    group = []
    rows = 0
  }
  if (group.length > 0) yield group
}

async function checkRows(
  client: pg.ClientBase,
  seals: readonly SealRow[],
  walk: SealWalk,
  findings: Findings,
  options: WalkOptions,
): Promise<void> {
  const ids = seals.flatMap((seal) => seal.audit_ids)
  const { rows } = await client.query<AuditText>(`select ${auditColumns} from audit where id = any ($1::uuid[])`, [ids])
  const found = byId(rows)
  for (const seal of seals) {
    if (!isSupported(seal.algorithm)) continue
    for (const [i, id] of seal.audit_ids.entries()) {
      const sealed = seal.row_digests.subarray(i * digestBytes, (i + 1) * digestBytes)
      checkRow({ seal, id, sealed, rows: found.get(id) ?? [] }, walk, findings, options)
    }
  }
  walk.rows += ids.length
  await options.onRows(rows)
}

interface RowCheck {
  readonly seal: SealRow
  readonly id: string
  readonly sealed: Buffer
  readonly rows: readonly AuditText[]
}

function checkRow(
  { seal, id, sealed, rows }: RowCheck,
  walk: SealWalk,
  findings: Findings,
  options: WalkOptions,
): void {
  if (rows.length === 0) {
    if (sealed.equals(zeros)) findings.add('row-gone-before-seal', { id, no: seal.no })
    else if (uuidTime(id) < options.expiredBefore) walk.expired++
    else findings.add('row-missing', { id, no: seal.no })
    return
  }
  if (!isSupported(seal.algorithm)) return
  if (!rowDigest(seal.algorithm, rows).equals(sealed)) findings.add('row-changed', { id, no: seal.no })
  if (seal.at.getTime() - Number(rows[0]!.at) / 1000 > lateMs) {
    walk.late.count++
    walk.late.id ||= id
  }
}
