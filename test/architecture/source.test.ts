/** What the source may not hold: a clock or chance of its own, machine paths, a language that lacks its other half, giant files. */
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { filesBelow, read, sources } from './files.ts'

const server = sources().filter((f) => !f.startsWith('src/web/') && !/\/pages\//.test(f))

function lines(files: readonly string[], pattern: RegExp, except: RegExp = /$^/): string[] {
  return files
    .filter((f) => !except.test(f))
    .flatMap((f) =>
      read(f)
        .split('\n')
        .flatMap((line, i) =>
          pattern.test(line) && !/^\s*(\/\/|\*|\/\*\*|--)/.test(line) ? [`${f}:${i + 1}: ${line.trim()}`] : [],
        ),
    )
}

describe('clock and chance', () => {
  const allowed = /src\/platform\/clock\.ts$/
  test('come from the context alone', () => {
    expect(
      lines(
        server,
        /\bDate\.now\(|new Date\(\)|Math\.random\(|\brandomUUID\(|\brandomBytes\(/,
        /src\/platform\/(clock|key|database\/.*)\.ts$/,
      ),
    ).toEqual([])
    expect(allowed.test('src/platform/clock.ts')).toBe(true)
  })
  test('no SQL asks the database for the time', () => {
    const sql = [...server, ...filesBelow('migrations', '.sql')]
    expect(
      lines(
        sql,
        /(?<!\.)\bnow\(\)(?!\s*[:{])|\bcurrent_timestamp\b|\bclock_timestamp\(/i,
        /clock\.ts$|sweeper\.ts$/,
      ).filter((l) => !/clock\.now\(\)|performance\.now|^\S+\s+now\(\)/.test(l)),
    ).toEqual([])
  })
})

describe('texts', () => {
  interface Pair {
    where: string
    zh: string
    en: string
  }
  const literal = (node: ts.Expression): string | undefined => {
    if (ts.isStringLiteralLike(node)) return node.text
    if (ts.isTemplateExpression(node)) return node.head.text + node.templateSpans.map((s) => s.literal.text).join('')
    return undefined
  }
  function pairsIn(file: string): Pair[] {
    const source = ts.createSourceFile(
      file,
      read(file),
      ts.ScriptTarget.Latest,
      true,
      file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
    )
    const found: Pair[] = []
    const visit = (node: ts.Node) => {
      if (ts.isObjectLiteralExpression(node)) {
        const of = (name: string) =>
          node.properties.find((p) => ts.isPropertyAssignment(p) && p.name.getText() === name) as
            | ts.PropertyAssignment
            | undefined
        const [zh, en] = [of('zh'), of('en')]
        if (zh && en) {
          const [a, b] = [literal(zh.initializer), literal(en.initializer)]
          const line = source.getLineAndCharacterOfPosition(node.pos).line + 1
          if (a !== undefined && b !== undefined) found.push({ where: `${file}:${line}`, zh: a, en: b })
        }
      }
      ts.forEachChild(node, visit)
    }
    visit(source)
    return found
  }
  const pairs = [...sources('src')].flatMap(pairsIn)

  test('Chinese holds Han, English holds none', () => {
    expect(pairs.length).toBeGreaterThan(300)
    const han = /\p{Script=Han}/u
    // A text of places, signs and units alone is the same in both: `{n}/{of}`, `℃`.
    const words = (text: string) =>
      /\p{L}/u.test(text.replace(/\{\w+\}/g, '').replace(/℃|°C|mg\/L|PDF|CSV|UTF-8|QR|null|\bEN\b/g, ''))
    expect(pairs.filter((p) => words(p.zh) && !han.test(p.zh)).map((p) => `${p.where} ${p.zh}`)).toEqual([])
    expect(pairs.filter((p) => han.test(p.en.replace(/同舟|中文/g, ''))).map((p) => `${p.where} ${p.en}`)).toEqual([])
  })

  test('both halves have the same places', () => {
    // A parameter that is itself a word has an English twin: `{what}` and `{whatEn}`.
    const places = (text: string) =>
      [...new Set([...text.matchAll(/\{(\w+?)(?:En)?\}/g)].map((m) => m[1]))].sort().join()
    expect(
      pairs
        .filter((p) => places(p.zh) !== places(p.en) && !/s\}|plural/.test(p.en))
        .map((p) => `${p.where} ${p.zh} | ${p.en}`),
    ).toEqual([])
  })

  test('no exclamation marks', () => {
    expect(pairs.filter((p) => /[!！]/.test(p.zh + p.en)).map((p) => p.where)).toEqual([])
  })
})

describe('files', () => {
  test('hold one subject: at most 400 lines', () => {
    expect(sources().filter((f) => read(f).split('\n').length > 401)).toEqual([])
  })

  test('open with a sentence of purpose', () => {
    expect(sources().filter((f) => !/^\s*(\/\*\*|\/\/|#!)/.test(read(f)))).toEqual([])
  })

  test('name no path of a machine and no registry', () => {
    const texts = [
      ...sources(),
      ...filesBelow('test', '.ts'),
      ...filesBelow('scripts'),
      ...filesBelow('docs', '.md'),
      'package.json',
      'package-lock.json',
    ]
    const words = ['/work' + '/', 'registry.' + 'npmjs', '.lib' + 'rary', 'farm' + '-bench', 'farm' + '-studio']
    expect(texts.filter((f) => words.some((w) => read(f).includes(w)))).toEqual([])
  })
})
