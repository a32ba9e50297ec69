/** The orders in the console: directives, clauses, and the start of a campaign. */
import type { ConsolePage } from '#web/console/page.ts'

const load = () => import('./OrdersPage.tsx')
const title = { zh: '文件', en: 'Orders' }
const permission = 'campaign.read'

export const pages: readonly ConsolePage[] = [
  { path: '/orders', title, nav: { icon: 'orders', order: 60 }, permission, load },
  { path: '/orders/$campaign', title, permission, load },
  { path: '/orders/$campaign/$clause', title, permission, load },
]
