/**
 * The independent model: what tallies have to be, worked out from the list of steps and the words of the design alone.
 * It knows neither the database nor the program's own way of deciding.
 */
import type { Reported, Step, TaskKey } from './steps.ts'
import {
  dateOf,
  day,
  detachmentOf,
  firstMidnight,
  homeSquad,
  hour,
  type MeasureRule,
  measures,
  minute,
  type PersonNo,
  people,
  type RelativeNo,
  relatives,
  type SquadNo,
  wall,
} from './world.ts'

export type State = 'open' | 'done' | 'late' | 'received_late' | 'exempt'

export interface ModelTask {
  readonly key: TaskKey
  squad: SquadNo
  opens: number
  due: number
  closes: number
  /** Measures that ask for it, by number. */
  linked: readonly number[]
  exempt: 'by hand' | 'granted late' | 'declined' | null
  state: State
  flagged: boolean
}

interface Period {
  readonly person: PersonNo
  readonly word: string
  readonly from: number
  until: number
  readonly squad: SquadNo | null
  readonly granted: number
}

interface Received {
  readonly id: string
  readonly subject: PersonNo | 'household'
  readonly channel: string
  readonly observed: number
  readonly received: number
  readonly tried: number | null
  readonly fever: boolean
  readonly of: readonly RelativeNo[]
  readonly corrects: string | null
}

interface Asked {
  readonly squad: SquadNo
  readonly opens: number
  readonly due: number
  readonly closes: number
  readonly linked: readonly number[]
  readonly declined: boolean
}

export const nameOf = (k: TaskKey): string => `${k.subject} ${k.code} ${dateOf(k.dayNo)} ${k.slot}`

const horizon = 36 * hour
/** A clock that is off by no more is left alone. */
const patience = 5 * minute

export class Model {
  readonly tasks = new Map<string, ModelTask>()
  #reports: Received[] = []
  #byId = new Map<string, Received>()
  #periods = new Map<number, Period>()
  #squads: SquadNo[] = Array.from({ length: people }, (_, p) => homeSquad(p))
  #off = new Set<number>()
  #consents: { at: number; relative: RelativeNo; given: boolean }[] = []
  readonly #started: number

  /** @param started when all campaigns started: nothing due earlier is owed */
  constructor(started: number) {
    this.#started = started
    this.#settle(started, null)
  }

  /** @returns what the sender is told, in words that the program's answers are put in too */
  apply(step: Step): string {
    const accepted = this.#know(step)
    this.#judge()
    this.#settle(step.at, step.kind === 'presence' || step.kind === 'back' ? step.person : null)
    this.#judge()
    return accepted
  }

  #know(step: Step): string {
    switch (step.kind) {
      case 'reports':
        return step.items.map((item) => this.#receive(item, step.via === 'page' ? 'page' : 'api', step.at)).join(' ')
      case 'presence':
        this.#periods.set(step.no, { ...step, until: step.until ?? Number.POSITIVE_INFINITY, granted: step.at })
        return 'ok'
      case 'back':
        if (step.whole) this.#periods.delete(step.no)
        else this.#periods.get(step.no)!.until = step.at
        return 'ok'
      case 'transfer':
        this.#squads[step.person] = step.squad
        return 'ok'
      case 'switch':
        if (step.on) this.#off.delete(step.measure)
        else this.#off.add(step.measure)
        return 'ok'
      case 'consent':
        this.#consents.push({ at: step.at, relative: step.relative, given: step.given })
        return 'ok'
      case 'exempt': {
        const task = this.tasks.get(nameOf(step.task))
        if (task?.state !== 'open') return 'refused'
        task.exempt = 'by hand'
        return 'ok'
      }
      case 'unexempt': {
        const task = this.tasks.get(nameOf(step.task))
        if (task?.state !== 'exempt') return 'refused'
        task.exempt = null
        return 'ok'
      }
      default:
        return 'ok'
    }
  }

