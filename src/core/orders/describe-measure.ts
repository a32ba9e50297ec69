/** One measure as its clause's page shows it: whom it expects, when, who answers and where nobody does. */

import { addDays, localDate } from '#platform/local-time.ts'
import type { Text } from '#platform/texts.ts'
import type { Core } from '../core.ts'
import type { Unit } from '../organisation/tree.ts'
import { candidatesFor } from './candidates.ts'
import { type Duty, dutiesOf, dutyPosts } from './duties.ts'
import type { Measure, Playbook, Post } from './playbook/schema.ts'
import { type RosterFacts, subjectsOf, unitsWithSubjects } from './roster-facts.ts'
import { occurrencesOn } from './schedule/occurrences.ts'
import { timeOf, windows } from './schedule/windows.ts'
import type { Gap, MeasureView } from './schema.ts'
import type { MeasureRow } from './store.ts'
import { ordersTexts } from './texts.ts'

export const unitRef = (u: Unit) => ({ id: u.id, name: u.name, kind: u.kind, full_name: u.fullName, path: u.path })

export interface Seen {
  readonly core: Core
  readonly playbook: Playbook
  /** The unit at and below which is counted. */
  readonly scope: Unit
  readonly zone: string
  readonly facts: RosterFacts
  readonly now: Date
}

/** @param versions all versions of one measure, oldest first */
export function measureView(seen: Seen, versions: readonly MeasureRow[]): { clauseId: string; view: MeasureView } {
  const { playbook, zone, facts, now } = seen
  const row = versions.filter((v) => v.valid_from <= now || v.version === 1).at(-1)!
  const next = versions.find((v) => v.version > row.version)
  const m = row.content
  const subjects = subjectsOf(m, facts.counts)
  const slotsADay = windowsADay(m, zone, now)
  return {
    clauseId: row.clause_id,
    view: {
      id: row.id,
      code: row.code,
      version: row.version,
      title: m.title,
      state: row.state,
      ready: m.ready,
      subject: m.subject,
      kinds: kindsOf(m, playbook),
      expects: m.expects,
      asks: m.asks,
      ...(m.watch && { watch: m.watch }),
      form: formOf(m, seen),
      trigger: m.trigger,
      slots: slotViews(m),
      late: m.late as Record<string, number | null>,
      owner: ownerTitle(m, playbook),
      by_subject: m.owner === 'self' || m.owner === 'household',
      deputy: m.deputy ? titleOf(m.deputy, playbook) : null,
      on_behalf: (m.onBehalf ?? []).map((code) => titleOf(code, playbook)),
      night_hold: m.nightHold,
      valid_from: row.valid_from.toISOString(),
      ...(next && {
        next: {
          valid_from: next.valid_from.toISOString(),
          slots: slotViews(next.content),
          late: next.content.late as Record<string, number | null>,
        },
      }),
      subjects,
      slots_a_day: slotsADay,
      tasks_a_day: subjects * slotsADay,
      next_due: nextDue(versions, zone, now),
      responsible: responsibleView(seen, m),
    },
  }
}

function slotViews(m: Measure): MeasureView['slots'] {
  const times = new Map(windows(m.slots).map((x) => [x.slot, x]))
  return m.slots.map((s) => {
    const x = times.get(s.code)!
    return {
      code: s.code,
      title: s.title,
      short: s.short,
      opens: timeOf(x.opens),
      due: timeOf(x.due),
      closes: timeOf(x.closes),
    }
  })
}

const titleOf = (code: string, playbook: Playbook): Text =>
  playbook.posts.find((p) => p.code === code)?.title ?? { zh: code, en: code }

function ownerTitle(m: Measure, playbook: Playbook): Text {
  if (m.owner === 'self') return ordersTexts.self
  if (m.owner === 'household') return ordersTexts.household
  return m.owner === 'event' ? ordersTexts.byEvent : titleOf(m.owner, playbook)
}

function kindsOf(m: Measure, playbook: Playbook): Text[] {
  if (m.subject !== 'place') return []
  return (m.placeKinds ?? []).map(
    (code) => playbook.placeKinds.find((k) => k.code === code)?.title ?? { zh: code, en: code },
  )
}

function formOf(m: Measure, seen: Seen): MeasureView['form'] {
  if (m.form === undefined) return null
  const version = seen.core.orders.newestVersion(m.form)
  return version === undefined ? null : { code: m.form, version }
}

/** Windows on the next day on which the measure falls; 0 for what begins with an event. */
function windowsADay(m: Measure, zone: string, now: Date): number {
  const today = localDate(now.getTime(), zone)
  for (let i = 1; i <= 8; i++) {
    const found = occurrencesOn(m.trigger, m.slots, zone, addDays(today, i))
    if (found.length > 0) return found.length
  }
  return 0
}

/** The first due time after now of the version in force when its window opens. */
function nextDue(versions: readonly MeasureRow[], zone: string, now: Date): MeasureView['next_due'] {
  const today = localDate(now.getTime(), zone)
  for (let i = 0; i <= 8; i++) {
    const found = versions
      .flatMap((v) =>
        occurrencesOn(v.content.trigger, v.content.slots, zone, addDays(today, i)).filter((o) => inForce(v, o.opensAt)),
      )
      .filter((o) => o.dueAt > now.getTime())
      .sort((a, b) => a.dueAt - b.dueAt)[0]
    if (found) return { slot: found.slot, due_at: new Date(found.dueAt).toISOString() }
  }
  return null
}

const inForce = (v: MeasureRow, opensAt: number): boolean =>
  (v.version === 1 || opensAt >= v.valid_from.getTime()) &&
  (v.valid_until === null || opensAt < v.valid_until.getTime())

/** A page shows so many gaps at once; the others are fetched when somebody asks for them. */
const gapsShown = 6

function responsibleView(seen: Seen, m: Measure): MeasureView['responsible'] {
  const duties = measureDuties(seen, m)
  const gaps = duties.filter((d) => d.holder === null)
  const { posts } = dutyPosts(m, seen.playbook)
  return {
    named: duties.length - gaps.length,
    of: duties.length,
    posts: posts.map((p) => p.title),
    gaps: gaps.slice(0, gapsShown).map((d) => gapView(seen, d, posts)),
  }
}

function measureDuties({ core, playbook, scope, facts }: Seen, m: Measure): Duty[] {
  const where = unitsWithSubjects(m, facts.counts)
  return dutiesOf(m, playbook, core.organisation.tree, scope, facts.appointments, where)
}

/** Every unit at which nobody answers for the measure. */
export function measureGaps(seen: Seen, m: Measure): Gap[] {
  const { posts } = dutyPosts(m, seen.playbook)
  return measureDuties(seen, m)
    .filter((d) => d.holder === null)
    .map((d) => gapView(seen, d, posts))
}

function gapView({ core, scope, facts }: Seen, duty: Duty, posts: readonly Post[]): Gap {
  const { tree } = core.organisation
  const gap = duty.gap!
  const names: string[] = []
  for (const u of tree.above(duty.unit)) {
    if (u.id === scope.id) break
    names.unshift(u.name)
  }
  return {
    unit: unitRef(duty.unit),
    names: names.length > 0 ? names : [duty.unit.name],
    posts: posts.filter((p) => (p.at as string[]).includes(duty.unit.kind)).map((p) => p.title),
    kind: gap.kind,
    who: gap.who,
    presence: gap.presence,
    until: gap.until?.toISOString() ?? null,
    candidates: candidatesFor(duty, posts, tree, facts.there).map(({ id, name, post }) => ({ id, name, post })),
  }
}
