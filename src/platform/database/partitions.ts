/** Keeps the monthly partitions of large tables 13 months ahead; `past` and `future` catch absurd clocks. */
import type { Base } from '#platform/base.ts'
import type { Part } from '#platform/part.ts'
import type { Services } from '#platform/services.ts'

/** Two nodes that start together wait for each other; the number is ours alone. */
const lockKey = 7_215_001

async function makePartitions(services: Services): Promise<void> {
  const client = await services.database.appPool.connect()
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock($1)', [lockKey])
    await client.query('select make_partitions($1)', [new Date(services.clock.now())])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}

export const partitionsPart: Part<Base> = {
  name: 'partitions',
  start: ({ services }) => makePartitions(services),
  sweeps: [{ name: 'partitions', everySeconds: 86_400, run: ({ services }) => makePartitions(services) }],
}
