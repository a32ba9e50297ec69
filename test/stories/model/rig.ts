/** The real program under the property test: the small world on a database of its own, played step by step. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { type App, buildApp } from '#app'
import { switchMeasure } from '#core/orders/actions.ts'
import { ordersChanged } from '#core/orders/orders.ts'
import { organisationChanged, subjectsChanged } from '#core/organisation/organisation.ts'
import { insertUnit, type MadeUnit } from '#core/organisation/store/units.ts'
import { noteHourly, reconcileNoted } from '#core/tasks/reconcile.ts'
import { hashToken } from '#platform/access/secrets.ts'
import { MovedClock } from '#platform/clock.ts'
import { loadConfig } from '#platform/config.ts'
import { Hooks } from '#platform/hooks.ts'
import { Live } from '#platform/live/live.ts'
import { type Log, silentLog } from '#platform/log.ts'
import type { Services } from '#platform/services.ts'
import { systemContext, type Work, work } from '#platform/work.ts'
import { type TestDatabase, testDatabase } from '#test/support/database.ts'
import { insertHousehold, insertMember, type Someone } from '#test/support/world.ts'
import type { Reported, Step, TaskKey } from './steps.ts'
import { campaigns, dateOf, day, firstMidnight, homeSquad, measures, people, type SquadNo } from './world.ts'

/** Everything that a run leaves behind; the audit stays, as it must. */
const leftBehind = [
  'notice',
  'unsent',
  'escalation',
  'alert',
  'contact_try',
  'task',
  'tally',
  'report',
  'to_judge',
  'correction_waiting',
  'to_reconcile',
  'presence',
  'transfer',
  'consent',
  'downtime',
  'heartbeat',
]

export class Rig {
  readonly db: TestDatabase
  readonly clock = new MovedClock(firstMidnight - day)
  readonly problems: string[] = []
  readonly #dataDir: string
  #services!: Services
  #app!: App
  #token = `mst_${randomBytes(24).toString('base64url')}`
  #cookie = randomBytes(24).toString('base64url')
  corps!: MadeUnit
  squads: MadeUnit[] = []
  people: Someone[] = []
  household!: { id: string; relatives: readonly { id: string; name: string }[] }
  measureIds: string[] = []
  #campaignIds: string[] = []
  /** The program's ids of presence periods, by number. */
  readonly #periods = new Map<number, string>()

  private constructor(db: TestDatabase, dataDir: string) {
    this.db = db
    this.#dataDir = dataDir
  }

  static async make(): Promise<Rig> {
    const dataDir = await mkdtemp(join(tmpdir(), 'muster-test-'))
    const rig = new Rig(await testDatabase(), dataDir)
    await rig.#build()
    afterAll(async () => {
      await rig.#app.close()
      await rm(dataDir, { recursive: true, force: true })
    })
    await rig.#work((w) => rig.#makeWorld(w))
    await rig.#build(true)
    return rig
  }

  get core() {
    return this.#app.core
  }

