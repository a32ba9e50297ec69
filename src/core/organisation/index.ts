/** What organisation plugs in. */
import type { Core } from '#core/core.ts'
import type { Part } from '#platform/part.ts'
import { consentPersonalData, consentRoutes } from './consent/index.ts'
import { linkRoutes } from './links/index.ts'
import { loadSample } from './sample.ts'
import { accessRoutes, provideSample, sampleFinished, wireAccess } from './setup/index.ts'

export const organisationPart: Part<Core> = {
  name: 'organisation',
  routes(http, core) {
    linkRoutes(http, core)
    consentRoutes(http, core)
    accessRoutes(http, core)
  },
  wire(core) {
    wireAccess(core)
    provideSample(async (of, onProgress) => {
      await loadSample(of, undefined, (step, share) => onProgress(Math.round(share * 100), 100, step))
    })
  },
  personalData: [...consentPersonalData],
  stop: sampleFinished,
}
