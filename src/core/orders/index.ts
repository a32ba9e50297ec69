/** What orders plugs in: playbooks, campaigns, directives, clauses, measures. */
import { readFile } from 'node:fs/promises'
import type { Core } from '#core/core.ts'
import type { Part } from '#platform/part.ts'
import { systemContext } from '#platform/work.ts'
import { loadPlaybook } from './actions.ts'
import { nameMeasures } from './name-measures.ts'
import { ordersPersonalData } from './personal-data.ts'
import { ordersRoutes } from './routes.ts'
import { wireCampaign } from './session-campaign.ts'

/** Playbooks that come with the program; loaded at start, the same version twice changes nothing. */
const shipped = ['respiratory']

export const ordersPart: Part<Core> = {
  name: 'orders',
  personalData: ordersPersonalData,
  wire(core) {
    wireCampaign(core)
    nameMeasures(core)
  },
  routes: ordersRoutes,
  async start(core) {
    for (const name of shipped) {
      const source = await readFile(new URL(`../../../playbooks/${name}.yaml`, import.meta.url), 'utf8')
      // A shipped playbook whose version is stored with other words must not keep the server from starting.
      await loadPlaybook(core, systemContext(core.services), source).catch((error: unknown) => {
        core.services.log.error({ playbook: name, error: String(error) }, 'shipped playbook not loaded')
      })
    }
  },
}
