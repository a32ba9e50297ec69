/** Reads a playbook from YAML: either the playbook, or every fault with its line and a sentence in both languages. */
import { LineCounter, parseDocument, type YAMLError } from 'yaml'
import type { Text } from '#platform/texts.ts'
import { checkForms } from './check-forms.ts'
import { checkNames } from './check-names.ts'
import { checkTimes } from './check-times.ts'
import { type Fault, Faults } from './fault.ts'
import { compileExpression } from './rule-language.ts'
import { type Form, type Playbook, PlaybookSchema } from './schema.ts'
import { structure } from './structure.ts'

export type { Fault } from './fault.ts'
export type ParsedPlaybook = { playbook: Playbook; faults?: undefined } | { playbook?: undefined; faults: Fault[] }

/** A playbook with its texts is some 60 KB; ten times as much is a mistake or an attack. */
const mostCharacters = 1_000_000

const texts = {
  large: { zh: '预案文件太大，最多 100 万字', en: 'The playbook is too large; the limit is one million characters' },
  empty: { zh: '预案文件是空的', en: 'The playbook is empty' },
  yaml: { zh: 'YAML 写法不对：{why}', en: 'This is not readable YAML: {why}' },
  twice: { zh: '同一项写了两次', en: 'The same key stands here twice' },
  several: {
    zh: '一个文件只能写一份预案（出现了第二个 ---）',
    en: 'One file holds one playbook; a second --- begins another',
  },
  odd: {
    zh: '文件里有不能用的字符（U+0000 或残缺的字符）',
    en: 'The file holds characters that cannot be used (U+0000 or half of a pair)',
  },
} satisfies Record<string, Text>

const shape = structure(PlaybookSchema)

/**
 * Reads and checks a playbook. Never throws on bad text: what is wrong comes back as faults in the order of the
 * file. Each form of the result carries the figures that its rules name, so that it can be judged by itself.
 */
export function parsePlaybook(yamlText: string): ParsedPlaybook {
  const early = refuse(yamlText)
  if (early) return { faults: [{ line: 1, column: 1, path: '', text: early }] }
  const lines = new LineCounter()
  const doc = parseDocument(yamlText, { lineCounter: lines, prettyErrors: false, stringKeys: true, version: '1.2' })
  if (doc.errors.length > 0) return { faults: doc.errors.map((e) => yamlFault(e, lines)) }
  const faults = new Faults(doc, lines)
  const value = content(doc, faults)
  if (value !== undefined && shape(value, faults)) {
    const book = value as Playbook
    checkNames(book, faults)
    checkTimes(book, faults)
    checkForms(book, faults)
    if (faults.list.length === 0)
      return { playbook: { ...book, forms: book.forms.map((form) => withFigures(book, form)) } }
  }
  return { faults: faults.sorted() }
}

function refuse(text: string): Text | undefined {
  if (text.length > mostCharacters) return texts.large
  if (text.trim() === '') return texts.empty
  return text.includes('\u0000') || !text.isWellFormed() ? texts.odd : undefined
}

/** The plain data; aliases that multiply themselves beyond reason are refused by the reader. */
function content(doc: ReturnType<typeof parseDocument>, faults: Faults): unknown {
  try {
    const value: unknown = doc.toJS({ maxAliasCount: 200 })
    if (value === null || value === undefined) faults.add([], texts.empty)
    return value ?? undefined
  } catch (error) {
    faults.add([], texts.yaml, { why: error instanceof Error ? error.message : String(error) })
    return undefined
  }
}

function yamlFault(error: YAMLError, lines: LineCounter): Fault {
  const { line, col } = lines.linePos(error.pos[0])
  const known =
    error.code === 'DUPLICATE_KEY' ? texts.twice : error.code === 'MULTIPLE_DOCS' ? texts.several : undefined
  const why = (side: string) => side.replace('{why}', error.message)
  return { line, column: col, path: '', text: known ?? { zh: why(texts.yaml.zh), en: why(texts.yaml.en) } }
}

/** The form with the figures that its rules and their sentences name. */
function withFigures(book: Playbook, form: Form): Form {
  const all = Object.fromEntries(Object.entries(book.figures).map(([name, f]) => [name, f.value]))
  const used = new Set<string>()
  for (const rule of form.rules) {
    const compiled = compileExpression(form, rule, all)
    if ('names' in compiled) for (const name of compiled.names) used.add(name)
    for (const [, word] of `${rule.text.zh} ${rule.text.en}`.matchAll(/\{(\w+)\}/g)) used.add(word!)
  }
  return { ...form, figures: Object.fromEntries(Object.entries(all).filter(([name]) => used.has(name))) }
}
