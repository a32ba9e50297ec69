/** What a number on the board counts; each is also a list. Apart from the shapes, so that pages need no schema library. */
export const cellStates = [
  'expected',
  'done',
  'late',
  'received_late',
  'exempt',
  'missing',
  'pending',
  'flagged',
] as const
export type CellState = (typeof cellStates)[number]

/** What a list can be of: also everything that came, in time or not, the n of n/N. */
export const listStates = [...cellStates, 'came'] as const
export type ListState = (typeof listStates)[number]
