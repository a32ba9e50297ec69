/** The page of the first visit. */
import type { ConsolePage } from '#web/console/page.ts'
import { setupTexts } from './texts.ts'

export const pages: readonly ConsolePage[] = [
  { path: '/setup', title: setupTexts.title, frame: 'bare', load: () => import('./SetupPage.tsx') },
]
