/** The shape of a playbook: a campaign's directives, clauses, measures, forms, rules and escalation as data. */
import Type, { type Static, type TProperties } from 'typebox'
import type { FormSchema } from './form-schema.ts'

/** An object that refuses keys it does not know, so that a misspelt word is found instead of ignored. */
const closed = <T extends TProperties>(properties: T) => Type.Object(properties, { additionalProperties: false })

/** A short name in data: the form's, the measure's, the post's. */
const Code = Type.String({ pattern: '^[a-z][a-z0-9]*([_-][a-z0-9]+)*$', maxLength: 48 })
/** What happened: `talk.held`, noun first. */
const EventCode = Type.String({ pattern: '^[a-z][a-z0-9]*([._-][a-z0-9]+)*$', maxLength: 48 })
const Words = closed({
  zh: Type.String({ minLength: 1, maxLength: 4000 }),
  en: Type.String({ minLength: 1, maxLength: 8000 }),
})
const LocalTime = Type.String({ pattern: '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$' })
const LocalDate = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' })
/** At most 90 days: nothing in a playbook waits longer. */
const Minutes = Type.Integer({ minimum: 0, maximum: 129_600 })
const MaybeMinutes = Type.Union([Minutes, Type.Null()])

export const unitKinds = ['service', 'corps', 'detachment', 'brigade', 'station', 'office', 'squad'] as const
export const subjectKinds = ['person', 'household', 'unit', 'place', 'appliance'] as const
export const presenceWords = ['present', 'leave', 'quarantine', 'outing', 'hospital', 'detached'] as const
export const channels = ['page', 'link', 'kiosk', 'device', 'file', 'api'] as const
export const levels = ['amber', 'red'] as const
/** Words that may stand where a post's code stands: the subject itself, its household, or whom the event names. */
export const ownerWords = ['self', 'household', 'event'] as const
/** The steps of the ladder in the order in which they may fire. */
export const ladderSteps = ['self', 'contact', 'squad', 'station', 'brigade', 'leading'] as const

const UnitKind = Type.Enum([...unitKinds])
const UnitKinds = Type.Array(UnitKind, { minItems: 1, uniqueItems: true })
const Level = Type.Enum([...levels])

const Post = closed({
  code: Code,
  title: Words,
  /** True where the Chinese title is a word that a roster's column 职务 may hold. */
  roster: Type.Boolean(),
  at: UnitKinds,
  /** The role that the post gives at its unit and below; null: none beyond a member's own. */
  role: Type.Union([Type.String({ minLength: 1 }), Type.Null()]),
})

const Duty = closed({ at: UnitKind, posts: Type.Array(Code, { minItems: 1 }) })

const PlaceKind = closed({ code: Code, title: Words, at: UnitKinds })
const ApplianceKind = closed({ code: Code, title: Words })
const Event = closed({ code: EventCode, title: Words })

const Figure = closed({
  value: Type.Number(),
  unit: Type.String({ maxLength: 20 }),
  title: Words,
  source: Type.String({ minLength: 1, maxLength: 400 }),
})

const Trigger = Type.Union([
  closed({
    kind: Type.Literal('calendar'),
    /** An RFC 5545 recurrence that gives dates only; the slots put local times on them. */
    rule: Type.String({ minLength: 1, maxLength: 200 }),
    /** The date from which INTERVAL and COUNT are counted. */
    start: Type.Optional(LocalDate),
  }),
  closed({
    kind: Type.Literal('after'),
    event: EventCode,
    offsetMinutes: Type.Integer({ minimum: -129_600, maximum: 129_600 }),
  }),
  closed({ kind: Type.Literal('since'), event: EventCode, intervalDays: Type.Integer({ minimum: 1, maximum: 366 }) }),
])

const Slot = closed({
  code: Code,
  title: Words,
  /** For a narrow column, and alone there: two or three Chinese characters (晨检), in English with the measure (Temp AM). */
  short: Words,
  opens: Type.Optional(LocalTime),
  due: LocalTime,
  closes: Type.Optional(LocalTime),
})

/** Minutes after due at which each step is told; null: the step does not exist. */
const Late = closed({
  self: MaybeMinutes,
  contact: Type.Optional(MaybeMinutes),
  squad: MaybeMinutes,
  station: MaybeMinutes,
  brigade: MaybeMinutes,
  leading: MaybeMinutes,
})

const Measure = closed({
  code: Code,
  /** `directive.clause`, the clause that asks for it. */
  clause: Type.String({ pattern: '^[a-z][a-z0-9_-]*\\.[0-9]{1,3}$' }),
  title: Words,
  short: Words,
  /** Switched on when the campaign starts; the others stand there and say "not yet switched on". */
  ready: Type.Boolean(),
  subject: Type.Enum([...subjectKinds]),
  unitKinds: Type.Optional(UnitKinds),
  placeKinds: Type.Optional(Type.Array(Code, { minItems: 1, uniqueItems: true })),
  applianceKinds: Type.Optional(Type.Array(Code, { minItems: 1, uniqueItems: true })),
  /** Only persons or households that carry the mark of one who needs particular care. */
  marked: Type.Optional(Type.Boolean()),
  owner: Code,
  deputy: Type.Optional(Code),
  /** Posts that may report in the subject's place. */
  onBehalf: Type.Optional(Type.Array(Code, { uniqueItems: true })),
  expects: Type.Union([
    Type.Literal('all'),
    Type.Array(Type.Enum([...presenceWords]), { minItems: 1, uniqueItems: true }),
  ]),
  channels: Type.Array(Type.Enum([...channels]), { minItems: 1, uniqueItems: true }),
  trigger: Trigger,
  /** For how many days an admission or another beginning keeps the measure going. */
  forDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 366 })),
  slots: Type.Array(Slot, { maxItems: 12 }),
  form: Type.Optional(Code),
  /** What has to be said, in words. */
  asks: Words,
  evidence: Type.Optional(
    Type.Array(Type.Enum(['photo', 'signature', 'camera', 'attendance', 'quiz', 'witness']), { uniqueItems: true }),
  ),
  /** Which answers raise a flag, in words. */
  watch: Type.Optional(Words),
  late: Late,
  /** Held back during the night's hours, as everything is but red alerts and the roll-call. */
  nightHold: Type.Boolean(),
})

