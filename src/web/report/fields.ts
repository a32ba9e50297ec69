/** Draws the fields of a form that no page treats by itself: choices, numbers, yes or no, words. */
import { choice, h } from './dom.ts'
import type { Field } from './model.ts'
import { texts } from './texts.ts'
import { t } from './words.ts'

/** What is filled in, by field name; numbers as they were typed. */
export type Values = { [name: string]: string | boolean | string[] | undefined }

/** @param set keeps a value; `redraw` is false while somebody types */
export function field(
  key: string,
  f: Field,
  values: Values,
  set: (value: Values[string], redraw: boolean) => void,
): HTMLElement {
  const value = values[f.name]
  const id = `${key}-${f.name}`
  const title = t(f.title) + (f.unit ? t({ zh: '（{unit}）', en: ' ({unit})' }, { unit: f.unit }) : '')
  if (f.type === 'choice') {
    return h(
      'div',
      { class: 'chips', role: 'group', 'aria-label': title },
      (f.choices || []).map((c) =>
        choice(`${id}-${c.code}`, 'chip set', value === c.code, () => set(c.code, true), t(c.title)),
      ),
    )
  }
  if (f.type === 'boolean') {
    return h(
      'div',
      { class: 'chips' },
      choice(id, 'chip', value === true, () => set(value === true ? undefined : true, true), t(f.title)),
    )
  }
  const number = f.type === 'number'
  const input = h('input', {
    id,
    'data-key': id,
    type: 'text',
    inputmode: number ? 'decimal' : 'text',
    maxlength: f.maxLength || (number ? 8 : 200),
    autocomplete: 'off',
    placeholder: f.hint ? t(f.hint) : undefined,
    oninput: (e) => set((e.target as HTMLInputElement).value, false),
  }) as HTMLInputElement
  input.value = typeof value === 'string' ? value : ''
  return h('div', null, h('label', { for: id }, title), input)
}

/** What is filled in, as the form takes it; full-width digits become plain ones. */
export function answers(fields: readonly Field[], values: Values): { [name: string]: unknown } {
  const out: { [name: string]: unknown } = {}
  for (const f of fields) {
    const value = values[f.name]
    if (value === undefined || value === '') continue
    out[f.name] =
      f.type === 'number' && typeof value === 'string'
        ? Number(value.normalize('NFKC').replace(',', '.').trim())
        : typeof value === 'string'
          ? value.trim()
          : value
  }
  return out
}

/** Titles of fields that are needed and empty, or are no numbers. */
export function lacking(fields: readonly Field[], values: Values): string[] {
  const given = answers(fields, values)
  return fields
    .filter(
      (f) =>
        (f.required && given[f.name] === undefined) ||
        (f.type === 'number' && given[f.name] !== undefined && !isFinite(given[f.name] as number)),
    )
    .map((f) => t(f.title))
}

/** Yes and no in words, for what was sent. */
export const yesNo = (value: boolean): string => t(value ? texts.yes : texts.no)
