/** Shapes of people and units; imports nothing of the server, so that pages share it. */
import { type Static, Type } from 'typebox'
import { PeriodShape } from '../presence/schema.ts'

const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) => Type.Union([type, Type.Null()])

export const PeopleQuery = Type.Object({
  /** Id, ltree path or names of a unit: it and all below it. */
  unit: Type.Optional(Type.String({ maxLength: 400 })),
  /** A part of the name, pinyin initials, or a part of the staff number. */
  q: Type.Optional(Type.String({ maxLength: 60 })),
  kind: Type.Optional(Type.Union([Type.Literal('member'), Type.Literal('relative')])),
  cursor: Type.Optional(Type.String({ maxLength: 400 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
})
export type PeopleQuery = Static<typeof PeopleQuery>

export const PersonItem = Type.Object({
  id: Type.String(),
  kind: Type.Union([Type.Literal('member'), Type.Literal('relative')]),
  name: Type.String(),
  staff_no: nullable(Type.String()),
  /** A relative's relation, and whose relative. */
  relation: nullable(Type.String()),
  of: nullable(Type.String()),
  unit: Type.Object({ id: Type.String(), name: Type.String(), full_name: Type.String() }),
  posts: Type.Array(Type.String()),
  /** Where the person is now; null: on station at home. */
  presence: nullable(Type.Object({ kind: Type.String(), until: nullable(Type.String()) })),
  /** Left out without the right to see telephone numbers. */
  phone: Type.Optional(nullable(Type.String())),
})
export type PersonItem = Static<typeof PersonItem>

export const PeopleAnswer = Type.Object({
  total: Type.Integer(),
  people: Type.Array(PersonItem),
  next: nullable(Type.String()),
})
export type PeopleAnswer = Static<typeof PeopleAnswer>

export const LinkState = Type.Object({
  /** `none`: no card was printed; `given`: a card is in use or waits; `ended`: it was stopped. */
  state: Type.Union([Type.Literal('none'), Type.Literal('given'), Type.Literal('ended')]),
  devices: Type.Integer(),
})

export const PersonAnswer = Type.Object({
  id: Type.String(),
  kind: PersonItem.properties.kind,
  name: Type.String(),
  staff_no: nullable(Type.String()),
  relation: nullable(Type.String()),
  sex: nullable(Type.String()),
  born: nullable(Type.Integer()),
  phone: Type.Optional(nullable(Type.String())),
  left_at: nullable(Type.String()),
  unit: Type.Object({ id: Type.String(), name: Type.String(), full_name: Type.String(), path: Type.String() }),
  posts: Type.Array(
    Type.Object({ post: Type.String(), unit: Type.String(), from: Type.String(), until: nullable(Type.String()) }),
  ),
  link: LinkState,
  household: nullable(
    Type.Object({
      id: Type.String(),
      link: LinkState,
      members: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), staff_no: nullable(Type.String()) })),
      relatives: Type.Array(
        Type.Object({
          id: Type.String(),
          name: Type.String(),
          relation: nullable(Type.String()),
          born: nullable(Type.Integer()),
          phone: Type.Optional(nullable(Type.String())),
          declined: Type.Boolean(),
        }),
      ),
    }),
  ),
  presence: Type.Array(PeriodShape),
  transfers: Type.Array(Type.Object({ at: Type.String(), from: Type.String(), to: Type.String() })),
})
export type PersonAnswer = Static<typeof PersonAnswer>

export const PersonParams = Type.Object({ id: Type.String({ format: 'uuid' }) })
export const TransferBody = Type.Object({ unit: Type.String({ minLength: 1, maxLength: 400 }) })

export const UnitItem = Type.Object({
  id: Type.String(),
  parent: nullable(Type.String()),
  kind: Type.String(),
  name: Type.String(),
  path: Type.String(),
  /** Members right at the unit, not those below it. */
  members: Type.Integer(),
})
export type UnitItem = Static<typeof UnitItem>
export const UnitsAnswer = Type.Object({ units: Type.Array(UnitItem) })
export type UnitsAnswer = Static<typeof UnitsAnswer>
