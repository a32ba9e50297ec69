/** What platform parts are given: no more than the services and who is who. */
import type { Identities } from './access/identify.ts'
import type { Services } from './services.ts'

export interface Base {
  readonly services: Services
  readonly identities: Identities
}
