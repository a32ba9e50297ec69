/** What files plugs in. */
import type { Base } from '#platform/base.ts'
import type { Part } from '#platform/part.ts'

export const filesPart: Part<Base> = { name: 'files' }
