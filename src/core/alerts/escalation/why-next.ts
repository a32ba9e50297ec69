/** Who will be told next, found as the ladder itself would find them now, whichever clock the missing names go by. */
import type { Measure } from '#core/orders/playbook/schema.ts'
import { can } from '#platform/access/actor.ts'
import type { Work } from '#platform/work.ts'
import { clocksOf, type Ladder, type NameClock, renewedRungs, stepsUp, type ToldAt, willRunOut } from './clocks.ts'
import { repeatStep, type Timed, timedRungs, unplanned } from './ladder.ts'
import { heldUntil } from './night.ts'
import { type PlannedNotice, planStep, type Told } from './plan.ts'
import type { Owed, Passed } from './recipients.ts'
import type { WhyShape } from './schema.ts'
import type { EscalationRow } from './store.ts'
import type { NoticeRow, UnsentRow } from './store-why.ts'
import { foundSomebody } from './tell.ts'
import { type Naming, named, passedHere } from './why-people.ts'

/** One ladder with the names that are open at the unit asked about. */
export interface LadderRead {
  readonly naming: Naming
  readonly w: Work
  readonly measure: Measure
  readonly ladder: Ladder
  readonly due: number
  readonly escalation: EscalationRow | undefined
  readonly open: readonly Owed[]
  readonly notices: readonly NoticeRow[]
  readonly unsent: readonly UnsentRow[]
  readonly titleOf: (step: number) => { zh: string; en: string }
}

interface Coming {
  readonly at: number
  readonly steps: readonly number[]
  readonly notices: readonly PlannedNotice[]
  readonly nobody: readonly Passed[]
  readonly repeat: boolean
  readonly ranOut: boolean
}

/** @returns the step that comes next and its shape; null: none comes */
export function nextOf(read: LadderRead): { step: number; shape: NonNullable<WhyShape['next']> } | null {
  const told = read.notices.map((n) => toldAt(n, read.measure))
  const handled = [...read.notices, ...read.unsent].map((n) => ({
    step: n.step,
    at: n.at.getTime(),
    owedIds: n.task_ids,
  }))
  const { spans, now } = read.ladder
  const clocks = clocksOf({ owedIds: read.open.map((o) => o.id), told, handled, spans, now })
  const coming = clocks.flatMap((clock) => comingOf(read, clock, told) ?? [])
  if (coming.length === 0) return null
  const first = Math.min(...coming.map((c) => c.at))
  const together = coming.filter((c) => c.at - first < 60_000)
  return { step: together[0]!.steps[0]!, shape: shapeOf(read, first, together) }
}

export const isPersonal = (m: Measure): boolean => m.subject === 'person' || m.subject === 'household'

const toldAt = (n: NoticeRow, measure: Measure): ToldAt => ({
  step: n.step,
  at: n.at.getTime(),
  recipientId: n.recipient_id,
  owedIds: n.task_ids,
  until: n.acknowledged_at === null ? null : (n.expires_at?.getTime() ?? null),
  asOwner: n.via === 'owner' && isPersonal(measure),
})

function comingOf(read: LadderRead, clock: NameClock, told: readonly ToldAt[]): Coming | null {
  const { ladder, escalation } = read
  const ids = new Set(clock.owedIds)
  const owed = read.open.filter((o) => ids.has(o.id))
  if (clock.kind === 'own') {
    const rungs = timedRungs(ladder.rungs, read.due, ladder.spans)
    const next = escalation?.next_step ?? unplanned
    const repeats = next === repeatStep
    const left = repeats ? [] : rungs.filter((r) => next === unplanned || r.step >= next)
    return firstOf(read, owed, told, left) ?? again(read, owed, repeats ? escalation!.next_at : null)
  }
  if (clock.kind === 'held' || clock.told === null) {
    const at = clock.kind === 'held' ? willRunOut(clock.until, ladder) : clock.since
    return at === null ? null : { ...climb(read, owed, stepsUp(clock.step, ladder.rungs)), at, ranOut: true }
  }
  const { lastStep, lastAt } = clock.told
  const left = renewedRungs(clock.told, ladder).filter((r) => r.step > lastStep)
  const since = told.filter((t) => t.at >= clock.ranOut)
  return firstOf(read, owed, since, left) ?? again(read, owed, new Date(lastAt + ladder.repeatMinutes * 60_000))
}

