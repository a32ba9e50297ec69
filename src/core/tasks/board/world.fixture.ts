/** A small world for the board's tests: units, people and tasks put straight into the database, and a server with its routes. */
import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Core } from '#core/core.ts'
import { Organisation } from '#core/organisation/organisation.ts'
import { type Actor, type Grant, system } from '#platform/access/actor.ts'
import { MovedClock, systemChance, uuid8 } from '#platform/clock.ts'
import { loadConfig } from '#platform/config.ts'
import { Hooks } from '#platform/hooks.ts'
import { buildServer } from '#platform/http/server.ts'
import { Live } from '#platform/live/live.ts'
import { silentLog } from '#platform/log.ts'
import type { Services } from '#platform/services.ts'
import type { Context } from '#platform/work.ts'
import { type TestDatabase, testDatabase } from '#test/support/database.ts'
import { countsOf } from '../states.ts'
import { boardRoutes } from './routes.ts'

export interface TaskSpec {
  readonly unit: string
  readonly measure?: string
  readonly slot?: string
  readonly day?: string
  readonly due?: string
  readonly state?: number
  readonly flagged?: boolean
  /** Name of the member; or `subject` for something else. */
  readonly member?: string
  readonly subject?: { kind: string; id: string }
  readonly reason?: string
  readonly reasonBy?: string
}

/** The same id for the same words. */
export const idOf = (words: string): string => uuid8(0, createHash('sha256').update(words).digest())
const taskId = (day: string, words: string) =>
  uuid8(Date.parse(`${day}T00:00:00Z`), createHash('sha256').update(words).digest())

export class World {
  readonly db: TestDatabase
  readonly core: Core
  readonly clock: MovedClock
  readonly http: FastifyInstance
  actor: Actor = system
  #serial = 0

  private constructor(db: TestDatabase, core: Core, clock: MovedClock, http: FastifyInstance) {
    this.db = db
    this.core = core
    this.clock = clock
    this.http = http
  }

  static async make(now: string): Promise<World> {
    const db = await testDatabase()
    const clock = new MovedClock(now)
    const live = new Live()
    const services: Services = {
      config: loadConfig({}),
      clock,
      chance: systemChance,
      database: db,
      key: db.key,
      hooks: new Hooks(),
      live,
      log: silentLog,
    }
    const organisation = new Organisation(services)
    const core = { services, organisation } as unknown as Core
    let world: World | undefined
    const http = await buildServer(services, { identify: async () => ({ actor: world!.actor }) })
    boardRoutes(http, core)
    await http.ready()
    world = new World(db, core, clock, http)
    return world
  }

  get context(): Context {
    return { services: this.core.services, actor: this.actor, language: 'zh' }
  }

  /** Adds a unit by its names from the root down, 舜耕支队/城区大队; those above must be there. @returns its id */
  async unit(fullName: string, kind: string, zone = 'Asia/Shanghai'): Promise<string> {
    const id = idOf(`unit ${fullName}`)
    const names = fullName.split('/')
    const parent = names.length > 1 ? idOf(`unit ${names.slice(0, -1).join('/')}`) : null
    const no = ++this.#serial
    const above = await this.db.owner.query(`select path::text, detachment_id from unit where id = $1`, [parent])
    const path = above.rows[0] ? `${above.rows[0].path}.${no}` : String(no)
    const detachment = kind === 'detachment' ? id : (above.rows[0]?.detachment_id ?? null)
    await this.db.owner.query(
      `insert into unit (id, parent_id, kind, name, no, path, detachment_id, zone, sort, created_at) overriding system value
       values ($1, $2, $3, $4, $5, $6, $7, $8, $5, '2020-01-01T00:00Z')`,
      [id, parent, kind, names.at(-1), no, path, detachment, zone],
    )
    return id
  }

  /** Reads the units again: the tree follows. */
  async ready(): Promise<void> {
    await this.core.organisation.refresh()
  }

