/** What a part hangs into the console: an address, a title, a place in the rail and a lazily loaded page. */
import type { ComponentType } from 'react'
import type { Text } from '#platform/texts.ts'
import type { IconName } from './icons.tsx'

export interface ConsolePage {
  /** TanStack Router's spelling: `/board`, `/people/$personId`. Every view has one that can be sent to a colleague. */
  readonly path: string
  readonly title: Text
  /** In the rail (below it on a phone), by `order`: today 10, board 20, health 30, alerts 40, people 50, orders 60. */
  readonly nav?: { readonly icon: IconName; readonly order: number }
  /** The permission without which the page is not offered; a visit by address says what is lacking. */
  readonly permission?: string
  /** `console` (default): inside the shell, signed in. `bare`: without the shell and open to everybody. */
  readonly frame?: 'console' | 'bare'
  readonly load: () => Promise<{ default: ComponentType }>
}
