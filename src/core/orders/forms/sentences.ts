/** What is wrong with an answer, as a sentence that names the field and what to do. */
import type { TLocalizedValidationError } from 'typebox/error'
import type { FormSchema } from '#core/orders/playbook/form-schema.ts'
import { near } from '#core/orders/playbook/near.ts'
import type { Wrong } from '#platform/problems.ts'
import { fill, type Text } from '#platform/texts.ts'

const texts = {
  missing: { zh: '还没有填“{title}”', en: 'Please fill in: {title}' },
  unknown: { zh: '没有“{key}”这一项', en: 'There is no field "{key}"' },
  unknownNear: { zh: '没有“{key}”这一项，是不是“{near}”', en: 'There is no field "{key}"; did you mean "{near}"' },
  range: {
    zh: '{title} {value}不在 {min}–{max} 之间，{again}',
    en: '{title} {value}is not between {min} and {max}; {again}',
  },
  least: {
    zh: '{title} {value}太小，应不小于 {limit}，{again}',
    en: '{title} {value}is too small; it should be at least {limit}; {again}',
  },
  most: {
    zh: '{title} {value}太大，应不大于 {limit}，{again}',
    en: '{title} {value}is too large; it should be at most {limit}; {again}',
  },
  decimals: {
    zh: '{title} {value}只能写到小数点后 {decimals} 位',
    en: '{title} {value}can have {decimals} decimal place(s)',
  },
  whole: { zh: '{title}应是整数', en: '{title} should be a whole number' },
  number: { zh: '{title}应是数字', en: '{title} should be a number' },
  text: { zh: '{title}应是文字', en: '{title} should be text' },
  yes: { zh: '{title}应是“是”或“否”', en: '{title} should be yes or no' },
  list: { zh: '{title}应是列表', en: '{title} should be a list' },
  group: { zh: '{title}的填法不对', en: '{title} is not filled in as expected' },
  choice: { zh: '{title}只能选：{choices}', en: '{title} should be one of: {choices}' },
  long: { zh: '{title}太长，最多 {limit} 字', en: '{title} is too long; the limit is {limit} characters' },
  short: { zh: '{title}太短，至少 {limit} 字', en: '{title} is too short; it needs {limit} characters' },
  many: { zh: '{title}太多，最多 {limit} 项', en: '{title}: too many; the limit is {limit}' },
  few: { zh: '{title}至少要有 {limit} 项', en: '{title}: at least {limit} needed' },
  twice: { zh: '{title}里有重复的', en: '{title}: something stands here twice' },
  photo: { zh: '请先拍照上传，再填{title}', en: 'Please send the photograph first: {title}' },
  code: { zh: '{title}的编号不对', en: '{title}: the id is not right' },
  date: { zh: '{title}的日期写法不对', en: '{title}: the date is not right' },
  odd: { zh: '{title}填得不对', en: '{title} is not right' },
} satisfies Record<string, Text>

const types: Record<string, Text> = {
  integer: texts.whole,
  number: texts.number,
  string: texts.text,
  boolean: texts.yes,
  array: texts.list,
  object: texts.group,
}

const whole: Text = { zh: '填报内容', en: 'The answers' }
const pleaseCheck: Text = { zh: '请核对后重填', en: 'please check and enter it again' }

/** The field of a form that a JSON pointer into the answers reaches, with the value there. */
function reach(
  schema: FormSchema,
  answers: unknown,
  pointer: string,
): { field: FormSchema | undefined; value: unknown; title: Text } {
  let field: FormSchema | undefined = schema
  let value = answers
  let title = whole
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    field =
      field?.type === 'array'
        ? field.items
        : Object.hasOwn(field?.properties ?? {}, key)
          ? field?.properties?.[key]
          : undefined
    value = (value as Record<string, unknown> | undefined)?.[key]
    title = field?.['x-title'] ?? title
  }
  return { field, value, title }
}

