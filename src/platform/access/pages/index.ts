/** Pages of access: sign-in and one's own settings. */
import type { ConsolePage } from '#web/console/page.ts'
import { settingsTexts, signInTexts } from './texts.ts'

export const pages: readonly ConsolePage[] = [
  { path: '/sign-in', title: signInTexts.title, frame: 'bare', load: () => import('./SignInPage.tsx') },
  {
    path: '/settings',
    title: settingsTexts.title,
    nav: { icon: 'settings', order: 90 },
    load: () => import('./SettingsPage.tsx'),
  },
  {
    path: '/settings/tokens',
    title: settingsTexts.tokens,
    permission: 'account.manage',
    load: () => import('./TokensPage.tsx'),
  },
]
