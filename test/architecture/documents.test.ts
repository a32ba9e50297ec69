/** The documents: what they point to exists, both languages say as much, every problem and every word is where it belongs. */
import { existsSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import { filesBelow, read, root } from './files.ts'

const documents = filesBelow('.', '.md').map((path) => path.replace(/^\.\//, ''))
const byHand = documents.filter((path) => !path.startsWith('docs/generated/'))

/** Text without fenced blocks, whose content is commands and not references. */
const prose = (path: string): string => read(path).replace(/^```[\s\S]*?^```/gm, '')

const tops = ['src', 'docs', 'test', 'scripts', 'migrations', 'playbooks', 'sample', 'bench', '.ci']

/** Backticked words that name a file or folder of the repository; commands and patterns are none. */
function pathsIn(path: string): string[] {
  return [...prose(path).matchAll(/`([^`\n]+)`/g)]
    .map((match) => match[1]!)
    .filter((word) => word.includes('/') && tops.includes(word.split('/')[0]!) && !/[\s*<>{}…]/.test(word))
}

function linksIn(path: string): string[] {
  return [...prose(path).matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1]!)
    .filter((to) => !/^(https?:|mailto:)/.test(to))
}

/** Anchors as the usual viewers make them of headings. */
const anchorsOf = (path: string): Set<string> =>
  new Set(
    [...prose(path).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
      heading!
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replace(/\s/g, '-'),
    ),
  )

const headings = (path: string): string[] => [...prose(path).matchAll(/^(#+) /gm)].map((match) => match[1]!)

describe('what documents point to', () => {
  test('there are documents', () => {
    expect(documents.length).toBeGreaterThan(25)
    expect(documents.flatMap(pathsIn).length).toBeGreaterThan(60)
  })

  test('every relative link leads somewhere', () => {
    const dead = documents.flatMap((path) =>
      linksIn(path)
        .filter((link) => {
          const [to = '', anchor] = link.split('#')
          const target = to === '' ? path : posix.join(dirname(path), decodeURIComponent(to))
          if (!existsSync(join(root, target))) return true
          return anchor !== undefined && !anchorsOf(target).has(decodeURIComponent(anchor))
        })
        .map((link) => `${path} → ${link}`),
    )
    expect(dead).toEqual([])
  })

  test('every path in backticks exists', () => {
    const dead = documents.flatMap((path) =>
      pathsIn(path)
        .filter((word) => !existsSync(join(root, word)))
        .map((word) => `${path}: ${word}`),
    )
    expect(dead).toEqual([])
  })

  test('every npm script and script file that they name exists', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const named = byHand.flatMap((path) =>
      [...read(path).matchAll(/npm (?:run (?:--silent )?)?([a-z-]+)\b/g)].map((match) => [path, match[1]!] as const),
    )
    const npmOwn = new Set(['run', 'ci', 'is', 'or', 'and', 'could', 'says', 'alone', 'did', 'registry'])
    expect(
      named.filter(([, name]) => !(name in scripts) && !npmOwn.has(name)).map(([path, name]) => `${path}: npm ${name}`),
    ).toEqual([])
  })

  test('every command of the command line that they name exists', () => {
    const known = [...read('docs/generated/commands.md').matchAll(/^## (.+)$/gm)].map((match) => match[1]!)
    const named = byHand.flatMap((path) =>
      [...read(path).matchAll(/(?:npm run --silent muster --|`muster) ([a-z-]+(?: [a-z]+)?)/g)].map(
        (match) => [path, match[1]!] as const,
      ),
    )
    const unknown = named.filter(
      ([, verb]) =>
        verb !== 'help' &&
        !known.some((name) => verb === name || verb.split(' ')[0] === name || name.startsWith(`${verb} `)),
    )
    expect(named.length).toBeGreaterThan(10)
    expect(unknown.map(([path, verb]) => `${path}: ${verb}`)).toEqual([])
  })
})

describe('both languages', () => {
  test('README and operations have the same sections in both', () => {
    expect(headings('README.zh-CN.md')).toEqual(headings('README.md'))
    expect(headings('docs/operations.zh-CN.md')).toEqual(headings('docs/operations.md'))
  })

  test('the guide has the same pages in both', () => {
    const names = (language: string) => filesBelow(`docs/guide/${language}`, '.md').map((path) => posix.basename(path))
    expect(names('zh')).toEqual(names('en'))
  })

  test('Chinese pages hold Han, English ones little', () => {
    const share = (path: string) => {
      const letters = prose(path).match(/\p{L}/gu) ?? []
      return letters.filter((letter) => /\p{Script=Han}/u.test(letter)).length / letters.length
    }
    for (const path of ['README.zh-CN.md', 'docs/operations.zh-CN.md', ...filesBelow('docs/guide/zh', '.md')])
      expect(share(path), path).toBeGreaterThan(0.3)
    for (const path of ['README.md', ...filesBelow('docs/guide/en', '.md')])
      expect(share(path), path).toBeLessThan(0.05)
  })
})

