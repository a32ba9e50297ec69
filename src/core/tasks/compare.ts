/** Compares the tasks that a subject has to have with those that are stored, and says what to change. */
import type { ExpectedTask } from './expected.ts'
import { taskState } from './states.ts'

/** A stored task as far as comparing needs it; instants in Unix milliseconds. */
export interface StoredTask {
  readonly id: string
  readonly detachmentId: string
  readonly unitId: string
  readonly measure: string
  readonly day: string
  readonly slot: string
  readonly opensAt: number
  readonly dueAt: number
  readonly closesAt: number
  readonly state: number
  readonly flagged: boolean
  readonly reason: string | null
  /** Who gave the reason; null: the program. */
  readonly reasonBy: string | null
  readonly measureIds: readonly string[]
}

export interface Difference {
  readonly insert: ExpectedTask[]
  /** No longer expected, changed well before due: not counted any more. */
  readonly withdraw: StoredTask[]
  /** No longer expected, but so shortly before due that it is kept in sight, by name, as exempt. */
  readonly exempt: StoredTask[]
  /** Expected again, or its unit, window or links changed. */
  readonly change: Change[]
}

export interface Change {
  readonly stored: StoredTask
  readonly expected: ExpectedTask
  /** It was withdrawn, or exempt for a reason that no longer holds. */
  readonly reopen: boolean
  /** Takes the times worked out now. */
  readonly retime: boolean
}

/**
 * @param stored tasks of one subject that are due after `now`, and withdrawn ones; what is past due is never touched
 * @param lateGrant whether a task no longer expected was granted away so late that it stays in sight, by name
 */
export function compareTasks(
  expected: readonly ExpectedTask[],
  stored: readonly StoredTask[],
  now: number,
  lateGrant: (stored: StoredTask) => boolean = () => false,
): Difference {
  const difference: Difference = { insert: [], withdraw: [], exempt: [], change: [] }
  const byId = new Map(stored.map((t) => [t.id, t]))
  for (const e of expected) {
    const s = byId.get(e.id)
    if (!s) difference.insert.push(e)
    else compareOne(e, s, now, difference)
    byId.delete(e.id)
  }
  for (const s of byId.values()) {
    if (s.state !== taskState.open) continue
    if (lateGrant(s)) difference.exempt.push(s)
    else difference.withdraw.push(s)
  }
  return difference
}

/** Reasons that reconcile itself gives; an exemption that somebody granted is never taken back by it. */
const ownReasons = new Set(['presence', 'transfer', 'retired', 'consent', 'roster', 'orders', 'declined'])

function compareOne(e: ExpectedTask, s: StoredTask, now: number, difference: Difference): void {
  const own = s.reasonBy === null && s.reason !== null && ownReasons.has(s.reason)
  const withdrawn = s.state === taskState.withdrawn
  const reopen = withdrawn || (s.state === taskState.exempt && own && !(e.declined && s.reason === 'declined'))
  // What is met or exempt moves too: until it is due, it counts where the person is.
  const moved = s.unitId !== e.unitId || s.detachmentId !== e.detachmentId
  // An open window keeps the times that it opened with; a withdrawn task has none to keep.
  const retime = s.opensAt > now || withdrawn
  const retimed = retime && (s.opensAt !== e.opensAt || s.dueAt !== e.dueAt || s.closesAt !== e.closesAt)
  const relinked = s.measureIds.length !== e.measureIds.length || s.measureIds.some((id) => !e.measureIds.includes(id))
  const declines = e.declined && s.state === taskState.open
  if (reopen || moved || retimed || relinked || declines)
    difference.change.push({ stored: s, expected: e, reopen, retime })
}
