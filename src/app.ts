/** Builds the application without a listener, for `main.ts`, the command line and tests. */
import type { FastifyInstance } from 'fastify'
import type { Core } from '#core/core.ts'
import { Intake } from '#core/intake/intake.ts'
import { Orders } from '#core/orders/orders.ts'
import { Organisation } from '#core/organisation/organisation.ts'
import { Identities } from '#platform/access/identify.ts'
import { buildServer } from '#platform/http/server.ts'
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
  close(): Promise<void>
}

export async function buildApp(services: Services): Promise<App> {
  const organisation = new Organisation(services)
  const orders = new Orders(services)
  const identities = new Identities(services, organisation)
  const intake = new Intake(services, organisation, orders)
  const core: Core = { services, identities, organisation, orders, intake }
  for (const part of parts) part.wire?.(core)
  const refresh = async (table: string) => {
    if (table === 'orders_version') return orders.refresh()
    identities.clear()
    await organisation.refresh()
  }
  await refresh('organisation_version')
  await refresh('orders_version')
  const stopListening = await services.database.listen('muster_version', (payload) => void refresh(payload.split(':')[0]!))

  const http = await buildServer(services, { identify: (request) => identities.of(request) })
  for (const part of parts) part.routes?.(http, core)
  await http.ready()
  for (const part of parts) await part.start?.(core)

  const sweeper = new Sweeper(services, core, parts)
  return {
    core,
    http,
    sweep: () => sweeper.run(),
    startSweeping: () => sweeper.start(),
    async close() {
      await sweeper.stop()
      await http.close()
      for (const part of parts) await part.stop?.(core)
      await intake.close()
      await stopListening()
      services.live.close()
    },
  }
}
