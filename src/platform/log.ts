/** What the program tells its operator: one JSON line each, never a name, an answer or a token. */

export interface Log {
  info(fields: Record<string, unknown>, message: string): void
  warn(fields: Record<string, unknown>, message: string): void
  error(fields: Record<string, unknown>, message: string): void
}

/** A log that says nothing, for tests and the command line. */
export const silentLog: Log = { info() {}, warn() {}, error() {} }
