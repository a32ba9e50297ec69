/** Sums what Today counts: what is overdue and still can be reported, and what is still to come today. */
import type { GroupRow } from './store.ts'

/** One measure, day and slot at the unit and below. */
export interface Group {
  readonly measure: string
  readonly day: string
  readonly slot: string
  readonly opensAt: number
  readonly dueAt: number
  readonly closesAt: number
  readonly reported: number
  readonly owed: number
  readonly exempt: number
  /** What lacks, by child; most first. */
  readonly where: readonly { path: string; missing: number }[]
}

export function groups(rows: readonly GroupRow[]): Group[] {
  const byKey = Map.groupBy(rows, (r) => `${r.measure} ${r.day} ${r.slot}`)
  return [...byKey.values()].map((list) => {
    const sum = (pick: (r: GroupRow) => number) => list.reduce((n, r) => n + pick(r), 0)
    const { measure, day, slot } = list[0]!
    return {
      measure,
      day,
      slot,
      opensAt: Math.min(...list.map((r) => r.opens_at.getTime())),
      dueAt: Math.min(...list.map((r) => r.due_at.getTime())),
      closesAt: Math.max(...list.map((r) => r.closes_at.getTime())),
      reported: sum((r) => r.met),
      owed: sum((r) => r.expected - r.exempt),
      exempt: sum((r) => r.exempt),
      where: list
        .map((r) => ({ path: r.child, missing: r.expected - r.exempt - r.met }))
        .filter((w) => w.missing > 0)
        .sort((a, b) => b.missing - a.missing || (a.path < b.path ? -1 : 1)),
    }
  })
}

/** Past due, something lacks, and the window is open: it still can be mended. Longest overdue first. */
export const overdue = (list: readonly Group[], now: number): Group[] =>
  list.filter((g) => g.dueAt < now && g.closesAt > now && g.where.length > 0).sort((a, b) => a.dueAt - b.dueAt)

/** Due later today, soonest first; what is all in already is left out. */
export const toDo = (list: readonly Group[], today: string, now: number): Group[] =>
  list.filter((g) => g.day === today && g.dueAt >= now && g.where.length > 0).sort((a, b) => a.dueAt - b.dueAt)
