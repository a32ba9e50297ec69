/** What organisation plugs in. */
import type { Core } from '#core/core.ts'
import type { Part } from '#platform/part.ts'
import { consentPersonalData, consentRoutes } from './consent/index.ts'
import { linkRoutes } from './links/index.ts'

export const organisationPart: Part<Core> = {
  name: 'organisation',
  routes(http, core) {
    linkRoutes(http, core)
    consentRoutes(http, core)
  },
  personalData: [...consentPersonalData],
}
