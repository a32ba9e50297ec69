/** What every part of the program is given: settings, clock, chance, database, hooks, live, log. */

import type { Chance, Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Database } from './database/connect.ts'
import type { Hooks } from './hooks.ts'
import type { Live } from './live/live.ts'
import type { Log } from './log.ts'

export interface Services {
  readonly config: Config
  readonly clock: Clock
  readonly chance: Chance
  readonly database: Database
  /** The installation's secret, from which purposes derive their own. Outside database and backups. */
  readonly key: Buffer
  readonly hooks: Hooks
  readonly live: Live
  readonly log: Log
}
