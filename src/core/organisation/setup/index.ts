/** What the first visit and accounts plug into organisation. */
import type { FastifyInstance } from 'fastify'
import type { Core } from '#core/core.ts'
import { describeGrants } from '../accounts/capacities.ts'
import { accountRoutes } from '../accounts/routes.ts'
import { dutyOfficer } from '../duty.ts'
import { holdsSampleOnly } from './first.ts'
import { setupRoutes } from './routes.ts'

export { type OnProgress, provideSample, type SampleLoader, sampleFinished } from './sample.ts'

/** Routes of accounts and of the first visit. */
export function accessRoutes(http: FastifyInstance, core: Core): void {
  accountRoutes(http, core)
  setupRoutes(http, core)
}

/** Tells access what a session shows of the organisation. Called once while the parts are wired. */
export function wireAccess(core: Core): void {
  const { identities, organisation } = core
  Object.assign(identities.surroundings, {
    capacities: (grants) => describeGrants(organisation, grants),
    hasOrganisation: () => organisation.tree.size > 0,
    holdsSampleOnly: () => holdsSampleOnly(organisation.services.database.app),
    dutyOfficer: (actor) => dutyOfficer(core, actor),
    lineOf: (unitId) => {
      const unit = organisation.tree.get(unitId)
      return unit ? [...organisation.tree.above(unit)] : []
    },
    zoneAt: (path) => organisation.tree.byPath(path)?.zone ?? organisation.tree.roots[0]?.zone,
  } satisfies typeof identities.surroundings)
}
