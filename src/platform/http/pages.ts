/** What pages plugs in. */
import type { Base } from '#platform/base.ts'
import type { Part } from '#platform/part.ts'

export const pagesPart: Part<Base> = { name: 'pages' }
