/** The steps of a ladder in the order in which they fire, as numbers that stay the same whatever a playbook calls them. */
import { type LadderStep, type Late, ladderSteps } from '#core/orders/playbook/schema.ts'
import type { Downtime } from './still.ts'
import { runningInstant } from './still.ts'

/** What a notice's and an escalation's `step` mean. */
export const stepNo = Object.fromEntries(ladderSteps.map((code, i) => [code, i])) as Readonly<
  Record<LadderStep, number>
>
/** Past the last step: it repeats until somebody acknowledges. */
export const repeatStep = 6
/** Made, but its times are not worked out yet. */
export const unplanned = -1

/** A step and how many minutes after the base its clock must have run. */
export interface Rung {
  readonly step: number
  readonly minutes: number
}

const inOrder = (a: Rung, b: Rung): number => a.minutes - b.minutes || a.step - b.step

/** The rungs that a measure has; "–" in the playbook means the step does not exist. */
export function measureRungs(late: Late): Rung[] {
  return ladderSteps
    .flatMap((code) => {
      const minutes = late[code]
      return minutes === null || minutes === undefined ? [] : [{ step: stepNo[code], minutes }]
    })
    .sort(inOrder)
}

export interface AlertClock {
  readonly state: 'open' | 'assessed' | 'controlled'
  readonly level: 'amber' | 'red'
  /** Minutes from the state's beginning to its due time. */
  readonly minutesToDue: number
}

/** Minutes from one unanswered step of an alert to the next: the repetition of the last level, so that red never waits longer. */
const betweenMinutes = { red: 30, amber: 60 } as const

/**
 * The rungs of an alert, in minutes after its state began. Whoever is near hears of it at once; if the state's clock
 * runs out unanswered, it goes up.
 */
export function alertRungs(clock: AlertClock): Rung[] {
  const gap = betweenMinutes[clock.level]
  const due = clock.minutesToDue
  if (clock.state === 'open')
    return [
      { step: stepNo.self, minutes: 0 },
      { step: stepNo.squad, minutes: 0 },
      { step: stepNo.station, minutes: 0 },
      { step: stepNo.brigade, minutes: due },
      { step: stepNo.leading, minutes: due + gap },
    ]
  return [
    { step: stepNo.station, minutes: due },
    { step: stepNo.brigade, minutes: due + gap },
    { step: stepNo.leading, minutes: due + 2 * gap },
  ]
}

export interface Timed {
  readonly step: number
  /** Unix milliseconds. */
  readonly at: number
}

/** When each rung fires, given when the clock stood still. */
export const timedRungs = (rungs: readonly Rung[], base: number, spans: readonly Downtime[]): Timed[] =>
  rungs.map((r) => ({ step: r.step, at: runningInstant(base, r.minutes, spans) }))

export interface Progress {
  /** Steps to tell now: all that share the latest instant that has come. */
  readonly fire: readonly number[]
  /** Steps whose time went by unnoticed: their names go into the step now due, so that nobody gets a storm. */
  readonly overtaken: readonly number[]
  readonly nextStep: number
  /** Unix milliseconds; null: the ladder has ended. */
  readonly nextAt: number | null
}

/**
 * What a ladder does now.
 * @param nextStep the step that is to come, `unplanned` or `repeatStep`
 * @param told when the last step fired; the repetition counts from here
 * @param closesAt after this nothing repeats, though steps not yet reached still fire; null: never closes
 */
export function progress(ladder: {
  rungs: readonly Timed[]
  nextStep: number
  told: number | null
  repeatMinutes: number
  closesAt: number | null
  spans: readonly Downtime[]
  now: number
}): Progress {
  const { rungs, nextStep, now } = ladder
  const last = rungs.at(-1)
  if (!last) return { fire: [], overtaken: [], nextStep, nextAt: null }
  if (nextStep === repeatStep) return repeat(ladder, last.step)
  const from =
    nextStep === unplanned
      ? 0
      : Math.max(
          0,
          rungs.findIndex((r) => r.step === nextStep),
        )
  const come = rungs.slice(from).filter((r) => r.at <= now)
  const next = rungs[from + come.length]
  const latest = come.at(-1)?.at
  const fire = come.filter((r) => r.at === latest).map((r) => r.step)
  const overtaken = come.filter((r) => r.at !== latest).map((r) => r.step)
  if (next) return { fire, overtaken, nextStep: next.step, nextAt: next.at }
  return { fire, overtaken, ...afterLast(ladder, now) }
}

type Repeating = Omit<Parameters<typeof progress>[0], 'rungs' | 'nextStep'>

function repeat(ladder: Repeating, lastStep: number): Progress {
  const due = runningInstant(ladder.told ?? ladder.now, ladder.repeatMinutes, ladder.spans)
  if (ladder.closesAt !== null && due >= ladder.closesAt)
    return { fire: [], overtaken: [], nextStep: repeatStep, nextAt: null }
  if (due > ladder.now) return { fire: [], overtaken: [], nextStep: repeatStep, nextAt: due }
  return { fire: [lastStep], overtaken: [], ...afterLast(ladder, ladder.now) }
}

function afterLast(ladder: Repeating, told: number): { nextStep: number; nextAt: number | null } {
  const at = runningInstant(told, ladder.repeatMinutes, ladder.spans)
  return { nextStep: repeatStep, nextAt: ladder.closesAt !== null && at >= ladder.closesAt ? null : at }
}
