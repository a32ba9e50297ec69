/** Small pieces of Markdown that generated pages are made of. */

/** Said at the top of every generated page. */
export const generated = '<!-- Made by scripts/make-docs.ts from the program; changes here are overwritten. -->'

/** One cell: no line may end it, no bar may divide it. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

export const code = (text: string): string => `\`${text}\``

/** A page: title in both languages, what it is in both, then its sections. */
export function page(title: string, zh: string, en: string, ...sections: readonly string[]): string {
  return `${[`# ${title}`, generated, zh, en, ...sections].join('\n\n')}\n`
}

/** By code point, so that the order is the same on every machine. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
