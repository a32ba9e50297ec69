/** Whether data has a schema's shape, told in sentences that name the word, the place and what was meant. */
import { Compile } from 'typebox/schema'
import type { TLocalizedValidationError } from 'typebox/error'
import { Settings } from 'typebox/system'
import type { Text } from '#platform/texts.ts'
import type { Faults, Path } from './fault.ts'
import { near } from './near.ts'

type Errors = (value: unknown) => [boolean, TLocalizedValidationError[]]

/** All errors instead of the library's first eight; the setting is global, so it is put back at once. */
export function allErrors(errors: Errors, value: unknown, most = 300): TLocalizedValidationError[] {
  const before = Settings.Get().maxErrors
  Settings.Set({ maxErrors: most })
  try {
    return errors(value)[1]
  } finally {
    Settings.Set({ maxErrors: before })
  }
}

const texts = {
  unknown: { zh: '不认识的项“{word}”，请删去或改正', en: 'Unknown key "{word}"; remove or correct it' },
  unknownNear: { zh: '不认识的项“{word}”，是不是“{near}”', en: 'Unknown key "{word}"; did you mean "{near}"' },
  missing: { zh: '缺少“{word}”', en: '"{word}" is missing' },
  missingZh: { zh: '缺少中文（zh）', en: 'The Chinese text (zh) is missing' },
  missingEn: { zh: '缺少英文（en）', en: 'The English text (en) is missing' },
  word: { zh: '“{word}”不能用在这里，可用：{known}', en: '"{word}" cannot stand here; use one of: {known}' },
  wordNear: { zh: '“{word}”不能用在这里，是不是“{near}”；可用：{known}', en: '"{word}" cannot stand here; did you mean "{near}"; known: {known}' },
  type: { zh: '这里应为{wanted}', en: 'This should be {wanted}' },
  time: { zh: '“{word}”不是时间，请写成 07:30 的样子（00:00 至 24:00）', en: '"{word}" is not a time; write it like 07:30 (00:00 to 24:00)' },
  pattern: { zh: '“{word}”的写法不对，只用小写字母、数字、- 和 _，字母开头', en: '"{word}" is not written as a code: lower-case letters, digits, - and _, a letter first' },
  limit: { zh: '{word} 超出范围：应{comparison} {limit}', en: '{word} is out of range: it should be {comparison} {limit}' },
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

/**
 * A check of data against a JSON Schema. It adds a fault for each thing wrong, below `base`, and returns whether
 * all was well.
 */
export function structure(schema: object): (value: unknown, faults: Faults, base?: Path) => boolean {
  const validator = Compile(schema)
  return (value, faults, base = []) => {
    if (validator.Check(value)) return true
    const found = allErrors((v) => validator.Errors(v), value).filter((e) => relevant(e, schema, value))
    for (const error of found) tell(error, schema, value, faults, base)
    return false
  }
}

/** JSON pointer → path, with list indexes as numbers where the value there is a list. */
export function pointerPath(pointer: string, value: unknown): (string | number)[] {
  const path: (string | number)[] = []
  let at = value
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    path.push(Array.isArray(at) ? Number(key) : key)
    at = (at as Record<string, unknown> | undefined)?.[key]
  }
  return path
}

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((at, key) => (at as Record<string | number, unknown> | undefined)?.[key], value)

/** The part of a schema that a `#/properties/…` path names. */
function schemaAt(schema: object, schemaPath: string): Record<string, unknown> {
  const parts = schemaPath.split('/').slice(1)
  return (parts.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], schema) ?? {}) as Record<string, unknown>
}

/** Of a choice told by its `kind`, only what the chosen branch says is of interest; of other choices the choice itself. */
function relevant(error: TLocalizedValidationError, schema: object, value: unknown): boolean {
  if (error.keyword === 'boolean' || error.keyword === 'propertyNames') return false
  const branch = /^(.*?)\/anyOf\/(\d+)/.exec(error.schemaPath)
  if (!branch) return error.keyword !== 'anyOf' || !(kinds(schemaAt(schema, error.schemaPath)) && hasKind(error, value))
  const branches = kinds(schemaAt(schema, branch[1]!))
  if (!branches) return false
  const wanted = branches.indexOf(String(kindSaid(error, value)))
  return wanted >= 0 ? wanted === Number(branch[2]) : error.keyword === 'const' && branch[2] === '0'
}

