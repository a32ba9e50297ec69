/** Reads access cards off their printed sheet, as whoever holds one: the words on it, and what a camera reads. */
import { type Box, isInside, mm, type PdfPage } from './pdf.ts'
import { type Modules, readQr } from './qr.ts'

export interface CardOnPaper {
  readonly kind: 'person' | 'household'
  /** As it stands on the card: a household's ends in 家. */
  readonly name: string
  readonly unit: string
  readonly staffNo: string
  /** What the QR code says. */
  readonly read: string
}

/** The cards of a page, row by row from the left. */
export function cardsOnPaper(page: PdfPage): CardOnPaper[] {
  return page.outlined
    .filter((box) => Math.abs(box.right - box.left - 85 * mm) < 1 && Math.abs(box.top - box.bottom - 50 * mm) < 1)
    .map((box) => cardIn(page, box))
}

function cardIn(page: PdfPage, box: Box): CardOnPaper {
  const inside = page.texts.filter((text) => isInside(box, text.x, text.y))
  const rows = [...Map.groupBy(inside, (text) => Math.round(text.y))]
    .sort(([a], [b]) => b - a)
    .map(([, texts]) => texts.map((text) => text.text).join(''))
  const [kind, name, where] = rows as [string, string, string]
  const [, unit, staffNo] = /^(.*?)(?: · (SG\d+))?$/.exec(where)!
  return {
    kind: kind.startsWith('家庭卡') ? 'household' : 'person',
    name,
    unit: unit!,
    staffNo: staffNo ?? '',
    read: readQr(modulesIn(page, box)),
  }
}

/** The dark squares of a card's code as rows and columns. */
function modulesIn(page: PdfPage, box: Box): Modules {
  const dark = page.filled.filter((one) => isInside(box, (one.left + one.right) / 2, (one.top + one.bottom) / 2))
  const side = Math.min(...dark.map((one) => one.top - one.bottom))
  const left = Math.min(...dark.map((one) => one.left))
  const top = Math.max(...dark.map((one) => one.top))
  const size = Math.round((Math.max(...dark.map((one) => one.right)) - left) / side)
  const rows = Array.from({ length: size }, () => new Array<boolean>(size).fill(false))
  for (const one of dark) {
    const row = Math.round((top - one.top) / side)
    const from = Math.round((one.left - left) / side)
    rows[row]!.fill(true, from, Math.round((one.right - left) / side))
  }
  return rows
}
