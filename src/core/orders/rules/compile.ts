/** A form's rules made ready to judge answers: each raises a flag, and one that cannot be judged says so. */

import type { FormSchema } from '#core/orders/playbook/form-schema.ts'
import { type CompiledExpression, compileExpression, type SubjectState } from '#core/orders/playbook/rule-language.ts'
import type { Form, Level, Rule } from '#core/orders/playbook/schema.ts'
import { fill, type Text, type TextParams } from '#platform/texts.ts'

export type { SubjectState }

export interface Flag {
  /** The rule's code, or `unjudged`. */
  readonly code: string
  readonly level: Level
  readonly text: Text
  /** Whom it is about: the report's subject, the person of one entry, or the members of the household. */
  readonly about: 'subject' | 'entry' | 'members'
  /** The entry's person, where it is about one. */
  readonly person?: string
  /** For `unjudged`: the rule that could not be judged. */
  readonly rule?: string
}

export interface CompiledRules {
  /** Some rules need the subject's recent state and are judged after the commit, with `judgeWithState`. */
  readonly needsState: boolean
  /** Judges the rules that need only the report. Never throws; the same empty list where nothing is found. */
  judge(answers: unknown): readonly Flag[]
  /** Judges the rules that need the subject's state. */
  judgeWithState(answers: unknown, state: SubjectState): readonly Flag[]
}

const none: readonly Flag[] = Object.freeze([])

const unjudged: Text = {
  zh: '规则“{rule}”无法判断，请人工查看这份上报',
  en: 'The rule "{rule}" could not be judged; please look at this report',
}

interface Ready {
  rule: Rule
  run: CompiledExpression | undefined
  /** The fields that the rule's sentence may name, for labels and decimals. */
  fields: Record<string, FormSchema>
}

/** Compiles a form's rules once. A rule that does not compile is kept and answers `unjudged` to every report. */
export function compileRules(form: Form): CompiledRules {
  const figures = form.figures ?? {}
  const ready = form.rules.map((rule): Ready => {
    const compiled = compileExpression(form, rule, figures)
    const top = form.schema.properties ?? {}
    const entry = rule.each === undefined ? undefined : top[rule.each]?.items?.properties
    return { rule, run: 'run' in compiled ? compiled.run : undefined, fields: entry ?? top }
  })
  const simple = ready.filter((r) => !r.rule.needsState)
  const stateful = ready.filter((r) => r.rule.needsState)
  return {
    needsState: stateful.length > 0,
    judge: (answers) => (simple.length === 0 ? none : judgeAll(simple, { answers }, figures)),
    judgeWithState: (answers, state) =>
      stateful.length === 0 ? none : judgeAll(stateful, { answers, state }, figures),
  }
}

type RuleContext = { answers: unknown; state?: SubjectState; it?: unknown }

function judgeAll(
  rules: readonly Ready[],
  context: RuleContext,
  figures: Readonly<Record<string, number>>,
): readonly Flag[] {
  // Made at the first finding only: nearly every report has none.
  let flags: Flag[] | undefined
  const found = (flag: Flag | undefined): boolean => {
    if (flag === undefined) return false
    if (flags) flags.push(flag)
    else flags = [flag]
    return true
  }
  for (const ready of rules) {
    const { each, about } = ready.rule
    if (each === undefined) {
      found(judgeOne(ready, context, figures))
      continue
    }
    const entries = (context.answers as Record<string, unknown> | undefined)?.[each]
    if (!Array.isArray(entries)) continue
    const inside: RuleContext = { ...context, it: undefined }
    for (const it of entries) {
      inside.it = it
      // One finding is enough for the household's members.
      if (found(judgeOne(ready, inside, figures)) && about === 'members') break
    }
  }
  return flags ?? none
}

function judgeOne(ready: Ready, context: RuleContext, figures: Readonly<Record<string, number>>): Flag | undefined {
  const { rule, run } = ready
  let found: unknown
  try {
    found = run?.(context as Record<string, unknown>)
  } catch {
    // A figure missing from an old version, a value of another kind: the report stands, somebody looks at it.
  }
  if (found === false) return undefined
  const about = rule.about ?? 'subject'
  const person = about === 'entry' ? personOf(context.it) : undefined
  const who = person === undefined ? { about } : { about, person }
  if (found === true) return { code: rule.code, level: rule.level, text: words(ready, context, figures), ...who }
  return { code: 'unjudged', level: 'amber', text: fill(unjudged, { rule: rule.code }), rule: rule.code, ...who }
}

function personOf(entry: unknown): string | undefined {
  const person = (entry as { person?: unknown } | undefined)?.person
  return typeof person === 'string' ? person : undefined
}

/** The rule's sentence with figures and answers in their places, choices by their labels. */
function words(ready: Ready, context: RuleContext, figures: Readonly<Record<string, number>>): Text {
  const said = (context.it ?? context.answers) as Record<string, unknown>
  const params = (language: 'zh' | 'en'): TextParams => {
    const made: Record<string, string | number> = { ...figures, ...numbers(context.state) }
    for (const [name, field] of Object.entries(ready.fields)) {
      const value = said[name]
      if (typeof value === 'number')
        made[name] = field['x-decimals'] === undefined ? value : value.toFixed(field['x-decimals'])
      else if (typeof value === 'string') made[name] = field['x-labels']?.[value]?.[language] ?? value
    }
    return made
  }
  const { text } = ready.rule
  return { zh: fill(text, params('zh')).zh, en: fill(text, params('en')).en }
}

const numbers = (state: SubjectState | undefined): Record<string, number> =>
  Object.fromEntries(
    Object.entries(state ?? {}).filter((pair): pair is [string, number] => typeof pair[1] === 'number'),
  )