/** The first of these rungs that finds somebody; steps of one minute are told in one breath. */
function firstOf(
  read: LadderRead,
  owed: readonly Owed[],
  told: readonly Told[],
  rungs: readonly Timed[],
): Coming | null {
  for (const [at, list] of Map.groupBy(rungs, (r) => r.at)) {
    const found = plans(
      read,
      owed,
      told,
      list.map((r) => r.step),
      false,
    )
    if (found.some) return { ...found, at, steps: list.map((r) => r.step), repeat: false, ranOut: false }
  }
  return null
}

/** The last level once more. @param at null: it is not repeating yet */
function again(read: LadderRead, owed: readonly Owed[], at: Date | null): Coming | null {
  const last = read.ladder.rungs.at(-1)
  const { closesAt } = read.ladder
  if (!last || at === null || (closesAt !== null && at.getTime() >= closesAt)) return null
  const found = plans(read, owed, [], [last.step], true)
  return { ...found, at: at.getTime(), steps: [last.step], repeat: true, ranOut: false }
}

/** Whoever had taken it up, and the first level above that finds somebody else. */
function climb(read: LadderRead, owed: readonly Owed[], steps: readonly number[]): Omit<Coming, 'at' | 'ranOut'> {
  const went: number[] = []
  let found = plans(read, owed, [], [], false)
  for (const [i, step] of steps.entries()) {
    went.push(step)
    const before = found.notices.length
    found = plans(read, owed, [], went, false)
    if (i > 0 && (found.notices.length > before || found.nobody.length > 0)) break
  }
  return { ...found, steps: went, repeat: false }
}

function plans(
  read: LadderRead,
  owed: readonly Owed[],
  before: readonly Told[],
  steps: readonly number[],
  repeat: boolean,
): { notices: PlannedNotice[]; nobody: Passed[]; some: boolean } {
  const { naming, measure } = read
  const posts = { playbook: naming.campaign!.playbook, owner: measure.owner, deputy: measure.deputy }
  const told: Told[] = [...before]
  const notices: PlannedNotice[] = []
  const nobody: Passed[] = []
  let some = false
  for (const step of steps) {
    const { tree } = naming.core.organisation
    const plan = planStep({ step, owed, told, held: new Map(), again: repeat, tree, posts, staff: naming.staff })
    for (const n of plan.notices) told.push({ recipientId: n.recipient.personId, owedIds: n.owedIds })
    notices.push(...plan.notices)
    for (const s of plan.silences) if (s.why === 'nobody') nobody.push(...s.passed)
    some ||= foundSomebody(plan)
  }
  return { notices, nobody, some }
}

function shapeOf(read: LadderRead, at: number, list: readonly Coming[]): NonNullable<WhyShape['next']> {
  const { naming, w, measure } = read
  const steps = [...new Set(list.flatMap((c) => c.steps))].sort((a, b) => a - b)
  const titles = steps.map(read.titleOf)
  const personal = isPersonal(measure)
  const notices = list.flatMap((c) => c.notices)
  const own = new Set(notices.filter((n) => personal && n.recipient.via === 'owner').map((n) => n.recipient.personId))
  const others = Map.groupBy(
    notices.filter((n) => !(personal && n.recipient.via === 'owner')),
    (n) => n.recipient.personId,
  )
  const contact = can(w.actor, 'people.contact', naming.unit.path)
  const recipients = [...others.values()].map((same) => {
    const { recipient } = same[0]!
    return {
      ...named(naming, measure, recipient),
      via: recipient.via,
      phone: contact ? (naming.people.get(recipient.personId)?.phone ?? null) : null,
      passed: passedHere(
        naming,
        same.flatMap((n) => n.recipient.passed),
      ),
    }
  })
  const { night } = naming.campaign!.playbook.escalation
  const held = measure.nightHold ? heldUntil(Math.max(at, w.now.getTime()), night, naming.campaign!.zone) : null
  return {
    at: new Date(at).toISOString(),
    title: { zh: titles.map((t) => t.zh).join('、'), en: titles.map((t) => t.en).join(', ') },
    repeat: list.every((c) => c.repeat),
    ran_out: list.every((c) => c.ranOut),
    held_until: held === null ? null : new Date(held).toISOString(),
    persons: own.size,
    // Who is told in passing over nobody comes first: whoever stands in for them then reads plainly.
    recipients: recipients.sort((a, b) => Number(a.passed.length > 0) - Number(b.passed.length > 0)),
    nobody:
      notices.length > 0
        ? []
        : passedHere(
            naming,
            list.flatMap((c) => c.nobody),
          ),
  }
}
