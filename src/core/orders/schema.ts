/** What the orders' pages see; imports nothing of the server. */
import Type, { type Static } from 'typebox'

const Text = Type.Object({ zh: Type.String(), en: Type.String() })
export const UnitRef = Type.Object({
  id: Type.String(),
  name: Type.String(),
  kind: Type.String(),
  full_name: Type.String(),
  path: Type.String(),
})
export type UnitRef = Static<typeof UnitRef>
const Instant = Type.String({ description: 'RFC 3339' })
const orNull = <T extends Type.TSchema>(of: T) => Type.Union([of, Type.Null()])

export const campaignStates = ['draft', 'running', 'paused', 'stopped'] as const
export type CampaignState = (typeof campaignStates)[number]

/** Which action is allowed in which state: what the server refuses and why a button is off. */
export const campaignActions = {
  start: ['draft', 'paused'],
  pause: ['running'],
  stop: ['running', 'paused'],
  drop: ['draft'],
  change: ['draft', 'running', 'paused'],
} as const satisfies Record<string, readonly CampaignState[]>

export const CampaignSummary = Type.Object({
  id: Type.String(),
  unit: UnitRef,
  title: Text,
  state: Type.Enum([...campaignStates]),
  started_at: orNull(Instant),
  /** Day 1 is the day on which it started. */
  day_number: orNull(Type.Integer()),
  zone: Type.String(),
})
export type CampaignSummary = Static<typeof CampaignSummary>

export const Gap = Type.Object({
  unit: UnitRef,
  /** Names from below the unit shown down to this one. */
  names: Type.Array(Type.String()),
  /** The posts that would answer at this kind of unit. */
  posts: Type.Array(Text),
  kind: Type.Enum(['vacant', 'away']),
  who: orNull(Type.String()),
  presence: orNull(Type.String()),
  until: orNull(Instant),
  /** Three at most, the nearest in post first; others are found by name. */
  candidates: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), post: orNull(Type.String()) })),
})
export type Gap = Static<typeof Gap>

const SlotView = Type.Object({
  code: Type.String(),
  title: Text,
  short: Text,
  opens: Type.String(),
  due: Type.String(),
  closes: Type.String(),
})
export type SlotView = Static<typeof SlotView>

export const MeasureView = Type.Object({
  id: Type.String(),
  code: Type.String(),
  version: Type.Integer(),
  title: Text,
  state: Type.Enum(['off', 'on', 'paused']),
  /** False: the clause stands there and says "not yet switched on". */
  ready: Type.Boolean(),
  subject: Type.String(),
  /** Kinds of units or places that it is about, where not all. */
  kinds: Type.Array(Text),
  expects: Type.Union([Type.Literal('all'), Type.Array(Type.String())]),
  asks: Text,
  watch: Type.Optional(Text),
  form: orNull(Type.Object({ code: Type.String(), version: Type.Integer() })),
  trigger: Type.Unknown(),
  slots: Type.Array(SlotView),
  late: Type.Record(Type.String(), orNull(Type.Integer())),
  owner: Text,
  /** The subject answers itself: a person for themselves, a household for its own. */
  by_subject: Type.Boolean(),
  deputy: orNull(Text),
  /** Posts that may report in the subject's place. */
  on_behalf: Type.Array(Text),
  /** Notices wait for the morning. */
  night_hold: Type.Boolean(),
  valid_from: Instant,
  /** A later version that has not begun. */
  next: Type.Optional(
    Type.Object({
      valid_from: Instant,
      slots: Type.Array(SlotView),
      late: Type.Record(Type.String(), orNull(Type.Integer())),
    }),
  ),
  /** Subjects on this roster, and tasks a day: subjects × slots on a day on which the measure falls. */
  subjects: Type.Integer(),
  slots_a_day: Type.Integer(),
  tasks_a_day: Type.Integer(),
  /** The first due time still to come; null for what begins with an event. */
  next_due: orNull(Type.Object({ slot: Type.String(), due_at: Instant })),
  responsible: Type.Object({
    named: Type.Integer(),
    of: Type.Integer(),
    posts: Type.Array(Text),
    /** The first few; `of - named` says how many there are. */
    gaps: Type.Array(Gap),
  }),
})
export type MeasureView = Static<typeof MeasureView>

