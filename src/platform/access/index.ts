/** What access plugs in. */
import type { Base } from '#platform/base.ts'
import type { Part } from '#platform/part.ts'

export const accessPart: Part<Base> = { name: 'access' }
