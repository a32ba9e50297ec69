/** What the orders' pages see; imports nothing of the server. */
import Type, { type Static } from 'typebox'

const Text = Type.Object({ zh: Type.String(), en: Type.String() })
const UnitRef = Type.Object({ id: Type.String(), name: Type.String(), kind: Type.String(), full_name: Type.String() })

export const campaignStates = ['draft', 'running', 'paused', 'stopped'] as const

/** Which action is allowed in which state: what the server refuses and why a button is off. */
export const campaignActions = {
  start: ['draft', 'paused'],
  pause: ['running'],
  stop: ['running', 'paused'],
  drop: ['draft'],
} as const satisfies Record<string, readonly (typeof campaignStates)[number][]>

export const CampaignSummary = Type.Object({
  id: Type.String(),
  unit: UnitRef,
  title: Text,
  state: Type.Enum([...campaignStates]),
  started_at: Type.Union([Type.String(), Type.Null()]),
  /** Day 1 is the day on which it started. */
  day_number: Type.Union([Type.Integer(), Type.Null()]),
  zone: Type.String(),
})
export type CampaignSummary = Static<typeof CampaignSummary>

const Gap = Type.Object({
  unit: UnitRef,
  kind: Type.Enum(['vacant', 'away']),
  who: Type.Union([Type.String(), Type.Null()]),
  presence: Type.Union([Type.String(), Type.Null()]),
  until: Type.Union([Type.String(), Type.Null()]),
  candidates: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), post: Type.Union([Type.String(), Type.Null()]) })),
})

const SlotView = Type.Object({ code: Type.String(), title: Text, short: Text, opens: Type.String(), due: Type.String(), closes: Type.String() })

export const MeasureView = Type.Object({
  id: Type.String(),
  code: Type.String(),
  version: Type.Integer(),
  title: Text,
  state: Type.Enum(['off', 'on', 'paused']),
  /** False: the clause stands there and says "not yet switched on". */
  ready: Type.Boolean(),
  subject: Type.String(),
  expects: Type.Union([Type.Literal('all'), Type.Array(Type.String())]),
  asks: Text,
  watch: Type.Optional(Text),
  form: Type.Union([Type.String(), Type.Null()]),
  trigger: Type.Unknown(),
  slots: Type.Array(SlotView),
  late: Type.Record(Type.String(), Type.Union([Type.Integer(), Type.Null()])),
  owner: Text,
  valid_from: Type.String(),
  /** A later version that has not begun. */
  next: Type.Optional(Type.Object({ valid_from: Type.String(), slots: Type.Array(SlotView) })),
  /** Subjects on this roster, and tasks a day: subjects × slots on a day on which the measure falls. */
  subjects: Type.Integer(),
  tasks_a_day: Type.Integer(),
  responsible: Type.Object({ named: Type.Integer(), of: Type.Integer(), gaps: Type.Array(Gap) }),
})
export type MeasureView = Static<typeof MeasureView>

export const ClauseView = Type.Object({ id: Type.String(), code: Type.String(), number: Type.String(), label: Text, title: Text, text: Text, measures: Type.Array(MeasureView) })
export type ClauseView = Static<typeof ClauseView>

export const CampaignView = Type.Intersect([
  CampaignSummary,
  Type.Object({
    playbook: Type.Object({ code: Type.String(), version: Type.Integer() }),
    tasks_a_day: Type.Integer(),
    /** Subjects that still wait to be worked out after a start or a change; 0: tasks are up to date. */
    working_out: Type.Integer(),
    ladder: Type.Array(Type.Object({ code: Type.String(), title: Text })),
    directives: Type.Array(Type.Object({ id: Type.String(), code: Type.String(), number: Type.String(), title: Text, preamble: Text, issued_at: Type.Union([Type.String(), Type.Null()]), clauses: Type.Array(ClauseView) })),
  }),
])
export type CampaignView = Static<typeof CampaignView>

const Time = Type.String({ pattern: '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$' })
export const TimesInput = Type.Object({
  slots: Type.Optional(Type.Array(Type.Object({ code: Type.String(), opens: Type.Optional(Time), due: Time, closes: Type.Optional(Time) }))),
  late: Type.Optional(Type.Record(Type.String(), Type.Union([Type.Integer({ minimum: 0, maximum: 129_600 }), Type.Null()]))),
})
export type TimesInput = Static<typeof TimesInput>

export const ResponsibleInput = Type.Object({ unit: Type.String({ format: 'uuid' }), measure: Type.String(), person: Type.String({ format: 'uuid' }) })
export const DraftInput = Type.Object({ unit: Type.String(), playbook: Type.String() })
