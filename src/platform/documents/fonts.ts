/** Which fonts documents are set in, and where they lie: the users' own first, then the free ones from npm. */
import { existsSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'

/** The folder of a font package; undefined where it is not installed. */
function packageFolder(name: string, inside: string): string | undefined {
  try {
    const description = findPackageJSON(name, import.meta.url)
    const folder = description && join(dirname(description), inside)
    return folder && existsSync(folder) ? folder : undefined
  } catch {
    return undefined
  }
}

/** Families by their use in documents. Typst takes the first that it finds. */
export const families = {
  /** 宋体 */
  serif: ['Noto Serif SC'],
  /** 黑体 */
  sans: ['Noto Sans S Chinese', 'Noto Sans SC', 'Noto Sans CJK SC'],
} as const

/** Folders in which Typst looks for fonts. Each weight is named, so that it reads no file that is never used. */
export function fontFolders(dataDir: string): string[] {
  const own = join(dataDir, 'fonts')
  return [
    existsSync(own) ? own : undefined,
    packageFolder('@embedpdf/fonts-sc', 'fonts'),
    packageFolder('@expo-google-fonts/noto-serif-sc', '400Regular'),
    packageFolder('@expo-google-fonts/noto-serif-sc', '700Bold'),
    packageFolder('@expo-google-fonts/noto-serif-sc', '900Black'),
  ].filter((folder) => folder !== undefined)
}
