/** What a part of the program plugs in: a table without logic, read by `app.ts`. */
import type { FastifyInstance } from 'fastify'
import type { Text } from './texts.ts'

/** Timed work: looks for due rows and does them. Safe twice, and on several nodes at once. */
export interface Sweep<Core> {
  readonly name: string
  /** At least this long between two runs, in seconds; 0: every sweep (each second). */
  readonly everySeconds: number
  run(core: Core): Promise<void>
}

/** Every column of a table that holds personal data, each with its purpose; and how long a row is kept. */
export interface PersonalTable {
  readonly table: string
  /** Days after which a row goes, counted from `from`; null: as long as the person is on the roster. */
  readonly retentionDays: number | null
  /** The column that retention counts from. */
  readonly from: string
  readonly columns: Readonly<Record<string, Text>>
  /** Columns of the table that say nothing about a person: keys, times, states. */
  readonly others: readonly string[]
}

/** A figure for /metrics, asked when they are read; `muster_` is put before its name. It names no person and no unit. */
export interface Figure<Core> {
  readonly name: string
  readonly help: string
  read(core: Core): number | Promise<number>
}

export interface Part<Core> {
  readonly name: string
  routes?(http: FastifyInstance, core: Core): void
  /** Listens to what lower parts announce. */
  wire?(core: Core): void
  readonly sweeps?: readonly Sweep<Core>[]
  readonly personalData?: readonly PersonalTable[]
  readonly figures?: readonly Figure<Core>[]
  /** Catching up before the first request is served. */
  start?(core: Core): Promise<void>
  stop?(core: Core): Promise<void>
}
