/** The phone page stays within its floor: ECMAScript 2017, a written list of browser interfaces, 60 KB, no other origin. */
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { parse } from 'acorn'
import { build, type Rolldown } from 'vite'
import { beforeAll, describe, expect, test } from 'vitest'
import { allowedGlobals, deniedMembers, deniedStyles } from './floor.ts'

const limitBytes = 60 * 1024

interface Built {
  script: string
  style: string
  page: string
}

/** Builds the pages anew in memory, so that the test never passes on last week's files. */
async function built(): Promise<Built> {
  const configFile = fileURLToPath(new URL('./vite.config.ts', import.meta.url))
  const result = (await build({ configFile, build: { write: false } })) as
    | Rolldown.RolldownOutput
    | Rolldown.RolldownOutput[]
  const { output } = Array.isArray(result) ? result[0]! : result
  const text = (end: string) => {
    const found = output.find((o) => o.fileName.endsWith(end))!
    return found.type === 'chunk' ? found.code : Buffer.from(found.source).toString()
  }
  return { script: text('.js'), style: text('.css'), page: text('.html') }
}

interface Node {
  type: string
  [key: string]: unknown
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

function walk(
  node: Node,
  visit: (node: Node, parent: Node | undefined, key: string) => void,
  parent?: Node,
  key = '',
): void {
  visit(node, parent, key)
  for (const [name, value] of Object.entries(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit, node, name)
  }
}

const nameOf = (node: Node): string => (node.type === 'Identifier' ? String(node['name']) : '')

/** Names that are read somewhere and declared nowhere in the bundle. */
function globalsOf(program: Node): string[] {
  const declared = new Set<string>()
  const used = new Set<string>()
  const declare = (pattern: unknown): void => {
    if (!isNode(pattern)) return
    if (pattern.type === 'Identifier') declared.add(nameOf(pattern))
    else if (pattern.type === 'Property') declare(pattern['value'])
    else if (pattern.type === 'AssignmentPattern') declare(pattern['left'])
    else if (pattern.type === 'RestElement') declare(pattern['argument'])
    else for (const part of (pattern['properties'] ?? pattern['elements'] ?? []) as unknown[]) declare(part)
  }
  walk(program, (node, parent, key) => {
    if (node.type === 'VariableDeclarator' || node.type === 'CatchClause') declare(node['id'] ?? node['param'])
    if (/Function|Class/.test(node.type)) {
      declare(node['id'])
      for (const parameter of (node['params'] ?? []) as unknown[]) declare(parameter)
    }
    if (node.type !== 'Identifier') return
    const isName =
      (parent?.type === 'MemberExpression' && key === 'property' && !parent['computed']) ||
      (/Property|MethodDefinition/.test(parent?.type ?? '') && key === 'key' && !parent!['computed'])
    if (!isName) used.add(nameOf(node))
  })
  return [...used].filter((name) => !declared.has(name) && name !== 'undefined' && name !== 'arguments').sort()
}

function membersOf(program: Node): Set<string> {
  const names = new Set<string>()
  walk(program, (node, parent, key) => {
    if (node.type !== 'MemberExpression' || node['computed']) return
    const name = nameOf(node['property'] as Node)
    // Entries have a time called `at`; only the method of that name is new.
    if (name !== 'at' || (parent?.type === 'CallExpression' && key === 'callee')) names.add(name)
  })
  return names
}

describe('the phone page on an old phone', () => {
  let files: Built
  let program: Node

  beforeAll(async () => {
    files = await built()
  })

  test('its script is ECMAScript 2017, as a classic script', () => {
    program = parse(files.script, { ecmaVersion: 2017, sourceType: 'script' }) as unknown as Node
    expect(program.type).toBe('Program')
    expect(files.page).toMatch(/<script src="\/report-assets\/[\w-]+\.js" defer>/)
  })

  test('it reads only the browser interfaces on the list', () => {
    program ??= parse(files.script, { ecmaVersion: 2017, sourceType: 'script' }) as unknown as Node
    expect(globalsOf(program).filter((name) => !allowedGlobals.includes(name))).toEqual([])
  })

  test('it calls no method that came after the floor', () => {
    program ??= parse(files.script, { ecmaVersion: 2017, sourceType: 'script' }) as unknown as Node
    const members = membersOf(program)
    expect(deniedMembers.filter((name) => members.has(name))).toEqual([])
  })

  test('its styles need nothing newer', () => {
    expect(deniedStyles.filter((pattern) => pattern.test(files.style)).map(String)).toEqual([])
  })

  test('script, style and page together stay below 60 KB', () => {
    const bytes = Object.values(files).reduce((sum, text) => sum + gzipSync(text).length, 0)
    expect(bytes).toBeLessThan(limitBytes)
    console.info(`phone page: ${(bytes / 1024).toFixed(1)} KB compressed of 60`)
  })

  test('it names no other origin and holds nothing inline', () => {
    const addresses = Object.values(files).flatMap((text) => text.match(/https?:\/\/[^\s"'`)]+/g) ?? [])
    expect(addresses).toEqual([])
    expect(files.page).not.toMatch(/<script(?![^>]*src=)|<style| on\w+=| style=/)
    expect(files.page).toContain('<meta name="referrer" content="no-referrer">')
  })

  test('the check itself finds what is too new', () => {
    const modern = parse('const a = [1].flat(); caches.open(a.at(0))', {
      ecmaVersion: 2017,
      sourceType: 'script',
    }) as unknown as Node
    expect(globalsOf(modern)).toEqual(['caches'])
    expect(deniedMembers.filter((name) => membersOf(modern).has(name))).toEqual(['at', 'flat'])
    expect(() => parse('a?.b', { ecmaVersion: 2017 })).toThrow()
  })
})
