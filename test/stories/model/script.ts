/**
 * Random scripts and how they become exact steps. A script's entries hold small numbers only, so that fast-check can
 * leave any of them out while shrinking; what a number means depends on what came before ("the third report so far").
 */
import fc from 'fast-check'
import type { Doing, Reported, Step, TaskKey } from './steps.ts'
import {
  dateOf,
  day,
  firstMidnight,
  homeSquad,
  hour,
  measures,
  minute,
  type PersonNo,
  people,
  relatives,
  type SquadNo,
} from './world.ts'

const small = fc.nat(1000)
const person = fc.nat(people - 1)
/** How long ago something was seen or tried, in minutes: mostly just now. */
const ago = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(90) }, fc.nat(1500))
const maybe = <T>(a: fc.Arbitrary<T>) => fc.option(a, { nil: null, freq: 3 })

const answer = fc.record({
  observedAgo: ago,
  triedAgo: maybe(ago),
  ahead: maybe(fc.constantFrom(-45, -3, 0, 2, 30)),
  fever: fc.nat(5).map((n) => n === 0),
  byNumber: fc.boolean(),
  of: fc.subarray([0, 1, 2], { minLength: 1 }),
})
type Answer = typeof answer extends fc.Arbitrary<infer T> ? T : never

const entry = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({
      do: fc.constant('move' as const),
      minutes: fc.oneof(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 60, max: 540 })),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('move' as const), minutes: fc.integer({ min: -60, max: -1 }) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('report' as const),
      person,
      answer,
      via: fc.constantFrom('single' as const, 'page' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('array' as const),
      list: fc.array(fc.record({ person, answer, again: fc.boolean() }), { minLength: 1, maxLength: 8 }),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('family' as const), answer }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('resend' as const), which: small }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('correct' as const), which: small, answer }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('early' as const), person: maybe(person), answer, original: answer }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('release' as const), which: small }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('presence' as const),
      person,
      word: fc.constantFrom('leave', 'hospital', 'quarantine', 'outing', 'detached', 'on_station'),
      inHours: fc.integer({ min: -4, max: 20 }),
      hours: maybe(fc.integer({ min: 1, max: 40 })),
      squad: fc.nat(3),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('back' as const), which: small, whole: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('transfer' as const), person, squad: fc.nat(3) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('exempt' as const, 'unexempt' as const),
      person: maybe(person),
      measure: small,
      dayNo: fc.nat(2),
      slot: small,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('switch' as const), measure: small }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('consent' as const), relative: fc.nat(relatives - 1), given: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const), downMinutes: fc.nat(300) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('sweep' as const, 'reconcile' as const) }) },
)
type Entry = typeof entry extends fc.Arbitrary<infer T> ? T : never

export const script = fc.record({
  startMinutes: fc.integer({ min: 0, max: 20 * 60 }),
  entries: fc.array(entry, { minLength: 5, maxLength: 45, size: 'max' }),
})
export type Script = typeof script extends fc.Arbitrary<infer T> ? T : never

interface Period {
  readonly no: number
  readonly person: PersonNo
  readonly from: number
  until: number
  gone: boolean
}

/** Turns a script into steps; keeps no more of the world than it needs to say nothing impossible. */
export function steps(script: Script): Step[] {
  return new Writer(firstMidnight + script.startMinutes * minute).write(script.entries)
}

class Writer {
  #now: number
  #made: Step[] = []
  #ids = 0
  #sent: Reported[] = []
  #held: Reported[] = []
  #periods: Period[] = []
  #squads: SquadNo[] = Array.from({ length: people }, (_, p) => homeSquad(p))
  #off = new Set<number>()

  constructor(start: number) {
    this.#now = start
  }

  write(entries: readonly Entry[]): Step[] {
    for (const e of entries) this.#one(e)
    return this.#made
  }

