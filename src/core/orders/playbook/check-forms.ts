/** Whether a playbook's forms and rules can be used: a schema that screens can draw, rules that can be judged. */
import type { Text } from '#platform/texts.ts'
import type { Faults, Path } from './fault.ts'
import { type FormSchema, formMetaSchema } from './form-schema.ts'
import { near } from './near.ts'
import { compileExpression, stateFields } from './rule-language.ts'
import type { Form, Playbook, Rule } from './schema.ts'
import { structure } from './structure.ts'

const texts = {
  root: { zh: '表单最外层应是 object', en: 'A form is an object at the top' },
  title: { zh: '这一项缺少 x-title', en: 'This field has no x-title' },
  properties: { zh: 'object 要有 properties', en: 'An object needs properties' },
  items: { zh: 'array 要有 items 和 maxItems', en: 'An array needs items and maxItems' },
  text: {
    zh: '文字要写明 maxLength、enum 或 format，免得无限长',
    en: 'A text needs maxLength, enum or format, so that it has an end',
  },
  number: { zh: '数要写明 minimum 和 maximum', en: 'A number needs minimum and maximum' },
  order: { zh: '最小值大于最大值', en: 'The minimum is above the maximum' },
  required: { zh: '必填项“{word}”不在 properties 里', en: 'The required field "{word}" is not among the properties' },
  requiredNear: {
    zh: '必填项“{word}”不在 properties 里，是不是“{near}”',
    en: 'The required field "{word}" is not among the properties; did you mean "{near}"',
  },
  labels: { zh: 'x-labels 缺少“{word}”', en: 'x-labels lacks "{word}"' },
  labelsMore: { zh: 'x-labels 里的“{word}”不在 enum 里', en: '"{word}" in x-labels is not in enum' },
  unique: {
    zh: 'x-unique-by 所指的“{word}”不在 items 里',
    en: 'x-unique-by names "{word}", which the items do not have',
  },
  eachList: {
    zh: 'each 所指的“{word}”不是表单里的列表',
    en: 'each names "{word}", which is not a list of entries in this form',
  },
  entry: {
    zh: 'about: entry 要配 each，且每条里有 person',
    en: 'about: entry needs each, and a person in every entry',
  },
  state: { zh: '规则用到 state，请写 needsState: true', en: 'The rule uses state; write needsState: true' },
  noState: {
    zh: '规则没有用到 state，请写 needsState: false',
    en: 'The rule does not use state; write needsState: false',
  },
  place: { zh: '句子里的 {{word}} 不知道填什么', en: 'Nothing is known to put in the place {{word}}' },
} satisfies Record<string, Text>

const meta = structure(formMetaSchema)

/** Checks every form and its rules. */
export function checkForms(book: Playbook, faults: Faults): void {
  const figures = Object.fromEntries(Object.entries(book.figures).map(([name, f]) => [name, f.value]))
  for (const [i, form] of book.forms.entries()) {
    const path = ['forms', i]
    if (!meta(form.schema, faults, [...path, 'schema'])) continue
    if (form.schema.type !== 'object') {
      faults.add([...path, 'schema'], texts.root)
      continue
    }
    checkField(form.schema, [...path, 'schema'], faults)
    for (const [j, rule] of form.rules.entries()) checkRule(form, rule, figures, [...path, 'rules', j], faults)
  }
}

function checkField(field: FormSchema, path: Path, faults: Faults): void {
  if (field.type === 'object') checkObject(field, path, faults)
  if (field.type === 'array') checkArray(field, path, faults)
  if (field.type === 'string' && field.maxLength === undefined && !field.enum && !field.format)
    faults.add(path, texts.text)
  if (field.type === 'number' || field.type === 'integer') {
    if (field.minimum === undefined || field.maximum === undefined) faults.add(path, texts.number)
    else if (field.minimum > field.maximum) faults.add([...path, 'minimum'], texts.order)
  }
  if ((field.minLength ?? 0) > (field.maxLength ?? Infinity)) faults.add([...path, 'minLength'], texts.order)
  if (field.enum) checkLabels(field, field.enum, path, faults)
}

function checkObject(field: FormSchema, path: Path, faults: Faults): void {
  if (!field.properties) {
    faults.add(path, texts.properties)
    return
  }
  for (const [i, word] of (field.required ?? []).entries()) {
    if (Object.hasOwn(field.properties, word)) continue
    const meant = near(word, Object.keys(field.properties))
    faults.add([...path, 'required', i], meant ? texts.requiredNear : texts.required, { word, near: meant ?? '' })
  }
  for (const [name, below] of Object.entries(field.properties)) {
    const at = [...path, 'properties', name]
    if (!below['x-title']) faults.add(at, texts.title, {}, 'key')
    checkField(below, at, faults)
  }
}

function checkArray(field: FormSchema, path: Path, faults: Faults): void {
  if (!field.items || field.maxItems === undefined) {
    faults.add(path, texts.items)
    return
  }
  if ((field.minItems ?? 0) > field.maxItems) faults.add([...path, 'minItems'], texts.order)
  const by = field['x-unique-by']
  if (by !== undefined && !field.items.properties?.[by])
    faults.add([...path, 'x-unique-by'], texts.unique, { word: by })
  checkField(field.items, [...path, 'items'], faults)
}

function checkLabels(field: FormSchema, words: readonly string[], path: Path, faults: Faults): void {
  const labels = field['x-labels'] ?? {}
  for (const word of words) if (!Object.hasOwn(labels, word)) faults.add([...path, 'enum'], texts.labels, { word })
  for (const word of Object.keys(labels)) {
    if (!words.includes(word)) faults.add([...path, 'x-labels', word], texts.labelsMore, { word }, 'key')
  }
}

function checkRule(form: Form, rule: Rule, figures: Record<string, number>, path: Path, faults: Faults): void {
  const entry = rule.each === undefined ? undefined : form.schema.properties?.[rule.each]?.items
  if (rule.each !== undefined && entry?.type !== 'object') {
    faults.add([...path, 'each'], texts.eachList, { word: rule.each })
    return
  }
  if (rule.about === 'entry' && !entry?.properties?.['person']) faults.add([...path, 'about'], texts.entry)
  const compiled = compileExpression(form, { ...rule, needsState: true }, figures)
  if ('wrong' in compiled) faults.add([...path, 'when'], compiled.wrong)
  else if (compiled.names.has('state') !== rule.needsState)
    faults.add([...path, 'needsState'], rule.needsState ? texts.noState : texts.state)
  const places = new Set([
    ...Object.keys(figures),
    ...Object.keys(form.schema.properties ?? {}),
    ...Object.keys(entry?.properties ?? {}),
    ...Object.keys(stateFields),
  ])
  for (const language of ['zh', 'en'] as const) {
    for (const [, word] of rule.text[language].matchAll(/\{(\w+)\}/g)) {
      if (!places.has(word!)) faults.add([...path, 'text', language], texts.place, { word: word! })
    }
  }
}
