/** What orders plugs in. */
import type { Core } from '#core/core.ts'
import type { Part } from '#platform/part.ts'

export const ordersPart: Part<Core> = { name: 'orders' }
