/** Shapes of checking and importing a roster; imports nothing of the server, so that pages share it. */
import { type Static, Type } from 'typebox'

export const TextShape = Type.Object({ zh: Type.String(), en: Type.String() })
const Count = Type.Object({ members: Type.Integer(), relatives: Type.Integer() })
export type Count = Static<typeof Count>

export const BadRowShape = Type.Object({
  row: Type.Integer(),
  /** The column's title in the file. */
  column: Type.String(),
  value: Type.String(),
  reason: TextShape,
  fix: Type.Optional(TextShape),
  who: Type.Object({ name: Type.String(), relative: Type.Boolean(), unit: Type.String(), isNew: Type.Boolean() }),
})
export type BadRowShape = Static<typeof BadRowShape>

/** One person of a list: who, where, and what would change in words. */
export const ListItem = Type.Object({
  name: Type.String(),
  kind: Type.Union([Type.Literal('member'), Type.Literal('relative')]),
  /** The row of the file; left out for somebody who is not in it. */
  row: Type.Optional(Type.Integer()),
  where: Type.String(),
  what: Type.Optional(TextShape),
})
export type ListItem = Static<typeof ListItem>

export type ListName = 'added' | 'moved' | 'changed' | 'absent'

export const RosterCheck = Type.Object({
  id: Type.String(),
  name: Type.String(),
  /** Until when the file is kept. */
  expires_at: Type.String(),
  sheet: Type.Union([Type.String(), Type.Null()]),
  header_row: Type.Integer(),
  /** Rows that hold a person, and those without any fault. */
  rows: Type.Integer(),
  good: Type.Integer(),
  read: Count,
  /** Bad rows, and how many of their people the roster has already. */
  bad_rows: Count,
  bad_known: Type.Integer(),
  /** The first 200 faults; all of them are in the file to download. */
  bad: Type.Array(BadRowShape),
  counts: Type.Object({ added: Count, moved: Count, changed: Count, absent: Count, unchanged: Count }),
  totals: Type.Object({ now: Count, after: Count, mended: Count }),
  new_units: Type.Array(Type.Object({ path: Type.String(), kind: Type.String(), near: Type.Optional(Type.String()) })),
  /** Posts that nobody holds any more afterwards; `if_retired`: only where the absent ones are retired. */
  vacated: Type.Array(
    Type.Object({ unit: Type.String(), post: Type.String(), who: Type.String(), if_retired: Type.Boolean() }),
  ),
  moves: Type.Array(Type.Object({ from: Type.String(), to: Type.String(), count: Type.Integer() })),
  /** Officers among the new appointments, by post: they get a one-time code. */
  officers: Type.Array(Type.Object({ post: Type.String(), count: Type.Integer() })),
  notes: Type.Array(TextShape),
  nothing_to_do: Type.Boolean(),
})
export type RosterCheck = Static<typeof RosterCheck>

export const UploadParams = Type.Object({ id: Type.String({ format: 'uuid' }) })

export const ListQuery = Type.Object({
  list: Type.Union([Type.Literal('added'), Type.Literal('moved'), Type.Literal('changed'), Type.Literal('absent')]),
  cursor: Type.Optional(Type.Integer({ minimum: 0 })),
})
export const ListAnswer = Type.Object({
  total: Type.Integer(),
  items: Type.Array(ListItem),
  next: Type.Union([Type.Integer(), Type.Null()]),
})
export type ListAnswer = Static<typeof ListAnswer>

export const ApplyBody = Type.Object({
  good_only: Type.Optional(Type.Boolean()),
  retire: Type.Optional(Type.Boolean()),
  /** The user's yes to the new units that the check listed. */
  new_units: Type.Optional(Type.Boolean()),
})

export const ImportShape = Type.Object({
  id: Type.String(),
  state: Type.Union([
    Type.Literal('running'),
    Type.Literal('applied'),
    Type.Literal('taking_back'),
    Type.Literal('taken_back'),
    Type.Literal('failed'),
  ]),
  name: Type.String(),
  at: Type.String(),
  by: Type.String(),
  unit: Type.Union([Type.String(), Type.Null()]),
  /** 0 to 1, with the step under way. */
  progress: Type.Number(),
  step: Type.Union([TextShape, Type.Null()]),
  why: Type.Union([TextShape, Type.Null()]),
  counts: Type.Union([
    Type.Object({
      rows: Type.Integer(),
      good: Type.Integer(),
      added: Count,
      moved: Count,
      changed: Count,
      retired: Count,
      unchanged: Count,
      units: Type.Integer(),
    }),
    Type.Null(),
  ]),
  taken_back_at: Type.Union([Type.String(), Type.Null()]),
  /** Officers whose one-time codes can still be shown; 0 once they were. */
  codes: Type.Integer(),
})
export type ImportShape = Static<typeof ImportShape>

export const ImportsAnswer = Type.Object({ imports: Type.Array(ImportShape) })
export type ImportsAnswer = Static<typeof ImportsAnswer>

export const CodesAnswer = Type.Object({
  codes: Type.Array(
    Type.Object({
      name: Type.String(),
      staff_no: Type.String(),
      unit: Type.String(),
      posts: Type.String(),
      code: Type.String(),
      expires_at: Type.String(),
    }),
  ),
})
export type CodesAnswer = Static<typeof CodesAnswer>
