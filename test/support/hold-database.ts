/**
 * A program of its own for tests: opens the database of a data folder, says so in one line of JSON, and holds it until
 * its standard input ends. `node hold-database.ts server|command DATA_DIR MIGRATIONS ELSEWHERE`
 */
import { loadConfig } from '#platform/config.ts'
import { openDatabase } from '#platform/database/open.ts'
import { Problem } from '#platform/problems.ts'

const [as, dataDir, migrations, elsewhere] = process.argv.slice(2)
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)

try {
  const opened = await openDatabase(loadConfig({ DATA_DIR: dataDir }), {
    as: as === 'server' ? 'server' : 'command',
    durability: 'full',
    migrations,
    elsewhere: [elsewhere!],
    patienceMs: 0,
  })
  const { rows } = await opened.database.appPool.query('select current_user as who')
  say({ who: rows[0].who, uid: process.getuid!() })
  process.stdin.resume()
  process.stdin.on('end', () => opened.close())
} catch (error) {
  if (!(error instanceof Problem)) throw error
  say({ problem: error.kind.code, zh: error.text.zh, en: error.text.en })
}
