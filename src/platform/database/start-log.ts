/** Reads from PostgreSQL's own messages why a start failed, and says it in one sentence. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Problem } from '../problems.ts'
import type { Place } from './place.ts'
import { databaseProblems } from './problems.ts'

/** The file that takes what initdb and postgres print while they start. */
export const startLog = (place: Place): string => join(dirname(place.cluster), 'postgres-start.log')

/** initdb ends each of its stages with "ok": so many of them. */
const initStages = 9

/** How far initdb is, by what it says itself. */
export const shareOfInit = (place: Place): number =>
  Math.min(1, (read(startLog(place)).match(/ ok$/gm)?.length ?? 0) / initStages)

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8').slice(-20_000)
  } catch {
    return ''
  }
}

/** The newest file of the log collector, which takes over from the start log early in a start. */
function newestLog(place: Place): string {
  const folder = join(place.cluster, 'log')
  try {
    const files = readdirSync(folder).map((name) => join(folder, name))
    return files.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0] ?? ''
  } catch {
    return ''
  }
}

/** `port-taken`: another port helps. `still-ending`: the backends of a killed postmaster go within moments. */
export type TryAgain = 'port-taken' | 'still-ending'

/** Why the start failed. */
export function reasonOf(place: Place): Problem | TryAgain {
  const started = read(startLog(place))
  const collected = newestLog(place)
  const text = /redirecting log output/.test(started) ? started + read(collected) : started
  const log = collected && text !== started ? collected : startLog(place)
  if (/Address already in use|could not create any TCP\/IP sockets/.test(text)) return 'port-taken'
  if (/pre-existing shared memory block/.test(text)) return 'still-ending'
  const dir = dirname(place.cluster)
  if (/No space left on device|Disk quota exceeded/.test(text))
    return new Problem(databaseProblems['disk-full'], { dir })
  const denied = /(Permission denied|Read-only file system)/.exec(text)?.[1]
  if (denied) return new Problem(databaseProblems['data-dir-read-only'], { dir, why: denied })
  return new Problem(databaseProblems['database-start-failed'], { why: lastWord(text), log })
}

/** The last line that PostgreSQL calls fatal, else the last line. */
function lastWord(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim())
  const worst = lines.findLast((line) => /FATAL|PANIC|error:/.test(line)) ?? lines.at(-1) ?? 'no message'
  return worst.replace(/^.*?(FATAL|PANIC|error):\s*/, '')
}
