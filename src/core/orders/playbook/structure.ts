/** Whether data has a schema's shape, told in sentences that name the word, the place and what was meant. */

import type { TLocalizedValidationError } from 'typebox/error'
import { Compile } from 'typebox/schema'
import { Settings } from 'typebox/system'
import type { Faults, Path } from './fault.ts'
import { near } from './near.ts'
import { sentence, texts } from './structure-texts.ts'

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

/**
 * A check of data against a JSON Schema. It adds a fault for each thing wrong, below `base`, and returns whether
 * all was well.
 */
export function structure(schema: object): (value: unknown, faults: Faults, base?: Path) => boolean {
  const validator = Compile(schema)
  return (value, faults, base = []) => {
    if (validator.Check(value)) return true
    const found = allErrors((v) => validator.Errors(v), value).filter((e) => relevant(e, schema, value))
    const meant = meantKeys(found, schema)
    for (const error of found) {
      if (error.keyword !== 'required') tell(error, schema, value, faults, base)
      else missing(error.params.requiredProperties, error.instancePath, meant, value, faults, base)
    }
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

/** The part of a schema that a `#/properties/…` path names; the validator's paths go through `$ref` unseen. */
function schemaAt(schema: object, schemaPath: string): Record<string, unknown> {
  const inside = (at: unknown): unknown => {
    const ref = (at as { $ref?: unknown } | undefined)?.$ref
    return typeof ref === 'string' ? valueAt(schema, ref.split('/').slice(1)) : at
  }
  const parts = schemaPath.split('/').slice(1)
  return (parts.reduce<unknown>(
    (at, key) => inside((at as Record<string, unknown> | undefined)?.[key]),
    inside(schema),
  ) ?? {}) as Record<string, unknown>
}

/** Of a choice told by its `kind`, only what the chosen branch says is of interest; of other choices the choice itself. */
function relevant(error: TLocalizedValidationError, schema: object, value: unknown): boolean {
  if (error.keyword === 'boolean' || error.keyword === 'propertyNames') return false
  // Where other keys are allowed in some shape, what is wrong with the shape has been said already.
  if (error.keyword === 'additionalProperties' && schemaAt(schema, error.schemaPath)['additionalProperties'] !== false)
    return false
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

/** The `kind` that the data gives at or just above an error. */
function kindSaid(error: TLocalizedValidationError, value: unknown): unknown {
  const path = pointerPath(error.instancePath, value)
  for (let n = path.length; n >= 0; n--) {
    const at = valueAt(value, path.slice(0, n))
    if (typeof at === 'object' && at !== null && 'kind' in at) return at.kind
  }
  return undefined
}

/** Keys that a misspelt one stands for, by place: they are not called missing as well. */
function meantKeys(errors: readonly TLocalizedValidationError[], schema: object): Set<string> {
  const meant = new Set<string>()
  for (const e of errors) {
    if (e.keyword !== 'additionalProperties') continue
    const known = Object.keys((schemaAt(schema, e.schemaPath)['properties'] as object) ?? {})
    for (const key of e.params.additionalProperties) meant.add(`${e.instancePath}/${near(key, known) ?? ''}`)
  }
  return meant
}

function missing(
  keys: readonly string[],
  at: string,
  meant: ReadonlySet<string>,
  value: unknown,
  faults: Faults,
  base: Path,
): void {
  for (const key of keys) {
    if (meant.has(`${at}/${key}`)) continue
    const text = key === 'zh' ? texts.missingZh : key === 'en' ? texts.missingEn : texts.missing
    faults.add([...base, ...pointerPath(at, value)], text, { word: key })
  }
}

function tell(error: TLocalizedValidationError, schema: object, value: unknown, faults: Faults, base: Path): void {
  const inside = pointerPath(error.instancePath, value)
  const path = [...base, ...inside]
  const part = schemaAt(schema, error.schemaPath)
  if (error.keyword === 'additionalProperties') {
    const known = Object.keys((part['properties'] as object) ?? {})
    for (const word of error.params.additionalProperties) {
      const meant = near(word, known)
      faults.add([...path, word], meant ? texts.unknownNear : texts.unknown, { word, near: meant ?? '' }, 'key')
    }
    return
  }
  const choice = schemaAt(schema, error.schemaPath.replace(/\/anyOf\/.*$/, ''))
  const { text, params } = sentence(error, valueAt(value, inside), part, kinds(choice))
  faults.add(path, text, params)
}
