/** What is kept about a household or member as a workbook that anybody can open: in words, one sheet a kind. */
import { type CellValue, type WriteSheet, writeXlsx } from 'hucre/xlsx'
import { type Language, say, type Text } from '#platform/texts.ts'
import { relationName } from '../../relations.ts'
import type { Kept, KeptLine } from './kept.ts'
import { columnTexts, keptTexts as texts, valueTexts } from './texts.ts'

/** Text that a spreadsheet would take for a formula stays text. */
const plain = (value: string): string => (/^[=+\-@\t\r]/.test(value) ? `'${value}` : value)

export async function keptWorkbook(kept: Kept, zone: string, language: Language): Promise<Uint8Array> {
  const words = new Words(zone, language)
  const sheets = [
    words.first(kept),
    words.table(texts.people, kept.people),
    words.table(texts.consents, kept.consents),
    words.table(texts.reports, kept.reports.flatMap(reportRows)),
    words.table(
      texts.alerts,
      kept.alerts.map(({ detail: _detail, ...rest }) => rest),
    ),
    words.table(texts.phones, kept.phones),
    words.table(texts.requests, kept.requests),
    ...(kept.posts.length > 0 ? [words.table(texts.posts, kept.posts)] : []),
    ...(kept.presence.length > 0 ? [words.table(texts.presence, kept.presence)] : []),
  ]
  return (await writeXlsx({ sheets, defaultFont: { name: '宋体', size: 11 } })) as Uint8Array
}

/** One row for each relative's answer. */
function reportRows(line: KeptLine): Record<string, unknown>[] {
  const head = { observed_at: line.observed_at, received_at: line.received_at, channel: line.channel }
  const tail = { corrects: line.corrects, flags: line.flags, ...line.beside }
  if (line.answers.length === 0) return [{ ...head, name: '', ...tail }]
  return line.answers.map(({ name, answer }) => ({ ...head, name, ...answer, ...tail }))
}

class Words {
  readonly #zone: string
  readonly #language: Language
  constructor(zone: string, language: Language) {
    this.#zone = zone
    this.#language = language
  }

  first(kept: Kept): WriteSheet {
    const say = (text: Text, params?: Record<string, string | number>) => this.#say(text, params)
    const rows: CellValue[][] = [
      [say(texts.title, { about: kept.request.about })],
      [say(texts.unit), kept.household.unit],
      [say(texts.member), kept.household.members.map((m) => m.name).join('、')],
      [say(texts.asked), this.#value('at', kept.request.at), this.#value('kind', kept.request.kind)],
      [say(texts.made), this.#value('at', kept.made_at), kept.made_by],
      [],
      [say(texts.why)],
      [say(texts.howLong)],
      ...(kept.reports_not_shown > 0 ? [[say(texts.notShown, { n: kept.reports_not_shown })]] : []),
    ]
    return {
      name: say(texts.cover),
      rows: rows.map((row) => row.map(safe)),
      columns: [{ width: 22 }, { width: 40 }, { width: 20 }],
    }
  }

  table(title: Text, lines: readonly Record<string, unknown>[]): WriteSheet {
    const names = [...new Set(lines.flatMap((line) => Object.keys(line)))]
    const rows: CellValue[][] = [
      names.length === 0
        ? [this.#say(texts.nothing)]
        : names.map((name) => this.#say(columnTexts[name] ?? { zh: name, en: name })),
      ...lines.map((line) => names.map((name) => safe(this.#value(name, line[name])))),
    ]
    return {
      name: this.#say(title),
      rows,
      columns: names.map(() => ({ width: 18 })),
      freezePane: { rows: 1, columns: 0 },
    }
  }

  #say(text: Text, params?: Record<string, string | number>): string {
    return say(text, this.#language, params)
  }

  /** A stored value as it is read: times on the wall clock there, codes in words. */
  #value(name: string, value: unknown): CellValue {
    if (value === null || value === undefined) return ''
    if (typeof value === 'boolean') return this.#say(value ? texts.yes : texts.no)
    if (typeof value === 'number') return value
    if (Array.isArray(value)) return value.map((one) => String(this.#value(name, one))).join('、')
    if (typeof value === 'object') return JSON.stringify(value)
    const text = String(value)
    if (name === 'relation') return relationName(text, this.#language)
    if (/_at$|^at$/.test(name)) {
      const format = new Intl.DateTimeFormat('sv-SE', { timeZone: this.#zone, dateStyle: 'short', timeStyle: 'short' })
      return format.format(new Date(text))
    }
    const known = valueTexts[text]
    return known ? this.#say(known) : text
  }
}

const safe = (value: CellValue): CellValue => (typeof value === 'string' ? plain(value) : value)
