/** C: this program, as it is, on the bench's database. */
import { buildApp } from '#app'
import { systemChance, systemClock } from '#platform/clock.ts'
import { loadConfig } from '#platform/config.ts'
import { connect } from '#platform/database/connect.ts'
import { Hooks } from '#platform/hooks.ts'
import { Live } from '#platform/live/live.ts'
import type { Log } from '#platform/log.ts'

const say = (fields: Record<string, unknown>, message: string) =>
  void process.stderr.write(`${message} ${JSON.stringify(fields)}\n`)
const log: Log = { info: say, warn: say, error: say }
const key = Buffer.from(process.env.BENCH_KEY!, 'hex')
const app = await buildApp({
  config: loadConfig({ ...process.env, PORT: '0' }),
  clock: systemClock,
  chance: systemChance,
  database: connect(process.env.BENCH_OWNER_URL!, key),
  key,
  hooks: new Hooks(),
  live: new Live(),
  log,
})
if (process.env.BENCH_SWEEP !== 'off') app.startSweeping()
process.stdout.write(`${await app.http.listen({ port: 0, host: '127.0.0.1' })}\n`)