  /** Who declined is not spoken of. Same id: stored once. The sender's clock is set right where it is clearly wrong; nothing was seen in the future. */
  #receive(item: Reported, channel: string, at: number): string {
    if (item.of.some((r) => this.#declined(r, Number.POSITIVE_INFINITY))) return 'refused'
    if (this.#byId.has(item.id)) return 'ok'
    const left = item.ahead !== null && Math.abs(item.ahead) <= patience ? item.ahead : 0
    const seen: Received = {
      ...item,
      channel,
      observed: Math.min(item.observed + left, at),
      tried: item.tried === null ? null : Math.min(item.tried + left, at),
      received: at,
    }
    this.#byId.set(item.id, seen)
    this.#reports.push(seen)
    return 'ok'
  }

  // ── who owes what ────────────────────────────────────────────────────────────────────────────────────────────────

  #periodAt(person: PersonNo, at: number): Period | undefined {
    return [...this.#periods.values()].find((p) => p.person === person && p.from <= at && at < p.until)
  }

  #declined(relative: RelativeNo, at: number): boolean {
    const chosen = this.#consents.filter((c) => c.relative === relative && c.at <= at)
    return chosen.length > 0 && !chosen.reduce((a, b) => (b.at >= a.at ? b : a)).given
  }

  /** A measure's wish of one subject for one slot, by presence at the due time. */
  #askedBy(rule: MeasureRule, subject: PersonNo | 'household', due: number): SquadNo | undefined {
    const period = subject === 'household' ? undefined : this.#periodAt(subject, due)
    const squad = period?.squad ?? this.#squads[subject === 'household' ? 0 : subject]!
    if (rule.campaign > 0 && detachmentOf(squad) !== rule.campaign - 1) return undefined
    const word = period === undefined || period.word === 'on_station' ? 'present' : period.word
    return subject === 'household' || rule.expects === 'all' || rule.expects.includes(word) ? squad : undefined
  }

  /** All measures that ask for the same are one task; the strictest due binds. */
  #asked(key: TaskKey, now: number): Asked | undefined {
    const wishes = measures.flatMap((rule, no) => {
      const slot = rule.slots.find((s) => s.code === key.slot)
      if (rule.code !== key.code || this.#off.has(no) || !slot) return []
      const due = wall(key.dayNo, slot.due)
      const squad = due > now && due > this.#started ? this.#askedBy(rule, key.subject, due) : undefined
      return squad === undefined
        ? []
        : [{ no, squad, due, opens: wall(key.dayNo, slot.opens), closes: wall(key.dayNo, slot.closes) }]
    })
    if (wishes.length === 0) return undefined
    const strictest = wishes.reduce((a, b) => (b.due < a.due ? b : a))
    return {
      squad: strictest.squad,
      due: strictest.due,
      opens: Math.min(...wishes.map((w) => w.opens)),
      closes: Math.max(...wishes.map((w) => w.closes)),
      linked: wishes.map((w) => w.no),
      declined: key.subject === 'household' && [0, 1, 2].every((r) => this.#declined(r, Number.POSITIVE_INFINITY)),
    }
  }

  /** What is not yet due follows roster, presence, consent and orders; what is past due is never touched. */
  #settle(now: number, changedPresenceOf: PersonNo | null): void {
    for (const key of keysAround(now)) {
      const task = this.tasks.get(nameOf(key))
      if (task && task.due <= now) continue
      const asked = this.#asked(key, now)
      if (!asked && task) this.#surplus(task, now, changedPresenceOf)
      else if (asked && task) this.#adjust(task, asked, now)
      else if (asked && asked.opens < now + horizon) this.#make(key, asked)
    }
  }

