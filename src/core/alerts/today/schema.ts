/** What Today shows, and the roll-call that it pre-fills. */

import Type, { type Static } from 'typebox'
import { RightsCount } from '#core/organisation/consent/rights/schema.ts'
import { AlertShape } from '../alerts/schema.ts'
import { WhyShape } from '../escalation/schema.ts'
import { NoticeShape } from '../notices/schema.ts'

const Pair = Type.Object({ zh: Type.String(), en: Type.String() })
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(t: T) => Type.Union([t, Type.Null()])
const Instant = Type.String({ description: 'RFC 3339' })
const Day = Type.String()

/** n/N of one measure and slot: reported = done + late + received late; owed = expected − exempt. */
const Figures = {
  code: Type.String(),
  slot: Type.String(),
  day: Day,
  title: Pair,
  due_at: Instant,
  closes_at: Instant,
  reported: Type.Integer(),
  owed: Type.Integer(),
  exempt: Type.Integer(),
  /** Of what kind the subjects are: person, household, unit, place. */
  subject: Type.String(),
}

export const OverdueShape = Type.Object({
  ...Figures,
  missing: Type.Integer(),
  /** Where they are: children of the unit, or the unit itself, most first. */
  where: Type.Array(Type.Object({ unit: Type.String(), name: Type.String(), missing: Type.Integer() })),
  why: WhyShape,
})
export type OverdueShape = Static<typeof OverdueShape>

export const ToDoShape = Type.Object({
  ...Figures,
  /** Who answers for it here, where a post does. */
  owner: Nullable(Type.Object({ post: Pair, name: Nullable(Type.String()) })),
  /** The same on the day before. */
  yesterday: Nullable(Type.Object({ reported: Type.Integer(), owed: Type.Integer() })),
  /** A roll-call of this very unit, which can be checked and sent from here. */
  roll_call: Type.Boolean(),
  opens_at: Instant,
})
export type ToDoShape = Static<typeof ToDoShape>

export const UrgentShape = Type.Object({
  alert: AlertShape,
  /** How many others belong to the same squad; null where the subject is in none. */
  same_squad: Nullable(Type.Integer()),
})
export type UrgentShape = Static<typeof UrgentShape>

export const TodayShape = Type.Object({
  unit: Type.Object({ id: Type.String(), name: Type.String(), kind: Type.String(), zone: Type.String() }),
  as_of: Instant,
  day: Day,
  reader: Type.Object({ name: Type.String(), post: Nullable(Type.String()) }),
  urgent: Type.Array(UrgentShape),
  overdue: Type.Array(OverdueShape),
  /** Reported twice running by somebody else. */
  on_behalf: Type.Array(
    Type.Object({
      person: Type.String(),
      name: Type.String(),
      unit: Type.String(),
      phone: Nullable(Type.String()),
      times: Type.Integer(),
    }),
  ),
  to_do: Type.Array(ToDoShape),
  /** A campaign runs here; without one nothing is owed, which is not the same as everything being in. */
  campaign: Type.Boolean(),
  /** Something of today is owed here, met or not. */
  asked_today: Type.Boolean(),
  notices: Type.Array(NoticeShape),
  /** Requests about personal data that wait for this reader's answer, and how many of them longer than they may. */
  rights: RightsCount,
  presence: Type.Object({
    on_station: Type.Integer(),
    leave: Type.Integer(),
    quarantine: Type.Integer(),
    hospital: Type.Integer(),
    outing: Type.Integer(),
    detached: Type.Integer(),
  }),
  trend: Nullable(
    Type.Object({
      code: Type.String(),
      slot: Type.String(),
      title: Pair,
      /** On time: met at or before due, or tried before due by a page that waited for the network. */
      days: Type.Array(Type.Object({ day: Day, on_time: Type.Integer(), owed: Type.Integer() })),
      now: Type.Object({ reported: Type.Integer(), owed: Type.Integer() }),
      yesterday_now: Type.Object({ reported: Type.Integer(), owed: Type.Integer() }),
    }),
  ),
})
export type TodayShape = Static<typeof TodayShape>

export const rollCallStates = ['present', 'out', 'leave', 'quarantine', 'hospital', 'absent'] as const
export type RollCallState = (typeof rollCallStates)[number]

export const RollCallShape = Type.Object({
  unit: Type.Object({ id: Type.String(), name: Type.String() }),
  as_of: Instant,
  form_version: Type.Integer(),
  /** The roll-call that is owed now, or next today; null where none is. */
  task: Nullable(Type.Object({ id: Type.String(), due_at: Instant, slot: Type.String() })),
  entries: Type.Array(
    Type.Object({
      person: Type.String(),
      name: Type.String(),
      staff_no: Nullable(Type.String()),
      unit: Type.String(),
      /** From presence, to be checked by eye. */
      state: Type.Enum([...rollCallStates]),
      place: Nullable(Type.String()),
    }),
  ),
})
export type RollCallShape = Static<typeof RollCallShape>
