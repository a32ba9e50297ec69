/** Who visits a story's pages: a browser of their own on a device of theirs, its pictures and traces, and what it complained of. */
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'

/** Where pictures and traces go; not committed. */
export const results = fileURLToPath(new URL('../../test-results/stories', import.meta.url))

/** The officer's screen and the phone of a mother or a squad leader. */
export const devices = { 1440: { width: 1440, height: 900 }, 375: { width: 375, height: 812 } } as const
/** Longer than any page takes on a busy machine, shorter than a test may last: the message then names what did not come. */
const patienceMs = 25_000
export type Device = keyof typeof devices
export type Language = 'zh' | 'en'

/** `npm run stories`: each story in both languages on both screens. */
export const everyWay = process.env.STORIES === 'all'

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

export interface Visit {
  readonly browser: Browser
  readonly origin: string
  readonly device: Device
  readonly language: Language
  readonly name: string
  readonly who: string
  readonly now: number
  readonly cookie: string | undefined
}

export interface Visiting extends Visitor {
  setClock(now: number): Promise<void>
  begin(sentence: string): Promise<void>
  end(number: string): Promise<void>
  close(): Promise<void>
}

/** Pixels by which the page is wider than its screen. */
const sideways = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'

/** Pages that go by the phone's own clock; the console goes by the server's. */
const byPhoneClock = /^\/(r|me|squad)\b/

/** Opens a browser for somebody. */
export async function visit(v: Visit): Promise<Visiting> {
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
