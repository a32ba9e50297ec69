/**
 * Stories through a real browser: the whole program with a moved clock, named people with named devices, a picture and a
 * trace of what happened. What a page complains about, or loads from elsewhere, fails the story.
 */
import { existsSync, mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from 'vitest'
import { type LinkKind, linkKey, makeLinkToken } from '#core/organisation/links/index.ts'
import { loadSample } from '#core/organisation/sample.ts'
import { type Client, type TestApp, testApp } from './app.ts'
import { launchBrowser } from './browser.ts'
import { startRespiratory } from './campaign.ts'

/** Where pictures and traces go; not committed. */
const results = fileURLToPath(new URL('../../test-results/stories', import.meta.url))
const pages = fileURLToPath(new URL('../../dist', import.meta.url))

/** The officer's screen and the phone of a mother or a squad leader. */
export const devices = { 1440: { width: 1440, height: 900 }, 375: { width: 375, height: 812 } } as const
/** Longer than any page takes on a busy machine, shorter than a test may last: the message then names what did not come. */
const patienceMs = 25_000
export type Device = keyof typeof devices
export type Language = 'zh' | 'en'

export interface Visitor {
  readonly page: Page
  readonly context: BrowserContext
  readonly device: Device
  readonly language: Language
  /** Goes to an address and waits for the page to be drawn. */
  go(path: string): Promise<void>
  /** `test-results/stories/<story>-<name>-<language>-<width>.png`, and nothing may stick out sideways. */
  picture(name: string): Promise<void>
  /** Where a picture of this name, or another file of the story, lies. */
  file(name: string, ending: string): string
  /** What the browser complained about; a refused call belongs to the story and is not taken for a fault. */
  readonly faults: string[]
}

/** How a story is told: on which screen, in which language. */
export interface Way {
  readonly device: Device
  readonly language: Language
}

/** An officer's screen in Chinese and a phone in English, so that each page is seen both ways. */
const crossed = { wide: { device: 1440, language: 'zh' }, narrow: { device: 375, language: 'en' } } as const
/** `npm run stories`: each story in both languages on both screens. */
const everyWay = process.env.STORIES === 'all'
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

interface Visit {
  readonly browser: Browser
  readonly origin: string
  readonly device: Device
  readonly language: Language
  readonly name: string
  readonly who: string
  readonly now: number
  readonly cookie: string | undefined
}

interface Visiting extends Visitor {
  setClock(now: number): Promise<void>
  begin(sentence: string): Promise<void>
  end(number: string): Promise<void>
  close(): Promise<void>
}

/** Pixels by which the page is wider than its screen. */
const sideways = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'

/** Pages that go by the phone's own clock; the console goes by the server's. */
const byPhoneClock = /^\/(r|me|squad)\b/

async function visit(v: Visit): Promise<Visiting> {
  const phone = v.device === 375
  const context = await v.browser.newContext({
    viewport: devices[v.device],
    locale: v.language === 'zh' ? 'zh-CN' : 'en-GB',
    timezoneId: 'Asia/Shanghai',
    baseURL: v.origin,
    hasTouch: phone,
    reducedMotion: 'reduce',
    acceptDownloads: true,
  })
  // A film of every moment costs a fifth of the time; steps and what each left on the page are kept always.
  await context.tracing.start({ screenshots: everyWay, snapshots: true, title: `${v.name} ${v.who}` })
  let chunk = false
  /** Whether the page did anything since the sentence began. */
  let moved = false
  if (v.cookie) await context.addCookies([{ name: 'muster', value: v.cookie.slice('muster='.length), url: v.origin }])
  const language = v.language
  await context.addInitScript(`try { localStorage.setItem('muster.language', '${language}') } catch {}`)
  context.setDefaultTimeout(patienceMs)
  const page = await context.newPage()
  let clock = v.now
  /** A clock that stands would also stop the console's menus on their way: it is set for the phone's pages only. */
  let stands = false
  const faults: string[] = []
  watch(page, v, faults)
  page.on('request', () => {
    moved = true
  })
  const file = (name: string, ending: string) => `${results}/${v.name}-${name}-${language}-${v.device}.${ending}`
  return {
    page,
    context,
    device: v.device,
    language,
    faults,
    file,
    async go(path) {
      const phoneClock = byPhoneClock.test(path)
      if (phoneClock) await page.clock.setFixedTime(clock)
      else if (stands) await page.clock.resume()
      stands = phoneClock
      await page.goto(path)
      await page.locator('h1').first().waitFor()
    },
    async picture(name) {
      await page.evaluate('document.fonts.ready')
      // A menu is put outside the screen for a moment, to be measured.
      await expect
        .poll(() => page.evaluate(sideways), { timeout: 3000, message: `${name} sticks out sideways` })
        .toBe(0)
      await page.screenshot({ path: file(name, 'png'), animations: 'disabled' })
    },
    async setClock(now) {
      clock = now
      if (stands && !page.isClosed()) await page.clock.setFixedTime(now)
    },
    async begin(sentence) {
      moved = false
      chunk = true
      await context.tracing.startChunk({ title: sentence })
    },
    async end(number) {
      if (!chunk) return
      chunk = false
      const named = file(`${number}-${v.who}`, 'trace.zip')
      await context.tracing.stopChunk(moved && !page.isClosed() ? { path: named } : {})
      if (moved && !page.isClosed())
        await page.screenshot({ path: file(`${number}-${v.who}`, 'png'), animations: 'disabled' })
    },
    async close() {
      await context.tracing.stop()
      await context.close()
    },
  }
}

/** Whatever the browser says is a fault, but for calls that were refused or found no network: those the story tells. */
function watch(page: Page, v: Visit, faults: string[]): void {
  const say = (what: string) => faults.push(`${v.who} (${v.language}, ${v.device}): ${what}`)
  page.on('console', (message) => {
    // A trace asks for a photo's address once more by itself, which the page's policy refuses it.
    if (message.text().startsWith("Connecting to 'blob:")) return
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) say(message.text())
  })
  page.on('pageerror', (error) => say(String(error)))
  page.on('request', (request) => {
    const url = request.url()
    if (!/^(data|blob):/.test(url) && !url.startsWith(v.origin)) say(`another origin: ${url}`)
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
