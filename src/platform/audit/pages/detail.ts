/** Writes a record's details as label and value in the reader's language; pure. */
import { type Language, say, type Text } from '#platform/texts.ts'
import { shortText } from '#web/console/shared/moments.ts'
import { codeText, fieldTexts } from './detail-texts.ts'
import { texts } from './texts.ts'

export interface Reader {
  readonly language: Language
  readonly zone: string
  /** Units and measures by their id or code. */
  readonly names: Readonly<Record<string, Text>>
}

export interface DetailLine {
  readonly field: string
  readonly label: string
  readonly value: string
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/
const longestValue = 80
/** As many signs as a printed board carries of a digest. */
const digestShown = 16
/** What says most comes first; the database keeps the fields by the length of their names. */
const first = ['kind', 'measure', 'directive', 'number', 'playbook', 'code', 'version', 'table', 'of', 'role', 'from']

/** What has no words is shown as it was written; what is empty is left out. */
export function detailLines(detail: unknown, reader: Reader): DetailLine[] {
  if (detail === null || typeof detail !== 'object') return []
  const place = (field: string) => (first.includes(field) ? first.indexOf(field) : first.length)
  return Object.entries(detail)
    .filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0))
    .sort(([a], [b]) => place(a) - place(b))
    .map(([field, value]) => ({ field, label: label(field, reader), value: valueText(field, value, reader) }))
}

function label(field: string, { language }: Reader): string {
  const text = fieldTexts[field]
  return text ? say(text, language) : field
}

function valueText(field: string, value: unknown, reader: Reader): string {
  const { language } = reader
  if (value === null) return '—'
  if (typeof value === 'boolean') return say(value ? texts.yes : texts.no, language)
  if (Array.isArray(value)) return listText(field, value, reader)
  if (typeof value === 'object') return pairs(value, reader)
  return wordText(field, String(value), reader)
}

/** Ids of rows say nothing to a reader: how many there are does. */
function listText(field: string, list: readonly unknown[], reader: Reader): string {
  const { language } = reader
  const ids = list.length > 0 && list.every((one) => typeof one === 'string' && uuid.test(one) && !reader.names[one])
  if (ids) return say(texts.manyRows, language, { count: list.length })
  const mark = say(texts.listMark, language)
  return list.map((one) => valueText(field, one, reader)).join(typeof list[0] === 'object' ? '; ' : mark)
}

function pairs(value: object, reader: Reader): string {
  const mark = say(texts.listMark, reader.language)
  return Object.entries(value)
    .filter(([, one]) => one !== 0 && one !== null)
    .map(([field, one]) => `${label(field, reader)} ${valueText(field, one, reader)}`)
    .join(mark)
}

function wordText(field: string, word: string, { language, zone, names }: Reader): string {
  const text = names[word] ?? codeText(field, word)
  if (text) return say(text, language)
  if (instant.test(word)) return shortText(Date.parse(word), language, zone)
  if (uuid.test(word)) return `${word.slice(0, 8)}…`
  if (field === 'digest') return word.slice(0, digestShown)
  return word.length > longestValue ? `${word.slice(0, longestValue)}…` : word
}
