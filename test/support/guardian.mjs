/**
 * Watches a test run from outside: when the run ends, however it ends, its end of the pipe closes, and whatever is
 * left of its database is stopped and removed.
 */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const folder = process.argv[2]
if (!folder?.includes('muster-test-')) process.exit(2)
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})
process.stdin.resume()
process.stdin.on('end', () => {
  try {
    const pid = Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
    if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder)) process.kill(pid, 'SIGQUIT')
  } catch {
    // Stopped in order.
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
})
