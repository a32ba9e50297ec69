/** What the orders' pages work out without a browser: the ladder's times, the day's bar, what is shown of a clause. */
import type { Text } from '#platform/texts.ts'
import type { CampaignState, CampaignView, ClauseView, MeasureView, SlotView } from '../schema.ts'

/** '07:30' → 450. */
export const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

const pad = (n: number): string => String(n).padStart(2, '0')

/** Minutes after 00:00 as the clock shows them, and how many days later. */
export function clockOf(minutes: number): { time: string; days: number } {
  const days = Math.floor(minutes / 1440)
  const rest = minutes - days * 1440
  return { time: `${pad(Math.floor(rest / 60))}:${pad(rest % 60)}`, days }
}

/** What somebody typed as a time: 7:30, 730, 0730, 7：30 → 07:30; undefined where it is none. */
export function readTime(text: string): string | undefined {
  const plain = text.normalize('NFKC').trim().replace(/[.]/g, ':')
  const found = /^(\d{1,2}):(\d{2})$/.exec(plain) ?? /^(\d{1,2})(\d{2})$/.exec(plain)
  if (!found) return undefined
  const [hours, minutes] = [Number(found[1]), Number(found[2])]
  if (minutes > 59 || hours > 24 || (hours === 24 && minutes > 0)) return undefined
  return `${pad(hours)}:${pad(minutes)}`
}

export type ClauseState = 'on' | 'paused' | 'ready' | 'off'

/** A clause is on where one of its measures is and the campaign runs; in a draft those that will start say so. */
export function clauseState(clause: ClauseView, campaign: CampaignState): ClauseState {
  const on = clause.measures.some((m) => m.state === 'on')
  if (campaign === 'stopped') return 'off'
  if (campaign === 'paused' && on) return 'paused'
  if (on) return 'on'
  if (clause.measures.some((m) => m.state === 'paused')) return 'paused'
  return campaign === 'draft' && clause.measures.some((m) => m.ready) ? 'ready' : 'off'
}

/** Tasks a day of the measures that are on (or will start); 0 where none is. */
export const clauseTasks = (clause: ClauseView, campaign: CampaignState): number =>
  clause.measures
    .filter((m) => (campaign === 'draft' ? m.ready : campaign === 'running' && m.state === 'on'))
    .reduce((n, m) => n + m.tasks_a_day, 0)

export const allClauses = (campaign: CampaignView): ClauseView[] => campaign.directives.flatMap((d) => d.clauses)

/** The clause that an address names: by its code, its id, or a measure's code; else the first that is on. */
export function findClause(
  campaign: CampaignView,
  at: { code?: string | undefined; id?: string | undefined; measure?: string | undefined },
): ClauseView | undefined {
  const clauses = allClauses(campaign)
  return (
    clauses.find((c) => c.code === at.code) ??
    clauses.find((c) => c.id === at.id) ??
    clauses.find((c) => at.measure !== undefined && c.measures.some((m) => m.code === at.measure)) ??
    clauses.find((c) => clauseState(c, campaign.state) !== 'off') ??
    clauses[0]
  )
}

/** A unit as its people call it: a squad or office with its station, others by their own name. */
export const shortName = (gap: { names: readonly string[]; unit: { kind: string } }): string =>
  gap.names.slice(['squad', 'office'].includes(gap.unit.kind) ? -2 : -1).join(' ')

export interface Rung {
  /** Steps told at the same time stand together. */
  readonly titles: readonly Text[]
  readonly minutes: number
  readonly last: boolean
}

/** The steps of a measure's ladder in time, those of one moment together. The first step is whoever owes it. */
export function rungs(
  measure: Pick<MeasureView, 'late' | 'owner' | 'subject'>,
  ladder: CampaignView['ladder'],
): Rung[] {
  const found = new Map<number, Text[]>()
  for (const step of ladder) {
    const minutes = measure.late[step.code]
    if (typeof minutes !== 'number') continue
    const title = step.code === 'self' ? measure.owner : step.title
    const titles = found.get(minutes) ?? []
    // The owner of a place may be the very chief that a later step names.
    if (!titles.some((x) => x.zh === title.zh)) titles.push(title)
    found.set(minutes, titles)
  }
  const sorted = [...found].sort((a, b) => a[0] - b[0])
  return sorted.map(([minutes, titles], i) => ({ titles, minutes, last: i === sorted.length - 1 }))
}

/**
 * Where a ladder stands: how many minutes after due its last step was that has come by now; null before due.
 * @param time the local time of day, `10:46`
 */
export function reachedOf(due: string, steps: readonly Pick<Rung, 'minutes'>[], time: string): number | null {
  const passed = minutesOf(time) - minutesOf(due)
  if (passed < 0) return null
  return steps.reduce((last, s) => (s.minutes <= passed ? s.minutes : last), 0)
}

/** The slot to speak of now: the last that has opened today, else the first. */
export function slotNow(slots: readonly SlotView[], time: string): SlotView | undefined {
  return slots.findLast((s) => minutesOf(s.opens) <= minutesOf(time)) ?? slots[0]
}

export interface BarPart {
  readonly kind: 'open' | 'late'
  /** Hundredths of the day. */
  readonly from: number
  readonly width: number
}

const share = (minutes: number): number => (minutes / 1440) * 100

/** The day as a bar: each slot open until due, then still taken, as late, until it closes. */
export function barParts(slots: readonly SlotView[]): BarPart[] {
  return slots.flatMap((s) => {
    const [opens, due, closes] = [minutesOf(s.opens), minutesOf(s.due), minutesOf(s.closes)]
    const parts: BarPart[] = [{ kind: 'open', from: share(opens), width: share(due - opens) }]
    if (closes > due) parts.push({ kind: 'late', from: share(due), width: share(closes - due) })
    return parts
  })
}

export const dayShare = (time: string): number => share(minutesOf(time))

/** Where a fault of a playbook stands: `12:5 measures[3].due`, as the server says it. */
export function faultPlace(at: string): { line: number; column: number; path: string } | undefined {
  const found = /^(\d+):(\d+)\s*(.*)$/.exec(at)
  return found ? { line: Number(found[1]), column: Number(found[2]), path: found[3]! } : undefined
}

/** Gaps of the measures that are on or will start, each unit once. */
export function openGaps(campaign: CampaignView): { named: number; of: number; names: string[] } {
  const measures = allClauses(campaign).flatMap((c) =>
    c.measures.filter((m) => (campaign.state === 'draft' ? m.ready : m.state === 'on')),
  )
  const names = measures.flatMap((m) => m.responsible.gaps.map(shortName))
  return {
    named: measures.reduce((n, m) => n + m.responsible.named, 0),
    of: measures.reduce((n, m) => n + m.responsible.of, 0),
    names: [...new Set(names)],
  }
}
