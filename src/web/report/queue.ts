/**
 * Entries on their way to the server: each has an id made once, waits in the phone under its subject, and is sent until
 * the server has answered. What waited says since when; the same id sent again is stored once.
 */
import { call, type ProblemDocument, Refusal } from './api.ts'
import { instant, now, uuid7 } from './clock.ts'
import { keysOf, read, write } from './store.ts'

export interface ReportBody {
  form: string
  form_version: number
  subject: Record<string, string>
  observed_at: string
  answers: Record<string, unknown>
  task?: string
  corrects?: string
}

export interface Stored {
  id: string
  received_at: string
  flags: string[]
  met: string[]
}

export interface Entry {
  id: string
  /** Whom it is about, for the page: a relative list, a member, a place. */
  about: string
  body: ReportBody
  /** The first try that failed, Unix milliseconds. */
  firstTried?: number
  tries: number
  /** `waiting`: to be sent; `blocked`: the server does not know this phone any more; `refused`: has to be corrected. */
  state: 'waiting' | 'blocked' | 'sent' | 'refused'
  result?: Stored
  problem?: ProblemDocument
  /** When it was filled in. */
  at: number
}

/** Kept for "what was sent", then dropped. */
const keepSentMs = 36 * 3600000
/** Growing waits between tries, in seconds, at most a minute. */
const waits = [2, 5, 10, 20, 40, 60]

export class Queue {
  readonly key: string
  /** Called after each change. */
  changed: () => void = () => {}
  /** The last try met no answer at all, rather than a busy server's. */
  silent = false
  private timer: number | undefined
  private sending = false
  private failures = 0
  private restUntil = 0

