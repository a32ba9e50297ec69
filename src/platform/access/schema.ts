/** Shapes of sign-in, sessions, accounts and tokens, shared by routes and pages. */
import { type Static, Type } from 'typebox'

const Instant = Type.String({ format: 'date-time' })
const Title = Type.Object({ zh: Type.String(), en: Type.String() })
export const LanguageChoice = Type.Union([Type.Literal('zh'), Type.Literal('en')])

/** A unit as the console's head shows it. `path` '' is the whole installation. */
export const CapacityUnit = Type.Object({
  id: Type.String(),
  name: Type.String(),
  kind: Type.String(),
  path: Type.String(),
  fullName: Type.String(),
})

/** One thing that the account may act as: a role at a unit, with the post that gave it. */
export const Capacity = Type.Object({
  id: Type.String(),
  role: Type.String(),
  unit: CapacityUnit,
  post: Type.Union([Type.String(), Type.Null()]),
})
export type Capacity = Static<typeof Capacity>

/** The campaign in force where the reader stands. `day` counts from 1. */
export const CampaignSummary = Type.Object({
  id: Type.String(),
  title: Title,
  unitId: Type.String(),
  startedAt: Instant,
  day: Type.Integer(),
  zone: Type.String(),
})
export type CampaignSummary = Static<typeof CampaignSummary>

export const DutyOfficer = Type.Object({ name: Type.String(), phone: Type.Union([Type.String(), Type.Null()]) })
export type DutyOfficer = Static<typeof DutyOfficer>

/**
 * What the first visit still has to do: make an administrator, load an organisation, nothing. `terminal`: there are real
 * people in the roster and no administrator, who then can only be made at the server.
 */
export const SetupState = Type.Union([
  Type.Literal('administrator'),
  Type.Literal('terminal'),
  Type.Literal('organisation'),
  Type.Literal('done'),
])
export type SetupState = Static<typeof SetupState>

export const SessionAnswer = Type.Object({
  account: Type.Union([Type.Object({ id: Type.String(), name: Type.String() }), Type.Null()]),
  person: Type.Union([Type.Object({ id: Type.String() }), Type.Null()]),
  language: LanguageChoice,
  capacities: Type.Array(Capacity),
  chosen: Type.Union([Type.String(), Type.Null()]),
  permissions: Type.Array(Type.Object({ name: Type.String(), unitPaths: Type.Array(Type.String()) })),
  setup: SetupState,
  now: Instant,
  zone: Type.String(),
  campaign: Type.Union([CampaignSummary, Type.Null()]),
  duty: Type.Union([DutyOfficer, Type.Null()]),
})
export type SessionAnswer = Static<typeof SessionAnswer>

/** Characters of a password: enough to be safe, and an end, since hashing a megabyte costs the server. */
export const passwordLength = { minimum: 8, maximum: 200 } as const

const Login = Type.String({ minLength: 1, maxLength: 60 })
const Secret = Type.String({ minLength: 1, maxLength: passwordLength.maximum })

/** With a password alone: an ordinary sign-in. With a code too: the first one, which sets the password. */
export const SignIn = Type.Object({
  login: Login,
  password: Secret,
  code: Type.Optional(Type.String({ minLength: 1, maxLength: 20 })),
})
export type SignIn = Static<typeof SignIn>

export const CapacityChoice = Type.Object({ id: Type.String({ format: 'uuid' }) })
export const LanguageChange = Type.Object({ language: LanguageChoice })
export const PasswordChange = Type.Object({ current: Secret, password: Secret })

/** One browser in which the account is signed in. `id` is a digest's beginning and opens nothing. */
export const SessionItem = Type.Object({
  id: Type.String(),
  current: Type.Boolean(),
  agent: Type.Union([Type.String(), Type.Null()]),
  createdAt: Instant,
  seenAt: Instant,
})
export type SessionItem = Static<typeof SessionItem>

/** `code`: waits for its first sign-in; `never`: that code has run out; `active`, `locked`, `disabled`. */
export const AccountState = Type.Union([
  Type.Literal('code'),
  Type.Literal('never'),
  Type.Literal('active'),
  Type.Literal('locked'),
  Type.Literal('disabled'),
])
export type AccountState = Static<typeof AccountState>

export const AccountItem = Type.Object({
  id: Type.String(),
  name: Type.String(),
  staffNo: Type.Union([Type.String(), Type.Null()]),
  capacities: Type.Array(Capacity),
  state: AccountState,
  lastSeenAt: Type.Union([Instant, Type.Null()]),
  codeExpiresAt: Type.Union([Instant, Type.Null()]),
  lockedUntil: Type.Union([Instant, Type.Null()]),
})
export type AccountItem = Static<typeof AccountItem>

export const CodeIssued = Type.Object({ name: Type.String(), code: Type.String(), expiresAt: Instant })
export type CodeIssued = Static<typeof CodeIssued>

export const TokenItem = Type.Object({
  id: Type.String(),
  name: Type.String(),
  unit: CapacityUnit,
  permissions: Type.Array(Type.String()),
  createdAt: Instant,
  expiresAt: Type.Union([Instant, Type.Null()]),
  usedAt: Type.Union([Instant, Type.Null()]),
})
export type TokenItem = Static<typeof TokenItem>

export const TokenRequest = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 60 }),
  unitId: Type.String({ maxLength: 300 }),
  permissions: Type.Array(Type.String({ maxLength: 60 }), { minItems: 1, maxItems: 60 }),
  days: Type.Optional(Type.Integer({ minimum: 1, maximum: 3650 })),
})
export const TokenMade = Type.Object({ id: Type.String(), token: Type.String() })
export type TokenMade = Static<typeof TokenMade>

export const AdministratorRequest = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 20 }),
  login: Login,
  password: Secret,
  language: LanguageChoice,
})
export type AdministratorRequest = Static<typeof AdministratorRequest>
