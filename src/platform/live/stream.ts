/** One open stream of server-sent events: ids of changed units that its reader may see, and a heartbeat. */
import type { FastifyReply } from 'fastify'
import { type Actor, roots, within } from '../access/actor.ts'
import type { Identities } from '../access/identify.ts'

/** Proxies close what is silent for a minute; some after half of one. */
export const heartbeatMs = 15_000

const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  connection: 'keep-alive',
  // Nginx gathers answers unless told not to.
  'x-accel-buffering': 'no',
  'x-content-type-options': 'nosniff',
}

/** The changed units and what lies above them, as far as the reader may see the board there. */
export function seen(actor: Actor, identities: Identities, unitIds: Iterable<string>): string[] {
  const mine = roots(actor, 'board.read')
  const found = new Set<string>()
  for (const id of unitIds) {
    const path = identities.pathOf(id)
    const line = identities.surroundings.lineOf?.(id) ?? (path === undefined ? [] : [{ id, path }])
    for (const unit of line) if (mine.some((root) => within(unit.path, root))) found.add(unit.id)
  }
  return [...found]
}

export class EventStream {
  readonly #reply: FastifyReply
  readonly #heartbeat: NodeJS.Timeout
  #ended = false

  constructor(reply: FastifyReply, onEnd: () => void) {
    this.#reply = reply
    reply.hijack()
    reply.raw.writeHead(200, headers)
    reply.raw.write('retry: 3000\n\n')
    // An event, not a comment: only so does the page's script hear that the line lives.
    this.#heartbeat = setInterval(() => this.#write('event: here\ndata: 1\n\n'), heartbeatMs)
    this.#heartbeat.unref()
    reply.raw.on('close', () => {
      this.#ended = true
      clearInterval(this.#heartbeat)
      onEnd()
    })
    reply.raw.on('error', () => this.end())
  }

  /** `data: { "units": [ids] }` and nothing else: no health fact travels in a notification. */
  send(units: readonly string[]): void {
    if (units.length > 0) this.#write(`data: ${JSON.stringify({ units })}\n\n`)
  }

  end(): void {
    clearInterval(this.#heartbeat)
    if (!this.#ended) this.#reply.raw.end()
    this.#ended = true
  }

  #write(text: string): void {
    // A reader that does not take what is sent would fill the memory: it may come back.
    if (this.#ended) return
    if (this.#reply.raw.writableLength > 65_536) this.end()
    else this.#reply.raw.write(text)
  }
}
