/** One spelling of a value as JSON (RFC 8785 for what we publish): keys sorted, no spaces, so that a digest can be compared. */
import { createHash } from 'node:crypto'

/** Texts, integers, lists and objects; what is undefined is not there. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const entries = Object.entries(value)
    .filter(([, v]) => v !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonicalJson(v)}`).join(',')}}`
}

export const digestAlgorithm = 'sha256'

/** The digest of a value's canonical JSON. */
export function digestOf(value: unknown): Buffer {
  return createHash(digestAlgorithm).update(canonicalJson(value)).digest()
}