export const ClauseView = Type.Object({
  id: Type.String(),
  code: Type.String(),
  number: Type.String(),
  label: Text,
  title: Text,
  text: Text,
  measures: Type.Array(MeasureView),
})
export type ClauseView = Static<typeof ClauseView>

export const DirectiveView = Type.Object({
  id: Type.String(),
  code: Type.String(),
  number: Type.String(),
  title: Text,
  preamble: Text,
  issued_at: orNull(Instant),
  clauses: Type.Array(ClauseView),
})
export type DirectiveView = Static<typeof DirectiveView>

export const CampaignView = Type.Intersect([
  CampaignSummary,
  Type.Object({
    playbook: Type.Object({ code: Type.String(), version: Type.Integer() }),
    now: Instant,
    /** What the figures count: the campaign's unit, or the reader's own unit below it. */
    scope: UnitRef,
    tasks_a_day: Type.Integer(),
    /** Subjects that still wait to be worked out after a start or a change; 0: tasks are up to date. */
    working_out: Type.Integer(),
    members: Type.Integer(),
    households: Type.Integer(),
    /** Members by where they are now. */
    presence: Type.Record(Type.String(), Type.Integer()),
    ladder: Type.Array(Type.Object({ code: Type.String(), title: Text, repeats: Type.Boolean() })),
    repeat_minutes: Type.Integer(),
    night: Type.Object({ from: Type.String(), to: Type.String() }),
    /** Another campaign that runs at the very unit keeps this one from starting. */
    blocked_by: orNull(Type.Object({ id: Type.String(), title: Text })),
    directives: Type.Array(DirectiveView),
  }),
])
export type CampaignView = Static<typeof CampaignView>

const Time = Type.String({ pattern: '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$' })
/** Slots and steps by code; what is left out stays. */
export const TimesInput = Type.Object({
  slots: Type.Optional(
    Type.Array(
      Type.Object({
        code: Type.String({ maxLength: 48 }),
        opens: Type.Optional(Time),
        due: Type.Optional(Time),
        closes: Type.Optional(Time),
      }),
      { maxItems: 12 },
    ),
  ),
  late: Type.Optional(
    Type.Record(Type.String({ maxLength: 48 }), orNull(Type.Integer({ minimum: 0, maximum: 129_600 }))),
  ),
})
export type TimesInput = Static<typeof TimesInput>

/** What a change would do, before it is done. */
export const TimesTried = Type.Object({
  valid_from: Instant,
  wrong: Type.Array(Type.Object({ at: Type.String(), text: Text })),
})
export type TimesTried = Static<typeof TimesTried>

/** What pausing or stopping takes away: tasks not yet due and not met; those of another campaign stay. */
export const Consequence = Type.Object({
  open: Type.Integer(),
  met: Type.Integer(),
  also_asked_by: Type.Array(Text),
})
export type Consequence = Static<typeof Consequence>

export const FormView = Type.Object({
  code: Type.String(),
  version: Type.Integer(),
  title: Text,
  schema: Type.Unknown(),
})
export type FormView = Static<typeof FormView>

export const PlaybookView = Type.Object({
  code: Type.String(),
  version: Type.Integer(),
  title: Text,
  summary: Text,
  loaded_at: Instant,
  directives: Type.Integer(),
  clauses: Type.Integer(),
  ready: Type.Integer(),
})
export type PlaybookView = Static<typeof PlaybookView>

export const ResponsibleInput = Type.Object({
  unit: Type.String({ format: 'uuid' }),
  measure: Type.String({ maxLength: 48 }),
  person: Type.String({ format: 'uuid' }),
})
export const DraftInput = Type.Object({
  unit: Type.String({ maxLength: 400 }),
  playbook: Type.String({ maxLength: 48 }),
})
/** A document number as an office writes it: 舜消〔2020〕3号. */
export const DirectiveInput = Type.Object({
  number: Type.String({ minLength: 1, maxLength: 60, pattern: '^[^\\x00-\\x1f\\x7f]*\\S[^\\x00-\\x1f\\x7f]*$' }),
})

/** Somebody who may be named: on the roster at, below or above the unit; `away` says where they are, where not there. */
export const Nameable = Type.Object({
  id: Type.String(),
  name: Type.String(),
  staff_no: Type.String(),
  unit: Type.String(),
  post: orNull(Type.String()),
  away: orNull(Type.String()),
})
export type Nameable = Static<typeof Nameable>