const Clause = closed({ number: Type.Integer({ minimum: 1, maximum: 999 }), label: Words, title: Words, text: Words })

const Directive = closed({
  code: Code,
  title: Words,
  preamble: Words,
  clauses: Type.Array(Clause, { minItems: 1, maxItems: 200 }),
})

const Rule = closed({
  code: Code,
  level: Level,
  /** True where the subject's recent state is needed, so that it is judged after the commit. */
  needsState: Type.Boolean(),
  /** A list in the answers whose entries are judged one by one, as `it`. */
  each: Type.Optional(Code),
  /** Whom the flag is about: the report's subject, the entry's person, or a household's members. */
  about: Type.Optional(Type.Enum(['subject', 'entry', 'members'])),
  when: Type.String({ minLength: 1, maxLength: 2000 }),
  text: Words,
})

const Form = closed({
  code: Code,
  version: Type.Integer({ minimum: 1, maximum: 9999 }),
  title: Words,
  /** Checked by itself against the part of JSON Schema that a form may use. */
  schema: Type.Unsafe<FormSchema>(Type.Object({})),
  rules: Type.Array(Rule, { maxItems: 100 }),
  /** Filled in by the parser: the figures that the rules name. */
  figures: Type.Optional(Type.Record(Type.String(), Type.Number())),
})

const Step = closed({
  code: Type.Enum([...ladderSteps]),
  title: Words,
  /** `subject`: the person or whoever owns the task; `post`: holder, then deputies in the order given; `duty`: on duty now; `group`: the leading group. */
  tells: Type.Enum(['subject', 'post', 'duty', 'group']),
  at: Type.Array(UnitKind, { uniqueItems: true }),
  posts: Type.Array(Code, { uniqueItems: true }),
})

const ByLevel = closed({ red: Minutes, amber: Minutes })

const Escalation = closed({
  ladder: Type.Array(Step, { minItems: 1 }),
  repeatMinutes: Type.Integer({ minimum: 5, maximum: 1440 }),
  /** Local hours in which notices wait, but for red alerts and measures that say `nightHold: false`. */
  night: closed({ from: LocalTime, to: LocalTime }),
  acknowledgementMinutes: ByLevel,
  /** Clocks stand still during recorded downtime and so many minutes after it. */
  graceMinutes: Minutes,
})

const Alerts = closed({
  assessMinutes: ByLevel,
  controlMinutes: Minutes,
  secondReading: closed({ afterMinutes: Minutes, withinMinutes: Minutes, rules: Type.Array(Code) }),
})

export const PlaybookSchema = closed({
  playbook: Code,
  version: Type.Integer({ minimum: 1, maximum: 9999 }),
  title: Words,
  summary: Words,
  posts: Type.Array(Post, { minItems: 1, maxItems: 200 }),
  /** Until a unit has a duty roster, its duty officer is the first of these who is there. */
  duty: Type.Array(Duty),
  placeKinds: Type.Array(PlaceKind, { maxItems: 100 }),
  applianceKinds: Type.Array(ApplianceKind, { maxItems: 100 }),
  events: Type.Array(Event, { maxItems: 100 }),
  figures: Type.Record(Type.String({ pattern: '^[a-z][a-z0-9_]*$' }), Figure),
  escalation: Escalation,
  alerts: Alerts,
  directives: Type.Array(Directive, { minItems: 1, maxItems: 50 }),
  measures: Type.Array(Measure, { minItems: 1, maxItems: 200 }),
  forms: Type.Array(Form, { maxItems: 200 }),
})

export type UnitKind = (typeof unitKinds)[number]
export type SubjectKind = (typeof subjectKinds)[number]
export type PresenceWord = (typeof presenceWords)[number]
export type Channel = (typeof channels)[number]
export type Level = (typeof levels)[number]
export type LadderStep = (typeof ladderSteps)[number]

export type Playbook = Static<typeof PlaybookSchema>
export type Post = Static<typeof Post>
export type PlaceKind = Static<typeof PlaceKind>
export type Figure = Static<typeof Figure>
export type Trigger = Static<typeof Trigger>
export type CalendarTrigger = Extract<Trigger, { kind: 'calendar' }>
export type Slot = Static<typeof Slot>
export type Late = Static<typeof Late>
export type Measure = Static<typeof Measure>
export type Clause = Static<typeof Clause>
export type Directive = Static<typeof Directive>
export type Rule = Static<typeof Rule>
export type Form = Static<typeof Form>
export type Escalation = Static<typeof Escalation>
export type Alerts = Static<typeof Alerts>
export type { FormSchema }
