/** Shape of the "why" box: who was told when, who is next and when, and what was not sent and why. */
import Type, { type Static } from 'typebox'
import { PassedShape } from '../notices/schema.ts'

const Pair = Type.Object({ zh: Type.String(), en: Type.String() })
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(t: T) => Type.Union([t, Type.Null()])
const Instant = Type.String({ description: 'RFC 3339' })

export const WhyQuery = Type.Object({
  unit: Type.Optional(Type.String({ minLength: 1, maxLength: 400 })),
  measure: Type.String({ minLength: 1, maxLength: 64 }),
  day: Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' }),
  slot: Type.String({ maxLength: 64 }),
})

/** Somebody as a sentence names them: once, with all the posts that matter here. */
const Named = {
  person: Type.String(),
  name: Type.String(),
  posts: Type.Array(Pair),
  /** Where the posts are held; null where that goes without saying: at the unit asked about, or above it. */
  unit: Nullable(Type.String()),
}

export const ToldShape = Type.Object({
  at: Instant,
  ...Named,
  via: Type.String(),
  passed: Type.Array(PassedShape),
  names: Type.Integer(),
  sent_at: Nullable(Instant),
  held_until: Nullable(Instant),
  held_why: Nullable(Type.String()),
  seen_at: Nullable(Instant),
  acknowledged_at: Nullable(Instant),
  /** Until when the acknowledgement holds; null once it has run out. */
  acknowledged_until: Nullable(Instant),
  /** When it ran out. */
  ran_out_at: Nullable(Instant),
})
export type ToldShape = Static<typeof ToldShape>

export const UnsentShape = Type.Object({
  at: Instant,
  why: Type.String(),
  name: Nullable(Type.String()),
  names: Type.Integer(),
  passed: Type.Array(PassedShape),
})

export const StepShape = Type.Object({
  step: Type.Integer(),
  title: Pair,
  /** When it fires or fired, by a clock that stood still during downtime. */
  at: Instant,
  state: Type.Enum(['told', 'held', 'not_sent', 'next', 'later']),
  /** When the first of its notices went out. */
  sent_at: Nullable(Instant),
  /** Persons told of their own name. */
  persons: Type.Integer(),
  told: Type.Array(ToldShape),
  unsent: Type.Array(UnsentShape),
})
export type StepShape = Static<typeof StepShape>

export const WhyShape = Type.Object({
  unit: Type.Object({ id: Type.String(), name: Type.String() }),
  measure: Type.String(),
  day: Type.String(),
  slot: Type.String(),
  title: Pair,
  due_at: Nullable(Instant),
  closes_at: Nullable(Instant),
  missing: Type.Integer(),
  clause: Nullable(
    Type.Object({ directive_number: Type.String(), directive: Pair, number: Type.String(), title: Pair }),
  ),
  steps: Type.Array(StepShape),
  next: Nullable(
    Type.Object({
      at: Instant,
      title: Pair,
      /** The last level again. */
      repeat: Type.Boolean(),
      /** Because an acknowledgement runs out then. */
      ran_out: Type.Boolean(),
      held_until: Nullable(Instant),
      /** How many are told of their own name. */
      persons: Type.Integer(),
      recipients: Type.Array(
        Type.Object({
          ...Named,
          via: Type.String(),
          phone: Nullable(Type.String()),
          passed: Type.Array(PassedShape),
        }),
      ),
      /** Where nobody can be told: who was passed over. */
      nobody: Type.Array(PassedShape),
    }),
  ),
  by_hand: Nullable(Type.Object({ at: Instant, times: Type.Integer() })),
  downtime: Nullable(Type.Object({ from: Instant, until: Instant })),
  /** Why the ladder ended; null while it goes on. */
  ended: Nullable(Type.String()),
  /** The whole in sentences. */
  sentences: Type.Array(Pair),
})
export type WhyShape = Static<typeof WhyShape>
