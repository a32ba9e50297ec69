/**
 * Stories through a real browser: the whole program with a moved clock, named people with named devices, a picture and a
 * trace of what happened. What a page complains about, or loads from elsewhere, fails the story.
 */
import { existsSync, mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from 'vitest'
import { type LinkKind, linkKey, makeLinkToken } from '#core/organisation/links/index.ts'
import { loadSample } from '#core/organisation/sample.ts'
import { type Client, type TestApp, testApp } from './app.ts'
import { launchBrowser } from './browser.ts'
import { startRespiratory } from './campaign.ts'
import { type Device, everyWay, type Language, results, type Visiting, type Visitor, visit } from './visitor.ts'

export type { Device, Language, Visitor } from './visitor.ts'

const pages = fileURLToPath(new URL('../../dist', import.meta.url))

/** How a story is told: on which screen, in which language. */
export interface Way {
  readonly device: Device
  readonly language: Language
}

/** An officer's screen in Chinese and a phone in English, so that each page is seen both ways. */
const crossed = { wide: { device: 1440, language: 'zh' }, narrow: { device: 375, language: 'en' } } as const
const allWays: readonly Way[] = [
  crossed.wide,
  crossed.narrow,
  { device: 1440, language: 'en' },
  { device: 375, language: 'zh' },
]

export interface Person {
  readonly id: string
  readonly name: string
  readonly unit: string
  readonly staff_no: string | null
}

export interface Story {
  readonly t: TestApp
  readonly origin: string
  /** Moves the server's clock and that of all open pages, and does the timed work of that moment. */
  at(instant: string): Promise<void>
  /** A phone that nobody has used yet, or one that is signed in; as the story is told, unless said otherwise. */
  visitor(who: {
    client?: Client
    device?: Device
    language?: Language
    name: string
    origin?: string
  }): Promise<Visitor>
  /** Signed in with a role at a unit. */
  officer(person: Person, role: string, unit: string, device?: Device, language?: Language): Promise<Visitor>
  /** The token of somebody's card. */
  link(kind: LinkKind, id: string): Promise<string>
  rows<T extends object>(sql: string, parameters?: readonly unknown[]): Promise<T[]>
}

interface Opened extends Story {
  readonly visitors: readonly Visiting[]
  /** From now on visitors' traces belong to this sentence. */
  begin(title: string): Promise<void>
  /** Keeps the trace of the sentence and a picture of what it ended with, of everybody who did something in it. */
  end(number: number): Promise<void>
  failed(): Promise<void>
  close(): Promise<void>
}

interface Options {
  readonly now: string
  readonly publicUrl?: string
}

async function open(name: string, way: Way, options: Options): Promise<Opened> {
  if (!existsSync(`${pages}/console/index.html`)) throw new Error('no pages yet: node scripts/build-pages.ts')
  mkdirSync(results, { recursive: true })
  const [t, browser] = await Promise.all([testApp({ publicUrl: 'http://127.0.0.1', ...options }), launchBrowser()])
  const origin = await t.app.http.listen({ port: 0, host: '127.0.0.1' })
  const visitors: Visiting[] = []
  let sentence: string | undefined
  const told: Opened = {
    t,
    origin,
    visitors,
    async begin(title) {
      sentence = title
      for (const visitor of visitors) await visitor.begin(title)
    },
    async end(number) {
      sentence = undefined
      for (const visitor of visitors) await visitor.end(String(number).padStart(2, '0'))
    },
    async failed() {
      for (const [i, { page }] of visitors.entries())
        await page
          .screenshot({ path: `${results}/${name}-failed-${way.language}-${way.device}-${i + 1}.png` })
          .catch(() => {})
    },
    async close() {
      for (const visitor of visitors) await visitor.close()
      await browser.close()
      await t.close()
      expect(visitors.flatMap((v) => v.faults)).toEqual([])
    },
    async at(instant) {
      await t.at(instant)
      for (const visitor of visitors) await visitor.setClock(t.clock.now())
    },
    async visitor({ client, device = way.device, language = way.language, name: who, origin: at = origin }) {
      const one = await visit({
        browser,
        origin: at,
        device,
        language,
        name,
        who,
        now: t.clock.now(),
        cookie: client?.headers.cookie,
      })
      visitors.push(one)
      if (sentence !== undefined) await one.begin(sentence)
      return one
    },
    async officer(person, role, unit, device, language = way.language) {
      const client = await t.signIn(person, role, unit)
      await client.put('/api/session/language', { language })
      return told.visitor({ client, ...(device && { device }), language, name: person.name })
    },
    async link(kind, id) {
      await t.work((w) =>
        w.tx
          .insertInto('access_link')
          .values({ kind, id })
          .onConflict((c) => c.doNothing())
          .execute(),
      )
      return makeLinkToken(linkKey(t.services.key), kind, id, 1)
    },
    async rows<T extends object>(sql: string, parameters: readonly unknown[] = []) {
      return (await t.db.owner.query(sql, [...parameters])).rows as T[]
    },
  }
  return told
}

/**
 * Starts the program with its pages; call it at the top level of a test file. After the last test everything is closed.
 * @param name opens the names of pictures and traces
 */
export async function story(name: string, options: Options): Promise<Story> {
  const told = await open(name, { device: 1440, language: 'zh' }, options)
  afterAll(() => told.close())
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await told.failed()
  })
  return told
}

