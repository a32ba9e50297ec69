/** Arrows point one way: modules → core → platform; inside core each part knows only those below it; pages know no server. */
import { dirname, posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import { read, sources } from './files.ts'

const aliases: Record<string, string> = {
  '#platform/': 'src/platform/',
  '#core/': 'src/core/',
  '#modules/': 'src/modules/',
  '#web/': 'src/web/',
  '#test/': 'test/',
}

interface Import {
  readonly from: string
  readonly to: string
  readonly typeOnly: boolean
}

function importsOf(file: string): Import[] {
  const found: Import[] = []
  for (const match of read(file).matchAll(
    /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^;'"]*?from\s+['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g,
  )) {
    const to = resolve(file, match[2] ?? match[3]!)
    if (to) found.push({ from: file, to, typeOnly: match[1] !== undefined })
  }
  return found
}

function resolve(file: string, specifier: string): string | undefined {
  if (specifier === '#app') return 'src/app.ts'
  for (const [alias, folder] of Object.entries(aliases))
    if (specifier.startsWith(alias)) return folder + specifier.slice(alias.length)
  return specifier.startsWith('.') ? posix.join(dirname(file), specifier) : undefined
}

const all = sources().flatMap(importsOf)
const say = (list: Import[]) => list.map((i) => `${i.from} → ${i.to}`)
const isPage = (file: string) => /\/pages\//.test(file) || file.startsWith('src/web/')

/** From below to above: a part may import those before it. */
const order = ['organisation', 'orders', 'reports', 'tasks', 'alerts', 'cases', 'intake', 'check']
const partOf = (file: string): string | undefined => /^src\/core\/([a-z]+)\//.exec(file)?.[1]
/** The loop's parts as one type; names every part, and imports nothing that runs. */
const coreType = 'src/core/core.ts'
const setUp = /^src\/(app|main|cli|parts)\.ts$|^src\/cli\//

describe('imports', () => {
  test('the platform knows nothing of the loop', () => {
    const wrong = all.filter(
      (i) => i.from.startsWith('src/platform/') && /^src\/(core|modules|app|parts)/.test(i.to) && !isPage(i.from),
    )
    expect(say(wrong)).toEqual([])
  })

  test('core does not know modules', () => {
    expect(
      say(all.filter((i) => i.from.startsWith('src/core/') && i.to.startsWith('src/modules/') && !isPage(i.from))),
    ).toEqual([])
  })

  test('modules do not know each other', () => {
    const moduleOf = (file: string) => /^src\/modules\/([a-z]+)\//.exec(file)?.[1]
    expect(say(all.filter((i) => moduleOf(i.from) && moduleOf(i.to) && moduleOf(i.from) !== moduleOf(i.to)))).toEqual(
      [],
    )
  })

  test('inside core, arrows point from intake down to organisation', () => {
    const wrong = all.filter((i) => {
      const [from, to] = [partOf(i.from), partOf(i.to)]
      if (!from || !to || from === to || i.to === coreType || isPage(i.from)) return false
      return order.indexOf(to) > order.indexOf(from)
    })
    expect(say(wrong)).toEqual([])
  })

  test('every part of core has its place in the order', () => {
    const parts = new Set(
      sources('src/core')
        .map(partOf)
        .filter((p) => p !== undefined),
    )
    expect([...parts].filter((p) => !order.includes(p))).toEqual([])
  })

  test('only what puts the program together imports the application', () => {
    expect(say(all.filter((i) => /^src\/(app|parts)\.ts$/.test(i.to) && !setUp.test(i.from)))).toEqual([])
  })

  test('pages import nothing that runs on the server, by whatever way', () => {
    const byFile = Map.groupBy(all, (i) => i.from)
    const serverOnly = (file: string) =>
      /from\s+'(node:|pg|kysely|fastify|@fastify|sharp|typst)/.test(read(file).replace(/import type[^\n]*/g, ''))
    const wrong: string[] = []
    for (const page of sources().filter((f) => isPage(f) && !/vite\.config|src\/web\/report\/test\//.test(f))) {
      const seen = new Set<string>()
      const walk = (file: string, way: string) => {
        if (seen.has(file)) return
        seen.add(file)
        if (serverOnly(file)) wrong.push(way)
        for (const i of byFile.get(file) ?? []) if (!i.typeOnly) walk(i.to, `${way} → ${i.to}`)
      }
      walk(page, page)
    }
    expect(wrong).toEqual([])
  })
})
