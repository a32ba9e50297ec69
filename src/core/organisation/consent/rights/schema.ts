/** Shapes and problems of requests about one's data; imports nothing of the server, so that pages share it. */
import Type, { type Static } from 'typebox'
import { defineProblems } from '#platform/problems.ts'

const Id = Type.String({ format: 'uuid' })
const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()])

export const RightsKind = Type.Union([
  Type.Literal('access'),
  Type.Literal('copy'),
  Type.Literal('correction'),
  Type.Literal('deletion'),
])
export type RightsKind = Static<typeof RightsKind>

export const RightsId = Type.Object({ id: Id })

export const RightsQuery = Type.Object({
  state: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('answered')])),
})

export const RightsItem = Type.Object({
  id: Id,
  kind: RightsKind,
  at: Type.String(),
  note: Nullable(Type.String()),
  /** Null: a member's own request. */
  household: Nullable(Type.Object({ id: Id, name: Type.String() })),
  unit: Type.Object({ id: Id, name: Type.String(), full_name: Type.String(), path: Type.String() }),
  /** The relative or member concerned; null: the whole household. */
  person: Nullable(Type.Object({ id: Id, name: Type.String(), relation: Nullable(Type.String()) })),
  answered: Nullable(Type.Object({ at: Type.String(), by: Nullable(Type.String()), outcome: Nullable(Type.String()) })),
  deleted: Nullable(Type.Object({ at: Type.String(), reports: Type.Integer() })),
})
export type RightsItem = Static<typeof RightsItem>

export const RightsList = Type.Object({
  requests: Type.Array(RightsItem),
  counts: Type.Object({ open: Type.Integer(), answered: Type.Integer() }),
})
export type RightsList = Static<typeof RightsList>

/** How many wait at and below the reader's units; `over`: for more than the 30 days in which an answer is due. */
export const RightsCount = Type.Object({ open: Type.Integer(), over: Type.Integer() })
export type RightsCount = Static<typeof RightsCount>

export const RightsDetail = Type.Object({
  request: RightsItem,
  /** Reports kept about whom it concerns. */
  reports: Type.Integer(),
  first_at: Nullable(Type.String()),
  last_at: Nullable(Type.String()),
  /** Relatives whose answers stand in the same reports, and would go with them. */
  together: Type.Array(Type.Object({ name: Type.String(), reports: Type.Integer() })),
  /** How the family is reached. */
  phones: Type.Array(Type.Object({ name: Type.String(), phone: Type.String() })),
})
export type RightsDetail = Static<typeof RightsDetail>

export const AnswerBody = Type.Object({ outcome: Type.String({ minLength: 1, maxLength: 1000 }) })

/** `reports`: how many the page showed; where it is no longer right, nothing is deleted. */
export const DeleteBody = Type.Object({ reports: Type.Integer({ minimum: 1 }) })
export const DeletedAnswer = Type.Object({ reports: Type.Integer() })

/** What a household or member sees of its own requests. */
export const OwnRequests = Type.Object({
  requests: Type.Array(
    Type.Object({
      id: Id,
      kind: RightsKind,
      at: Type.String(),
      person: Nullable(Type.String()),
      answered_at: Nullable(Type.String()),
      outcome: Nullable(Type.String()),
      deleted_reports: Nullable(Type.Integer()),
    }),
  ),
})
export type OwnRequests = Static<typeof OwnRequests>

export const rightsProblems = defineProblems({
  'rights-answered': [
    409,
    {
      zh: '这个请求已经答复过了。请刷新页面看答复。',
      en: 'This request has been answered already. Please reload the page to see the answer.',
    },
  ],
  'rights-changed': [
    409,
    {
      zh: '页面打开以后又有变化：现在是 {count} 份上报。请刷新页面，看过再删。',
      en: 'Something has changed since the page was opened: there {count|is|are} {count} {count|report|reports} now. Please reload the page and look before deleting.',
    },
  ],
  'rights-not-deletion': [
    409,
    { zh: '提的不是删除，不能按它删上报。', en: 'This does not ask for deletion; nothing is deleted for it.' },
  ],
  'rights-no-words': [
    422,
    { zh: '请写一句答复，提的人会看到。', en: 'Please write an answer; whoever asked will see it.' },
  ],
  'rights-what-is-wrong': [
    422,
    { zh: '请写明哪里不对、应该是什么。', en: 'Please say what is wrong, and what it should be.' },
  ],
  'rights-own': [
    409,
    {
      zh: '自己提的请求要由别人来办，请交给另一位主官。',
      en: 'One’s own request is dealt with by somebody else; please leave it to another chief.',
    },
  ],
})