  #make(key: TaskKey, asked: Asked): void {
    const { declined, ...rest } = asked
    this.tasks.set(nameOf(key), {
      key,
      ...rest,
      exempt: declined ? 'declined' : null,
      state: declined ? 'exempt' : 'open',
      flagged: false,
    })
  }

  /** A window that is open keeps its times; everything else follows. */
  #adjust(task: ModelTask, asked: Asked, now: number): void {
    task.squad = asked.squad
    task.linked = asked.linked
    if (task.opens > now) Object.assign(task, { opens: asked.opens, due: asked.due, closes: asked.closes })
    if (task.exempt === 'granted late' || (task.exempt === 'declined' && !asked.declined)) task.exempt = null
    if (asked.declined && task.state === 'open') task.exempt = 'declined'
  }

  /** Granted less than an hour before due: listed by name. Otherwise it is no longer counted. */
  #surplus(task: ModelTask, now: number, changedPresenceOf: PersonNo | null): void {
    if (task.state !== 'open') return
    const { subject } = task.key
    const period = subject === 'household' ? undefined : this.#periodAt(subject, task.due)
    const grantedLate = period !== undefined && task.due - period.granted < hour
    const changedLate = changedPresenceOf === subject && period !== undefined && task.due - now < hour
    const byPresence = measures.some(
      (rule, no) =>
        !this.#off.has(no) &&
        rule.code === task.key.code &&
        (rule.campaign === 0 || rule.campaign - 1 === detachmentOf(task.squad)),
    )
    if (byPresence && (grantedLate || changedLate)) {
      task.exempt = 'granted late'
      task.state = 'exempt'
    } else this.tasks.delete(nameOf(task.key))
  }

  // ── what is met ──────────────────────────────────────────────────────────────────────────────────────────────────

  #judge(): void {
    const versions = this.#inForce()
    for (const task of this.tasks.values()) {
      Object.assign(task, task.exempt ? { state: 'exempt', flagged: false } : this.#meeting(task, versions))
    }
  }

  /** Every report with nothing before it, or whose original has not come, begins a tree; one leaf of each is in force. */
  #inForce(): { all: Received[]; newest: Received }[] {
    const children = Map.groupBy(
      this.#reports.filter((r) => r.corrects !== null),
      (r) => r.corrects!,
    )
    const best = (list: readonly Received[]): Received => list.map(newestOf).reduce((a, b) => (later(b, a) ? b : a))
    const newestOf = (r: Received): Received => {
      const below = children.get(r.id)
      return below ? best(below) : r
    }
    const treeOf = (r: Received): Received[] => [r, ...(children.get(r.id) ?? []).flatMap(treeOf)]
    const trees = this.#reports.filter((r) => r.corrects === null).map((r) => ({ all: treeOf(r), newest: newestOf(r) }))
    for (const [root, list] of children) {
      if (!this.#byId.has(root)) trees.push({ all: list.flatMap(treeOf), newest: best(list) })
    }
    return trees
  }

  #meeting(
    task: ModelTask,
    trees: readonly { all: Received[]; newest: Received }[],
  ): { state: State; flagged: boolean } {
    const channels = new Set(task.linked.flatMap((no) => measures[no]!.channels))
    const inWindow = (r: Received) =>
      r.subject === task.key.subject && r.observed >= task.opens && r.observed < task.closes && channels.has(r.channel)
    const owed =
      task.key.subject === 'household'
        ? [0, 1, 2].filter((r) => !this.#declined(r, task.due) && !this.#declined(r, task.closes))
        : [null]
    const says = (r: Received, who: RelativeNo | null) => inWindow(r) && (who === null || r.of.includes(who))
    let flagged = false
    const firsts = new Map<RelativeNo | null, Received>()
    for (const { all, newest } of trees) {
      for (const who of owed) {
        if (!says(newest, who)) continue
        const first = earliest(all.filter((r) => says(r, who) && r.received < task.closes))
        if (!first) continue
        if (newest.fever) flagged = true
        const known = firsts.get(who)
        firsts.set(who, known ? earliest([known, first])! : first)
      }
    }
    if (owed.length === 0 || firsts.size < owed.length) return { state: 'open', flagged: false }
    const overdue = [...firsts.values()].filter((r) => r.received > task.due)
    if (overdue.length === 0) return { state: 'done', flagged }
    return { state: overdue.every((r) => r.tried !== null && r.tried <= task.due) ? 'received_late' : 'late', flagged }
  }

  // ── what boards show ─────────────────────────────────────────────────────────────────────────────────────────────

  /** `squad code day slot` → counts; only where something is expected. */
  tallies(): Map<string, Record<string, number>> {
    const found = new Map<string, Record<string, number>>()
    for (const t of this.tasks.values()) {
      const name = `${t.squad} ${t.key.code} ${dateOf(t.key.dayNo)} ${t.key.slot}`
      const counts = found.get(name) ?? { expected: 0, done: 0, late: 0, received_late: 0, exempt: 0, flagged: 0 }
      counts.expected!++
      if (t.state !== 'open') counts[t.state]!++
      if (t.flagged) counts.flagged!++
      found.set(name, counts)
    }
    return found
  }
}

const later = (a: Received, b: Received): boolean =>
  a.observed !== b.observed
    ? a.observed > b.observed
    : a.received !== b.received
      ? a.received > b.received
      : a.id > b.id

/** Of reports received at the same instant, the one that was tried first. */
function earliest(list: readonly Received[]): Received | undefined {
  const order = (r: Received) => [r.received, r.tried ?? Number.POSITIVE_INFINITY] as const
  return list.reduce<Received | undefined>((a, b) => {
    if (!a) return b
    const [ra, ta] = order(a)
    const [rb, tb] = order(b)
    return rb < ra || (rb === ra && tb < ta) ? b : a
  }, undefined)
}

function* keysAround(now: number): Iterable<TaskKey> {
  const today = Math.floor((now - firstMidnight) / day)
  for (let dayNo = today - 1; dayNo <= today + 2; dayNo++) {
    for (const slot of ['morning', 'evening']) {
      for (let p = 0; p < people; p++) yield { subject: p, code: 'temperature', dayNo, slot }
    }
    for (let p = 0; p < people; p++) yield { subject: p, code: 'standby', dayNo, slot: 'day' }
    if (relatives > 0) yield { subject: 'household', code: 'family', dayNo, slot: 'day' }
  }
}
