/** Where a list's next page begins, as an opaque word for addresses. */
import { Problem } from '#platform/problems.ts'
import { boardProblems } from './schema.ts'

/** The last row of a page, and the slice that it stood in. */
export interface LastRow {
  readonly measure: string
  readonly slot: string
  readonly unitId: string
  readonly name: string
  readonly id: string
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export function writeCursor({ measure, slot, unitId, name, id }: LastRow): string {
  return Buffer.from(JSON.stringify([measure, slot, unitId, name, id])).toString('base64url')
}

/** @throws list-moved where the cursor is not one of ours */
export function readCursor(cursor: string): LastRow {
  const parts = parse(cursor)
  if (!parts) throw new Problem(boardProblems['list-moved'])
  const [measure, slot, unitId, name, id] = parts
  return { measure, slot, unitId, name, id }
}

type Parts = [string, string, string, string, string]

function parse(cursor: string): Parts | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (!Array.isArray(parts) || parts.length !== 5) return undefined
    // PostgreSQL takes no U+0000 in a text.
    if (!parts.every((x) => typeof x === 'string' && !x.includes('\u0000'))) return undefined
    const [, , unitId, , id] = parts as Parts
    return uuid.test(unitId) && uuid.test(id) ? (parts as Parts) : undefined
  } catch {
    return undefined
  }
}
