/** The server: settings → database → application → listen → graceful stop. */
import { buildApp } from '#app'
import { systemChance, systemClock } from '#platform/clock.ts'
import { loadConfig } from '#platform/config.ts'
import { openDatabase } from '#platform/database/open.ts'
import { errorLine } from '#platform/database/problems.ts'
import { Hooks } from '#platform/hooks.ts'
import { Live } from '#platform/live/live.ts'
import { jsonLog } from '#platform/log.ts'
import { Problem } from '#platform/problems.ts'
import { startLanguage, startLines } from '#platform/start-lines.mjs'
import type { Text } from '#platform/texts.ts'

/** `npm start` has taken so many steps already. */
const before = Number(/^--steps-before=(\d+)$/m.exec(process.argv.slice(2).join('\n'))?.[1] ?? 0)
const lines = startLines({ first: before + 1, total: before + 2, language: startLanguage(process.env) })

let stopAsked = false
/** Told to stop while it starts, it comes up first: a database left in the middle would have to be taken over. Told twice, it goes. */
let stop = (): void => {
  if (stopAsked) process.exit(130)
  stopAsked = true
}
process.on('SIGINT', () => stop())
process.on('SIGTERM', () => stop())

async function main(): Promise<void> {
  const config = loadConfig(process.env)
  const log = jsonLog(config.logLevel)
  const onError = (error: Error) => log.warn({ error: error.message }, 'database connection lost')
  const opened = await openDatabase(config, { as: 'server', tell: lines.note, onProgress: lines.working, onError })
  lines.done(startedText(opened.migrated))
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
  lines.done({ zh: `同舟已启动：${address}　按 Ctrl+C 停止`, en: `Muster is ready: ${address}   Ctrl+C stops it` })

  let stopping = false
  stop = (): void => {
    if (stopping) return
    stopping = true
    lines.note({ zh: '正在停止，已收下的都会先写完……', en: 'Stopping; what was taken is written first …' })
    void app
      .close()
      .then(() => opened.close())
      .then(
        () => process.exit(0),
        (error: unknown) => {
          lines.failed(unexpected(error))
          process.exit(1)
        },
      )
  }
  if (stopAsked) stop()
}

const startedText = (migrated: number): Text =>
  migrated === 0
    ? { zh: '数据库：已启动', en: 'Database: started' }
    : {
        zh: `数据库：已启动，升级了 ${migrated} 步`,
        en: migrated === 1 ? 'Database: started, 1 migration done' : `Database: started, ${migrated} migrations done`,
      }

main().catch((error: unknown) => {
  lines.failed(error instanceof Problem ? error.text : unexpected(error))
  // Where it happened is for whoever looks for a fault in the program.
  if (process.env.LOG_LEVEL === 'debug') process.stderr.write(`${(error as Error).stack ?? error}\n`)
  process.exit(1)
})

/** What nobody foresaw, in one sentence. */
function unexpected(error: unknown): Text {
  const why = errorLine(error)
  return {
    zh: `程序出错停下了：${why}。设 LOG_LEVEL=debug 再启动一次，可看到出处。`,
    en: `The program had to stop: ${why}. Start it again with LOG_LEVEL=debug to see where.`,
  }
}
