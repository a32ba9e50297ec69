/** The shapes of the board, its lists, its trend and what is published of it. Pages share them. */
import Type, { type Static } from 'typebox'
import { defineProblems } from '#platform/problems.ts'
import { type CellState, cellStates, type ListState, listStates } from './cell-states.ts'

const Day = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', description: 'a local day, 2026-11-25' })
const UnitKey = Type.String({
  minLength: 1,
  maxLength: 400,
  description: 'id, path (1.4.12) or names (舜耕支队/城区大队)',
})
const Instant = Type.String({ description: 'RFC 3339' })
const Pair = Type.Object({ zh: Type.String(), en: Type.String() })
const Count = Type.Integer()

export { type CellState, cellStates, type ListState, listStates }

/** One measure and slot at one unit (and below). expected = done + late + received_late + exempt + missing + pending. */
export const Cell = Type.Object({
  code: Type.String(),
  slot: Type.String(),
  title: Pair,
  /** The earliest due of the tasks counted; what is missing is told from each unit's own. */
  due_at: Instant,
  expected: Count,
  done: Count,
  late: Count,
  received_late: Count,
  exempt: Count,
  missing: Count,
  pending: Count,
  flagged: Count,
})
export type Cell = Static<typeof Cell>

export const BoardUnit = Type.Object({
  id: Type.String(),
  path: Type.String(),
  name: Type.String(),
  full_name: Type.String(),
  kind: Type.String(),
  /** IANA zone in which the unit's days and due times are read. */
  zone: Type.String(),
})
export type BoardUnit = Static<typeof BoardUnit>

const Grandchild = Type.Object({ unit: BoardUnit, measures: Type.Array(Cell) })
/** `own` and `children` are there with `levels=2` only. */
export const BoardChild = Type.Object({
  unit: BoardUnit,
  measures: Type.Array(Cell),
  own: Type.Optional(Type.Array(Cell)),
  children: Type.Optional(Type.Array(Grandchild)),
})
export type BoardChild = Static<typeof BoardChild>

export const Board = Type.Object({
  unit: BoardUnit,
  day: Day,
  as_of: Instant,
  own: Type.Array(Cell),
  measures: Type.Array(Cell),
  children: Type.Array(BoardChild),
})
export type Board = Static<typeof Board>

export const BoardQuery = Type.Object({
  unit: Type.Optional(UnitKey),
  day: Type.Optional(Day),
  /** 2: each child also carries its own and its children's figures. */
  levels: Type.Optional(Type.Integer({ minimum: 1, maximum: 2, default: 1 })),
})
export type BoardQuery = Static<typeof BoardQuery>

/** What stands above a column: which clause asks for it, in full words. */
export const Column = Type.Object({
  code: Type.String(),
  slot: Type.String(),
  title: Pair,
  full_title: Pair,
  due_at: Instant,
  clause: Type.Union([Type.Object({ id: Type.String(), number: Type.String(), title: Pair }), Type.Null()]),
  directive: Type.Union([Type.Object({ number: Type.String(), title: Pair }), Type.Null()]),
})
export type Column = Static<typeof Column>
export const Columns = Type.Object({ unit: BoardUnit, day: Day, columns: Type.Array(Column) })
export type Columns = Static<typeof Columns>

