/** A small detachment for the stories of this part: named people, their posts, one campaign, and a clock to move. */
import { createHash } from 'node:crypto'
import type { Core } from '#core/core.ts'
import { Orders } from '#core/orders/orders.ts'
import { Organisation } from '#core/organisation/organisation.ts'
import { permissionsOf } from '#core/organisation/roles.ts'
import { countsOf } from '#core/tasks/states.ts'
import type { Actor, Grant } from '#platform/access/actor.ts'
import { MovedClock, systemChance, uuid8 } from '#platform/clock.ts'
import { loadConfig } from '#platform/config.ts'
import { Hooks } from '#platform/hooks.ts'
import { Live } from '#platform/live/live.ts'
import { silentLog } from '#platform/log.ts'
import type { Services } from '#platform/services.ts'
import type { Context } from '#platform/work.ts'
import { type TestDatabase, testDatabase } from '#test/support/database.ts'
import { measures, playbook, words } from './playbook.fixture.ts'

/** The same id for the same words. */
export const idOf = (words: string): string => uuid8(0, createHash('sha256').update(words).digest())

const epoch = '2020-01-01T00:00:00Z'

export class Story {
  readonly db: TestDatabase
  readonly clock: MovedClock
  readonly core: Core
  #no = 0

  private constructor(db: TestDatabase, clock: MovedClock, core: Core) {
    this.db = db
    this.clock = clock
    this.core = core
  }

  static async make(now: string): Promise<Story> {
    const db = await testDatabase()
    const clock = new MovedClock(now)
    const services: Services = {
      config: loadConfig({}),
      clock,
      chance: systemChance,
      database: db,
      key: db.key,
      hooks: new Hooks(),
      live: new Live(),
      log: { ...silentLog, error: (fields, message) => console.error(message, fields) },
    }
    const organisation = new Organisation(services)
    const orders = new Orders(services)
    const story = new Story(db, clock, { services, organisation, orders } as unknown as Core)
    await story.#organise()
    await story.refresh()
    return story
  }

  /** Another node on the same database and clock. */
  async secondNode(): Promise<Core> {
    const core = {
      ...this.core,
      organisation: new Organisation(this.core.services),
      orders: new Orders(this.core.services),
    } as Core
    await core.organisation.refresh()
    await core.orders.refresh()
    return core
  }

  async refresh(): Promise<void> {
    await this.core.organisation.refresh()
    await this.core.orders.refresh()
  }

  async sql<T = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<T[]> {
    return (await this.db.owner.query(text, values)).rows as T[]
  }

