/** A free TCP port for the embedded database. */
import { createHash } from 'node:crypto'
import { createServer } from 'node:net'
import { Problem } from '../problems.ts'
import { databaseProblems } from './problems.ts'

/**
 * Below 32768, where Linux begins to hand out ports for outgoing connections: a client that knocks on a port of that
 * range before the server listens can connect to itself and so block the server.
 */
const FIRST = 20_000
const COUNT = 12_000

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)))
  })
}

/**
 * The first free port from a place that `seed` decides, so that one data folder keeps its port from start to start.
 * @param skip how many free ports to pass over, after somebody took the first between looking and listening
 * @throws Problem `database-no-port`
 */
export async function freePort(seed: string, skip = 0): Promise<number> {
  const start = createHash('sha256').update(seed).digest().readUInt32BE(0) % COUNT
  let left = skip
  for (let n = 0; n < COUNT; n++) {
    const port = FIRST + ((start + n) % COUNT)
    if ((await isFree(port)) && left-- === 0) return port
  }
  throw new Problem(databaseProblems['database-no-port'])
}