  /** What the program says of failed sweeps and batches fails the run. */
  get #log(): Log {
    const keep = (fields: object, text: string) => void this.problems.push(`${text} ${JSON.stringify(fields)}`)
    return { ...silentLog, warn: keep, error: keep } as Log
  }

  async #build(again = false): Promise<void> {
    if (again) await this.#app.close()
    this.#services = {
      config: loadConfig({ DATA_DIR: this.#dataDir, LOG_LEVEL: 'silent' }),
      clock: this.clock,
      chance: { bytes: (n) => randomBytes(n) },
      database: this.db,
      key: this.db.key,
      hooks: new Hooks(),
      live: new Live(),
      log: this.#log,
    }
    this.#app = await buildApp(this.#services)
  }

  #work<T>(body: (w: Work) => Promise<T>): Promise<T> {
    return work(systemContext(this.#services), body)
  }

  async #makeWorld(w: Work): Promise<void> {
    this.corps = await insertUnit(w, { parent: null, kind: 'corps', name: '总队' })
    const detachments: MadeUnit[] = []
    for (const name of ['舜耕支队', '八公山支队']) {
      const detachment = await insertUnit(w, { parent: this.corps, kind: 'detachment', name })
      detachments.push(detachment)
      for (const squad of ['一班', '二班'])
        this.squads.push(await insertUnit(w, { parent: detachment, kind: 'squad', name: squad }))
    }
    for (let p = 0; p < people; p++) {
      const squad = this.squads[homeSquad(p)]!
      this.people.push(
        await insertMember(w, `队员${p}`, `SG${String(p).padStart(4, '0')}`, squad, p % 3 === 0 ? '班长' : '消防员'),
      )
    }
    this.household = await insertHousehold(w, this.people[0]!, [
      ['林秀英', '妻子', 1988],
      ['孙小宁', '孩子', 2014],
      ['孙德福', '父亲', 1955],
    ])
    const at = [this.corps, ...detachments]
    for (const no of campaigns) await this.#makeCampaign(w, no, at[no]!)
    await this.#makeSenders(w)
    await organisationChanged(w)
    await ordersChanged(w)
  }

  async #makeCampaign(w: Work, no: number, unit: MadeUnit): Promise<void> {
    const playbook = await w.tx
      .selectFrom('playbook')
      .selectAll()
      .where('code', '=', 'respiratory')
      .executeTakeFirstOrThrow()
    const content = playbook.content as unknown as { measures: { code: string }[] }
    const [id, directive, clause] = [w.id(), w.id(), w.id()]
    const title = JSON.stringify({ zh: '防控', en: 'Campaign' })
    const campaign = {
      id,
      unit_id: unit.id,
      playbook_code: playbook.code,
      playbook_version: playbook.version,
      title,
      zone: 'Asia/Shanghai',
      state: 'running',
      created_at: w.now,
      started_at: w.now,
    }
    await w.tx.insertInto('campaign').values(campaign).execute()
    await w.tx
      .insertInto('directive')
      .values({ id: directive, campaign_id: id, code: 'd', number: '1', title, sort: 0 })
      .execute()
    await w.tx
      .insertInto('clause')
      .values({ id: clause, directive_id: directive, code: 'd.1', number: '1', title, content: '{}', sort: 0 })
      .execute()
    const words = { zh: '报告', en: 'Report' }
    const like = content.measures.find((m) => m.code === 'temperature')!
    for (const [n, rule] of measures.entries()) {
      if (rule.campaign !== no) continue
      const { campaign: _, slots, ...given } = rule
      const wording = { ...like, ...given, slots: slots.map((s) => ({ ...s, title: words, short: words })) }
      this.measureIds[n] = w.id()
      await w.tx
        .insertInto('measure')
        .values({
          id: this.measureIds[n]!,
          campaign_id: id,
          clause_id: clause,
          code: rule.code,
          version: 1,
          content: JSON.stringify(wording),
          state: 'on',
          valid_from: w.now,
          sort: n,
        })
        .execute()
    }
    this.#campaignIds[no] = id
  }

  /** A token that reports for the whole corps, and its commander at a page. */
  async #makeSenders(w: Work): Promise<void> {
    await w.tx
      .insertInto('api_token')
      .values({
        id: w.id(),
        name: 'model',
        token_hash: hashToken(this.#token),
        unit_id: this.corps.id,
        permissions: ['report.write', 'report.read'],
        created_at: w.now,
      })
      .execute()
    const [account, grant] = [w.id(), w.id()]
    await w.tx.insertInto('account').values({ id: account, name: '总队长', created_at: w.now }).execute()
    await w.tx
      .insertInto('grant_held')
      .values({ id: grant, account_id: account, role: 'commander', unit_id: this.corps.id, from_at: w.now })
      .execute()
    await w.tx
      .insertInto('session')
      .values({
        token_hash: hashToken(this.#cookie),
        account_id: account,
        capacity_id: grant,
        created_at: w.now,
        seen_at: w.now,
        expires_at: new Date(firstMidnight + 365 * 86_400_000),
      })
      .execute()
  }

  /** Everybody at home again, nothing reported, all campaigns started now. Cheaper than a new database. */
  async reset(now: number): Promise<void> {
    this.problems.length = 0
    this.clock.set(now)
    for (const table of leftBehind) await this.db.owner.query(`delete from ${table}`)
    await this.db.owner.query(
      `update person p set unit_id = n.unit, detachment_id = n.detachment from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as n(id, unit, detachment)
       where p.id = n.id`,
      [
        [...this.people.map((p) => p.id), ...this.household.relatives.map((r) => r.id)],
        [...this.people.map((p) => p.unit.id), ...this.household.relatives.map(() => this.squads[0]!.id)],
        [
          ...this.people.map((p) => p.unit.detachmentId),
          ...this.household.relatives.map(() => this.squads[0]!.detachmentId),
        ],
      ],
    )
    await this.db.owner.query('update household set unit_id = $1, detachment_id = $2', [
      this.squads[0]!.id,
      this.squads[0]!.detachmentId,
    ])
    await this.db.owner.query('update appointment set until_at = null where from_at < $1', [new Date(firstMidnight)])
    await this.db.owner.query('delete from appointment where from_at >= $1', [new Date(firstMidnight)])
    await this.db.owner.query(`update measure set state = 'on', valid_from = $1`, [new Date(now)])
    await this.db.owner.query('update campaign set started_at = $1', [new Date(now)])
    await this.#work(async (w) => {
      await organisationChanged(w)
      await ordersChanged(w)
    })
    await this.settled()
    await this.everybody()
  }

  /** What the program does by itself within a second. */
  async settled(): Promise<void> {
    await this.core.organisation.ensure()
    await this.core.intake.judgeSoon()
    await reconcileNoted(this.core)
  }

  async everybody(): Promise<void> {
    await noteHourly(this.core)
    await reconcileNoted(this.core)
  }

  /** @returns what the sender was told: 'ok' or 'refused', for each report */
  async play(step: Step): Promise<string> {
    this.clock.set(step.at)
    const answer = await this.#do(step)
    await this.settled()
    return answer
  }

  async #do(step: Step): Promise<string> {
    switch (step.kind) {
      case 'reports':
        return this.#send(step.via, step.items, step.at)
      case 'presence':
        await this.#presence(step)
        return 'ok'
      case 'back':
        await this.#back(step)
        return 'ok'
      case 'transfer':
        await this.#transfer(step.person, step.squad)
        return 'ok'
      case 'exempt':
      case 'unexempt':
        return this.#exempt(step.kind, step.task)
      case 'switch':
        await this.#switch(step.measure, step.on)
        return 'ok'
      case 'consent':
        await this.#consent(step.relative, step.given)
        return 'ok'
      case 'restart':
        await this.#build(true)
        await this.#app.sweep()
        return 'ok'
      case 'sweep':
        // The hour that may not have passed: wherever the clock stands, everybody's next 36 hours are there.
        await noteHourly(this.core)
        await this.#app.sweep()
        return 'ok'
      case 'reconcile':
        await this.everybody()
        return 'ok'
    }
  }

  subjectId(subject: TaskKey['subject']): string {
    return subject === 'household' ? this.household.id : this.people[subject]!.id
  }

  #body(r: Reported, now: number) {
    const iso = (ms: number) => new Date(ms).toISOString()
    const ahead = r.ahead ?? 0
    const celsius = r.fever ? 37.3 : 36.6
    return {
      id: r.id,
      form: r.subject === 'household' ? 'daily-health' : 'temperature',
      subject:
        r.subject === 'household'
          ? { household: this.household.id }
          : r.byNumber
            ? { staff_no: this.people[r.subject]!.staffNo }
            : { person: this.people[r.subject]!.id },
      observed_at: iso(r.observed + ahead),
      ...(r.tried !== null && { first_tried_at: iso(r.tried + ahead) }),
      ...(r.ahead !== null && { sent_at: iso(now + ahead) }),
      ...(r.corrects !== null && { corrects: r.corrects }),
      answers:
        r.subject === 'household'
          ? {
              people: r.of.map((n) => ({
                person: this.household.relatives[n]!.id,
                well: !r.fever,
                ...(r.fever && { celsius, site: 'axillary' }),
              })),
            }
          : { celsius, site: 'axillary' },
    }
  }

  async #call(method: 'POST' | 'PUT' | 'DELETE', url: string, page: boolean, payload?: object) {
    const headers = page ? { cookie: `muster=${this.#cookie}` } : { authorization: `Bearer ${this.#token}` }
    const response = await this.#app.http.inject({ method, url, headers, ...(payload && { payload }) })
    return { status: response.statusCode, body: response.body === '' ? null : response.json() }
  }

  /** As the commander at a page, where nothing but yes is expected. */
  async #order(method: 'POST' | 'PUT' | 'DELETE', url: string, payload?: object) {
    const { status, body } = await this.#call(method, url, true, payload)
    if (status >= 300) throw new Error(`${method} ${url}: ${status} ${JSON.stringify(body)}`)
    return body
  }

  async #send(via: 'single' | 'array' | 'page', items: readonly Reported[], now: number): Promise<string> {
    const bodies = items.map((r) => this.#body(r, now))
    const { status, body } = await this.#call(
      'POST',
      '/api/reports',
      via === 'page',
      via === 'array' ? bodies : bodies[0],
    )
    const answers = (via === 'array' ? body : [{ status, ...body }]) as { status?: number; code?: string }[]
    const odd = answers.filter((a) => a.code !== undefined && a.code !== 'report-not-right')
    if (odd.length > 0) throw new Error(`unexpected: ${JSON.stringify(odd)}`)
    return answers.map((a) => (a.code === undefined ? 'ok' : 'refused')).join(' ')
  }

  async #presence(step: Extract<Step, { kind: 'presence' }>): Promise<void> {
    const { id } = await this.#order('POST', '/api/presence', {
      person: this.people[step.person]!.id,
      kind: step.word,
      from: new Date(step.from).toISOString(),
      ...(step.until !== null && { until: new Date(step.until).toISOString() }),
      ...(step.squad !== null && { unit: this.squads[step.squad]!.id }),
    })
    this.#periods.set(step.no, id)
  }

  async #back(step: Extract<Step, { kind: 'back' }>): Promise<void> {
    const url = `/api/presence/${this.#periods.get(step.no)}`
    if (step.whole) await this.#order('DELETE', url)
    else await this.#order('PUT', url, { until: new Date(step.at).toISOString() })
  }

  async #transfer(person: number, to: SquadNo): Promise<void> {
    await this.#order('POST', `/api/people/${this.people[person]!.id}/transfer`, { unit: this.squads[to]!.id })
  }

  async #exempt(what: 'exempt' | 'unexempt', key: TaskKey): Promise<string> {
    const { rows } = await this.db.owner.query(
      'select id from task where subject_id = $1 and measure = $2 and day = $3 and slot = $4',
      [this.subjectId(key.subject), key.code, dateOf(key.dayNo), key.slot],
    )
    if (rows.length === 0) return 'refused'
    const tasks = [rows[0].id]
    const payload = what === 'exempt' ? { tasks, reason: 'other', note: '出差' } : { tasks }
    const { status, body } = await this.#call('POST', `/api/tasks/${what}`, true, payload)
    if (status !== 200 && status !== 409) throw new Error(`${what}: ${status} ${JSON.stringify(body)}`)
    return status === 200 ? 'ok' : 'refused'
  }

  async #switch(measure: number, on: boolean): Promise<void> {
    const { campaign, code } = measures[measure]!
    await switchMeasure(this.core, systemContext(this.#services), this.#campaignIds[campaign]!, code, on)
  }

  async #consent(relative: number, given: boolean): Promise<void> {
    await this.#work(async (w) => {
      await w.tx
        .insertInto('consent')
        .values({
          id: w.id(),
          person_id: this.household.relatives[relative]!.id,
          notice_version: 1,
          given,
          by_kind: 'self',
          at: w.now,
        })
        .execute()
      await organisationChanged(w)
      await w.announce(subjectsChanged, { subjects: [{ kind: 'household', id: this.household.id }], reason: 'consent' })
    })
  }
}
