/** The digests that a seal is made of. Everything here is part of the proof: a changed byte makes every old seal wrong. */
import { createHash, getHashes } from 'node:crypto'

export const algorithms = ['sha256', 'sm3'] as const
/** A digest of 32 bytes, named in every seal. */
export type Algorithm = (typeof algorithms)[number]
export const digestBytes = 32

/** Whether this program's crypto library has the algorithm. */
export const isSupported = (name: string): name is Algorithm =>
  (algorithms as readonly string[]).includes(name) && getHashes().includes(name)

/** `previous` of the first seal, and the digest of a row that was gone when it was to be sealed. */
export const zeros = Buffer.alloc(digestBytes)

/**
 * One audit row as `auditColumns` reads it: texts and nulls only, so that no driver setting changes a byte.
 * `at` is microseconds since 1970, `detail` the database's own text of the JSON.
 */
export interface AuditText {
  readonly id: string
  readonly detachment_id: string
  readonly at: string
  readonly actor_kind: string
  readonly actor_id: string | null
  readonly actor_name: string | null
  readonly action: string
  readonly subject_kind: string | null
  readonly subject_id: string | null
  readonly unit_id: string | null
  readonly detail: string | null
  readonly report_ids: string | null
  /** Hexadecimal. */
  readonly digests: string | null
}

/** The columns of `AuditText`, for `select … from audit`. */
export const auditColumns = `id::text as id, detachment_id::text as detachment_id,
  (extract(epoch from at) * 1000000)::bigint::text as at, actor_kind, actor_id::text as actor_id, actor_name, action,
  subject_kind, subject_id::text as subject_id, unit_id::text as unit_id, detail::text as detail,
  array_to_string(report_ids, ',') as report_ids, encode(digests, 'hex') as digests`

/** A row's canonical text: a JSON list of its columns in the order of the table. */
export function canonicalAudit(row: AuditText): string {
  return JSON.stringify([
    row.id,
    row.detachment_id,
    row.at,
    row.actor_kind,
    row.actor_id,
    row.actor_name,
    row.action,
    row.subject_kind,
    row.subject_id,
    row.unit_id,
    row.detail,
    row.report_ids,
    row.digests,
  ])
}

/**
 * The digest of the row of one id; zeros where there is none. Two rows under one id (another detachment added by hand)
 * are digested together, so that the second one shows.
 */
export function rowDigest(algorithm: Algorithm, rows: readonly AuditText[]): Buffer {
  if (rows.length === 0) return zeros
  const texts = rows.map(canonicalAudit).sort()
  return createHash(algorithm).update(texts.join('\n')).digest()
}

export interface SealContent {
  readonly no: number
  /** Unix milliseconds. */
  readonly at: number
  readonly algorithm: Algorithm
  readonly previous: Uint8Array
  readonly ids: readonly string[]
  /** 32 bytes for each id. */
  readonly rowDigests: Uint8Array
}

/** digest( "muster seal 1" ‖ algorithm ‖ previous ‖ no ‖ at ‖ how many ‖ ids ‖ row digests ); numbers as 8 bytes, big endian. */
export function sealDigest(seal: SealContent): Buffer {
  const numbers = Buffer.alloc(24)
  numbers.writeBigUInt64BE(BigInt(seal.no), 0)
  numbers.writeBigInt64BE(BigInt(seal.at), 8)
  numbers.writeBigUInt64BE(BigInt(seal.ids.length), 16)
  return createHash(seal.algorithm)
    .update(`muster seal 1\0${seal.algorithm}\0`)
    .update(seal.previous)
    .update(numbers)
    .update(Buffer.from(seal.ids.join('').replaceAll('-', ''), 'hex'))
    .update(seal.rowDigests)
    .digest()
}

/** Puts rows under their ids. */
export function byId(rows: readonly AuditText[]): Map<string, AuditText[]> {
  const map = new Map<string, AuditText[]>()
  for (const row of rows) {
    const list = map.get(row.id)
    if (list) list.push(row)
    else map.set(row.id, [row])
  }
  return map
}
