/** Shapes and problems of consent and of requests about one's data; imports nothing of the server. */
import Type from 'typebox'
import { defineProblems } from '#platform/problems.ts'
import { RightsKind } from './rights/schema.ts'

const Id = Type.String({ format: 'uuid' })

export const ConsentBody = Type.Object({
  notice_version: Type.Integer({ minimum: 1 }),
  people: Type.Array(
    Type.Object({
      person: Id,
      given: Type.Boolean(),
      by: Type.Union([Type.Literal('self'), Type.Literal('guardian')]),
    }),
    { minItems: 1, maxItems: 30 },
  ),
})

/** A member's own: always about oneself. */
export const OwnRightsBody = Type.Object({
  kind: RightsKind,
  /** In one's own words; of a correction, what is wrong and what it should be. */
  note: Type.Optional(Type.String({ maxLength: 500 })),
})

export const RightsBody = Type.Object({
  kind: RightsKind,
  /** The relative concerned; left out: the whole household. */
  person: Type.Optional(Id),
  note: Type.Optional(Type.String({ maxLength: 500 })),
})

export const RightsAnswer = Type.Object({ id: Id, at: Type.String() })

export const consentProblems = defineProblems({
  'consent-stranger': [
    403,
    {
      zh: '只能替自己家里的人选，名单上没有这个人。请刷新页面再看。',
      en: 'You can only choose for people of your own household. Please reload the page.',
    },
  ],
  'consent-guardian': [
    422,
    {
      zh: '{name}不满 14 周岁，要由父母或其他监护人来选。',
      en: '{name} is under 14: a parent or guardian has to choose.',
    },
  ],
  'consent-self': [
    422,
    { zh: '{name}已满 14 周岁，要由本人来选。', en: '{name} is 14 or older and has to choose in person.' },
  ],
  'consent-old-notice': [
    409,
    {
      zh: '告知书刚更新过，请刷新页面，看过新的再选。',
      en: 'The notice has just been renewed. Please reload the page and read it before choosing.',
    },
  ],
})
