/** Runs timed work each second, one pass at a time; a failing sweep is logged and never stops the others. */
import type { Part, Sweep } from './part.ts'
import type { Services } from './services.ts'

const betweenPassesMs = 1000

export class Sweeper<Core> {
  readonly #services: Services
  readonly #core: Core
  readonly #sweeps: readonly Sweep<Core>[]
  readonly #last = new Map<string, number>()
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> | undefined
  #stopped = false

  constructor(services: Services, core: Core, parts: readonly Part<Core>[]) {
    this.#services = services
    this.#core = core
    this.#sweeps = parts.flatMap((part) => part.sweeps ?? [])
  }

  /** One pass over everything due. A pass under way is waited for, then a new one runs. */
  async run(): Promise<void> {
    while (this.#running) await this.#running
    this.#running = this.#pass().finally(() => {
      this.#running = undefined
    })
    await this.#running
  }

  start(): void {
    if (this.#stopped) return
    this.#timer = setTimeout(() => void this.run().finally(() => this.start()), betweenPassesMs)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#running
  }

  async #pass(): Promise<void> {
    for (const sweep of this.#sweeps) {
      const now = this.#services.clock.now()
      const last = this.#last.get(sweep.name)
      // A clock that jumped back must not silence a sweep: `now < last` runs it.
      if (last !== undefined && now >= last && now - last < sweep.everySeconds * 1000) continue
      this.#last.set(sweep.name, now)
      try {
        await sweep.run(this.#core)
      } catch (error) {
        this.#services.log.error({ sweep: sweep.name, error: String((error as Error).stack ?? error) }, 'sweep failed')
      }
    }
  }
}
