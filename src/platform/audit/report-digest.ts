/**
 * The salted digest under which a report enters the audit. It runs once for each report on the hot path, and again when
 * the audit is verified, from what the database gives back.
 */
import { createHash } from 'node:crypto'

/** What of a report is proven: all that it says, about whom, by whom, when, and what the rules made of it. */
export interface ReportContent {
  readonly id: string
  readonly detachment_id: string
  readonly subject_kind: string
  readonly subject_id: string
  readonly unit_id: string
  readonly form: string
  readonly form_version: number
  /** Unix milliseconds, as all instants here; a Date is taken too. */
  readonly observed_at: number | Date
  readonly received_at: number | Date
  readonly sent_at?: number | Date | null
  readonly first_tried_at?: number | Date | null
  readonly clamped: boolean
  readonly sender_kind: string
  readonly sender_id: string | null
  readonly channel: string
  readonly corrects: string | null
  readonly flags: readonly string[]
  /** Parsed JSON, as it goes to the `answers` column. */
  readonly answers: unknown
}

export const saltBytes = 16
export const reportDigestBytes = 32

const ms = (at: number | Date | null | undefined): string =>
  at === null || at === undefined ? '' : String(typeof at === 'number' ? at : at.getTime())

/**
 * JSON with sorted keys: jsonb gives keys back in its own order. Values are written by `JSON.stringify`, so 36.60 and
 * 36.6 are the same; undefined members are left out, as they are when stored.
 */
function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  const object = value as Record<string, unknown>
  const keys = Object.keys(object)
  if (keys.length > 1) keys.sort()
  let text = ''
  for (const key of keys) {
    const member = object[key]
    if (member === undefined) continue
    text += `${text && ','}${JSON.stringify(key)}:${canonicalJson(member)}`
  }
  return `{${text}}`
}

/**
 * The canonical bytes of a report. Fields that only the program makes (ids, codes, numbers) hold no line break, so a
 * line each is unambiguous; flags and answers, which hold anything, come last and as JSON. A sender may write an id in
 * capitals; the database gives it back in small letters.
 */
export function canonicalReport(row: ReportContent): Buffer {
  return Buffer.from(canonicalText(row))
}

const canonicalText = (row: ReportContent): string =>
  `muster report 1\n${row.id.toLowerCase()}\n${row.detachment_id}\n${row.subject_kind}\n${row.subject_id}\n${row.unit_id}\n${row.form}\n${
    row.form_version
  }\n${ms(row.observed_at)}\n${ms(row.received_at)}\n${ms(row.sent_at)}\n${ms(row.first_tried_at)}\n${
    row.clamped ? 1 : 0
  }\n${row.sender_kind}\n${row.sender_id ?? ''}\n${row.channel}\n${row.corrects?.toLowerCase() ?? ''}\n${JSON.stringify(row.flags)}\n${canonicalJson(row.answers)}`

/** SHA-256(salt ‖ canonical report): 32 bytes. The salt keeps a short answer from being guessed out of the audit. */
export function reportDigest(salt: Uint8Array, row: ReportContent): Buffer {
  return createHash('sha256').update(salt).update(canonicalText(row)).digest()
}
