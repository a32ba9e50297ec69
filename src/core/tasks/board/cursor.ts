/** Where a list's next page begins, as an opaque word for addresses. */
import { Problem } from '#platform/problems.ts'
import { boardProblems } from './schema.ts'

export interface LastRow {
  readonly unitId: string
  readonly name: string
  readonly id: string
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export function writeCursor(last: LastRow): string {
  return Buffer.from(JSON.stringify([last.unitId, last.name, last.id])).toString('base64url')
}

/**
 * @param unitIds the list's units in order; rows count from 1 in it
 * @throws list-moved where the cursor is not one of ours or its unit is no longer in the list
 */
export function readCursor(cursor: string, unitIds: readonly string[]): { ord: number; name: string; id: string } {
  const parts = parse(cursor)
  const ord = parts ? unitIds.indexOf(parts[0]) + 1 : 0
  if (!parts || ord === 0) throw new Problem(boardProblems['list-moved'])
  return { ord, name: parts[1], id: parts[2] }
}

function parse(cursor: string): [string, string, string] | undefined {
  try {
    const [unitId, name, id, ...more]: unknown[] = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (typeof unitId !== 'string' || typeof name !== 'string' || typeof id !== 'string' || more.length > 0)
      return undefined
    // PostgreSQL takes no U+0000 in a text.
    return uuid.test(unitId) && uuid.test(id) && !name.includes('\u0000') ? [unitId, name, id] : undefined
  } catch {
    return undefined
  }
}
