/** Every page of the console: a part hangs its own in by having `pages/index.ts`; nothing is listed here. */
import type { ConsolePage } from './page.ts'

const found = import.meta.glob<{ pages: readonly ConsolePage[] }>(
  ['../../core/**/pages/index.ts', '../../modules/**/pages/index.ts', '../../platform/**/pages/index.ts'],
  { eager: true },
)

export const pages: readonly ConsolePage[] = Object.values(found).flatMap((part) => part.pages)

/** The pages of the rail, in order. */
export const railPages = pages
  .filter((page) => page.nav !== undefined)
  .sort((a, b) => (a.nav?.order ?? 0) - (b.nav?.order ?? 0))
