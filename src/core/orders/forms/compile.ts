/** A form made ready to check answers by the ten thousand a second: compiled once, no garbage where all is well. */
import { Compile } from 'typebox/schema'
import type { FormSchema } from '#core/orders/playbook/form-schema.ts'
import type { Form } from '#core/orders/playbook/schema.ts'
import { allErrors } from '#core/orders/playbook/structure.ts'
import type { Wrong } from '#platform/problems.ts'
import type { Text } from '#platform/texts.ts'
import { type CompiledRules, compileRules } from '../rules/compile.ts'
import { sentences } from './sentences.ts'
import { pointerPart, unsafe } from './text-safety.ts'

export interface CompiledForm {
  readonly code: string
  readonly version: number
  readonly title: Text
  readonly form: Form
  readonly rules: CompiledRules
  /** What is wrong with answers typed by a person; empty where nothing is. `at` is a JSON pointer into the report, `/answers/celsius`. */
  check(answers: unknown): readonly Wrong[]
  /**
   * The same for a device, which cannot be asked again: values beyond what can be true are told apart in
   * `implausible`; such a report is stored and flagged `implausible`, and meets nothing.
   */
  checkFromDevice(answers: unknown): { readonly wrong: readonly Wrong[]; readonly implausible: readonly Wrong[] }
}

const none: readonly Wrong[] = Object.freeze([])
const fine = Object.freeze({ wrong: none, implausible: none })
const twice = (title: Text): Text => ({
  zh: `${title.zh}里同一个人写了两次`,
  en: `${title.en}: the same person stands here twice`,
})
/** More than this nobody reads; the rest is told at the next try. */
const mostErrors = 100

/** Compiles a form. Throws where its schema is not valid, which the check of a playbook has already refused. */
export function compileForm(form: Form): CompiledForm {
  const strict = checker(form.schema)
  const lenient = checker(withoutLimits(form.schema))
  const check = (answers: unknown): readonly Wrong[] => placed(strict(answers))
  return {
    code: form.code,
    version: form.version,
    title: form.title,
    form,
    rules: compileRules(form),
    check,
    checkFromDevice(answers) {
      const found = check(answers)
      if (found.length === 0) return fine
      const wrong = placed(lenient(answers))
      return wrong.length > 0 ? { wrong, implausible: none } : { wrong: none, implausible: found }
    },
  }
}

const placed = (wrong: readonly Wrong[]): readonly Wrong[] =>
  wrong.length === 0 ? none : wrong.map((w) => ({ ...w, at: `/answers${w.at}` }))

/** The check of one schema: characters first, then shape, then what a schema cannot say. */
function checker(schema: FormSchema): (answers: unknown) => readonly Wrong[] {
  const validator = Compile(closed(schema))
  const unique = uniqueLists(schema)
  return (answers) => {
    const bad = unsafe(answers)
    if (bad) return [bad]
    if (!validator.Check(answers))
      return sentences(
        schema,
        answers,
        allErrors((v) => validator.Errors(v), answers, mostErrors),
      )
    return unique.length === 0 ? none : repeated(unique, answers as Record<string, unknown>)
  }
}

/** The schema as it is checked: every object refuses what it does not name. */
function closed(schema: FormSchema): FormSchema {
  const made: FormSchema = { ...schema }
  if (schema.type === 'object') made.additionalProperties = false
  if (schema.properties) made.properties = mapValues(schema.properties, closed)
  if (schema.items) made.items = closed(schema.items)
  return made
}

/** The schema without the limits of what can be true: a device's 25.0 °C is kept. Decimals are the device's own. */
function withoutLimits(schema: FormSchema): FormSchema {
  const { minimum: _min, maximum: _max, multipleOf: _step, ...rest } = schema
  const made: FormSchema = schema['x-plausible'] ? rest : { ...schema }
  if (schema.properties) made.properties = mapValues(schema.properties, withoutLimits)
  if (schema.items) made.items = withoutLimits(schema.items)
  return made
}

const mapValues = (
  fields: Record<string, FormSchema>,
  change: (field: FormSchema) => FormSchema,
): Record<string, FormSchema> =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, change(field)]))

interface UniqueList {
  name: string
  by: string
  title: Text
}

/** The lists at the top of a form whose entries may not repeat a field. */
function uniqueLists(schema: FormSchema): UniqueList[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const by = field['x-unique-by']
    return by === undefined ? [] : [{ name, by, title: field['x-title'] ?? { zh: '名单', en: 'The list' } }]
  })
}

function repeated(lists: readonly UniqueList[], answers: Record<string, unknown>): readonly Wrong[] {
  const wrong: Wrong[] = []
  for (const { name, by, title } of lists) {
    const entries = answers[name] as Record<string, unknown>[] | undefined
    if (!entries || entries.length < 2) continue
    const seen = new Set<unknown>()
    for (const [i, entry] of entries.entries()) {
      const value = typeof entry[by] === 'string' ? entry[by].toLowerCase() : entry[by]
      if (seen.has(value)) wrong.push({ at: `/${pointerPart(name)}/${i}/${pointerPart(by)}`, text: twice(title) })
      seen.add(value)
    }
  }
  return wrong.length === 0 ? none : wrong
}
