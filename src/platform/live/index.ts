/** What live plugs in: the way between the nodes, and one stream for each browser. */
import type { Base } from '#platform/base.ts'
import type { Part } from '#platform/part.ts'
import { route } from '../http/route.ts'
import { EventStream, seen } from './stream.ts'

const channel = 'muster_live'

/** What one application holds open; parts are shared between applications in tests. */
const open = new WeakMap<Base, { streams: Set<EventStream>; stop?: () => Promise<void> }>()

const of = (base: Base) => {
  const known = open.get(base) ?? { streams: new Set<EventStream>() }
  open.set(base, known)
  return known
}

export const livePart: Part<Base> = {
  name: 'live',
  routes(http, base) {
    const { identities, services } = base
    route(http, {
      method: 'GET',
      url: '/api/live',
      permission: 'signed-in',
      summary: { zh: '实时通知：哪些单位有变化', en: 'server-sent events: which units changed' },
      schema: {},
      handler(_context, _input, reply, request) {
        const { streams } = of(base)
        const stream = new EventStream(reply, () => {
          streams.delete(stream)
          stopHearing()
        })
        streams.add(stream)
        const stopHearing = services.live.listen((unitIds) => {
          // Asked again for each message: rights may have ended since the stream was opened.
          void identities.of(request).then(
            ({ actor }) => (actor.kind === 'account' ? stream.send(seen(actor, identities, unitIds)) : stream.end()),
            () => stream.end(),
          )
        })
      },
    })
  },
  async start(base) {
    const { database, live } = base.services
    const stop = await database.listen(channel, (payload) => {
      if (payload !== '') live.receive(payload)
    })
    live.connect({
      async send(payload) {
        await database.appPool.query('select pg_notify($1, $2)', [channel, payload])
      },
    })
    of(base).stop = stop
  },
  async stop(base) {
    const { streams, stop } = of(base)
    for (const stream of streams) stream.end()
    await stop?.()
  },
}
