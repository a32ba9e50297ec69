/** Whatever the program can write into the audit stands in words in both languages: actions, and the fields of details. */
import ts from 'typescript'
import { expect, test } from 'vitest'
import { actionGroups, actionTexts } from '#platform/audit/pages/action-texts.ts'
import { fieldTexts } from '#platform/audit/pages/detail-texts.ts'
import { read, sources } from './files.ts'

const server = sources().filter((f) => !f.startsWith('src/web/') && !/\/pages\//.test(f))
const code = /^[a-z_]+(\.[a-z_]+)+$/
/** Helpers that pass an action on to `w.audit`. */
const helpers = new Set(['told', 'audited', 'audit', 'changeCampaign'])

interface Found {
  readonly actions: Map<string, string>
  readonly fields: Map<string, string>
}

/** Literals of an expression that may be an action: 'a', or either side of `x ? 'a' : 'b'`, or a constant of that name. */
function literals(node: ts.Expression, constants: ReadonlyMap<string, string>): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text]
  if (ts.isConditionalExpression(node))
    return [node.whenTrue, node.whenFalse].flatMap((one) => literals(one, constants))
  if (ts.isIdentifier(node)) return constants.has(node.text) ? [constants.get(node.text)!] : []
  return []
}

const parse = (file: string) => ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true)

function look(): Found {
  const actions = new Map<string, string>()
  const fields = new Map<string, string>()
  const files = server.map((file) => ({ file, source: parse(file) }))
  const constants = new Map<string, string>()
  for (const { source } of files)
    for (const [, name, value] of source.text.matchAll(/export const (\w+) = '([a-z_]+\.[a-z_.]+)'/g))
      constants.set(name!, value!)
  const detail = (node: ts.Expression, file: string) => {
    if (!ts.isObjectLiteralExpression(node)) return
    for (const one of node.properties)
      if ((ts.isPropertyAssignment(one) || ts.isShorthandPropertyAssignment(one)) && ts.isIdentifier(one.name))
        fields.set(one.name.text, file)
  }
  for (const { file, source } of files) {
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node)) {
        const called = node.expression
        const name = ts.isPropertyAccessExpression(called) ? called.name.text : called.getText()
        const [first] = node.arguments
        if (name === 'audit' && first && ts.isObjectLiteralExpression(first)) {
          for (const one of first.properties) {
            if (!ts.isPropertyAssignment(one)) continue
            if (one.name.getText() === 'action')
              for (const text of literals(one.initializer, constants)) actions.set(text, file)
            if (one.name.getText() === 'detail') detail(one.initializer, file)
          }
        } else if (helpers.has(name)) {
          const given = node.arguments.flatMap((one) => literals(one, constants)).filter((text) => code.test(text))
          for (const text of given) actions.set(text, file)
          if (given.length > 0 && node.arguments.length > 2) detail(node.arguments.at(-1)!, file)
        }
      }
      ts.forEachChild(node, visit)
    }
    visit(source)
    // Where SQL writes the row itself.
    for (const [, text] of source.text.matchAll(/'system', '([a-z_]+\.[a-z_.]+)'/g)) actions.set(text!, file)
  }
  return { actions, fields }
}

const found = look()
const missing = (used: ReadonlyMap<string, string>, texts: Readonly<Record<string, unknown>>) =>
  [...used].filter(([text]) => !Object.hasOwn(texts, text)).map(([text, file]) => `${text} (${file})`)

test('every action has its words', () => {
  expect(found.actions.size).toBeGreaterThan(60)
  expect(missing(found.actions, actionTexts)).toEqual([])
})

test('no words for an action that nothing writes any more', () => {
  expect(Object.keys(actionTexts).filter((text) => !found.actions.has(text))).toEqual([])
})

test('every action can be chosen above the list', () => {
  expect(
    Object.keys(actionTexts).filter((text) => !actionGroups.some(({ prefix }) => text.startsWith(prefix))),
  ).toEqual([])
})

test('every field of a detail has its words', () => {
  expect(found.fields.size).toBeGreaterThan(25)
  expect(missing(found.fields, fieldTexts)).toEqual([])
})
