/** Sentences in both languages: a pair per sentence, filled in and chosen by the reader's language. */

export type Language = 'zh' | 'en'
export const languages: readonly Language[] = ['zh', 'en']

/**
 * One sentence as a pair. `{name}` marks a place for a parameter; `{count|household|households}` chooses by whether the
 * parameter is one. A missing language is a type error.
 */
export interface Text {
  readonly zh: string
  readonly en: string
}

export type TextParams = Readonly<Record<string, string | number>>

const places = /\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g

/**
 * Fills `{name}` places from `params` and returns the sentence in one language.
 * A place without a parameter stays visible, so that a mistake shows instead of vanishing.
 */
export function say(text: Text, language: Language, params: TextParams = {}): string {
  return text[language].replace(places, (place, name: string, one?: string, many?: string) => {
    const value = params[name]
    if (value === undefined) return place
    return one === undefined ? String(value) : String(value) === '1' ? one : (many ?? '')
  })
}

/** Fills the places of both languages and keeps the pair, for what is stored or sent to readers of either. */
export function fill(text: Text, params: TextParams): Text {
  return { zh: say(text, 'zh', params), en: say(text, 'en', params) }
}

/** The reader's language from an `Accept-Language` header or a stored choice; Chinese unless English comes first. */
export function languageOf(header: string | undefined): Language {
  const first = header?.split(',')[0]?.trim().toLowerCase() ?? ''
  return first.startsWith('en') ? 'en' : 'zh'
}
