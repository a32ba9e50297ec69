/** What live plugs in. */
import type { Base } from '#platform/base.ts'
import type { Part } from '#platform/part.ts'

export const livePart: Part<Base> = { name: 'live' }
