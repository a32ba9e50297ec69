/** What organisation plugs in. */
import type { Core } from '#core/core.ts'
import type { Part } from '#platform/part.ts'

export const organisationPart: Part<Core> = { name: 'organisation' }
