/** Shapes of the audit's routes; the page shares them. */
import { type Static, Type } from 'typebox'

const Instant = Type.String({ format: 'date-time' })
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) => Type.Union([type, Type.Null()])

export const AuditQuery = Type.Object({
  /** Part of the actor's name, or the whole id. */
  actor: Type.Optional(Type.String({ maxLength: 100 })),
  subject: Type.Optional(Type.String({ format: 'uuid' })),
  /** An action or its beginning: `campaign` finds `campaign.started`. */
  action: Type.Optional(Type.String({ maxLength: 60, pattern: '^[a-z_.]*$' })),
  from: Type.Optional(Instant),
  until: Type.Optional(Instant),
  /** The id of the last row of the page before. */
  before: Type.Optional(Type.String({ format: 'uuid' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
})
export type AuditQuery = Static<typeof AuditQuery>

export const AuditEntryShape = Type.Object({
  id: Type.String(),
  at: Instant,
  actor_kind: Type.String(),
  actor_name: Nullable(Type.String()),
  action: Type.String(),
  subject_kind: Nullable(Type.String()),
  subject_id: Nullable(Type.String()),
  unit_id: Nullable(Type.String()),
  unit: Nullable(Type.String()),
  detail: Type.Unknown(),
  /** How many reports the row names. */
  reports: Type.Integer(),
  sealed: Type.Boolean(),
})
export type AuditEntryShape = Static<typeof AuditEntryShape>

export const AuditPageShape = Type.Object({
  entries: Type.Array(AuditEntryShape),
  /** Units and measures that the details name, by id or code. */
  names: Type.Record(Type.String(), Type.Object({ zh: Type.String(), en: Type.String() })),
  /** Give it as `before` for the next page; null at the end. */
  next: Nullable(Type.String()),
})
export type AuditPageShape = Static<typeof AuditPageShape>

export const HeadShape = Type.Object({
  no: Type.Integer(),
  at: Nullable(Instant),
  algorithm: Nullable(Type.String()),
  digest: Nullable(Type.String()),
  unsealed: Type.Integer(),
})
export type HeadShape = Static<typeof HeadShape>

export const VerifyBody = Type.Object({
  /** As printed: `128:9f2c4b7a01d3e85c…`. */
  head: Type.Optional(Type.String({ maxLength: 120 })),
})
export type VerifyBody = Static<typeof VerifyBody>

export const VerificationShape = Type.Object({
  id: Type.String(),
  state: Type.Union(['waiting', 'running', 'done', 'failed'].map((state) => Type.Literal(state))),
  progress: Type.Number(),
  asked_at: Instant,
  finished_at: Nullable(Instant),
  /** What `muster verify-audit --json` prints; null until done. */
  result: Type.Unknown(),
})
export type VerificationShape = Static<typeof VerificationShape>