  #add(doing: Doing): void {
    this.#made.push({ at: this.#now, ...doing })
  }

  #one(e: Entry): void {
    switch (e.do) {
      case 'move':
        this.#now += e.minutes * minute
        return this.#add({ kind: 'sweep' })
      case 'report':
        return this.#send(e.via, [this.#report(e.person, e.answer)])
      case 'family':
        return this.#send('single', [this.#report('household', e.answer)])
      case 'array': {
        const items = e.list.flatMap((i) => {
          const report = this.#report(i.person, i.answer)
          return i.again ? [report, report] : [report]
        })
        return this.#send('array', items)
      }
      case 'resend': {
        const report = pick(this.#sent, e.which)
        return report && this.#send('single', [report], true)
      }
      case 'correct': {
        const of = pick(this.#sent, e.which)
        return of && this.#send('single', [{ ...this.#report(of.subject, e.answer), corrects: of.id }])
      }
      case 'early': {
        const original = this.#report(e.person ?? 'household', e.original)
        this.#held.push(original)
        return this.#send('single', [{ ...this.#report(original.subject, e.answer), corrects: original.id }])
      }
      case 'release': {
        const report = pick(this.#held, e.which)
        if (!report) return
        this.#held = this.#held.filter((r) => r !== report)
        return this.#send('single', [report])
      }
      case 'presence':
        return this.#presence(e)
      case 'back':
        return this.#back(e)
      case 'transfer':
        if (this.#squads[e.person] === e.squad) return
        this.#squads[e.person] = e.squad
        return this.#add({ kind: 'transfer', person: e.person, squad: e.squad })
      case 'exempt':
      case 'unexempt':
        return this.#add({ kind: e.do, task: taskOf(e) })
      case 'switch': {
        // The measure that takes no page stays on: which channel a paused one takes is not this test's matter.
        const measure = e.measure % measures.length
        if (!measures[measure]!.channels.includes('page')) return
        const on = this.#off.has(measure)
        if (on) this.#off.delete(measure)
        else this.#off.add(measure)
        return this.#add({ kind: 'switch', measure, on })
      }
      case 'consent':
        // Nobody chooses twice in one instant: of two choices the later one counts.
        this.#now += 1000
        this.#add({ kind: 'sweep' })
        return this.#add({ kind: 'consent', relative: e.relative, given: e.given })
      case 'restart':
        this.#now += e.downMinutes * minute
        return this.#add({ kind: 'restart' })
      case 'sweep':
      case 'reconcile':
        return this.#add({ kind: e.do })
    }
  }

  #report(subject: PersonNo | 'household', a: Answer): Reported {
    const no = this.#ids++
    return {
      id: id7(this.#now, no),
      subject,
      byNumber: subject !== 'household' && a.byNumber,
      observed: this.#now - a.observedAgo * minute,
      tried: a.triedAgo === null ? null : this.#now - a.triedAgo * minute,
      ahead: a.ahead === null ? null : a.ahead * minute,
      fever: a.fever,
      of: subject === 'household' ? a.of : [],
      corrects: null,
    }
  }

  #send(via: 'single' | 'array' | 'page', items: readonly Reported[], again = false): void {
    if (!again) this.#sent.push(...items)
    this.#add({ kind: 'reports', via, items })
  }

  #presence(e: Extract<Entry, { do: 'presence' }>): void {
    const from = Math.floor(this.#now / hour) * hour + e.inHours * hour
    const until = e.hours === null ? Number.POSITIVE_INFINITY : from + e.hours * hour
    const taken = this.#periods.some((p) => !p.gone && p.person === e.person && p.from < until && from < p.until)
    if (taken || until <= this.#now) return
    const no = this.#periods.length
    this.#periods.push({ no, person: e.person, from, until, gone: false })
    this.#add({
      kind: 'presence',
      no,
      person: e.person,
      word: e.word,
      from,
      until: e.hours === null ? null : until,
      // Detached to one's own squad is being accounted for at home, wherever that will be.
      squad: e.word === 'detached' && e.squad !== this.#squads[e.person] ? e.squad : null,
    })
  }

  #back(e: Extract<Entry, { do: 'back' }>): void {
    const period = pick(
      this.#periods.filter((p) => !p.gone && p.until > this.#now),
      e.which,
    )
    if (!period) return
    const whole = e.whole || period.from >= this.#now
    if (whole) period.gone = true
    else period.until = this.#now
    this.#add({ kind: 'back', no: period.no, person: period.person, whole })
  }
}

const pick = <T>(list: readonly T[], n: number): T | undefined => list[list.length === 0 ? 0 : n % list.length]

function taskOf(e: Extract<Entry, { do: 'exempt' | 'unexempt' }>): TaskKey {
  if (e.person === null) return { subject: 'household', code: 'family', dayNo: e.dayNo, slot: 'day' }
  const rules = measures.filter((m) => m.subject === 'person')
  const rule = rules[e.measure % rules.length]!
  return { subject: e.person, code: rule.code, dayNo: e.dayNo, slot: rule.slots[e.slot % rule.slots.length]!.code }
}

/** A UUIDv7 whose random part is a number, so that a shrunk run is the same run. */
function id7(at: number, no: number): string {
  const ms = at.toString(16).padStart(12, '0')
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7000-8000-${no.toString(16).padStart(12, '0')}`
}

/** Days that a run can touch: it begins on day 0 or 1 and its tasks reach 36 hours ahead. */
export const lastDayNo = (upto: number): number => Math.floor((upto + 36 * hour - firstMidnight) / day)
export { dateOf }