/** The kinds of a choice whose branches each fix `kind`; undefined for other choices. */
function kinds(choice: Record<string, unknown>): string[] | undefined {
  const branches = choice['anyOf'] as { properties?: { kind?: { const?: string } } }[] | undefined
  const list = branches?.map((b) => b.properties?.kind?.const)
  return list?.every((k) => k !== undefined) ? (list as string[]) : undefined
}

function hasKind(error: TLocalizedValidationError, value: unknown): boolean {
  const at = valueAt(value, pointerPath(error.instancePath, value))
  return typeof at === 'object' && at !== null && 'kind' in at
}

/** What the branches of a choice allow, in words. */
function choiceWords(choice: Record<string, unknown>): Text {
  const branches = (choice['anyOf'] ?? []) as { const?: unknown; type?: string }[]
  const words = branches.map((b) => (b.const === undefined ? typeWords[b.type ?? ''] : { zh: String(b.const), en: String(b.const) }))
  return { zh: words.map((w) => w?.zh).join('或'), en: words.map((w) => w?.en).join(' or ') }
}

/** The `kind` that the data gives at or just above an error. */
function kindSaid(error: TLocalizedValidationError, value: unknown): unknown {
  const path = pointerPath(error.instancePath, value)
  for (let n = path.length; n >= 0; n--) {
    const at = valueAt(value, path.slice(0, n))
    if (typeof at === 'object' && at !== null && 'kind' in at) return at.kind
  }
  return undefined
}

function tell(error: TLocalizedValidationError, schema: object, value: unknown, faults: Faults, base: Path): void {
  const path = [...base, ...pointerPath(error.instancePath, value)]
  const here = valueAt(value, pointerPath(error.instancePath, value))
  const part = schemaAt(schema, error.schemaPath)
  const word = typeof here === 'string' || typeof here === 'number' ? String(here) : '…'
  switch (error.keyword) {
    case 'additionalProperties':
      for (const key of error.params.additionalProperties) {
        const meant = near(key, Object.keys((part['properties'] as object) ?? {}))
        faults.add([...path, key], meant ? texts.unknownNear : texts.unknown, { word: key, near: meant ?? '' }, 'key')
      }
      return
    case 'required':
      for (const key of error.params.requiredProperties) {
        faults.add(path, key === 'zh' ? texts.missingZh : key === 'en' ? texts.missingEn : texts.missing, { word: key })
      }
      return
    case 'enum':
      return unknownWord(faults, path, word, error.params.allowedValues.map(String))
    case 'const':
      return unknownWord(faults, path, word, kinds(schemaAt(schema, error.schemaPath.replace(/\/anyOf\/.*$/, ''))) ?? [String(error.params.allowedValue)])
    case 'type':
      return shouldBe(faults, path, choiceWords({ anyOf: [error.params.type].flat().map((type) => ({ type })) }))
    case 'anyOf':
      return shouldBe(faults, path, choiceWords(part))
    case 'pattern':
      return faults.add(path, String(part['pattern']).includes('24:00') ? texts.time : texts.pattern, { word })
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return faults.add(path, texts.limit, { word, comparison: error.params.comparison, limit: String(error.params.limit) })
    case 'minLength':
    case 'minItems':
      return faults.add(path, texts.empty)
    case 'maxLength':
    case 'maxItems':
      return faults.add(path, texts.long, { limit: error.params.limit })
    case 'uniqueItems':
      return faults.add(path, texts.twice)
    default:
      return faults.add(path, texts.other, { keyword: error.keyword })
  }
}

const shouldBe = (faults: Faults, path: Path, wanted: Text): void =>
  faults.add(path, { zh: texts.type.zh.replace('{wanted}', wanted.zh), en: texts.type.en.replace('{wanted}', wanted.en) })

/** Says that a word is not known here, which are, and which was probably meant. */
export function unknownWord(faults: Faults, path: Path, word: string, known: readonly string[]): void {
  const meant = near(word, known)
  faults.add(path, meant ? texts.wordNear : texts.word, { word, near: meant ?? '', known: known.join(', ') })
}
