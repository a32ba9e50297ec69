/** The repository's own files, as the tests about it read them. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

const skipped = new Set(['node_modules', '.git', 'dist', 'data', 'test-results', '.cache'])

/** Paths below a folder of the repository, relative to its root, with `/`. */
export function filesBelow(folder: string, ending = ''): string[] {
  const found: string[] = []
  const walk = (path: string) => {
    for (const name of readdirSync(path)) {
      const full = join(path, name)
      if (skipped.has(name)) continue
      if (statSync(full).isDirectory()) walk(full)
      else if (full.endsWith(ending)) found.push(relative(root, full).replaceAll('\\', '/'))
    }
  }
  walk(join(root, folder))
  return found.sort()
}

export const read = (path: string): string => readFileSync(join(root, path), 'utf8')

/** Source of the program: no tests, no generated files. */
export const sources = (folder = 'src'): string[] =>
  [...filesBelow(folder, '.ts'), ...filesBelow(folder, '.tsx')]
    .filter((f) => !/\.(test|generated|d)\.tsx?$|fixture|for-test/.test(f))
    .sort()
