/** Decides who owes what: the tasks that one subject has to have in the time ahead, from orders and presence alone. */
import { createHash } from 'node:crypto'
import { within } from '#platform/access/actor.ts'
import { uuid8 } from '#platform/clock.ts'
import type { RunningMeasure } from '../orders/orders.ts'
import type { PresenceWord } from '../orders/playbook/schema.ts'
import { occurrences } from '../orders/schedule/occurrences.ts'
import type { SubjectKind } from '../organisation/subjects.ts'
import type { Unit } from '../organisation/tree.ts'

/** One period in which a person is somewhere; instants in Unix milliseconds, `until` exclusive, null: open-ended. */
export interface PresencePeriod {
  readonly kind: string
  readonly from: number
  readonly until: number | null
  /** Who accounts for the person meanwhile; null: the home unit. */
  readonly unit: Unit | null
  /** When somebody entered it. */
  readonly enteredAt: number
}

/** What is known of one subject. `owes` is false for who left the roster: everything open is withdrawn. */
export interface SubjectFacts {
  readonly kind: SubjectKind
  readonly id: string
  readonly unit: Unit
  readonly owes: boolean
  readonly placeKind?: string
  readonly presence: readonly PresencePeriod[]
  /** A household in which every relative declined: its tasks stand there as exempt. */
  readonly declined?: boolean
}

export interface ExpectedTask {
  readonly id: string
  readonly detachmentId: string
  readonly unitId: string
  readonly measure: string
  readonly day: string
  readonly slot: string
  readonly subjectKind: SubjectKind
  readonly subjectId: string
  readonly form: string
  readonly opensAt: number
  readonly dueAt: number
  readonly closesAt: number
  readonly measureIds: readonly string[]
  readonly declined: boolean
}

/** What is granted later than this before due is listed by name instead of vanishing. */
export const lateGrantMs = 3_600_000

/** Tasks are made so far ahead. */
export const horizonMs = 36 * 3_600_000

/**
 * The id of a task: 48 bits of 00:00 UTC on its local date, the rest a hash of what makes it this occurrence, so that
 * the same occurrence is the same row however often and by whomever it is worked out.
 */
export function taskId(measure: string, subjectId: string, day: string, slot: string, occurrenceId = ''): string {
  const digest = createHash('sha256').update(`${measure}\n${subjectId}\n${day}\n${slot}\n${occurrenceId}`).digest()
  return uuid8(Date.parse(`${day}T00:00:00Z`), digest)
}

const presenceWord = (kind: string): PresenceWord =>
  kind === 'on_station' || kind === 'on_shift' ? 'present' : (kind as PresenceWord)

const presenceAt = (facts: SubjectFacts, at: number): PresencePeriod | undefined =>
  facts.presence.find((p) => p.from <= at && (p.until === null || at < p.until))

/** The unit that accounts for the subject at an instant. */
export const unitAt = (facts: SubjectFacts, at: number): Unit => presenceAt(facts, at)?.unit ?? facts.unit

/** Whether the measure expects the subject at all, whatever the time. */
function concerns(measure: RunningMeasure, facts: SubjectFacts): boolean {
  const { content } = measure
  if (content.subject !== facts.kind || content.form === undefined) return false
  if (content.unitKinds && facts.kind === 'unit' && !(content.unitKinds as string[]).includes(facts.unit.kind))
    return false
  if (content.placeKinds && !(facts.placeKind && content.placeKinds.includes(facts.placeKind))) return false
  return true
}

/** Whether the measure expects a person who is where presence says at the due time. */
function expectsAt(measure: RunningMeasure, facts: SubjectFacts, dueAt: number): boolean {
  const { expects } = measure.content
  if (facts.kind !== 'person' || expects === 'all') return true
  const word = presenceWord(presenceAt(facts, dueAt)?.kind ?? 'on_station')
  return (expects as readonly PresenceWord[]).includes(word)
}

/**
 * The tasks of a subject that are due after `now` and whose window opens before `until`.
 * Where several campaigns ask for the same measure of the same subject, date and slot, it is one task: the strictest
 * due binds and all measures are linked.
 */
export function expectedTasks(
  facts: SubjectFacts,
  measures: readonly RunningMeasure[],
  now: number,
  until = now + horizonMs,
): ExpectedTask[] {
  const made = new Map<string, ExpectedTask>()
  if (!facts.owes) return []
  for (const measure of measures) {
    if (!concerns(measure, facts)) continue
    for (const o of occurrences(measure.content.trigger, measure.content.slots, measure.zone, now, until)) {
      if (o.dueAt <= now || o.dueAt <= measure.startedAt || !inVersion(measure, o.opensAt)) continue
      const unit = unitAt(facts, o.dueAt)
      if (!within(unit.path, measure.path) || unit.detachmentId === null || !expectsAt(measure, facts, o.dueAt))
        continue
      const id = taskId(measure.code, facts.id, o.date, o.slot)
      const other = made.get(id)
      // Where presence changes between two dues, the unit is that of the due which binds.
      const binds = !other || o.dueAt < other.dueAt
      made.set(id, {
        id,
        detachmentId: binds ? unit.detachmentId : other.detachmentId,
        unitId: binds ? unit.id : other.unitId,
        measure: measure.code,
        day: o.date,
        slot: o.slot,
        subjectKind: facts.kind,
        subjectId: facts.id,
        form: measure.content.form!,
        opensAt: other ? Math.min(other.opensAt, o.opensAt) : o.opensAt,
        dueAt: other ? Math.min(other.dueAt, o.dueAt) : o.dueAt,
        closesAt: other ? Math.max(other.closesAt, o.closesAt) : o.closesAt,
        measureIds: other ? [...other.measureIds, measure.id] : [measure.id],
        declined: facts.declined ?? false,
      })
    }
  }
  return [...made.values()]
}

/** Somebody entered less than an hour before a due time that the person is elsewhere then. */
export const grantedLate = (facts: SubjectFacts, dueAt: number): boolean => {
  const period = presenceAt(facts, dueAt)
  return period !== undefined && dueAt - period.enteredAt < lateGrantMs
}

/** A window follows the version that was in force when it opened; the first version also has windows already open. */
const inVersion = (measure: RunningMeasure, opensAt: number): boolean =>
  (measure.version === 1 || opensAt >= measure.validFrom) &&
  (measure.validUntil === null || opensAt < measure.validUntil)