/** A story as it is told one way: what the program and the sample world are is there from the first hook on. */
export interface Telling extends Story, Way {
  readonly world: SampleWorld
  /** The words of the language in which the story is told. */
  say<T>(zh: T, en: T): T
}

/**
 * Tells a story each way, one after the other, each with a program, a database and a clock of its own. Every test is a
 * sentence of it and leaves a picture and a trace: `test-results/stories/<name>-<number>-<who>-<language>-<width>`.
 * @param name the number of the point in the order and a word, such as `7-chief`
 * @param options.world `'sample'`: the sample detachment; `'campaign'` (unless said otherwise): with the respiratory
 *   playbook running; `'empty'`: nothing yet
 * @param options.usually a long story is told one way in every run of the tests, and all ways by `npm run stories`
 */
export function tell(
  name: string,
  options: Options & { world?: 'campaign' | 'sample' | 'empty'; usually?: keyof typeof crossed },
  body: (told: Telling) => void,
): void {
  const usual = options.usually ? [crossed[options.usually]] : [crossed.wide, crossed.narrow]
  const among = everyWay ? allWays : usual
  for (const way of among)
    describe(`${way.language} ${way.device}`, () => {
      let opened: Opened
      let world: SampleWorld | undefined
      let number = 0
      beforeAll(async () => {
        opened = await open(name, way, options)
        if (options.world !== 'empty') world = await sampleWorld(opened, { campaign: options.world !== 'sample' })
      }, 120_000)
      afterAll(() => opened?.close())
      beforeEach(async ({ task }) => {
        number++
        await opened.begin(task.name)
      })
      afterEach(async ({ task }) => {
        if (task.result?.state === 'fail') await opened.failed()
        await opened.end(number)
      })
      body({
        ...way,
        say: (zh, en) => (way.language === 'zh' ? zh : en),
        get t() {
          return opened.t
        },
        get origin() {
          return opened.origin
        },
        get world() {
          return world!
        },
        at: (instant) => opened.at(instant),
        visitor: (who) => opened.visitor(who),
        officer: (...who) => opened.officer(...who),
        link: (kind, id) => opened.link(kind, id),
        rows: (sql, parameters) => opened.rows(sql, parameters),
      })
    })
}

/** The sample detachment with its campaign running, and the people of it that stories name. */
export interface SampleWorld {
  readonly detachment: { readonly id: string }
  unit(fullName: string): string
  person(name: string): Promise<Person>
  /** Members of a unit and below, by staff number. */
  members(unit: string): Promise<Person[]>
  /** Temperatures from another client, as a thermometer or another system would send them, at the clock's time. */
  report(people: readonly Person[], celsius?: number): Promise<void>
}

/** Loads 舜耕支队 and starts the respiratory playbook; takes some seconds, so once a file. */
export async function sampleWorld(told: Story, options: { campaign?: boolean } = {}): Promise<SampleWorld> {
  const { t } = told
  await loadSample(t.app.core)
  const detachment = t.app.core.organisation.tree.roots[0]!
  if (options.campaign !== false) await startRespiratory(t, { detachment })
  const gateway = await t.token(detachment.id, ['report.write'])
  return {
    detachment,
    unit(fullName) {
      const found = t.app.core.organisation.tree.find(fullName)
      if (!found) throw new Error(`no unit ${fullName}`)
      return found.id
    },
    async person(name) {
      const [found] = await told.rows<Person>(
        'select id, name, staff_no, unit_id as unit from person where name = $1 or staff_no = $1 order by staff_no',
        [name],
      )
      if (!found) throw new Error(`nobody is called ${name}`)
      return found
    },
    members: (unit) =>
      told.rows<Person>(
        `select p.id, p.name, p.staff_no, p.unit_id as unit from person p join unit u on u.id = p.unit_id
          where p.kind = 'member' and u.path <@ (select path from unit where id = $1) order by p.staff_no`,
        [unit],
      ),
    async report(people, celsius = 36.5) {
      const observed_at = new Date(t.clock.now()).toISOString()
      const answer = await gateway.post(
        '/api/reports',
        people.map(({ id: person }) => ({
          id: t.id(),
          form: 'temperature',
          subject: { person },
          observed_at,
          answers: { celsius, site: 'axillary' },
        })),
      )
      if (answer.status !== 200) throw new Error(`reports: ${answer.status}`)
      // What needs the subject's other readings is judged just after.
      await t.sweep()
    },
  }
}