  constructor(subject: string) {
    this.key = `queue.${subject}`
    this.save(
      this.all()
        .filter((e) => e.state !== 'sent' || now() - e.at < keepSentMs)
        .map((e) => (e.state === 'blocked' ? { ...e, state: 'waiting' } : e)),
    )
    const again = () => this.wake()
    window.addEventListener('online', again)
    window.addEventListener('pageshow', again)
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState !== 'hidden') again()
    })
  }

  all(): Entry[] {
    return read<Entry[]>(this.key) || []
  }

  waiting(): Entry[] {
    return this.all().filter((e) => e.state === 'waiting' || e.state === 'blocked')
  }

  /** The newest entry about something. */
  last(about: string): Entry | undefined {
    const found = this.all().filter((e) => e.about === about)
    return found[found.length - 1]
  }

  /** Puts entries in and sends; what waits untried about the same thing is replaced, what was tried keeps its id. */
  put(items: { about: string; body: ReportBody }[]): void {
    const list = this.all()
    for (const item of items) {
      const before = list.filter(
        (e) => e.about === item.about && e.state === 'waiting' && e.body.form === item.body.form,
      )[0]
      if (before) {
        // Tried before: perhaps stored already. The same id with other content comes back as 409, and goes on as a correction.
        before.body = { ...item.body, corrects: before.body.corrects || item.body.corrects }
        before.at = now()
      } else list.push({ id: uuid7(), about: item.about, body: item.body, tries: 0, state: 'waiting', at: now() })
    }
    this.save(list.filter((e) => !(e.state === 'refused' && items.some((i) => i.about === e.about))))
    this.wake()
  }

  /** Takes an entry out: what was refused goes back to the one who fills in. */
  remove(id: string): void {
    this.save(this.all().filter((e) => e.id !== id))
  }

  /** Tries now, whatever the wait. */
  wake(): void {
    clearTimeout(this.timer)
    if (now() < this.restUntil) this.later(this.restUntil - now())
    else void this.send()
  }

  private save(list: Entry[]): void {
    write(this.key, list)
    this.changed()
  }

  private update(id: string, change: Partial<Entry>): void {
    this.save(this.all().map((e) => (e.id === id ? { ...e, ...change } : e)))
  }

  private async send(): Promise<void> {
    const batch = this.all().filter((e) => e.state === 'waiting')
    if (this.sending || batch.length === 0) return
    this.sending = true
    try {
      const whole = batch.length === 1 ? await this.sendOne(batch[0] as Entry) : await this.sendAll(batch)
      this.failures = whole ? 0 : this.failures + 1
    } catch (error) {
      this.failed(batch, error)
    }
    this.sending = false
    const left = this.all().some((e) => e.state === 'waiting')
    if (left) this.later(this.failures ? this.wait() : 0)
    this.changed()
  }

  /** @returns true: nothing of it has to be tried again as it is */
  private async sendOne(entry: Entry): Promise<boolean> {
    try {
      const { value } = await call<Stored>('POST', '/api/reports', bodyOf(entry))
      this.settle(entry, value)
    } catch (error) {
      if (!(error instanceof Refusal) || transient(error.status)) throw error
      this.refused(entry, error.status, error.document)
    }
    return true
  }

  /** Several at once: each has its own answer, and one that is refused leaves the others stored. */
  private async sendAll(batch: Entry[]): Promise<boolean> {
    let whole = true
    const { value } = await call<unknown[]>('POST', '/api/reports', batch.map(bodyOf))
    batch.forEach((entry, i) => {
      const one = value[i] as (Stored & { status?: undefined }) | ProblemDocument | undefined
      if (one && one.status === undefined) this.settle(entry, one)
      else if (one && !transient(one.status)) this.refused(entry, one.status, one)
      else whole = false
    })
    return whole
  }

  /** Stored. What was changed while it was on its way goes after it as a correction. */
  private settle(entry: Entry, result: Stored): void {
    const current = this.all().filter((e) => e.id === entry.id)[0]
    if (current && JSON.stringify(current.body) !== JSON.stringify(entry.body)) this.correct(current)
    else this.update(entry.id, { state: 'sent', result })
  }

  /** The server answered, and not with yes. */
  private refused(entry: Entry, status: number, problem: ProblemDocument | undefined): void {
    const state = status === 401 || status === 403 ? 'blocked' : 'refused'
    if (status === 409) this.correct(entry)
    else this.update(entry.id, { state, problem })
  }

  /** An earlier content was stored under this id and its answer never came: what is here now corrects it. */
  private correct(entry: Entry): void {
    const id = uuid7()
    const body = { ...entry.body, corrects: entry.body.corrects || entry.id }
    const { firstTried } = entry
    this.save(this.all().map((e) => (e.id === entry.id ? { ...e, id, body, firstTried, tries: 0 } : e)))
  }

  private failed(batch: Entry[], error: unknown): void {
    this.failures++
    const refusal = error instanceof Refusal ? error : undefined
    this.silent = !refusal || refusal.status === 0
    if (refusal && refusal.status >= 400 && !transient(refusal.status)) {
      for (const entry of batch) this.refused(entry, refusal.status, refusal.document)
      return
    }
    if (refusal?.retryAfter) this.restUntil = now() + Math.min(60, refusal.retryAfter) * 1000
    const ids = batch.map((e) => e.id)
    const at = now()
    this.save(
      this.all().map((e) => (ids.indexOf(e.id) < 0 ? e : { ...e, tries: e.tries + 1, firstTried: e.firstTried || at })),
    )
  }

  /** The next wait, moved a little so that a thousand phones that lost the network together do not come back at once. */
  private wait(): number {
    const seconds = waits[Math.min(this.failures, waits.length) - 1] as number
    const spread = (now() % 997) / 997
    return Math.max(seconds * 1000 * (0.8 + 0.2 * spread), this.restUntil - now())
  }

  private later(ms: number): void {
    clearTimeout(this.timer)
    this.timer = window.setTimeout(() => void this.send(), ms)
  }
}

function bodyOf(entry: Entry): unknown {
  const at = { id: entry.id, sent_at: instant(now()) }
  return { ...entry.body, ...at, ...(entry.firstTried ? { first_tried_at: instant(entry.firstTried) } : {}) }
}

/** No answer, too busy, or broken on the way: the same entry may be sent again. */
const transient = (status: number): boolean => status === 0 || status === 408 || status === 429 || status >= 500

/** How many entries this phone keeps unsent, whosever they are: told as a number, before it is known whose page this is. */
export const waitingInPhone = (): number =>
  keysOf('queue.').reduce(
    (n, key) => n + (read<Entry[]>(key) || []).filter((e) => e.state === 'waiting' || e.state === 'blocked').length,
    0,
  )
