/** Reading the audit, which is itself audited. */
import { createHash } from 'node:crypto'
import { roots } from '../access/actor.ts'
import type { Text } from '../texts.ts'
import { type Context, type Work, work } from '../work.ts'
import { auditHead } from './head.ts'
import { auditShown, wordsIn } from './names.ts'
import type { AuditEntryShape, AuditPageShape, AuditQuery, HeadShape } from './schema.ts'
import { countUnsealed, readLately, searchAudit } from './store.ts'

const defaultLimit = 50
const sameListMs = 5 * 60_000

/** One page of the audit, newest first, within the units whose audit the reader may read. */
export function readAudit(context: Context, query: AuditQuery): Promise<AuditPageShape> {
  const { actor } = context
  return work(context, async (w) => {
    const limit = query.limit ?? defaultLimit
    const held = roots(actor, 'audit.read')
    // '' is the root of every path: the whole installation.
    const visible = actor.kind === 'system' || held.includes('') ? undefined : held
    const rows = await searchAudit(w.tx, query, visible, limit + 1)
    const entries = rows.slice(0, limit)
    const { before: _page, limit: _limit, ...filter } = query
    const list = createHash('sha256').update(JSON.stringify(filter)).digest('hex').slice(0, 16)
    const lately = await readLately(w.tx, actor.id, list, new Date(w.now.getTime() - sameListMs))
    // The words searched for may be a name: the audit keeps which fields were asked, and the list's digest.
    if (!lately) w.audit({ action: 'audit.read', detail: { list, by: Object.keys(filter).sort() } })
    const names = await namesOf(w, entries)
    return { entries, names, next: rows.length > limit ? entries.at(-1)!.id : null }
  })
}

async function namesOf(w: Work, entries: readonly AuditEntryShape[]): Promise<Record<string, Text>> {
  const names = new Map<string, Text>()
  await w.announce(auditShown, { words: wordsIn(entries.map((one) => one.detail)), names })
  return Object.fromEntries(names)
}

/** The newest seal and how many rows wait for the next. */
export function readHead(context: Context): Promise<HeadShape> {
  return work(context, async (w) => {
    const head = await auditHead(w.tx)
    const unsealed = await countUnsealed(w.tx)
    if (!head) return { no: 0, at: null, algorithm: null, digest: null, unsealed }
    return { ...head, at: head.at.toISOString(), unsealed }
  })
}
