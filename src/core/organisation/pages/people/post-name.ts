/** A post in the reader's language; one that nobody translated stays in its Chinese word. */
import type { Language } from '#platform/texts.ts'
import { postTexts } from '#web/console/shell-texts.ts'

/** Posts that give no role and so stand in no capacity of the shell. */
const others: Readonly<Record<string, string>> = { 消防员: 'Firefighter', 驾驶员: 'Driver', 通信员: 'Signaller' }

export const postName = (post: string, language: Language): string =>
  language === 'en' ? (postTexts[post] ?? others[post] ?? post) : post

/** Several posts in one line. */
export const postNames = (posts: readonly string[], language: Language): string =>
  posts.map((post) => postName(post, language)).join(language === 'en' ? ', ' : '、')
