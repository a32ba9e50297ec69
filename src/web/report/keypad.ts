/** A temperature in two taps, whole degrees then the tenth; nothing stands there beforehand that could be sent unread. */
import { button, h } from './dom.ts'
import type { Field } from './model.ts'
import { texts } from './texts.ts'
import { degrees, t } from './words.ts'

/** What has been tapped so far. */
export interface Reading {
  whole?: number
  celsius?: number
  /** The rarer whole degrees are shown. */
  wide?: boolean
}

/** Whole degrees at hand; the others are behind "Other". */
const usual = [36, 37, 38]
const lowest = 34
const highest = 42

/** @param key tells this keypad from others on the page  @param change is called with what is tapped now */
export function keypad(
  key: string,
  label: string,
  value: Reading,
  field: Field | undefined,
  change: (value: Reading) => void,
): HTMLElement {
  const roomy = value.celsius === undefined && (value.whole !== undefined || value.wide)
  const pad = (...children: HTMLElement[]) =>
    h('div', { class: roomy ? 'pad roomy' : 'pad', role: 'group', 'aria-label': label }, children)
  if (value.celsius !== undefined) {
    return pad(
      h('output', { class: 'read' }, degrees(value.celsius), h('small', null, ' ℃')),
      button(`${key}-clear`, 'b small', () => change({}), t(texts.again)),
    )
  }
  if (value.whole !== undefined) return pad(tenths(key, value.whole, field, change))
  return pad(wholes(key, value, change))
}

function wholes(key: string, value: Reading, change: (value: Reading) => void): HTMLElement {
  const list = value.wide ? range(lowest, highest) : usual
  const keys = list.map((whole) => button(`${key}-${whole}`, 'b key', () => change({ whole }), `${whole}.`))
  const other = value.wide
    ? button(`${key}-less`, 'b key link', () => change({}), t(texts.back))
    : button(`${key}-wide`, 'b key link', () => change({ wide: true }), t(texts.other))
  return h('div', { class: value.wide ? 'keys five' : 'keys four' }, keys, other)
}

function tenths(key: string, whole: number, field: Field | undefined, change: (value: Reading) => void): HTMLElement {
  const keys = range(0, 9).map((tenth) => {
    const celsius = (whole * 10 + tenth) / 10
    const possible =
      !field || ((field.min === undefined || celsius >= field.min) && (field.max === undefined || celsius <= field.max))
    const b = button(`${key}-t${tenth}`, 'b key', () => change({ celsius }), `.${tenth}`)
    b.setAttribute('aria-label', degrees(celsius))
    if (!possible) b.setAttribute('disabled', '')
    return b
  })
  return h(
    'div',
    { class: 'tenths' },
    button(`${key}-back`, 'b key whole', () => change({}), `${whole}.`),
    h('div', { class: 'keys five' }, keys),
  )
}

function range(from: number, to: number): number[] {
  const list: number[] = []
  for (let n = from; n <= to; n++) list.push(n)
  return list
}
