/** The server: settings → database → application → listen → graceful stop. */
import { buildApp } from '#app'
import { systemChance, systemClock } from '#platform/clock.ts'
import { loadConfig } from '#platform/config.ts'
import { openDatabase } from '#platform/database/open.ts'
import { Hooks } from '#platform/hooks.ts'
import { Live } from '#platform/live/live.ts'
import { jsonLog } from '#platform/log.ts'
import { Problem } from '#platform/problems.ts'
import type { Text } from '#platform/texts.ts'

/** Chinese first, English below it. */
const tell = (text: Text): void => void process.stderr.write(`${text.zh}\n${text.en}\n`)

async function main(): Promise<void> {
  const config = loadConfig(process.env)
  const log = jsonLog(config.logLevel)
  const onError = (error: Error) => log.warn({ error: error.message }, 'database connection lost')
  const opened = await openDatabase(config, { as: 'server', tell, onError })
  const app = await buildApp({
    config,
    clock: systemClock,
    chance: systemChance,
    database: opened.database,
    key: opened.key,
    hooks: new Hooks(),
    live: new Live(),
    log,
  }).catch(async (error: unknown) => {
    await opened.close()
    throw error
  })
  const address = await app.listen(config).catch(async (error: unknown) => {
    await app.close()
    await opened.close()
    throw error
  })
  app.startSweeping()
  tell({ zh: `同舟已启动：${address}　按 Ctrl+C 停止`, en: `Muster is ready: ${address}   Ctrl+C stops it` })

  let stopping = false
  const stop = async (): Promise<void> => {
    if (stopping) return
    stopping = true
    tell({ zh: '正在停止，已收下的都会先写完……', en: 'Stopping; what was taken is written first …' })
    await app.close()
    await opened.close()
    process.exit(0)
  }
  process.on('SIGINT', () => void stop())
  process.on('SIGTERM', () => void stop())
}

main().catch((error: unknown) => {
  if (error instanceof Problem) tell(error.text)
  else process.stderr.write(`${(error as Error).stack ?? error}\n`)
  process.exit(1)
})
