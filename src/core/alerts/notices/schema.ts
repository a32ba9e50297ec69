/** Shapes and refusals of notices and of what somebody does about a missing name by hand. */
import Type, { type Static } from 'typebox'
import { defineProblems } from '#platform/problems.ts'
import type { Text } from '#platform/texts.ts'

const Pair = Type.Object({ zh: Type.String(), en: Type.String() })
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(t: T) => Type.Union([t, Type.Null()])
const Instant = Type.String({ description: 'RFC 3339' })
const MaybeInstant = Nullable(Instant)

/** A post that was passed over on the way to somebody, with its reason. */
export const PassedShape = Type.Object({
  /** The post's word as rosters have it, and as each language says it. */
  post: Type.String(),
  title: Pair,
  unit: Type.String(),
  /** Who holds the post; null where nobody does. */
  person: Nullable(Type.String()),
  name: Nullable(Type.String()),
  why: Type.String(),
})
export type PassedShape = Static<typeof PassedShape>

export const passedTexts: Readonly<Record<string, Text>> = {
  vacant: { zh: '空缺', en: 'vacant' },
  leave: { zh: '休假', en: 'on leave' },
  quarantine: { zh: '隔离', en: 'in quarantine' },
  hospital: { zh: '住院', en: 'in hospital' },
  outing: { zh: '外出', en: 'out' },
  detached: { zh: '借调', en: 'detached elsewhere' },
  off: { zh: '身体不适', en: 'not fit' },
  subject: { zh: '本人未报', en: 'among those missing' },
}

export const viaTexts: Readonly<Record<string, Text>> = {
  owner: { zh: '本人', en: 'in person' },
  holder: { zh: '主官', en: 'post holder' },
  deputy: { zh: '副职', en: 'deputy' },
  duty: { zh: '值班', en: 'on duty' },
  next_level: { zh: '上一级', en: 'next level' },
  hand: { zh: '人工催报', en: 'by hand' },
  named: { zh: '指定责任人', en: 'named responsible' },
}

export const NoticeShape = Type.Object({
  id: Type.String(),
  at: Instant,
  level: Type.Enum(['reminder', 'amber', 'red']),
  step: Type.Integer(),
  via: Type.String(),
  passed: Type.Array(PassedShape),
  unit: Type.Object({ id: Type.String(), name: Type.String() }),
  measure: Nullable(
    Type.Object({ code: Type.String(), title: Pair, day: Type.String(), slot: Type.String(), due_at: MaybeInstant }),
  ),
  /** How many names it told of, and those that lack something now. */
  told: Type.Integer(),
  missing: Type.Array(Type.Object({ task: Type.String(), name: Type.String() })),
  alert: Nullable(Type.Object({ id: Type.String(), name: Type.String(), level: Type.String(), state: Type.String() })),
  /** Where somebody was named responsible: what for, each day by when, and whether it still is so. */
  named: Nullable(
    Type.Object({ asks: Pair, due: Type.Array(Type.String()), by: Nullable(Type.String()), holds: Type.Boolean() }),
  ),
  seen_at: MaybeInstant,
  acknowledged_at: MaybeInstant,
  expires_at: MaybeInstant,
})
export type NoticeShape = Static<typeof NoticeShape>

export const RemindBody = Type.Object(
  {
    tasks: Type.Optional(Type.Array(Type.String({ format: 'uuid' }), { minItems: 1, maxItems: 1000 })),
    unit: Type.Optional(Type.String()),
    measure: Type.Optional(Type.String()),
    day: Type.Optional(Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' })),
    slot: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
)
export type RemindBody = Static<typeof RemindBody>

export const Reminded = Type.Object({
  reminded: Type.Array(Type.Object({ name: Type.String(), tasks: Type.Integer() })),
  skipped: Type.Array(Type.Object({ name: Type.String(), why: Pair })),
})
export type Reminded = Static<typeof Reminded>

export const tryKinds = ['call_answered', 'call_no_answer', 'in_person'] as const
export const tryTexts: Readonly<Record<(typeof tryKinds)[number] | 'reminded', Text>> = {
  call_answered: { zh: '已接通', en: 'answered' },
  call_no_answer: { zh: '没接', en: 'no answer' },
  in_person: { zh: '当面问过', en: 'seen in person' },
  reminded: { zh: '已催报', en: 'reminded' },
}

export const TryBody = Type.Object(
  {
    task: Type.String({ format: 'uuid' }),
    kind: Type.Enum([...tryKinds]),
    note: Type.Optional(Type.String({ maxLength: 300 })),
  },
  { additionalProperties: false },
)
export type TryBody = Static<typeof TryBody>
export const TryShape = Type.Object({
  kind: Type.String(),
  at: Instant,
  by: Nullable(Type.String()),
  note: Nullable(Type.String()),
})
export const Tries = Type.Object({ tries: Type.Array(TryShape), advice: Nullable(Pair) })
export type Tries = Static<typeof Tries>

/** `declined` is set by a refused consent, never by hand. */
export const exemptReasons = ['sick', 'on_call', 'leave', 'no_network', 'other'] as const
export type ExemptReason = (typeof exemptReasons)[number]

export const ExemptBody = Type.Object(
  {
    tasks: Type.Array(Type.String({ format: 'uuid' }), { minItems: 1, maxItems: 200 }),
    reason: Type.Enum([...exemptReasons]),
    note: Type.Optional(Type.String({ maxLength: 300 })),
  },
  { additionalProperties: false },
)
export type ExemptBody = Static<typeof ExemptBody>
export const UnexemptBody = Type.Object(
  { tasks: Type.Array(Type.String({ format: 'uuid' }), { minItems: 1, maxItems: 200 }) },
  { additionalProperties: false },
)

export const noticeProblems = defineProblems({
  'remind-nobody': [
    422,
    {
      zh: '请写明催谁：一组任务，或单位、措施、日期和时段。',
      en: 'Say whom to remind: a list of tasks, or unit, measure, day and slot.',
    },
  ],
  'exempt-needs-note': [
    422,
    { zh: '选“其他”时请写明原因。', en: 'Please say the reason in words where it is "other".' },
  ],
})
