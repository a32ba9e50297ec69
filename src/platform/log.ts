/** What the program tells its operator: one JSON line each, never a name, an answer or a token. */

export interface Log {
  info(fields: Record<string, unknown>, message: string): void
  warn(fields: Record<string, unknown>, message: string): void
  error(fields: Record<string, unknown>, message: string): void
}

/** A log that says nothing, for tests and the command line. */
export const silentLog: Log = { info() {}, warn() {}, error() {} }

const order = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

/** Lines on standard output from the level up. */
export function jsonLog(level: string): Log {
  const from = order.indexOf(level)
  const write = (name: string) => (fields: Record<string, unknown>, message: string) => {
    if (order.indexOf(name) >= from) process.stdout.write(`${JSON.stringify({ level: name, message, ...fields })}\n`)
  }
  return { info: write('info'), warn: write('warn'), error: write('error') }
}
