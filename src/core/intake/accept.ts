/** Checks one report before it joins a batch: shape, form, subject, rights, times. No I/O where the subject is known. */
import { type Actor, can, within } from '#platform/access/actor.ts'
import { uuidTime } from '#platform/clock.ts'
import { Problem, problems, type Wrong } from '#platform/problems.ts'
import type { Orders } from '../orders/orders.ts'
import type { Organisation } from '../organisation/organisation.ts'
import { type Subject, type SubjectKind, staffNoKey } from '../organisation/subjects.ts'
import { clockSkewMs, intakeProblems, oldestDays, type ReportInput } from './schema.ts'

/** A report that may be stored; instants in Unix milliseconds. */
export interface Accepted {
  readonly id: string
  readonly detachment_id: string
  readonly subject_kind: SubjectKind
  readonly subject_id: string
  readonly unit_id: string
  readonly form: string
  readonly form_version: number
  readonly observed_at: number
  readonly received_at: number
  readonly sent_at: number | null
  readonly first_tried_at: number | null
  readonly clamped: boolean
  readonly sender_kind: string
  readonly sender_id: string | null
  readonly channel: string
  readonly task_id: string | null
  readonly corrects: string | null
  readonly flags: readonly string[]
  readonly answers: Record<string, unknown>
  /** May meet tasks in the statement that stores it; others are worked out after the commit. */
  readonly fast: boolean
  /** Why it has to be judged after the commit; empty: it need not, unless it meets nothing. */
  readonly judge: string
  /** Rules of its form compare it with what came shortly before. */
  readonly stateful: boolean
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/
const kinds: readonly SubjectKind[] = ['person', 'household', 'unit', 'place', 'appliance']

const isId = (value: unknown): value is string => typeof value === 'string' && uuidPattern.test(value)

const wrongAt = (at: string, zh: string, en: string, value?: unknown): Wrong => ({ at, text: { zh, en }, value })

function instant(wrong: Wrong[], at: string, value: unknown, needed: boolean): number | null {
  if (value === undefined && !needed) return null
  const ms = typeof value === 'string' && instantPattern.test(value) ? Date.parse(value) : Number.NaN
  if (!Number.isNaN(ms)) return ms
  wrong.push(
    wrongAt(
      at,
      '时间要写成带时区的形式，如 2026-11-25T07:10:00+08:00。',
      'A time is written with its offset, such as 2026-11-25T07:10:00+08:00.',
      value,
    ),
  )
  return null
}

/** The envelope's own faults, all at once. */
function envelope(input: unknown, wrong: Wrong[]): input is ReportInput {
  if (input === null || typeof input !== 'object' || Array.isArray(input)) {
    wrong.push(wrongAt('', '一份上报应是一个对象。', 'A report is an object.'))
    return false
  }
  const r = input as Record<string, unknown>
  if (!isId(r.id) || r.id[14] !== '7')
    wrong.push(wrongAt('/id', '编号应是发送方生成的 UUIDv7。', 'The id is a UUIDv7 made by the sender.', r.id))
  if (typeof r.form !== 'string') wrong.push(wrongAt('/form', '要写明是哪张表单。', 'Say which form it is.', r.form))
  if (r.form_version !== undefined && !Number.isInteger(r.form_version))
    wrong.push(
      wrongAt('/form_version', '表单版本应是整数。', 'The version of the form is a whole number.', r.form_version),
    )
  if (r.answers === null || typeof r.answers !== 'object' || Array.isArray(r.answers))
    wrong.push(wrongAt('/answers', '缺少填报内容。', 'The answers are missing.'))
  for (const key of ['task', 'corrects'] as const) {
    if (r[key] !== undefined && !isId(r[key]))
      wrong.push(wrongAt(`/${key}`, '应是一个 UUID。', 'A UUID is expected.', r[key]))
  }
  subjectShape(r.subject, wrong)
  return wrong.length === 0
}

function subjectShape(subject: unknown, wrong: Wrong[]): void {
  const s = (subject ?? {}) as Record<string, unknown>
  const named = typeof subject === 'object' && subject !== null ? Object.keys(s) : []
  const right =
    named.length === 1 &&
    (named[0] === 'staff_no'
      ? typeof s.staff_no === 'string' && s.staff_no !== ''
      : kinds.includes(named[0] as SubjectKind) && isId(s[named[0]!]))
  if (!right)
    wrong.push(
      wrongAt(
        '/subject',
        '要写明上报对象：编号 staff_no，或一个内部编号（person、household、unit、place、appliance）。',
        'Name one subject: staff_no, or one id (person, household, unit, place, appliance).',
      ),
    )
}

export interface Accepting {
  readonly organisation: Organisation
  readonly orders: Orders
}

/** @throws Problem saying what is wrong where; nothing is stored then */
export function accept(parts: Accepting, actor: Actor, input: unknown, now: number): Accepted | Promise<Accepted> {
  const wrong: Wrong[] = []
  if (!envelope(input, wrong)) throw new Problem(intakeProblems['report-not-right'], { count: wrong.length }, wrong)
  const subject = findSubject(parts.organisation, actor, input.subject)
  if (subject instanceof Promise) return subject.then((s) => withSubject(parts, actor, input, s, now))
  return withSubject(parts, actor, input, subject, now)
}

type Found = Subject | 'unknown' | 'ambiguous'

/** The subject from memory, or a promise where it has to be read first. */
function findSubject(organisation: Organisation, actor: Actor, named: ReportInput['subject']): Found | Promise<Found> {
  const { subjects } = organisation
  if (named.staff_no !== undefined) return byStaffNo(organisation, actor, staffNoKey(named.staff_no))
  const kind = kinds.find((k) => named[k] !== undefined)!
  const id = named[kind]!.toLowerCase()
  const known = subjects.peek(id)
  if (known) return known.kind === kind ? known : 'unknown'
  return subjects.byId(kind, id).then((s) => s ?? 'unknown')
}

/** A number is looked up within the detachments of the sender's units; two who bear it are ambiguous. */
function byStaffNo(organisation: Organisation, actor: Actor, key: string): Found | Promise<Found> {
  const known = organisation.subjects.peekStaffNo(key)
  if (known) return oneOf(organisation, actor, known)
  return organisation.subjects.byStaffNo(key).then((list) => oneOf(organisation, actor, list))
}

function oneOf(organisation: Organisation, actor: Actor, list: readonly Subject[]): Found {
  const near = list.filter((s) => isNear(organisation, actor, s))
  return near.length > 1 ? 'ambiguous' : (near[0] ?? 'unknown')
}

/** Whether the sender may mean this subject by a number: of the same detachment, or below a unit above detachments. */
function isNear({ tree, subjects }: Organisation, actor: Actor, subject: Subject): boolean {
  if (actor.personId !== null && subjects.peek(actor.personId)?.detachmentId === subject.detachmentId) return true
  return actor.grants.some((grant) => {
    const detachment = tree.get(grant.unitId)?.detachmentId
    return detachment ? detachment === subject.detachmentId : within(subject.unit.path, grant.path)
  })
}

function mayReport(actor: Actor, subject: Subject): boolean {
  if (subject.kind === 'person' && subject.id === actor.personId) return true
  if (subject.kind === 'household' && subject.id === actor.householdId) return true
  if (subject.kind === 'place' && can(actor, 'place.report', subject.unit.path)) return true
  return can(actor, 'report.write', subject.unit.path)
}

/** What a report says it is sent through follows from who sends it. */
function channelOf(actor: Actor): string {
  if (actor.kind === 'link') return 'link'
  return actor.kind === 'account' ? 'page' : 'api'
}

function withSubject(parts: Accepting, actor: Actor, input: ReportInput, subject: Found, now: number): Accepted {
  const named = String(input.subject.staff_no ?? Object.values(input.subject)[0])
  if (subject === 'ambiguous') throw new Problem(intakeProblems['subject-ambiguous'], { who: named })
  // A stranger learns nothing from a number that does not exist: where nothing may be reported, both are "not yours".
  if (subject === 'unknown')
    throw new Problem(actor.kind === 'link' ? intakeProblems['subject-not-yours'] : intakeProblems['subject-unknown'], {
      who: named,
    })
  if (!mayReport(actor, subject)) throw new Problem(intakeProblems['subject-not-yours'])
  const form = parts.orders.form(input.form, input.form_version)
  const version = input.form_version ?? parts.orders.newestVersion(input.form) ?? 1
  if (form === 'unknown') throw new Problem(intakeProblems['form-unknown'], { form: input.form, version })
  if (form === 'too-old') throw new Problem(intakeProblems['form-too-old'], { form: input.form, version })

  const wrong: Wrong[] = []
  const observed = instant(wrong, '/observed_at', input.observed_at, true)
  const sent = instant(wrong, '/sent_at', input.sent_at, false)
  const tried = instant(wrong, '/first_tried_at', input.first_tried_at, false)
  wrong.push(...form.check(input.answers))
  if (subject.kind === 'household') wrong.push(...strangers(subject, input.answers, actor))
  if (wrong.length > 0) throw new Problem(intakeProblems['report-not-right'], { count: wrong.length }, wrong)
  const times = straighten(observed!, sent, tried, now)
  if (now - times.observed > oldestDays * 86_400_000)
    throw new Problem(intakeProblems['observed-too-old'], { at: input.observed_at, days: oldestDays })

  const flags = form.rules.judge(input.answers).map((f) => f.code)
  const channel = channelOf(actor)
  const partial = subject.kind === 'household' && !answersAll(subject, input.answers)
  const fast = input.corrects === undefined && !partial && takenEverywhere(parts.orders, input.form, channel)
  return {
    id: input.id.toLowerCase(),
    detachment_id: detachmentAt(subject, uuidTime(input.id)),
    subject_kind: subject.kind,
    subject_id: subject.id,
    unit_id: subject.unit.id,
    form: input.form,
    form_version: version,
    observed_at: times.observed,
    received_at: now,
    sent_at: sent,
    first_tried_at: times.tried,
    clamped: times.clamped,
    sender_kind: actor.kind,
    sender_id: actor.personId ?? actor.id,
    channel,
    task_id: input.task ?? null,
    corrects: input.corrects?.toLowerCase() ?? null,
    flags: flags.length > 0 ? [...new Set(flags)] : noFlags,
    answers: input.answers,
    fast,
    judge:
      input.corrects !== undefined
        ? 'correction'
        : partial
          ? 'partial'
          : flags.length > 0
            ? 'flagged'
            : fast
              ? ''
              : 'channel',
    stateful: form.rules.needsState,
  }
}

const noFlags: readonly string[] = []

/**
 * Works out a wrong clock from `sent_at`, and never lets an observation lie in the future.
 * @returns instants by our clock; `clamped` where the observation was brought back
 */
function straighten(observed: number, sent: number | null, tried: number | null, now: number) {
  const skew = sent !== null && Math.abs(now - sent) > clockSkewMs ? now - sent : 0
  const straight = observed + skew
  return {
    observed: Math.min(straight, now),
    tried: tried === null ? null : Math.min(tried + skew, now),
    clamped: straight > now,
  }
}

/**
 * Entries about somebody who is not of this household, who declined, or, from the family's own phone, who has not
 * consented yet. An officer who telephones asks for the word there and then.
 */
function strangers(household: Subject, answers: Record<string, unknown>, actor: Actor): Wrong[] {
  const entries = Array.isArray(answers.people) ? (answers.people as { person?: unknown }[]) : []
  return entries.flatMap((entry, i) => {
    const person = String(entry.person)
    const at = `/answers/people/${i}/person`
    if (!household.relatives?.includes(person))
      return [
        wrongAt(
          at,
          '不是这一家的，或本人不同意填报，没有记。',
          'This person is not of the household, or declined; nothing was stored.',
          person,
        ),
      ]
    if (actor.kind === 'link' && !household.consented?.has(person))
      return [
        wrongAt(
          at,
          '还没有点过“同意”，请先看告知书。',
          'Consent has not been given yet; please read the notice first.',
          person,
        ),
      ]
    return []
  })
}

function answersAll(household: Subject, answers: Record<string, unknown>): boolean {
  const people = Array.isArray(answers.people) ? (answers.people as { person?: unknown }[]) : []
  const answered = new Set(people.map((p) => p.person))
  return (household.relatives ?? []).every((id) => answered.has(id))
}

/** The detachment that the subject belonged to at the instant in the report's id. */
function detachmentAt(subject: Subject, at: number): string {
  return subject.earlier.find((e) => at < e.until)?.detachmentId ?? subject.detachmentId
}

const takenCache = new WeakMap<readonly unknown[], Map<string, boolean>>()

/** Whether every running measure that asks for this form takes this channel; where one does not, tasks are worked out singly. */
function takenEverywhere(orders: Orders, form: string, channel: string): boolean {
  const { measures } = orders
  const cache = takenCache.get(measures) ?? new Map<string, boolean>()
  takenCache.set(measures, cache)
  const key = `${form} ${channel}`
  let taken = cache.get(key)
  if (taken === undefined) {
    taken = measures.every(
      (m) => m.content.form !== form || (m.content.channels as readonly string[]).includes(channel),
    )
    cache.set(key, taken)
  }
  return taken
}

/** The refusal that a body which is no list and no object meets. */
export const notAReport = (): Problem =>
  new Problem(problems['wrong-input'], { count: 1 }, [
    wrongAt('', '应是一份上报，或至多 1000 份的数组。', 'One report is expected, or an array of at most 1,000.'),
  ])