/** Turns the validator's errors into what a person is told; one sentence a field. */
export function sentences(schema: FormSchema, answers: unknown, errors: readonly TLocalizedValidationError[]): Wrong[] {
  const wrong = new Map<string, Wrong>()
  const add = (at: string, text: Text, value?: unknown) => {
    if (!wrong.has(at)) wrong.set(at, value === undefined ? { at, text } : { at, text, value })
  }
  for (const error of errors) {
    if (error.keyword === 'boolean') continue
    const { field, value, title } = reach(schema, answers, error.instancePath)
    if (error.keyword === 'required') {
      for (const key of error.params.requiredProperties) {
        add(
          `${error.instancePath}/${key}`,
          fillTitle(texts.missing, field?.properties?.[key]?.['x-title'] ?? { zh: key, en: key }),
        )
      }
    } else if (error.keyword === 'additionalProperties') {
      for (const key of error.params.additionalProperties) {
        const meant = near(key, Object.keys(field?.properties ?? {}))
        add(
          `${error.instancePath}/${key}`,
          fill(meant ? texts.unknownNear : texts.unknown, { key: key.slice(0, 60), near: meant ?? '' }),
        )
      }
    } else add(error.instancePath, sentence(error, field, value, title), simple(value))
  }
  return [...wrong.values()]
}

const simple = (value: unknown): unknown =>
  typeof value === 'object' ? undefined : typeof value === 'string' ? value.slice(0, 100) : value

function sentence(error: TLocalizedValidationError, field: FormSchema | undefined, value: unknown, title: Text): Text {
  switch (error.keyword) {
    case 'type':
      return fillTitle(types[field?.type ?? 'object'] ?? texts.odd, title)
    case 'minimum':
    case 'maximum':
      return rangeText(field, value, title, error.keyword)
    case 'multipleOf':
      return numberText(texts.decimals, field, value, title, { decimals: field?.['x-decimals'] ?? 0 })
    case 'enum':
      return choiceText(field, title)
    case 'format':
      return fillTitle(field?.['x-photo'] ? texts.photo : field?.format === 'uuid' ? texts.code : texts.date, title)
    case 'maxLength':
      return fillTitle(texts.long, title, { limit: error.params.limit })
    case 'minLength':
      return fillTitle(texts.short, title, { limit: error.params.limit })
    case 'maxItems':
      return fillTitle(texts.many, title, { limit: error.params.limit })
    case 'minItems':
      return fillTitle(texts.few, title, { limit: error.params.limit })
    case 'uniqueItems':
      return fillTitle(texts.twice, title)
    default:
      return fillTitle(texts.odd, title)
  }
}

/** "体温 25.0 ℃ 不在 34.0–43.0 之间，请重新量一次". */
function rangeText(field: FormSchema | undefined, value: unknown, title: Text, keyword: 'minimum' | 'maximum'): Text {
  const { minimum, maximum } = field ?? {}
  const both = minimum !== undefined && maximum !== undefined
  const params = {
    min: shown(minimum, field),
    max: shown(maximum, field),
    limit: shown(keyword === 'minimum' ? minimum : maximum, field),
  }
  return numberText(both ? texts.range : keyword === 'minimum' ? texts.least : texts.most, field, value, title, params)
}

function numberText(
  text: Text,
  field: FormSchema | undefined,
  value: unknown,
  title: Text,
  params: Record<string, string | number>,
): Text {
  const unit = field?.['x-unit'] ? `${field['x-unit']} ` : ''
  const again = field?.['x-again'] ?? pleaseCheck
  const all = { ...params, value: `${shown(value, field)} ${unit}` }
  return {
    zh: fill(text, { ...all, title: title.zh, again: again.zh }).zh,
    en: fill(text, { ...all, title: title.en, again: again.en }).en,
  }
}

function choiceText(field: FormSchema | undefined, title: Text): Text {
  const words = field?.enum ?? []
  const labels = (language: 'zh' | 'en') => words.map((w) => field?.['x-labels']?.[w]?.[language] ?? w)
  return {
    zh: fill(texts.choice, { title: title.zh, choices: labels('zh').join('、') }).zh,
    en: fill(texts.choice, { title: title.en, choices: labels('en').join(', ') }).en,
  }
}

/** A number with at least the field's decimals: 25 → 25.0, but 36.65 stays as it was typed. */
function shown(value: unknown, field: FormSchema | undefined): string {
  if (typeof value !== 'number') return String(value).slice(0, 20)
  const decimals = field?.['x-decimals'] ?? 0
  return Number(value.toFixed(decimals)) === value ? value.toFixed(decimals) : String(value)
}

function fillTitle(text: Text, title: Text, params: Record<string, string | number> = {}): Text {
  return { zh: fill(text, { ...params, title: title.zh }).zh, en: fill(text, { ...params, title: title.en }).en }
}
