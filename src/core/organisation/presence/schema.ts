/** Shapes, kinds and problems of presence; imports nothing of the server, so that pages share it. */
import { type Static, Type } from 'typebox'
import { defineProblems } from '#platform/problems.ts'
import type { Text } from '#platform/texts.ts'

/** What can be entered by hand, in the officers' words. `on_shift` is written by the shift plan. */
export const presenceTexts = {
  on_station: { zh: '在位', en: 'on station' },
  leave: { zh: '休假', en: 'on leave' },
  outing: { zh: '外出', en: 'out' },
  detached: { zh: '借调', en: 'detached' },
  quarantine: { zh: '隔离', en: 'in quarantine' },
  hospital: { zh: '住院', en: 'in hospital' },
  on_shift: { zh: '当班', en: 'on shift' },
} as const satisfies Record<string, Text>
export type PresenceKind = keyof typeof presenceTexts

export const PresenceBody = Type.Object({
  person: Type.String({ format: 'uuid' }),
  kind: Type.Union([
    Type.Literal('on_station'),
    Type.Literal('leave'),
    Type.Literal('outing'),
    Type.Literal('detached'),
    Type.Literal('quarantine'),
    Type.Literal('hospital'),
  ]),
  from: Type.String({ format: 'date-time' }),
  /** Left out: open-ended. */
  until: Type.Optional(Type.String({ format: 'date-time' })),
  /** The unit that accounts for the person meanwhile; left out: the home unit. */
  unit: Type.Optional(Type.String({ format: 'uuid' })),
  place: Type.Optional(Type.String({ maxLength: 100 })),
  note: Type.Optional(Type.String({ maxLength: 200 })),
})
export type PresenceBody = Static<typeof PresenceBody>

export const PeriodShape = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  from: Type.String(),
  until: Type.Union([Type.String(), Type.Null()]),
  unit: Type.Union([Type.String(), Type.Null()]),
  place: Type.Union([Type.String(), Type.Null()]),
  note: Type.Union([Type.String(), Type.Null()]),
  by: Type.String(),
  entered_at: Type.String(),
})
export type PeriodShape = Static<typeof PeriodShape>

/** A duty that a change of presence takes away, brings or moves to another unit. */
export const DutyShape = Type.Object({
  title: Type.Object({ zh: Type.String(), en: Type.String() }),
  day: Type.String(),
  slot: Type.String(),
  due_at: Type.String(),
})

export const PreviewAnswer = Type.Object({
  /** No longer owed. */
  leaves: Type.Array(DutyShape),
  /** Excused although it is due within the hour: listed by name on the board. */
  excused: Type.Array(DutyShape),
  /** Owed newly. */
  joins: Type.Array(DutyShape),
  /** Posts with a role that the person holds: meanwhile the next in line is told. */
  posts: Type.Array(Type.Object({ post: Type.String(), unit: Type.String() })),
  /** Periods entered before that give way. */
  replaces: Type.Array(PeriodShape),
})
export type PreviewAnswer = Static<typeof PreviewAnswer>

export const PresenceParams = Type.Object({ id: Type.String({ format: 'uuid' }) })
export const EndBody = Type.Object({ until: Type.String({ format: 'date-time' }) })

export const presenceProblems = defineProblems({
  'presence-relative': [
    422,
    { zh: '{name}是家属，在位情况只登记队员。', en: '{name} is a relative; presence is kept for members only.' },
  ],
  'presence-backwards': [422, { zh: '结束时间要晚于开始时间。', en: 'The end has to be later than the beginning.' }],
  'presence-far': [
    422,
    {
      zh: '开始时间离现在太远，请核对日期（最早 90 天前，最晚两年后）。',
      en: 'The beginning is too far from now; please check the date (90 days ago at the earliest, two years ahead at the latest).',
    },
  ],
  'presence-ended': [409, { zh: '这一段已经结束或撤销了。', en: 'This period has ended or was withdrawn already.' }],
  'transfer-same': [409, { zh: '{name}本来就在{unit}。', en: '{name} is at {unit} already.' }],
  'transfer-above': [
    422,
    { zh: '调动要到支队或支队以下的单位。', en: 'A transfer goes to a detachment or a unit below one.' },
  ],
})
