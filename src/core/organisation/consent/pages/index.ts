/** Requests of families about their data, in the console. */
import type { ConsolePage } from '#web/console/page.ts'

export const pages: readonly ConsolePage[] = [
  {
    path: '/rights',
    title: { zh: '信息请求', en: 'Requests' },
    nav: { icon: 'link', order: 58 },
    permission: 'rights.answer',
    load: () => import('./RightsPage.tsx'),
  },
]
