/** What pages need of a form: choices with their words, limits, and the names of the fields that a person fills in. */
import type { Core } from '#core/core.ts'
import type { FormSchema } from '#core/orders/playbook/form-schema.ts'
import type { Text } from '#platform/texts.ts'
import type { Choice, Field, PageForm } from './schema.ts'

const same = (word: string): Text => ({ zh: word, en: word })

function choicesOf(schema: FormSchema): Choice[] | undefined {
  return schema.enum?.map((code) => ({ code, title: schema['x-labels']?.[code] ?? same(code) }))
}

function typeOf(schema: FormSchema): Field['type'] {
  if (schema.type === 'boolean') return 'boolean'
  if (schema.type === 'number' || schema.type === 'integer') return 'number'
  if (schema.type === 'array') return schema.items?.['x-photo'] ? 'photo' : 'choices'
  if (schema['x-photo']) return 'photo'
  return schema.enum ? 'choice' : 'text'
}

/** Decimals of a number: as stated, none for whole numbers, one otherwise. */
const decimalsOf = (schema: FormSchema): number => schema['x-decimals'] ?? (schema.type === 'integer' ? 0 : 1)

function field(name: string, schema: FormSchema, required: boolean): Field {
  const type = typeOf(schema)
  const choices = choicesOf(schema.type === 'array' ? (schema.items ?? schema) : schema)
  return {
    name,
    type,
    title: schema['x-title'] ?? same(name),
    required,
    ...(schema.type === 'array' && { many: true }),
    ...(schema['x-hint'] && { hint: schema['x-hint'] }),
    ...(schema['x-again'] && { again: schema['x-again'] }),
    ...(schema['x-unit'] && { unit: schema['x-unit'] }),
    ...(choices && { choices }),
    ...(type === 'number' && { min: schema.minimum, max: schema.maximum, decimals: decimalsOf(schema) }),
    ...(schema.maxLength !== undefined && { maxLength: schema.maxLength }),
  }
}

/** The order in which kinds of fields are filled in most easily. */
const turns: readonly Field['type'][] = ['number', 'choice', 'choices', 'boolean', 'photo', 'text']

/**
 * Fields in an order for people: kept as jsonb, a form's properties come back sorted by the length of their names. What
 * is needed comes first, as the form lists it, a field beside those of its kind.
 */
function fieldsOf(schema: FormSchema, without: readonly string[]): Field[] {
  const needed = schema.required ?? []
  const place = (f: Field) => (f.required ? needed.indexOf(f.name) : needed.length)
  const firstOfKind = new Map<string, number>()
  const fields = Object.entries(schema.properties ?? {})
    .filter(([name]) => !without.includes(name))
    .map(([name, part]) => field(name, part, needed.includes(name)))
  for (const f of fields)
    firstOfKind.set(f.type, Math.min(place(f), firstOfKind.get(f.type) ?? Number.POSITIVE_INFINITY))
  return fields.sort(
    (a, b) =>
      firstOfKind.get(a.type)! - firstOfKind.get(b.type)! ||
      turns.indexOf(a.type) - turns.indexOf(b.type) ||
      place(a) - place(b) ||
      (a.name < b.name ? -1 : 1),
  )
}

/** The form as pages at this path fill it in; undefined where no running campaign has it. */
export function pageForm(core: Core, code: string, path: string): PageForm | undefined {
  const form = core.orders.campaignAt(path)?.playbook.forms.find((f) => f.code === code)
  if (!form) return undefined
  const version = core.orders.newestVersion(code) ?? form.version
  const entry = form.schema.properties?.['people']?.items
  return {
    code,
    version,
    title: form.title,
    fields: fieldsOf(form.schema, ['people']),
    ...(entry && { people: fieldsOf(entry, ['person']) }),
  }
}
