/** Today, and alerts, in the console. */
import type { ConsolePage } from '#web/console/page.ts'

export const pages: readonly ConsolePage[] = [
  {
    path: '/today',
    title: { zh: '今日', en: 'Today' },
    nav: { icon: 'today', order: 10 },
    permission: 'board.read',
    load: () => import('./TodayPage.tsx'),
  },
  {
    path: '/alerts',
    title: { zh: '预警', en: 'Alerts' },
    nav: { icon: 'alert', order: 40 },
    permission: 'health.read',
    load: () => import('./AlertsPage.tsx'),
  },
  {
    path: '/alerts/$alertId',
    title: { zh: '预警', en: 'Alert' },
    permission: 'health.read',
    load: () => import('./AlertPage.tsx'),
  },
]
