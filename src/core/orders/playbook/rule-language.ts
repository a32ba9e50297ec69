/** The language of rules: CEL over a form's answers, with the playbook's figures as constants. */
import { type ASTNode, Environment, type ParseResult } from '@marcbachmann/cel-js'
import type { Text } from '#platform/texts.ts'
import type { FormSchema } from './form-schema.ts'
import type { Form, Rule } from './schema.ts'

/** What a rule that needs the subject's state may ask about it. What is not known is left out. */
export interface SubjectState {
  /** Lowest and highest other reading of the hour before this one, °C. */
  hour_min_celsius?: number
  hour_max_celsius?: number
  /** Days since the last close contact, or since the return from a listed area. */
  contact_days?: number
  travel_days?: number
}

/** The state's fields and their types in CEL. */
export const stateFields = {
  hour_min_celsius: 'double',
  hour_max_celsius: 'double',
  contact_days: 'double',
  travel_days: 'double',
} as const

/** More than any rule needs and little enough that none can be made slow. */
const limits = { maxAstNodes: 400, maxDepth: 30, maxListElements: 50, maxMapEntries: 20, maxCallArguments: 10 }

const celTypes = { string: 'string', number: 'double', integer: 'double', boolean: 'bool' } as const

type CelSchema = { [field: string]: string | CelSchema }

/** A form's fields as CEL sees them: numbers are doubles, since JSON has no other, lists of objects are dyn. */
export function celFields(schema: FormSchema): CelSchema {
  const fields: CelSchema = {}
  for (const [name, field] of Object.entries(schema.properties ?? {})) fields[name] = celType(field)
  return fields
}

function celType(field: FormSchema): string | CelSchema {
  if (field.type === 'object') return celFields(field)
  if (field.type !== 'array') return celTypes[field.type]
  const item = field.items
  return item && item.type !== 'object' && item.type !== 'array' ? `list<${celTypes[item.type]}>` : 'list'
}

/** The environment of one rule: `answers`, `it` for an entry of the list that it goes through, `state`, the figures. */
function environment(form: Form, rule: Rule, figures: Readonly<Record<string, number>>): Environment {
  const env = new Environment({ unlistedVariablesAreDyn: false, limits })
  // 37.3 − 36.5 is 0.7999… in binary: differences of readings are compared after rounding to a tenth.
  env.registerFunction('tenths(double): double', (x: number) => Math.round(x * 10) / 10)
  env.registerVariable('answers', { schema: celFields(form.schema) } as never)
  const entry = rule.each === undefined ? undefined : form.schema.properties?.[rule.each]?.items
  if (entry) env.registerVariable('it', { schema: celFields(entry) } as never)
  if (rule.needsState) env.registerVariable('state', { schema: stateFields } as never)
  for (const [name, value] of Object.entries(figures)) env.registerConstant(name, 'double', value)
  return env
}

export type CompiledExpression = (context: Record<string, unknown>) => unknown

export type Compiled = { run: CompiledExpression; names: ReadonlySet<string> } | { wrong: Text }

/**
 * Compiles a rule's expression. Refused, with a sentence: what does not parse, names what the form does not have,
 * gives no yes or no, uses `matches` (its patterns can be made to run for seconds), or reads an answer that may be
 * left out without asking `has(…)` first.
 */
export function compileExpression(form: Form, rule: Rule, figures: Readonly<Record<string, number>>): Compiled {
  let parsed: ParseResult
  try {
    parsed = environment(form, rule, figures).parse(rule.when)
  } catch (error) {
    return broken(error)
  }
  const seen = look(parsed.ast)
  if (seen.calls.has('matches')) {
    return {
      wrong: {
        zh: '规则里不能用 matches（可能把系统拖慢），请改用 ==、in 或 startsWith',
        en: 'A rule cannot use matches, which could bring the system to a halt; use ==, in or startsWith',
      },
    }
  }
  const checked = parsed.check()
  if (!checked.valid) return broken(checked.error)
  if (checked.type !== 'bool') {
    return {
      wrong: {
        zh: `规则应得出“是”或“否”，现在得出的是 ${checked.type}`,
        en: `A rule should come out as true or false; this one gives ${checked.type}`,
      },
    }
  }
  const bare = [...seen.reads].find((read) => mayLack(form, rule, read) && !seen.asked.has(read))
  if (bare) {
    return {
      wrong: {
        zh: `“${bare}”可以不填，规则要先写 has(${bare})`,
        en: `"${bare}" may be left out; the rule has to ask has(${bare}) first`,
      },
    }
  }
  return { run: (context) => parsed(context), names: seen.names }
}

function broken(error: unknown): { wrong: Text } {
  const e = error as { summary?: string; message?: string; range?: { start: number } } | undefined
  const why = e?.summary ?? e?.message ?? ''
  const at = e?.range ? e.range.start + 1 : 1
  return {
    wrong: { zh: `规则写得不对，第 ${at} 个字符处：${why}`, en: `The rule cannot be read, at character ${at}: ${why}` },
  }
}

interface Seen {
  /** Free names: answers, it, state, figures, loop variables. */
  names: Set<string>
  calls: Set<string>
  /** Selections such as `answers.celsius`, and those asked for with `has`. */
  reads: Set<string>
  asked: Set<string>
}

/** Walks an expression and notes what it names, calls and reads. */
function look(root: ASTNode): Seen {
  const seen: Seen = { names: new Set(), calls: new Set(), reads: new Set(), asked: new Set() }
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) for (const n of node) walk(n)
    if (typeof node !== 'object' || node === null || !('op' in node)) return
    const { op, args } = node as ASTNode
    if (op === 'id') seen.names.add(args as string)
    if (op === 'call' || op === 'rcall') {
      const [name, rest] = args as [string, unknown]
      seen.calls.add(name)
      if (name === 'has') for (const a of rest as ASTNode[]) seen.asked.add(selection(a) ?? '')
    }
    if (op === '.') seen.reads.add(selection(node as ASTNode) ?? '')
    walk(args)
  }
  walk(root)
  return seen
}

/** `answers.celsius` for a chain of selections that begins at a name. */
function selection(node: ASTNode): string | undefined {
  if (node.op === 'id') return node.args as string
  if (node.op !== '.') return undefined
  const [below, field] = node.args as [ASTNode, string]
  const start = selection(below)
  return start && `${start}.${field}`
}

/** Whether the value at `answers.a.b`, `it.a` or `state.a` may be absent. */
function mayLack(form: Form, rule: Rule, read: string): boolean {
  const [root, ...fields] = read.split('.')
  if (root === 'state') return true
  let at: FormSchema | undefined =
    root === 'answers' ? form.schema : root === 'it' ? form.schema.properties?.[rule.each ?? '']?.items : undefined
  let lacks = false
  for (const field of fields) {
    lacks = at !== undefined && !(at.required ?? []).includes(field)
    at = at?.properties?.[field]
  }
  return lacks
}
