/** Access cards in the console. */
import type { ConsolePage } from '#web/console/page.ts'

export const pages: readonly ConsolePage[] = [
  {
    path: '/cards',
    title: { zh: '填报卡', en: 'Cards' },
    nav: { icon: 'print', order: 55 },
    permission: 'links.print',
    load: () => import('./CardsPage.tsx'),
  },
]
