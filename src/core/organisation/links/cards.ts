/** Access cards: as rows of a CSV, and as A4 sheets of QR cards with cut lines, station by station. */
import { readFile } from 'node:fs/promises'
import type { Documents } from '#platform/documents/documents.ts'
import { qrSvg } from '#platform/documents/qr.ts'
import { say } from '#platform/texts.ts'
import type { Unit, UnitTree } from '../tree.ts'
import { cardTexts } from './texts.ts'
import type { LinkKind } from './token.ts'

export interface Card {
  readonly kind: LinkKind
  readonly id: string
  /** The member's name; a household is called by its first member. */
  readonly name: string
  readonly staffNo: string | null
  readonly unit: Unit
  readonly relatives: readonly string[]
  readonly url: string
}

/** The most cards on one PDF: a detachment's 700 members and their households. */
export const cardsPerDocument = 1600

/** A cell that a spreadsheet takes as text, whatever it begins with. */
const cell = (value: string): string => {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** The CSV line by line, with a byte order mark, so that Excel reads the Chinese. */
export function* cardsCsv(cards: readonly Card[]): Generator<string> {
  const head = ['类别 kind', '单位 unit', '姓名 name', '编号 staff_no', '家属 relatives', '链接 link']
  yield `\uFEFF${head.join(',')}\r\n`
  for (const card of cards) {
    const kind = card.kind === 'person' ? '队员 member' : '家庭 household'
    yield `${[kind, card.unit.fullName, card.name, card.staffNo ?? '', card.relatives.join('、'), card.url].map(cell).join(',')}\r\n`
  }
}

const templateFile = new URL('./cards.typ', import.meta.url)

/** The sheets as a PDF; each station, office or higher unit begins a new page. */
export async function cardsPdf(documents: Documents, tree: UnitTree, cards: readonly Card[]): Promise<Buffer> {
  const groups = new Map<Unit, Card[]>()
  for (const card of cards) {
    const home = tree.nearest(card.unit, 'station', 'office') ?? card.unit
    groups.set(home, [...(groups.get(home) ?? []), card])
  }
  const data = {
    texts: Object.fromEntries(
      Object.entries(cardTexts).map(([key, text]) => [key, { zh: say(text, 'zh'), en: say(text, 'en') }]),
    ),
    groups: [...groups].map(([unit, list]) => ({
      unit: unit.fullName.replaceAll('/', ' · '),
      cards: list.map((card) => onPaper(card, unit)),
    })),
  }
  return documents.renderPdf({ template: await readFile(templateFile, 'utf8'), data })
}

/** A card once cut off its sheet says of itself where it belongs: 大通站 · 一班. */
function onPaper(card: Card, home: Unit) {
  const unit = card.unit === home ? home.name : `${home.name} · ${card.unit.name}`
  return { kind: card.kind, name: card.name, no: card.staffNo ?? '', unit, qr: qrSvg(card.url) }
}
