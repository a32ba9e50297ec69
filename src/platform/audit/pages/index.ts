/** The audit in the console. */
import type { ConsolePage } from '#web/console/page.ts'

export const pages: readonly ConsolePage[] = [
  {
    path: '/audit',
    title: { zh: '审计', en: 'Audit' },
    nav: { icon: 'audit', order: 80 },
    permission: 'audit.read',
    load: () => import('./AuditPage.tsx'),
  },
]
