/** Sentences about data that does not have its schema's shape. */
import type { TLocalizedValidationError } from 'typebox/error'
import { fill, type Text, type TextParams } from '#platform/texts.ts'
import { near } from './near.ts'

export const texts = {
  unknown: { zh: '不认识的项“{word}”，请删去或改正', en: 'Unknown key "{word}"; remove or correct it' },
  unknownNear: { zh: '不认识的项“{word}”，是不是“{near}”', en: 'Unknown key "{word}"; did you mean "{near}"' },
  missing: { zh: '缺少“{word}”', en: '"{word}" is missing' },
  missingZh: { zh: '缺少中文（zh）', en: 'The Chinese text (zh) is missing' },
  missingEn: { zh: '缺少英文（en）', en: 'The English text (en) is missing' },
  word: { zh: '“{word}”不能用在这里，可用：{known}', en: '"{word}" cannot stand here; use one of: {known}' },
  wordNear: {
    zh: '“{word}”不能用在这里，是不是“{near}”；可用：{known}',
    en: '"{word}" cannot stand here; did you mean "{near}"; known: {known}',
  },
  type: { zh: '这里应为{wanted}', en: 'This should be {wanted}' },
  time: {
    zh: '“{word}”不是时间，请写成 07:30 的样子（00:00 至 24:00）',
    en: '"{word}" is not a time; write it like 07:30 (00:00 to 24:00)',
  },
  pattern: {
    zh: '“{word}”的写法不对，只用小写字母、数字、- 和 _，字母开头',
    en: '"{word}" is not written as a code: lower-case letters, digits, - and _, a letter first',
  },
  limit: {
    zh: '{word} 超出范围：应{comparison} {limit}',
    en: '{word} is out of range: it should be {comparison} {limit}',
  },
  empty: { zh: '这里不能是空的', en: 'This cannot be empty' },
  long: { zh: '这里太长，最多 {limit}', en: 'This is too long; the limit is {limit}' },
  twice: { zh: '同一项写了两次', en: 'The same item stands here twice' },
  other: { zh: '这里的写法不对（{keyword}）', en: 'This is not right ({keyword})' },
} satisfies Record<string, Text>

const typeWords: Record<string, Text> = {
  object: { zh: '一组“项: 值”', en: 'a group of "key: value"' },
  array: { zh: '列表', en: 'a list' },
  string: { zh: '文字', en: 'text' },
  number: { zh: '数', en: 'a number' },
  integer: { zh: '整数', en: 'a whole number' },
  boolean: { zh: 'true 或 false', en: 'true or false' },
  null: { zh: 'null', en: 'null' },
}

/** What the branches of a choice allow, in words. */
function choiceWords(choice: Record<string, unknown>): Text {
  const branches = (choice['anyOf'] ?? []) as { const?: unknown; type?: string }[]
  const words = branches.map((b) =>
    b.const === undefined ? typeWords[b.type ?? ''] : { zh: String(b.const), en: String(b.const) },
  )
  return { zh: words.map((w) => w?.zh).join('或'), en: words.map((w) => w?.en).join(' or ') }
}

interface Sentence {
  text: Text
  params?: TextParams
}

/**
 * What is wrong at one place.
 * @param here the value there
 * @param part the schema's part that it breaks
 * @param kinds where `kind` chooses among shapes: the kinds that there are
 */
export function sentence(
  error: TLocalizedValidationError,
  here: unknown,
  part: Record<string, unknown>,
  kinds: readonly string[] | undefined,
): Sentence {
  const word = typeof here === 'string' || typeof here === 'number' ? String(here) : '…'
  switch (error.keyword) {
    case 'enum':
      return unknownWord(word, error.params.allowedValues.map(String))
    case 'const':
      return unknownWord(word, kinds ?? [String(error.params.allowedValue)])
    case 'type':
      return shouldBe(choiceWords({ anyOf: [error.params.type].flat().map((type) => ({ type })) }))
    case 'anyOf':
      return shouldBe(choiceWords(part))
    case 'pattern':
      return { text: String(part['pattern']).includes('24:00') ? texts.time : texts.pattern, params: { word } }
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return {
        text: texts.limit,
        params: { word, comparison: error.params.comparison, limit: String(error.params.limit) },
      }
    case 'minLength':
    case 'minItems':
      return { text: texts.empty }
    case 'maxLength':
    case 'maxItems':
      return { text: texts.long, params: { limit: error.params.limit } }
    case 'uniqueItems':
      return { text: texts.twice }
    default:
      return { text: texts.other, params: { keyword: error.keyword } }
  }
}

const shouldBe = (wanted: Text): Sentence => ({
  text: {
    zh: fill(texts.type, { wanted: wanted.zh }).zh,
    en: fill(texts.type, { wanted: wanted.en }).en,
  },
})

/** Says that a word is not known here, which are, and which was probably meant. */
function unknownWord(word: string, known: readonly string[]): Sentence {
  const meant = near(word, known)
  return { text: meant ? texts.wordNear : texts.word, params: { word, near: meant ?? '', known: known.join(', ') } }
}
