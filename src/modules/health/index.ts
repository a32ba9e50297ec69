/** What health plugs in: the phone pages and the state of people by their readings. */
import type { Core } from '#core/core.ts'
import { filesExpiring } from '#platform/files/index.ts'
import type { Part } from '#platform/part.ts'
import { phonePages } from './phone-pages.ts'
import { keepNamedFiles } from './photos.ts'
import { healthRoutes } from './routes.ts'

export { type PersonState, personState } from './temperature.ts'

export const healthPart: Part<Core> = {
  name: 'health',
  wire(core) {
    core.services.hooks.on(filesExpiring, keepNamedFiles)
  },
  routes(http, core) {
    healthRoutes(http, core)
    phonePages(http)
  },
  // Readings are the core's reports; health keeps no table of its own yet.
  personalData: [],
}