describe('completeness', () => {
  test('every problem that the source declares is in docs/generated/problems.md', () => {
    const page = read('docs/generated/problems.md')
    const declared = filesBelow('src', '.ts')
      .filter((path) => !/\.(test|fixture|for-test)\.ts$/.test(path))
      .flatMap((path) => {
        const text = read(path).replace(/\/\*\*[\s\S]*?\*\//g, '')
        const at = text.indexOf('defineProblems({')
        if (at < 0) return []
        return [...text.slice(at).matchAll(/^ {2}'?([a-z][a-z0-9-]*)'?: \[\s*\d{3},/gm)].map((match) => match[1]!)
      })
    expect(declared.length).toBeGreaterThan(80)
    expect(declared.filter((code) => !page.includes(`| \`${code}\` |`))).toEqual([])
  })

  test('every sentence that operations quotes is one that the program prints', () => {
    const printed = [...filesBelow('src', '.ts'), ...filesBelow('scripts', '.mjs')]
      .map(read)
      .join('\n')
      .replaceAll('’', "'")
    const english = [
      ...prose('docs/operations.md')
        .replaceAll('’', "'")
        .matchAll(/(?<![*\w])\*([A-Z…][^*\n]{12,})\*(?!\*)/g),
    ]
    const chinese = [...prose('docs/operations.zh-CN.md').matchAll(/“([^”\n]{6,})”/g)]
    const quoted = [...english, ...chinese].map((match) => match[1]!)
    // A quotation may leave out what is filled in: its pieces of plain words have to be there.
    const pieces = quoted.flatMap((sentence) => sentence.split(/…+|\d+|[(（]\w+[)）]|\(uid|https?:\S*/))
    const words = pieces.map((piece) => piece.trim()).filter((piece) => piece.length > 3)
    expect(english.length).toBeGreaterThan(15)
    expect(chinese.length).toBeGreaterThan(15)
    expect(words.filter((piece) => !printed.includes(piece))).toEqual([])
  })

  test('every word of the glossary is in use', () => {
    const used = ['src', 'playbooks', 'migrations', 'scripts/docs']
      .flatMap((folder) => filesBelow(folder))
      .filter((path) => /\.(tsx?|sql|yaml)$/.test(path))
      .map(read)
      .join('\n')
      .toLowerCase()
      .replaceAll('_', ' ')
    const rows = [...read('docs/glossary.md').matchAll(/^\| ([^|]+) \| ([^|]+) \| [^|]+ \| [^|]+ \|$/gm)]
      .map((match) => [match[1]!, match[2]!] as const)
      .filter(([zh]) => zh !== '中文' && !zh.startsWith('---'))
    expect(rows.length).toBeGreaterThan(50)
    const missing = rows.flatMap(([zh, en]) =>
      [...zh.split('、'), en.replace(/ \(.*\)$/, '').toLowerCase()].filter((word) => !used.includes(word)),
    )
    expect(missing).toEqual([])
  })

  test('every decision is listed, under a number of its own', () => {
    const files = filesBelow('docs/decisions', '.md')
      .map((path) => posix.basename(path))
      .filter((name) => name !== 'README.md')
    const index = read('docs/decisions/README.md')
    expect(files.filter((name) => !/^\d{4}-[a-z0-9-]+\.md$/.test(name) || !index.includes(`(${name})`))).toEqual([])
    const numbers = files.map((name) => name.slice(0, 4))
    expect(new Set(numbers).size).toBe(numbers.length)
  })
})

describe('parts', () => {
  test('each part of core and each module tells in thirty lines what it is', () => {
    const folders = [
      ...new Set(
        [...filesBelow('src/core'), ...filesBelow('src/modules')].map((path) => path.split('/').slice(0, 3).join('/')),
      ),
    ]
    const parts = folders.filter((folder) => !folder.endsWith('.ts'))
    expect(parts.filter((folder) => !existsSync(join(root, folder, 'README.md')))).toEqual([])
    const long = parts.filter((folder) => read(`${folder}/README.md`).trimEnd().split('\n').length > 40)
    expect(long).toEqual([])
  })
})
