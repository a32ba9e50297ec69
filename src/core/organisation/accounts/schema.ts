/** Shapes of the accounts page. */
import { type Static, Type } from 'typebox'
import { AccountItem, CodeIssued } from '#platform/access/schema.ts'

export { AccountItem, CodeIssued }

export const AccountsQuery = Type.Object({
  /** A name, a staff number or a telephone number, or the beginning of one. */
  q: Type.Optional(Type.String({ maxLength: 60 })),
  state: Type.Optional(
    Type.Union([
      Type.Literal('code'),
      Type.Literal('never'),
      Type.Literal('active'),
      Type.Literal('locked'),
      Type.Literal('disabled'),
    ]),
  ),
})
export type AccountsQuery = Static<typeof AccountsQuery>

/** `total` counts what the reader manages and `q` leaves; `items` are the first 300 of them. */
export const AccountsAnswer = Type.Object({
  total: Type.Integer(),
  counts: Type.Record(Type.String(), Type.Integer()),
  items: Type.Array(AccountItem),
})
export type AccountsAnswer = Static<typeof AccountsAnswer>

export const AccountParams = Type.Object({ id: Type.String({ format: 'uuid' }) })
