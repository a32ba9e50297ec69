/**
 * Which clock each missing name goes by: the ladder's own; none while somebody has taken it up; or one begun anew where
 * an acknowledgement ran out. Nothing of it is stored: it follows from what was told, and when.
 */
import { type Progress, progress, type Rung, repeatStep, type Timed } from './ladder.ts'
import { type Downtime, runningInstant } from './still.ts'

/** A notice as far as clocks go. Instants are Unix milliseconds. */
export interface ToldAt {
  readonly step: number
  readonly at: number
  readonly recipientId: string
  readonly owedIds: readonly string[]
  /** Until when its acknowledgement holds, or held; null: it was never acknowledged. */
  readonly until: number | null
  /** It went to the person who owes: one cannot still the ladder by acknowledging one's own name. */
  readonly asOwner: boolean
}

/** A step that was taken for these names: something was sent, or it was kept why not. */
export interface Handled {
  readonly step: number
  readonly at: number
  readonly owedIds: readonly string[]
}

export type NameClock =
  | { readonly kind: 'own'; readonly owedIds: readonly string[] }
  | {
      readonly kind: 'held'
      readonly owedIds: readonly string[]
      readonly step: number
      readonly by: string
      readonly until: number
    }
  | Renewed

/** What an acknowledgement that ran out leaves behind. */
export interface Renewed {
  readonly kind: 'renewed'
  readonly owedIds: readonly string[]
  /** The step whose recipient had taken it up. */
  readonly step: number
  /** When it ran out. */
  readonly ranOut: number
  /** When clocks next ran after that: later than `ranOut` only where the program was down. */
  readonly since: number
  /** What has been told since; null: nothing yet. */
  readonly told: {
    /** When holder and next level were told. */
    readonly first: number
    /** The highest step of that telling; the later ones count from here. */
    readonly from: number
    readonly lastStep: number
    readonly lastAt: number
  } | null
}

/** Sorts the missing names by clock; names that stand alike share one, so that a recipient gets one notice. */
export function clocksOf(input: {
  owedIds: readonly string[]
  told: readonly ToldAt[]
  handled: readonly Handled[]
  spans: readonly Downtime[]
  now: number
}): NameClock[] {
  const taken = takenUp(input.told)
  const handled = byName(input.handled, taken)
  const clocks = input.owedIds.map((id): NameClock => {
    const by = taken.get(id)
    if (by === undefined) return { kind: 'own', owedIds: [id] }
    if (by.until > input.now) return { kind: 'held', owedIds: [id], step: by.step, by: by.recipientId, until: by.until }
    const since = runningInstant(by.until, 0, input.spans)
    const told = toldSince(handled.get(id) ?? [], by.until)
    return { kind: 'renewed', owedIds: [id], step: by.step, ranOut: by.until, since, told }
  })
  const alike = Map.groupBy(clocks, ({ owedIds: _, ...state }) => JSON.stringify(state))
  return [...alike.values()].map((list) => ({ ...list[0]!, owedIds: list.flatMap((c) => c.owedIds) }))
}

/** Of several acknowledgements of one name the one that lasts longest counts: while any holds, nothing fires. */
function takenUp(told: readonly ToldAt[]): Map<string, ToldAt & { until: number }> {
  const by = new Map<string, ToldAt & { until: number }>()
  for (const t of told) {
    const { until } = t
    if (until === null || t.asOwner) continue
    for (const id of t.owedIds) {
      const known = by.get(id)
      if (!known || until > known.until || (until === known.until && t.step > known.step)) by.set(id, { ...t, until })
    }
  }
  return by
}

/** The steps taken for each name that somebody took up; a large detachment has tens of thousands of others. */
function byName(handled: readonly Handled[], names: ReadonlyMap<string, unknown>): Map<string, Handled[]> {
  const found = new Map<string, Handled[]>()
  for (const h of handled)
    for (const id of h.owedIds) {
      if (!names.has(id)) continue
      const list = found.get(id)
      if (list) list.push(h)
      else found.set(id, [h])
    }
  return found
}

function toldSince(handled: readonly Handled[], ranOut: number): Renewed['told'] {
  const since = handled.filter((h) => h.at >= ranOut)
  if (since.length === 0) return null
  const first = Math.min(...since.map((h) => h.at))
  const lastStep = Math.max(...since.map((h) => h.step))
  return {
    first,
    from: Math.max(...since.filter((h) => h.at === first).map((h) => h.step)),
    lastStep,
    lastAt: Math.max(...since.filter((h) => h.step === lastStep).map((h) => h.at)),
  }
}

/** What a ladder needs to be moved on, whichever clock its names go by. */
export interface Ladder {
  readonly rungs: readonly Rung[]
  readonly repeatMinutes: number
  readonly closesAt: number | null
  readonly spans: readonly Downtime[]
  readonly now: number
}

/** The holder's step and those above it: the first telling goes up until it has found somebody besides the holder. */
export const stepsUp = (step: number, rungs: readonly Rung[]): number[] => [
  step,
  ...rungs.map((r) => r.step).filter((s) => s > step),
]

export type RenewedProgress = Progress & {
  /** Holder and next level: not each of the steps, but the first two that find different people. */
  readonly begins: boolean
}

/**
 * What a clock begun anew does now: holder and next level at the expiry, the levels above at the playbook's distances
 * from there, and the last level again and again once it has been told.
 */
export function renewedProgress(clock: Renewed, ladder: Ladder): RenewedProgress {
  const { told, step } = clock
  const { closesAt, rungs } = ladder
  if (told === null) {
    const nothing = { fire: [], overtaken: [], nextStep: step, begins: true }
    // Once the window has closed nobody can report any more: the names stay counted, and nobody is called again.
    if (closesAt !== null && clock.since >= closesAt) return { ...nothing, nextAt: null }
    if (clock.since > ladder.now) return { ...nothing, nextAt: clock.since }
    return { ...nothing, fire: stepsUp(step, rungs), nextAt: null }
  }
  const timed = renewedRungs(told, ladder)
  const nextStep = timed.find((r) => r.step > told.lastStep)?.step ?? repeatStep
  return { ...progress({ ...ladder, rungs: timed, nextStep, told: told.lastAt }), begins: false }
}

/** The step up to which the first telling went, and those above it at the playbook's distances from there. */
export function renewedRungs(
  told: NonNullable<Renewed['told']>,
  { rungs, spans }: Pick<Ladder, 'rungs' | 'spans'>,
): Timed[] {
  const above = rungs.filter((r) => r.step > told.from)
  const base = rungs.find((r) => r.step === told.from)?.minutes ?? above[0]?.minutes ?? 0
  return [
    { step: told.from, at: told.first },
    ...above.map((r) => ({ step: r.step, at: runningInstant(told.first, r.minutes - base, spans) })),
  ]
}

/** When an acknowledgement that still holds will have run out, and clocks run; null: the window will have closed. */
export function willRunOut(until: number, ladder: Pick<Ladder, 'closesAt' | 'spans'>): number | null {
  const at = runningInstant(until, 0, ladder.spans)
  return ladder.closesAt !== null && at >= ladder.closesAt ? null : at
}
