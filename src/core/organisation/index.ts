/** What organisation plugs in. */
import type { Core } from '#core/core.ts'
import type { Part } from '#platform/part.ts'
import { consentPersonalData, consentRoutes } from './consent/index.ts'
import { linkRoutes } from './links/index.ts'
import { nameUnits } from './name-units.ts'
import { peopleRoutes } from './people/routes.ts'
import { organisationPersonalData } from './personal-data.ts'
import { presenceRoutes } from './presence/routes.ts'
import { importsFinished } from './roster/background.ts'
import { rosterRoutes } from './roster/routes.ts'
import { rosterSweeps } from './roster/sweeps.ts'
import { loadSample } from './sample.ts'
import { accessRoutes, provideSample, sampleFinished, wireAccess } from './setup/index.ts'

export const organisationPart: Part<Core> = {
  name: 'organisation',
  routes(http, core) {
    linkRoutes(http, core)
    consentRoutes(http, core)
    accessRoutes(http, core)
    rosterRoutes(http, core)
    peopleRoutes(http, core)
    presenceRoutes(http, core)
  },
  wire(core) {
    wireAccess(core)
    nameUnits(core)
    provideSample(async (of, onProgress) => {
      await loadSample(of, undefined, (step, share) => onProgress(Math.round(share * 100), 100, step))
    })
  },
  sweeps: rosterSweeps,
  personalData: [...consentPersonalData, ...organisationPersonalData],
  async stop(core) {
    await Promise.all([sampleFinished(core), importsFinished(core)])
  },
}
