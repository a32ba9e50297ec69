/** The reader's language and every sentence of the console in it. */
import { useSyncExternalStore } from 'react'
import { type Language, languageOf, say, type Text, type TextParams } from '#platform/texts.ts'

const storageKey = 'muster.language'
const listeners = new Set<() => void>()
let current: Language = stored() ?? languageOf(globalThis.navigator?.language ?? 'zh')

function stored(): Language | undefined {
  try {
    const value = globalThis.localStorage?.getItem(storageKey)
    return value === 'zh' || value === 'en' ? value : undefined
  } catch {
    return undefined // A browser that forbids storage still works; it only forgets the choice.
  }
}

/** The language in use now, for code outside components. */
export const language = (): Language => current

/** Changes the language of this browser; the account's own choice is stored by `PUT /api/session/language`. */
export function setLanguage(next: Language): void {
  if (next === current) return
  current = next
  globalThis.document?.documentElement.setAttribute('lang', next === 'zh' ? 'zh-CN' : 'en')
  try {
    globalThis.localStorage?.setItem(storageKey, next)
  } catch {
    // See `stored`.
  }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export const useLanguage = (): Language => useSyncExternalStore(subscribe, language, language)

export type Say = (text: Text, params?: TextParams) => string

/** @example const t = useText(); t(texts.greeting, { name }) */
export function useText(): Say {
  const chosen = useLanguage()
  return (text, params) => say(text, chosen, params)
}
