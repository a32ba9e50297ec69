/** Stops the program in the middle of a write, so that a story can look at what its pages say meanwhile. */
import type { TestApp } from './app.ts'

/**
 * From now on nobody writes to a table; reading goes on.
 * @returns lets the write go on
 */
export async function holdTable(t: TestApp, table: string): Promise<() => Promise<void>> {
  const client = await t.db.owner.connect()
  await client.query('begin')
  await client.query(`lock table ${client.escapeIdentifier(table)} in exclusive mode`)
  let held = true
  return async () => {
    if (!held) return
    held = false
    await client.query('rollback')
    client.release()
  }
}

/** The clock runs, ten times as fast as outside: what the program does each so many seconds, it does. */
export function runClock(t: TestApp): () => void {
  const timer = setInterval(() => t.clock.forward({ ms: 500 }), 50)
  return () => clearInterval(timer)
}