export const ListQuery = Type.Object({
  unit: Type.Optional(UnitKey),
  day: Type.Optional(Day),
  measure: Type.String({ minLength: 1, maxLength: 64, description: 'code; * for all, one after the other' }),
  slot: Type.String({ maxLength: 64, description: 'code; * for all' }),
  state: Type.Enum([...listStates]),
  scope: Type.Optional(Type.Enum(['all', 'own'])),
  q: Type.Optional(Type.String({ maxLength: 60 })),
  cursor: Type.Optional(Type.String({ maxLength: 600 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
})
export type ListQuery = Static<typeof ListQuery>

const Lacking = Type.Object({
  id: Type.String(),
  name: Type.String(),
  relation: Type.Union([Type.String(), Type.Null()]),
  phone: Type.Optional(Type.String()),
})

export const ListRow = Type.Object({
  task: Type.String(),
  /** Which of the list's groups the row belongs to. */
  measure: Type.String(),
  slot: Type.String(),
  subject: Type.Object({
    kind: Type.String(),
    id: Type.String(),
    name: Type.String(),
    staff_no: Type.Optional(Type.String()),
    /** Only for whoever may see telephone numbers there. */
    phone: Type.Optional(Type.String()),
  }),
  /** `names` from below the unit listed down to the one that counts the task. */
  unit: Type.Object({ id: Type.String(), names: Type.Array(Type.String()) }),
  post: Type.Union([Type.String(), Type.Null()]),
  state: Type.Enum(['missing', 'pending', 'done', 'late', 'received_late', 'exempt']),
  due_at: Instant,
  met_at: Type.Union([Instant, Type.Null()]),
  met_by_name: Type.Union([Type.String(), Type.Null()]),
  channel: Type.Union([Type.String(), Type.Null()]),
  exempt: Type.Union([
    Type.Object({
      reason: Type.Union([Type.String(), Type.Null()]),
      note: Type.Union([Type.String(), Type.Null()]),
      by: Type.Union([Type.String(), Type.Null()]),
      at: Type.Union([Instant, Type.Null()]),
    }),
    Type.Null(),
  ]),
  /** Reminders of the person, or of whoever answers for the household, unit or place; not those of the levels above. */
  reminded: Type.Union([Type.Object({ at: Instant, times: Count }), Type.Null()]),
  tries: Type.Array(Type.Object({ kind: Type.String(), at: Instant, by: Type.Union([Type.String(), Type.Null()]) })),
  presence: Type.Union([Type.Object({ kind: Type.String(), until: Type.Union([Instant, Type.Null()]) }), Type.Null()]),
  /** For a household that is not met: whose answers lack. Absent for whoever may not read reports there. */
  lacking: Type.Optional(Type.Array(Lacking)),
})
export type ListRow = Static<typeof ListRow>

export const ListPage = Type.Object({
  unit: BoardUnit,
  day: Day,
  as_of: Instant,
  title: Pair,
  /** The number that was opened: the sum of the groups. */
  total: Count,
  /** The measures and slots in it, in the board's order, each with its number; none where nobody is listed. */
  groups: Type.Array(Type.Object({ measure: Type.String(), slot: Type.String(), title: Pair, total: Count })),
  rows: Type.Array(ListRow),
  next: Type.Union([Type.String(), Type.Null()]),
})
export type ListPage = Static<typeof ListPage>

/** A list on paper: all of it, under the digest of its rows. */
export const ListPrintQuery = Type.Omit(ListQuery, ['cursor', 'limit'])
export type ListPrintQuery = Static<typeof ListPrintQuery>

export const DaysQuery = Type.Object({
  unit: Type.Optional(UnitKey),
  measure: Type.Optional(Type.String({ maxLength: 64 })),
  slot: Type.Optional(Type.String({ maxLength: 64 })),
  /** The last of the days; today where left out. */
  day: Type.Optional(Day),
  days: Type.Optional(Type.Integer({ minimum: 1, maximum: 31, default: 14 })),
})
export type DaysQuery = Static<typeof DaysQuery>

/** n = done + late + received_late, of = expected − exempt; on_time counts what was done at or before due. */
export const DayFigures = Type.Object({
  day: Day,
  n: Count,
  of: Count,
  on_time: Count,
  late: Count,
  exempt: Count,
  missing: Count,
  pending: Count,
})
export type DayFigures = Static<typeof DayFigures>
export const Days = Type.Object({ unit: BoardUnit, as_of: Instant, days: Type.Array(DayFigures) })
export type Days = Static<typeof Days>

/** A board as it was printed or exported: its digest, and the head of the audit's chain at that time. */
export const Published = Type.Object({
  id: Type.String(),
  at: Instant,
  kind: Type.String(),
  unit: Type.Union([BoardUnit, Type.Null()]),
  day: Type.Union([Day, Type.Null()]),
  as_of: Instant,
  algorithm: Type.String(),
  digest: Type.String({ description: 'hexadecimal' }),
  seal_no: Type.Union([Type.Integer(), Type.Null()]),
  seal_digest: Type.Union([Type.String(), Type.Null()]),
})
export type Published = Static<typeof Published>
/** What happened since to the tasks that a paper counts. */
const Since = Type.Object({ reported: Count, exempted: Count, withdrawn: Count, added: Count, otherwise: Count })
/** A paper that was found, beside the same question asked again of its own instant. */
export const FoundPaper = Type.Intersect([
  Published,
  Type.Object({
    /** The figures of that unit, day and instant, worked out from what is stored now; null where they no longer can be. */
    now: Type.Union([
      Type.Object({
        digest: Type.String(),
        same: Type.Boolean(),
        since: Since,
        /** Of a list: how many stood on the paper, how many are found. */
        rows: Type.Optional(Type.Object({ printed: Count, found: Count })),
      }),
      Type.Null(),
    ]),
  }),
])
export type FoundPaper = Static<typeof FoundPaper>
export const ListPrint = Type.Object({ published: Published, list: ListPage })
export type ListPrint = Static<typeof ListPrint>
export const Print = Type.Object({ published: Published, board: Board, columns: Type.Array(Column) })
export type Print = Static<typeof Print>

export const boardProblems = defineProblems({
  'no-such-unit': [
    404,
    {
      zh: '没有找到单位“{unit}”，可能已经撤并或名称有误。',
      en: 'The unit “{unit}” was not found; it may have been closed or is spelt otherwise.',
    },
  ],
  'no-such-day': [
    422,
    {
      zh: '日期“{day}”不存在，请写成 2026-11-25 这样。',
      en: 'There is no day “{day}”. Please write it like 2026-11-25.',
    },
  ],
  'no-unit-chosen': [422, { zh: '请说明要看哪个单位。', en: 'Please say which unit to show.' }],
  'list-moved': [
    409,
    { zh: '名单的编排已变，请从头再看。', en: 'The order of this list has changed; please read it from the start.' },
  ],
  'no-such-paper': [
    404,
    {
      zh: '没有找到这个校验码，请核对纸上的每一位。',
      en: 'This digest was not found. Please compare each character with the paper.',
    },
  ],
})
