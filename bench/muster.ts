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

if (process.env.BENCH_PROF) {
  const { Session } = await import('node:inspector/promises')
  const { writeFileSync } = await import('node:fs')
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  let on = false
  process.on('SIGUSR2', async () => {
    on = !on
    if (on) {
      process.stderr.write(`prof on batches=${app.core.intake.batches} stored=${app.core.intake.stored}\n`)
      await session.post('Profiler.start')
      return
    }
    process.stderr.write(`prof off batches=${app.core.intake.batches} stored=${app.core.intake.stored}\n`)
    const { profile } = await session.post('Profiler.stop')
    writeFileSync('/tmp/muster.cpuprofile', JSON.stringify(profile))
  })
}
