/** What to do when a batch fails: find the culprit, try the whole again, or give up without having acknowledged anything. */

/** The same report came in two batches at once: tried again, the second finds it stored and is answered as a replay. */
const taken = '23505'

/** SQLSTATE classes 22 (data) and 23 (integrity): one of the reports is at fault. */
export const isDataFault = (error: unknown): boolean => /^(22|23)/.test(sqlState(error)) && sqlState(error) !== taken

/** Deadlock, serialisation, a lost or refused connection, a database that is starting or stopping: try by id again. */
export function isPassing(error: unknown): boolean {
  const code = sqlState(error)
  if (/^(08|57P|40)/.test(code) || code === '53300' || code === taken) return true
  return (
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT'].includes(code) ||
    /terminated|timeout|closed/i.test(String((error as Error)?.message))
  )
}

const sqlState = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '')

/** Statements that one failing batch may cost before the rest is given back with 503. */
export const halvingLimit = 64
/** Milliseconds before each further try of a whole batch: a restart of the database takes about a second. */
export const againMs = [20, 100, 400, 1000]
