/** Builds the application without a listener, for `main.ts`, the command line and tests. */
import type { FastifyInstance } from 'fastify'
import type { Core } from '#core/core.ts'
import { Intake } from '#core/intake/intake.ts'
import { Orders } from '#core/orders/orders.ts'
import { Organisation, subjectsChannel } from '#core/organisation/organisation.ts'
import { Identities } from '#platform/access/identify.ts'
import type { Config } from '#platform/config.ts'
import { buildServer, type KnownRoute } from '#platform/http/server.ts'
import { defineProblems, Problem } from '#platform/problems.ts'
import type { Services } from '#platform/services.ts'
import { Sweeper } from '#platform/sweeper.ts'
import { parts } from './parts.ts'

export interface App {
  readonly core: Core
  readonly http: FastifyInstance
  /** Does all timed work that is due by the clock now; waits until it is done. */
  sweep(): Promise<void>
  /** Sweeps each second until closed. */
  startSweeping(): void
  /** Listens, and says in one sentence where the port is taken. @returns the address to open */
  listen(config: Config): Promise<string>
  close(): Promise<void>
}

const appProblems = defineProblems({
  'port-taken': [
    500,
    {
      zh: '端口 {port} 已被别的程序占用。请停掉它，或用 PORT 换一个端口。',
      en: 'Port {port} is taken by another program. Stop that, or choose another port with PORT.',
    },
  ],
  'cannot-listen': [500, { zh: '无法在 {host}:{port} 上监听：{why}。', en: 'Cannot listen on {host}:{port}: {why}.' }],
})

function listenProblem(config: Config, error: unknown): Problem {
  const code = (error as NodeJS.ErrnoException).code ?? String(error)
  if (code === 'EADDRINUSE') return new Problem(appProblems['port-taken'], { port: config.port })
  return new Problem(appProblems['cannot-listen'], { host: config.host, port: config.port, why: code })
}

/** @param onRoute told of every route, for documentation and for the tests about routes */
export async function buildApp(services: Services, onRoute?: (route: KnownRoute) => void): Promise<App> {
  const organisation = new Organisation(services)
  const orders = new Orders(services)
  const identities = new Identities(services, organisation)
  const intake = new Intake(services, organisation, orders)
  const core: Core = { services, identities, organisation, orders, intake }
  for (const part of parts) part.wire?.(core)
  /** A refresh that fails is made up for by the next one, and by whoever asks for the version. */
  const refreshSoon = (table: string): void => {
    refresh(table).catch((error: unknown) => services.log.warn({ table, error: String(error) }, 'not read again'))
  }
  const refresh = async (table: string) => {
    if (table === 'orders_version') return orders.refresh()
    identities.clear()
    await organisation.refresh()
  }
  await refresh('organisation_version')
  await refresh('orders_version')
  const stopListening = await services.database.listen('muster_version', (payload) => {
    const [table] = payload.split(':')
    if (table !== 'orders_version') refreshSoon('organisation_version')
    if (table !== 'organisation_version') refreshSoon('orders_version')
  })
  // An empty payload follows a lost connection: anything may have been missed.
  const stopForgetting = await services.database.listen(subjectsChannel, (payload) => {
    if (payload === '') refreshSoon('organisation_version')
    else organisation.subjects.forget(payload.split(','))
  })

  const http = await buildServer(services, {
    identify: (request) => identities.of(request),
    peek: (request) => identities.peek(request),
    onRoute,
  })
  for (const part of parts) part.routes?.(http, core)
  await http.ready()
  for (const part of parts) await part.start?.(core)

  const sweeper = new Sweeper(services, core, parts)
  return {
    core,
    http,
    sweep: () => sweeper.run(),
    startSweeping: () => sweeper.start(),
    async listen(config) {
      const address = await http.listen({ port: config.port, host: config.host }).catch((error: unknown) => {
        throw listenProblem(config, error)
      })
      return config.publicUrl ?? address
    },
    async close() {
      await sweeper.stop()
      await http.close()
      for (const part of parts) await part.stop?.(core)
      await intake.close()
      await stopListening()
      await stopForgetting()
      await organisation.close()
      services.live.close()
    },
  }
}