  async member(unit: string, name: string, phone: string | null = null): Promise<string> {
    const id = idOf(`person ${name}`)
    const staffNo = `SG${String(++this.#serial).padStart(4, '0')}`
    await this.db.owner.query(
      `insert into person (id, kind, detachment_id, unit_id, staff_no, staff_no_key, name, phone, created_at)
       values ($1, 'member', coalesce((select detachment_id from unit where id = $2), $2), $2, $3, $3, $4, $5, '2020-01-01T00:00Z')
       on conflict (id) do nothing`,
      [id, unit, staffNo, name, phone],
    )
    return id
  }

  /** Adds a task and moves its tally, as the program does. @returns its id */
  async task(spec: TaskSpec): Promise<string> {
    const day = spec.day ?? '2020-02-08'
    const due = spec.due ?? `${day}T07:30:00+08:00`
    const [measure, slot, state, flagged] = [
      spec.measure ?? 'temperature',
      spec.slot ?? 'morning',
      spec.state ?? 0,
      spec.flagged ?? false,
    ]
    const subject = spec.subject ?? {
      kind: 'person',
      id: await this.member(spec.unit, spec.member ?? `队员${++this.#serial}`),
    }
    const id = taskId(day, `${measure} ${subject.id} ${slot}`)
    const c = countsOf(state, flagged)
    const opens = new Date(Date.parse(due) - 3 * 3_600_000)
    const closes = new Date(Date.parse(due) + 5 * 3_600_000)
    await this.db.owner.query(
      `insert into task (id, detachment_id, unit_id, measure, day, slot, subject_kind, subject_id, form, opens_at, due_at, closes_at,
         measure_ids, state, flagged, met_at, reason, reason_by, reason_at, made_at)
       values ($1, coalesce((select detachment_id from unit where id = $2::uuid), $2::uuid), $2::uuid, $3, $4, $5, $6, $7, 'temperature', $8::timestamptz, $9::timestamptz, $10, '{}', $11::int, $12,
         case when $11::int between 1 and 3 then $9::timestamptz end, $13::text, $14, case when $13::text is not null then $8::timestamptz end, $8::timestamptz)`,
      [
        id,
        spec.unit,
        measure,
        day,
        slot,
        subject.kind,
        subject.id,
        opens,
        due,
        closes,
        state,
        flagged,
        spec.reason ?? null,
        spec.reasonBy ?? null,
      ],
    )
    await this.db.owner.query(
      `insert into tally as y (unit_id, day, measure, slot, detachment_id, opens_at, due_at, closes_at, expected, done, late, received_late, exempt, flagged)
       values ($1, $2, $3, $4, coalesce((select detachment_id from unit where id = $1), $1), $5, $6, $7, $8, $9, $10, $11, $12, $13)
       on conflict (unit_id, day, measure, slot) do update set expected = y.expected + excluded.expected, done = y.done + excluded.done,
         late = y.late + excluded.late, received_late = y.received_late + excluded.received_late, exempt = y.exempt + excluded.exempt,
         flagged = y.flagged + excluded.flagged`,
      [
        spec.unit,
        day,
        measure,
        slot,
        opens,
        due,
        closes,
        c.expected,
        c.done,
        c.late,
        c.received_late,
        c.exempt,
        c.flagged,
      ],
    )
    return id
  }

  /** Somebody with permissions at a unit and below. */
  as(name: string, unit: string, ...permissions: string[]): Actor {
    const path = this.core.organisation.pathOf(unit)!
    const grant: Grant = {
      id: idOf(`grant ${name}`),
      role: 'test',
      unitId: unit,
      path,
      permissions: new Set(permissions),
    }
    this.actor = {
      kind: 'account',
      id: idOf(`account ${name}`),
      personId: null,
      householdId: null,
      name,
      grants: [grant],
    }
    return this.actor
  }

  async get(url: string, headers: Record<string, string> = {}) {
    return this.http.inject({ method: 'GET', url: encodeURI(url), headers })
  }
}
