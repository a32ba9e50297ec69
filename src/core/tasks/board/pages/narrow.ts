/** Whether the screen is a phone's: the table turns into stacked lists. */
import { useSyncExternalStore } from 'react'

const query = globalThis.matchMedia?.('(max-width: 720px)')

function subscribe(listener: () => void): () => void {
  query?.addEventListener('change', listener)
  return () => query?.removeEventListener('change', listener)
}

export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => query?.matches ?? false)
