/** The states of a task, and what each counts as in a tally. */

export const taskState = { open: 0, done: 1, late: 2, receivedLate: 3, exempt: 4, withdrawn: 5 } as const
export type TaskState = (typeof taskState)[keyof typeof taskState]

/** What a reader sees: an open task is pending until due and missing from that second on. */
export type TaskWord = 'pending' | 'missing' | 'done' | 'late' | 'received_late' | 'exempt' | 'withdrawn'

const words: readonly TaskWord[] = ['pending', 'done', 'late', 'received_late', 'exempt', 'withdrawn']

export function taskWord(state: number, dueAt: number, now: number): TaskWord {
  return state === taskState.open && now > dueAt ? 'missing' : words[state]!
}

/** What is stored, in words: `open` is pending or missing. */
export const stateWords = ['open', 'done', 'late', 'received_late', 'exempt', 'withdrawn'] as const

/** How many of each a task adds to its tally. */
export interface Counts {
  expected: number
  done: number
  late: number
  received_late: number
  exempt: number
  flagged: number
}

export const countKeys = ['expected', 'done', 'late', 'received_late', 'exempt', 'flagged'] as const

export const noCounts = (): Counts => ({ expected: 0, done: 0, late: 0, received_late: 0, exempt: 0, flagged: 0 })

/** A withdrawn task counts nowhere; a flag counts only on a task that is met. */
export function countsOf(state: number, flagged: boolean): Counts {
  const counts = noCounts()
  if (state === taskState.withdrawn) return counts
  counts.expected = 1
  if (state === taskState.done) counts.done = 1
  if (state === taskState.late) counts.late = 1
  if (state === taskState.receivedLate) counts.received_late = 1
  if (state === taskState.exempt) counts.exempt = 1
  if (flagged && state >= taskState.done && state <= taskState.receivedLate) counts.flagged = 1
  return counts
}

/**
 * The state of a task met by a report: in time by its receipt, or by the first recorded failed try of a page that
 * waited for the network. Instants in Unix milliseconds.
 */
export function metState(dueAt: number, receivedAt: number, firstTriedAt: number | null): TaskState {
  if (receivedAt <= dueAt) return taskState.done
  if (firstTriedAt !== null && firstTriedAt <= dueAt) return taskState.receivedLate
  return taskState.late
}
