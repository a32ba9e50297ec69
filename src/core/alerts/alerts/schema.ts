/** Shapes, states and refusals of alerts; shared with the pages, so that a button that is off says why. */
import Type, { type Static } from 'typebox'
import { defineProblems } from '#platform/problems.ts'
import type { Text } from '#platform/texts.ts'

export const alertStates = ['open', 'assessed', 'controlled', 'closed'] as const
export type AlertState = (typeof alertStates)[number]
export type AlertLevel = 'amber' | 'red'

export const stateTexts: Record<AlertState, Text> = {
  open: { zh: '待评估', en: 'to be assessed' },
  assessed: { zh: '已评估', en: 'assessed' },
  controlled: { zh: '已管控', en: 'under control' },
  closed: { zh: '已了结', en: 'closed' },
}

export const levelTexts: Record<AlertLevel, Text> = {
  amber: { zh: '黄色', en: 'amber' },
  red: { zh: '红色', en: 'red' },
}

/** Which action is allowed in which states; the server refuses by it, the page disables by it. */
export const alertActions = {
  // Assessed wrongly: once more, as long as nothing was built on it; the earlier one stays on record.
  assess: ['open', 'assessed'],
  control: ['assessed', 'controlled'],
  close: ['assessed', 'controlled'],
} as const satisfies Record<string, readonly AlertState[]>
export type AlertAction = keyof typeof alertActions

export const actionAllowed = (action: AlertAction, state: AlertState): boolean =>
  (alertActions[action] as readonly AlertState[]).includes(state)

/** Why an action is off in a state. */
export function whyOff(action: AlertAction, state: AlertState): Text | undefined {
  if (actionAllowed(action, state)) return undefined
  if (state === 'closed') return { zh: '这条预警已经了结。', en: 'This alert is closed.' }
  if (state === 'open') return { zh: '先评估，再往下办。', en: 'Assess it first.' }
  return { zh: '已经评估过了。', en: 'It has been assessed already.' }
}

export const findings = ['confirmed', 'watch', 'no_concern', 'faulty_reading'] as const
export type Finding = (typeof findings)[number]
export const findingTexts: Record<Finding, Text> = {
  confirmed: { zh: '确有异常，要管控', en: 'confirmed, to be controlled' },
  watch: { zh: '暂不确定，继续观察', en: 'not certain, to be watched' },
  no_concern: { zh: '问过本人，没有异常', en: 'asked in person, nothing of concern' },
  faulty_reading: { zh: '测量有误', en: 'the reading was at fault' },
}

export const outcomes = ['recovered', 'excluded', 'handed_over', 'put_right'] as const
export type Outcome = (typeof outcomes)[number]
export const outcomeTexts: Record<Outcome, Text> = {
  recovered: { zh: '已恢复正常', en: 'recovered' },
  excluded: { zh: '已排除', en: 'excluded' },
  handed_over: { zh: '已转医疗机构', en: 'handed over to medical care' },
  put_right: { zh: '已整改', en: 'put right' },
}

const Words = Type.String({ maxLength: 1000 })

export const AssessBody = Type.Object(
  { finding: Type.Enum([...findings]), level: Type.Optional(Type.Enum(['amber', 'red'])), note: Type.Optional(Words) },
  { additionalProperties: false },
)
export const ControlBody = Type.Object(
  { plan: Type.String({ minLength: 2, maxLength: 2000 }), until: Type.String({ format: 'date-time' }) },
  { additionalProperties: false },
)
export const CloseBody = Type.Object(
  { outcome: Type.Enum([...outcomes]), note: Type.Optional(Words) },
  { additionalProperties: false },
)
export type AssessBody = Static<typeof AssessBody>
export type ControlBody = Static<typeof ControlBody>
export type CloseBody = Static<typeof CloseBody>

const Pair = Type.Object({ zh: Type.String(), en: Type.String() })
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(t: T) => Type.Union([t, Type.Null()])

const ReadingShape = Type.Object({
  report: Type.String(),
  celsius: Type.Number(),
  site: Nullable(Type.String()),
  at: Type.String(),
  fever: Type.Boolean(),
  channel: Type.String(),
})

/** What was seen; only for readers of health data. */
export const AlertDetail = Type.Object({
  code: Type.String(),
  text: Pair,
  readings: Type.Optional(Type.Array(ReadingShape)),
  /** Further findings that joined. */
  also: Type.Optional(Type.Array(Type.Object({ code: Type.String(), text: Pair, at: Type.String() }))),
  /** Why it turned red, and when. */
  raised_why: Type.Optional(Type.Enum(['second', 'no_second', 'again', 'by_hand'])),
  raised_at: Type.Optional(Type.String()),
  household: Type.Optional(Type.String()),
})
export type AlertDetail = Static<typeof AlertDetail>

const EarlierAssessment = Type.Object({
  finding: Type.String(),
  note: Type.Optional(Type.String()),
  at: Type.String(),
  by: Type.String(),
})

export const AlertShape = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  level: Type.Enum(['amber', 'red']),
  state: Type.Enum([...alertStates]),
  subject: Type.Object({ kind: Type.String(), id: Type.String(), name: Type.String(), phone: Nullable(Type.String()) }),
  unit: Type.Object({ id: Type.String(), name: Type.String() }),
  opened_at: Type.String(),
  due_at: Nullable(Type.String()),
  second_due_at: Nullable(Type.String()),
  second_until_at: Nullable(Type.String()),
  detail: AlertDetail,
  assessed_at: Nullable(Type.String()),
  assessed_by: Nullable(Type.String()),
  assessment: Nullable(
    Type.Object({
      finding: Type.String(),
      level: Type.Optional(Type.String()),
      note: Type.Optional(Type.String()),
      /** Those that it replaced, the oldest first. */
      earlier: Type.Optional(Type.Array(EarlierAssessment)),
    }),
  ),
  controlled_at: Nullable(Type.String()),
  plan: Nullable(Type.Object({ plan: Type.String(), until: Type.String() })),
  closed_at: Nullable(Type.String()),
  outcome: Nullable(Type.String()),
  outcome_note: Nullable(Type.String()),
})
export type AlertShape = Static<typeof AlertShape>

export const AlertPageShape = Type.Object({
  as_of: Type.String(),
  alerts: Type.Array(AlertShape),
  total: Type.Integer({ description: 'all that match, on this page or not' }),
  next: Nullable(Type.Integer({ description: 'offset of the next page' })),
})
export type AlertPageShape = Static<typeof AlertPageShape>

export const alertProblems = defineProblems({
  'alert-state': [409, { zh: '{why}', en: '{why}' }],
  'alert-own': [
    403,
    {
      zh: '关于本人的预警要由别人评估，请交给政治指导员或上一级。',
      en: 'An alert about yourself is for somebody else to judge; please leave it to your deputy or the next level.',
    },
  ],
  'alert-until-past': [
    422,
    { zh: '管控截止时间要在现在之后，最长 90 天。', en: 'The plan ends after now, and within 90 days.' },
  ],
  'alert-needs-note': [
    422,
    {
      zh: '判为测量有误或没有异常时，请写明依据。',
      en: 'Where nothing is found to be wrong, please say on what grounds.',
    },
  ],
})
