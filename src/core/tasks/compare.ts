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
  readonly measureIds: readonly string[]
}

export interface Difference {
  readonly insert: ExpectedTask[]
  /** No longer expected, changed well before due: not counted any more. */
  readonly withdraw: StoredTask[]
  /** No longer expected, but so shortly before due that it is kept in sight, by name, as exempt. */
  readonly exempt: StoredTask[]
  /** Expected again, or its unit, window or links changed. */
  readonly change: { stored: StoredTask; expected: ExpectedTask; reopen: boolean }[]
}

/** What is granted later than this before due is listed by name instead of vanishing. */
export const lateGrantMs = 3_600_000

/**
 * @param stored tasks of one subject that are due after `now`; what is past due is never touched
 */
export function compareTasks(expected: readonly ExpectedTask[], stored: readonly StoredTask[], now: number): Difference {
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
    if (s.dueAt - now < lateGrantMs) difference.exempt.push(s)
    else difference.withdraw.push(s)
  }
  return difference
}

/** Reasons that reconcile itself gives; an exemption that somebody granted is never taken back by it. */
const ownReasons = new Set(['presence', 'transfer', 'retired', 'consent', 'roster', 'orders', 'declined'])

function compareOne(e: ExpectedTask, s: StoredTask, now: number, difference: Difference): void {
  const own = s.reason !== null && ownReasons.has(s.reason)
  const reopen =
    s.state === taskState.withdrawn || (s.state === taskState.exempt && own && !(e.declined && s.reason === 'declined'))
  const open = s.state === taskState.open || reopen
  if (!open) return
  const moved = s.unitId !== e.unitId || s.detachmentId !== e.detachmentId
  // An open window keeps the times that it opened with.
  const retimed = s.opensAt > now && (s.opensAt !== e.opensAt || s.dueAt !== e.dueAt || s.closesAt !== e.closesAt)
  const relinked = s.measureIds.length !== e.measureIds.length || s.measureIds.some((id) => !e.measureIds.includes(id))
  const declines = e.declined && s.state === taskState.open
  if (reopen || moved || retimed || relinked || declines) difference.change.push({ stored: s, expected: e, reopen })
}
