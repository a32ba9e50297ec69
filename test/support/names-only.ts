/** Holds an English page to English: Han may stand only in names of people, units and places, and in what people typed. */
import type { Page } from 'playwright-core'
import type { Story } from './story.ts'

/** Visible text and what is read aloud, piece by piece. Runs in the page. */
const pieces = `(() => {
  const found = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT)
  for (let node = walker.currentNode; node; node = walker.nextNode()) {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node
    if (!element || /^(SCRIPT|STYLE|NOSCRIPT)$/.test(element.tagName) || element.lang === 'zh-CN') continue
    if (!element.checkVisibility()) continue
    if (node.nodeType === Node.TEXT_NODE) found.push(node.data)
    else for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'value'])
      if (element.hasAttribute(name)) found.push(element.getAttribute(name))
  }
  return [document.title, ...found].filter((one) => /\\p{Script=Han}/u.test(one))
})()`

/** Names of the people, units and places in the database, longest first: a name may hold another. */
export async function knownNames(told: Pick<Story, 'rows'>): Promise<string[]> {
  const rows = await told.rows<{ name: string }>(
    'select name from person union select name from unit union select name from place',
  )
  return rows.map((row) => row.name).sort((a, b) => b.length - a.length)
}

/**
 * What a page shows in Chinese beyond names.
 * @param known longest first, as `knownNames` gives them
 * @param typed what somebody wrote, and other words that belong there
 */
export async function beyondNames(
  page: Page,
  known: readonly string[],
  typed: readonly string[] = [],
): Promise<string[]> {
  const shown = await page.evaluate<string[]>(pieces)
  // The switch to the other language is written in that language.
  return shown.filter((text) => {
    let rest = text.trim() === '中文' ? '' : text
    for (const name of [...typed, ...known]) rest = rest.replaceAll(name, '')
    return /\p{Script=Han}/u.test(rest)
  })
}
