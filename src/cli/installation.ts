/** The installation as a command finds it: the database joined or started, services, and the loop's parts without a server. */

import type { Core } from '#core/core.ts'
import { Intake } from '#core/intake/intake.ts'
import { Orders } from '#core/orders/orders.ts'
import { Organisation } from '#core/organisation/organisation.ts'
import { Identities } from '#platform/access/identify.ts'
import { systemChance, systemClock } from '#platform/clock.ts'
import type { Config } from '#platform/config.ts'
import { type OpenDatabase, openDatabase } from '#platform/database/open.ts'
import { Hooks } from '#platform/hooks.ts'
import { Live } from '#platform/live/live.ts'
import { silentLog } from '#platform/log.ts'
import type { Services } from '#platform/services.ts'
import type { Text } from '#platform/texts.ts'

export class Installation {
  readonly config: Config
  readonly #tell: (text: Text) => void
  #opened: Promise<OpenDatabase> | undefined
  #services: Promise<Services> | undefined
  #core: Promise<Core> | undefined

  constructor(config: Config, tell: (text: Text) => void) {
    this.config = config
    this.#tell = tell
  }

  /** The database, migrated: of the server that runs, or started for this command alone. */
  open(): Promise<OpenDatabase> {
    this.#opened ??= openDatabase(this.config, { as: 'command', appMax: 6, intakeMax: 2, tell: this.#tell })
    return this.#opened
  }

  services(): Promise<Services> {
    this.#services ??= this.#serve()
    return this.#services
  }

  async #serve(): Promise<Services> {
    const { database, key } = await this.open()
    // A command may be the first to write here, before any server made the months.
    await database.appPool.query('select make_partitions($1)', [new Date(systemClock.now())])
    const { config } = this
    const shared = { clock: systemClock, chance: systemChance, hooks: new Hooks(), live: new Live(), log: silentLog }
    return { config, database, key, ...shared }
  }

  /** The parts of the loop, wired to each other, without listener, sweeps or anything that a server starts. */
  core(): Promise<Core> {
    this.#core ??= this.#wire()
    return this.#core
  }

  async #wire(): Promise<Core> {
    const services = await this.services()
    const organisation = new Organisation(services)
    const orders = new Orders(services)
    const identities = new Identities(services, organisation)
    const intake = new Intake(services, organisation, orders)
    const core: Core = { services, identities, organisation, orders, intake }
    const { parts } = await import('../parts.ts')
    for (const part of parts) part.wire?.(core)
    await organisation.refresh()
    await orders.refresh()
    return core
  }

  async close(): Promise<void> {
    const core = await this.#core?.catch(() => undefined)
    await core?.intake.close()
    core?.services.live.close()
    const opened = await this.#opened?.catch(() => undefined)
    await opened?.close()
  }
}