  async #organise(): Promise<void> {
    await this.unit('舜耕支队', 'detachment')
    await this.unit('舜耕支队/城区大队', 'brigade')
    await this.unit('舜耕支队/城区大队/大通站', 'station')
    await this.unit('舜耕支队/城区大队/田家庵站', 'station')
    for (const squad of ['一班', '二班', '三班']) await this.unit(`舜耕支队/城区大队/大通站/${squad}`, 'squad')
    await this.unit('舜耕支队/城区大队/田家庵站/一班', 'squad')
    await this.member('舜耕支队', '王志远', '支队长')
    await this.member('舜耕支队', '李卫东', '政治委员')
    await this.member('舜耕支队/城区大队', '何志刚', '大队长')
    await this.member('舜耕支队/城区大队', '胡国平', '教导员')
    await this.member('舜耕支队/城区大队/大通站', '赵建国', '站长')
    await this.member('舜耕支队/城区大队/大通站', '钱明', '政治指导员')
    await this.member('舜耕支队/城区大队/大通站/一班', '周海涛', '班长')
    await this.member('舜耕支队/城区大队/大通站/一班', '孙伟强')
    await this.member('舜耕支队/城区大队/大通站/二班', '钱勇', '班长')
    for (const name of ['吴明', '郑超', '冯磊']) await this.member('舜耕支队/城区大队/大通站/二班', name)
    await this.member('舜耕支队/城区大队/大通站/三班', '褚勇')
    await this.member('舜耕支队/城区大队/田家庵站', '秦国栋', '站长')
    await this.member('舜耕支队/城区大队/田家庵站/一班', '宋涛')
    await this.#campaign()
  }

  async #campaign(): Promise<void> {
    await this.sql(`insert into playbook values ('respiratory', 1, '', $1, $2)`, [JSON.stringify(playbook), epoch])
    await this.sql(
      `insert into campaign (id, unit_id, playbook_code, playbook_version, title, zone, state, created_at, started_at)
       values ($1, $2, 'respiratory', 1, $3, 'Asia/Shanghai', 'running', $4, $4)`,
      [idOf('campaign'), unitId('舜耕支队'), JSON.stringify(playbook.title), epoch],
    )
    await this.sql(`insert into directive values ($1, $2, 'measures13', '淮消〔2020〕3号', $3, $4, 1)`, [
      idOf('directive'),
      idOf('campaign'),
      JSON.stringify(words('疫情防控十三项措施', 'Thirteen measures')),
      epoch,
    ])
    await this.sql(`insert into clause values ($1, $2, '4', '四', $3, $3, 4)`, [
      idOf('clause'),
      idOf('directive'),
      JSON.stringify(words('体温监测', 'Temperature')),
    ])
    for (const [code, content] of Object.entries(measures))
      await this.sql(
        `insert into measure (id, campaign_id, clause_id, code, version, content, state, valid_from, sort) values ($1, $2, $3, $4, 1, $5, 'on', $6, 1)`,
        [idOf(`measure ${code}`), idOf('campaign'), idOf('clause'), code, JSON.stringify(content), epoch],
      )
  }

  async unit(fullName: string, kind: string): Promise<void> {
    const names = fullName.split('/')
    const parent = names.length > 1 ? unitId(names.slice(0, -1).join('/')) : null
    const no = ++this.#no
    const [above] = await this.sql<{ path: string }>('select path::text from unit where id = $1', [parent])
    await this.sql(
      `insert into unit (id, parent_id, kind, name, no, path, detachment_id, sort, created_at) overriding system value
       values ($1, $2, $3, $4, $5, $6, $7, $5, $8)`,
      [
        unitId(fullName),
        parent,
        kind,
        names.at(-1),
        no,
        above ? `${above.path}.${no}` : String(no),
        unitId('舜耕支队'),
        epoch,
      ],
    )
  }

  async member(unit: string, name: string, post?: string): Promise<void> {
    const no = `SG${String(++this.#no).padStart(4, '0')}`
    await this.sql(
      `insert into person (id, kind, detachment_id, unit_id, staff_no, staff_no_key, name, phone, created_at)
       values ($1, 'member', $2, $3, $4, $4, $5, $6, $7)`,
      [person(name), unitId('舜耕支队'), unitId(unit), no, name, `1385500${String(this.#no).padStart(4, '0')}`, epoch],
    )
    if (post)
      await this.sql(
        `insert into appointment (id, person_id, unit_id, post, from_at, source) values ($1, $2, $3, $4, $5, 'roster')`,
        [idOf(`appointment ${name}`), person(name), unitId(unit), post, epoch],
      )
  }

  /** A household of one member with one relative, counted at the member's unit. */
  async household(member: string, relative: string): Promise<string> {
    const id = idOf(`household ${member}`)
    await this.sql(
      `insert into household (id, detachment_id, unit_id, created_at) select $1, detachment_id, unit_id, $3 from person where id = $2`,
      [id, person(member), epoch],
    )
    await this.sql('insert into household_member values ($1, $2, 0)', [id, person(member)])
    await this.sql(
      `insert into person (id, kind, detachment_id, unit_id, household_id, relation, name, created_at)
       select $1, 'relative', detachment_id, unit_id, $2, '配偶', $3, $4 from person where id = $5`,
      [person(relative), id, relative, epoch, person(member)],
    )
    return id
  }

  /** Puts a person somewhere else from now on. */
  async away(name: string, kind: string, from = '2020-02-07T00:00:00+08:00'): Promise<void> {
    await this.sql(
      `insert into presence (id, person_id, kind, during, source, entered_at) values ($1, $2, $3, tstzrange($4, null), 'hand', $4)`,
      [idOf(`presence ${name} ${kind}`), person(name), kind, from],
    )
  }

  /** One task with its tally, as reconcile makes it. @returns its id */
  async task(
    code: string,
    slot: string,
    subject: { kind: string; id: string },
    times: { day: string; opens: string; due: string; closes: string },
  ): Promise<string> {
    const id = uuid8(
      Date.parse(`${times.day}T00:00:00Z`),
      createHash('sha256').update(`${code} ${subject.id} ${slot} ${times.day}`).digest(),
    )
    const at = (time: string) =>
      new Date(
        time === '24:00'
          ? Date.parse(`${times.day}T00:00:00+08:00`) + 86_400_000
          : Date.parse(`${times.day}T${time}:00+08:00`),
      )
    const [unit] = await this.sql<{ unit_id: string }>(
      `select unit_id from person where id = $1 union all select unit_id from household where id = $1 union all select id from unit where id = $1`,
      [subject.id],
    )
    await this.sql(
      `insert into task (id, detachment_id, unit_id, measure, day, slot, subject_kind, subject_id, form, opens_at, due_at, closes_at, measure_ids, made_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $10)`,
      [
        id,
        unitId('舜耕支队'),
        unit!.unit_id,
        code,
        times.day,
        slot,
        subject.kind,
        subject.id,
        measures[code]!.form,
        at(times.opens),
        at(times.due),
        at(times.closes),
        [idOf(`measure ${code}`)],
      ],
    )
    await this.sql(
      `insert into tally as y (unit_id, day, measure, slot, detachment_id, opens_at, due_at, closes_at, expected) values ($1, $2, $3, $4, $5, $6, $7, $8, 1)
       on conflict (unit_id, day, measure, slot) do update set expected = y.expected + 1`,
      [unit!.unit_id, times.day, code, slot, unitId('舜耕支队'), at(times.opens), at(times.due), at(times.closes)],
    )
    return id
  }

  /** The morning temperature of these members. */
  async morning(...names: string[]): Promise<string[]> {
    const times = { day: '2020-02-08', opens: '04:00', due: '07:30', closes: '13:00' }
    const made: string[] = []
    for (const name of names)
      made.push(await this.task('temperature', 'morning', { kind: 'person', id: person(name) }, times))
    return made
  }

  /** A task's state changes, and its tally with it. */
  async settle(taskId: string, state: number): Promise<void> {
    const c = countsOf(state, false)
    const [t] = await this.sql<Record<string, unknown>>(
      'update task set state = $2 where id = $1 returning unit_id, day, measure, slot',
      [taskId, state],
    )
    await this.sql(
      `update tally set done = done + $5, late = late + $6, exempt = exempt + $7 where unit_id = $1 and day = $2 and measure = $3 and slot = $4`,
      [t!.unit_id, t!.day, t!.measure, t!.slot, c.done, c.late, c.exempt],
    )
  }

  /** Somebody acting in a role at a unit. */
  as(name: string, role: string, unit: string): Context {
    const grant: Grant = {
      id: idOf(`grant ${name}`),
      role,
      unitId: unitId(unit),
      path: this.core.organisation.pathOf(unitId(unit))!,
      permissions: permissionsOf(role),
    }
    const actor: Actor = {
      kind: 'account',
      id: idOf(`account ${name}`),
      personId: person(name),
      householdId: null,
      name,
      grants: [grant],
    }
    return { services: this.core.services, actor, language: 'zh' }
  }

  /** Every notice that went out, as `07:45 squad→钱勇 吴明、郑超`, in order. */
  async told(): Promise<string[]> {
    const rows = await this.sql<{ line: string }>(`
      select to_char(n.sent_at at time zone 'Asia/Shanghai', 'HH24:MI') || ' ' || (array['self','contact','squad','station','brigade','leading'])[n.step + 1]
        || case when n.via in ('owner', 'holder') or (n.via = 'duty' and n.step = 4) then '' else '(' || n.via || ')' end || '→' || p.name || coalesce(' ' || (
          select string_agg(coalesce(s.name, u.name, '户'), '、' order by coalesce(s.name, u.name)) from task t left join person s on s.id = t.subject_id left join unit u on u.id = t.subject_id
          where t.id = any(n.task_ids)), '') as line
      from notice n join person p on p.id = n.recipient_id where n.sent_at is not null
      order by n.sent_at, n.step, n.round, p.name`)
    return rows.map((r) => r.line)
  }
}

export const unitId = (fullName: string): string => idOf(`unit ${fullName}`)
export const person = (name: string): string => idOf(`person ${name}`)
