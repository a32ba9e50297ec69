/**
 * Senders that never give up, and their own log: what each sent and what was acknowledged, kept here and nowhere else.
 * A report that was not acknowledged is sent again with the same id until it is.
 */
import { randomBytes } from 'node:crypto'
import { Agent, request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { systemClock, uuid7 } from '#platform/clock.ts'
import type { Server } from './server.ts'

export interface Sent {
  readonly id: string
  readonly form: string
  readonly subject: { readonly staff_no: string }
  readonly observed_at: string
  readonly answers: { readonly celsius: number; readonly site: string }
}

export interface Acknowledgement {
  readonly sent: Sent
  readonly received_at: string
  readonly flags: readonly string[]
}

const chance = { bytes: (n: number) => randomBytes(n) }

export class Senders {
  readonly acknowledged = new Map<string, Acknowledgement>()
  /** Answers that no sender should ever see; empty in the end. */
  readonly wrong: string[] = []
  /** How often something was sent again. */
  again = 0
  readonly #server: Server
  readonly #token: string
  readonly #people: number
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 })
  #stopped = false
  #made = 0
  #running: Promise<unknown> | undefined

  constructor(server: Server, token: string, people: number) {
    this.#server = server
    this.#token = token
    this.#people = people
  }

  /** @param singles send one report a request; @param arrays send twenty */
  start(singles: number, arrays: number): void {
    const all = [
      ...Array.from({ length: singles }, () => this.#send(1)),
      ...Array.from({ length: arrays }, () => this.#send(20)),
    ]
    this.#running = Promise.all(all)
  }

  /** Waits until so many more are acknowledged. */
  async progress(more: number): Promise<void> {
    const goal = this.acknowledged.size + more
    while (this.acknowledged.size < goal) {
      if (this.wrong.length > 0) throw new Error(this.wrong.join('\n'))
      await wait(5)
    }
  }

  /** What is under way is sent until it is acknowledged, then no more. */
  async finish(): Promise<void> {
    this.#stopped = true
    await this.#running
    this.#agent.destroy()
  }

  async #send(atOnce: number): Promise<void> {
    for (let turn = 0; !this.#stopped && this.wrong.length === 0; turn++) {
      const reports = Array.from({ length: atOnce }, () => this.#make())
      await this.#until(reports)
      // Every tenth is sent once more although it was acknowledged: the answer has to be the same.
      if (turn % 10 === 9) await this.#until(reports)
    }
  }

  #make(): Sent {
    const n = this.#made++
    return {
      id: uuid7(systemClock, chance),
      form: 'temperature',
      subject: { staff_no: `CR${n % this.#people}` },
      observed_at: new Date(systemClock.now()).toISOString(),
      answers: { celsius: Math.round((36 + (n % 10) / 10) * 10) / 10, site: 'axillary' },
    }
  }

  async #until(reports: readonly Sent[]): Promise<void> {
    let left = reports
    while (left.length > 0 && this.wrong.length === 0) {
      const answers = await this.#post(left)
      const open = left.filter((r, i) => !this.#keep(r, answers?.[i]))
      if (open.length > 0) {
        this.again++
        await wait(20)
      }
      left = open
    }
  }

  /** @returns whether the report is done with */
  #keep(sent: Sent, answer: Answer | undefined): boolean {
    if (answer === undefined || answer.status === 503) return false
    if (answer.id !== sent.id || answer.received_at === undefined) {
      this.wrong.push(`${sent.id}: ${JSON.stringify(answer)}`)
      return true
    }
    const before = this.acknowledged.get(sent.id)
    if (before && before.received_at !== answer.received_at) this.wrong.push(`${sent.id}: another time of receipt`)
    this.acknowledged.set(sent.id, { sent, received_at: answer.received_at, flags: answer.flags ?? [] })
    return true
  }

  /** One report goes as an object, several as an array. @returns nothing where no answer came */
  #post(reports: readonly Sent[]): Promise<readonly Answer[] | undefined> {
    const at = this.#server.address
    if (!at) return Promise.resolve(undefined)
    const single = reports.length === 1
    const body = JSON.stringify(single ? reports[0] : reports)
    return new Promise((resolve) => {
      const r = request(
        {
          host: at.hostname,
          port: at.port,
          path: '/api/reports',
          method: 'POST',
          agent: this.#agent,
          headers: {
            authorization: `Bearer ${this.#token}`,
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
          },
        },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('error', () => resolve(undefined))
          response.on('close', () =>
            resolve(
              response.complete
                ? answersOf(response.statusCode!, Buffer.concat(chunks).toString(), reports.length)
                : undefined,
            ),
          )
        },
      )
      r.on('error', () => resolve(undefined))
      r.end(body)
    })
  }
}

interface Answer {
  readonly status: number
  readonly id?: string
  readonly received_at?: string
  readonly flags?: readonly string[]
}

function answersOf(status: number, text: string, count: number): readonly Answer[] {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    body = { status, text }
  }
  const list = (Array.isArray(body) ? body : Array.from({ length: count }, () => body)) as Answer[]
  return list.map((a) => ({ ...a, status: a.status ?? status }))
}
