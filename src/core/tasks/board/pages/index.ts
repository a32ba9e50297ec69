/** The board in the console, and on the wall. */
import type { ConsolePage } from '#web/console/page.ts'

export const pages: readonly ConsolePage[] = [
  {
    path: '/board',
    title: { zh: '落实', en: 'Board' },
    nav: { icon: 'board', order: 20 },
    permission: 'board.read',
    load: () => import('./BoardPage.tsx'),
  },
  {
    path: '/board/wall',
    title: { zh: '大屏', en: 'Wall display' },
    permission: 'board.read',
    frame: 'bare',
    load: () => import('./WallPage.tsx'),
  },
]

export const boardPages = pages
