/** The page of accounts. */
import type { ConsolePage } from '#web/console/page.ts'
import { accountTexts } from './texts.ts'

export const pages: readonly ConsolePage[] = [
  {
    path: '/settings/accounts',
    title: accountTexts.title,
    permission: 'account.manage',
    load: () => import('./AccountsPage.tsx'),
  },
]
