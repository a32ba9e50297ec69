/** What alerts plugs in. */
import type { Core } from '#core/core.ts'
import type { Part } from '#platform/part.ts'

export const alertsPart: Part<Core> = { name: 'alerts' }
