/** People in the console: the roster, one person, importing a roster. */
import type { ConsolePage } from '#web/console/page.ts'

export const pages: readonly ConsolePage[] = [
  {
    path: '/people',
    title: { zh: '人员', en: 'People' },
    nav: { icon: 'people', order: 50 },
    permission: 'people.read',
    load: () => import('./PeoplePage.tsx'),
  },
  {
    path: '/people/import',
    title: { zh: '导入花名册', en: 'Import a roster' },
    permission: 'roster.import',
    load: () => import('./ImportPage.tsx'),
  },
  {
    path: '/people/$personId',
    title: { zh: '人员', en: 'Person' },
    permission: 'people.read',
    load: () => import('./PersonPage.tsx'),
  },
]
