/**
 * Reads back what a PDF of this program holds: the words of each page with their places, and what is filled or outlined
 * there. It knows what Typst writes (no object streams, Flate, fonts with ToUnicode), not PDF at large.
 */
import { inflateSync } from 'node:zlib'

/** In points of 1/72 inch from the page's lower left corner. */
export interface Box {
  readonly left: number
  readonly bottom: number
  readonly right: number
  readonly top: number
}

export interface PdfText {
  readonly text: string
  readonly x: number
  readonly y: number
}

export interface PdfPage {
  readonly texts: readonly PdfText[]
  /** Rectangles with square corners that are filled: a QR code's dark modules. */
  readonly filled: readonly Box[]
  /** Rectangles that are drawn as a line: where a card is to be cut. */
  readonly outlined: readonly Box[]
}

/** Points in a millimetre. */
export const mm = 72 / 25.4

export const isInside = (box: Box, x: number, y: number): boolean =>
  x >= box.left && x <= box.right && y >= box.bottom && y <= box.top

/** The pages in their order. */
export function readPdf(file: Buffer): PdfPage[] {
  const objects = objectsOf(file)
  const kids = /\/Kids \[([^\]]*)\]/.exec(find(objects, '/Type /Pages').head)![1]!
  return [...kids.matchAll(/(\d+) 0 R/g)].map(([, no]) => {
    const { head } = objects.get(Number(no))!
    const fonts = new Map<string, Map<number, string>>()
    for (const [, name, font] of head.matchAll(/\/(f\d+) (\d+) 0 R/g)) fonts.set(name!, glyphs(objects, Number(font)))
    return draw(objects.get(reference(head, 'Contents'))!.stream!.toString('latin1'), fonts)
  })
}

interface PdfObject {
  readonly head: string
  readonly stream?: Buffer
}

function objectsOf(file: Buffer): Map<number, PdfObject> {
  const source = file.toString('latin1')
  const found = new Map<number, PdfObject>()
  const start = /(?:^|\n)(\d+) 0 obj\n/g
  for (let at = start.exec(source); at; at = start.exec(source)) {
    const from = start.lastIndex
    const end = source.indexOf('endobj', from)
    const stream = source.indexOf('\nstream\n', from)
    const has = stream >= 0 && stream < end
    const head = source.slice(from, has ? stream : end)
    if (has) {
      const bytes = file.subarray(stream + 8, stream + 8 + Number(/\/Length (\d+)/.exec(head)![1]))
      found.set(Number(at[1]), { head, stream: head.includes('/FlateDecode') ? inflateSync(bytes) : bytes })
      start.lastIndex = stream + 8 + bytes.length
    } else found.set(Number(at[1]), { head })
  }
  return found
}

function find(objects: Map<number, PdfObject>, what: string): PdfObject {
  const found = [...objects.values()].find(({ head }) => head.includes(what))
  if (!found) throw new Error(`the PDF has no ${what}`)
  return found
}

const reference = (head: string, key: string): number => Number(new RegExp(`/${key} (\\d+) 0 R`).exec(head)![1])

/** What each glyph of a font stands for, from its ToUnicode table. */
function glyphs(objects: Map<number, PdfObject>, font: number): Map<number, string> {
  const map = new Map<number, string>()
  const table = objects.get(reference(objects.get(font)!.head, 'ToUnicode'))!.stream!.toString('latin1')
  const words = (hex: string) => Buffer.from(hex, 'hex').swap16().toString('utf16le')
  for (const [, body] of table.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
    for (const [, glyph, text] of body!.matchAll(/<(\w+)>\s*<(\w+)>/g))
      map.set(Number.parseInt(glyph!, 16), words(text!))
  for (const [, body] of table.matchAll(/beginbfrange([\s\S]*?)endbfrange/g))
    for (const [, from, to, text] of body!.matchAll(/<(\w+)>\s*<(\w+)>\s*<(\w+)>/g)) {
      const first = Number.parseInt(from!, 16)
      for (let g = first; g <= Number.parseInt(to!, 16); g++)
        map.set(g, String.fromCodePoint(words(text!).codePointAt(0)! + g - first))
    }
  return map
}

/** [a b c d e f]: x' = a·x + c·y + e, y' = b·x + d·y + f. */
type Matrix = readonly [number, number, number, number, number, number]
const times = (m: Matrix, n: Matrix): Matrix => [
  m[0] * n[0] + m[1] * n[2],
  m[0] * n[1] + m[1] * n[3],
  m[2] * n[0] + m[3] * n[2],
  m[2] * n[1] + m[3] * n[3],
  m[4] * n[0] + m[5] * n[2] + n[4],
  m[4] * n[1] + m[5] * n[3] + n[5],
]

const token = /\((?:\\[\s\S]|[^\\()])*\)|<[0-9A-Fa-f]*>|\[|\]|\/\S+|<<|>>|[^\s[\]()<>/]+/g

/** Follows the drawing operators that Typst uses. */
function draw(content: string, fonts: Map<string, Map<number, string>>): PdfPage {
  const page = { texts: [] as PdfText[], filled: [] as Box[], outlined: [] as Box[] }
  let at: Matrix = [1, 0, 0, 1, 0, 0]
  let line: Matrix = at
  let font = new Map<number, string>()
  let path: { x: number; y: number }[] = []
  let curved = false
  const kept: Matrix[] = []
  let given: string[] = []
  const numbers = () => given.map(Number)
  const point = (x: number, y: number) => ({
    x: at[0] * x + at[2] * y + at[4],
    y: at[1] * x + at[3] * y + at[5],
  })
  const show = () => {
    const place = times(line, at)
    const strings = given.filter((one) => one.startsWith('(') || one.startsWith('<'))
    const text = strings
      .map((one) =>
        glyphNumbers(one)
          .map((g) => font.get(g) ?? '\uFFFD')
          .join(''),
      )
      .join('')
    page.texts.push({ text, x: place[4], y: place[5] })
  }
  const finish = (list?: Box[]) => {
    if (list && !curved && path.length === 4) list.push(boxOf(path))
    path = []
    curved = false
  }
  const operators = new Map<string, () => void>([
    ['q', () => kept.push(at)],
    [
      'Q',
      () => {
        at = kept.pop()!
      },
    ],
    [
      'cm',
      () => {
        at = times(numbers() as unknown as Matrix, at)
      },
    ],
    [
      'Tf',
      () => {
        font = fonts.get(given[0]!.slice(1))!
      },
    ],
    [
      'Tm',
      () => {
        line = numbers() as unknown as Matrix
      },
    ],
    ['Tj', show],
    ['TJ', show],
    // A path begun anew within one fill: the modules of a QR code are one path of many rectangles.
    ['m', () => path.push(point(numbers()[0]!, numbers()[1]!))],
    ['l', () => path.push(point(numbers()[0]!, numbers()[1]!))],
    [
      'c',
      () => {
        curved = true
      },
    ],
    ['n', () => finish()],
    ['f', () => fill()],
    ['f*', () => fill()],
    ['S', () => finish(page.outlined)],
  ])
  const fill = () => {
    if (!curved && path.length % 4 === 0)
      for (let i = 0; i < path.length; i += 4) page.filled.push(boxOf(path.slice(i, i + 4)))
    finish()
  }
  for (const [one] of content.matchAll(token)) {
    operators.get(one)?.()
    if (/^[A-Za-z*]+$/.test(one)) given = []
    else if (one !== '[' && one !== ']') given.push(one)
  }
  return page
}

function boxOf(points: readonly { x: number; y: number }[]): Box {
  const xs = points.map((p) => p.x)
  const ys = points.map((p) => p.y)
  return { left: Math.min(...xs), bottom: Math.min(...ys), right: Math.max(...xs), top: Math.max(...ys) }
}

const escapes: Record<string, number> = { n: 10, r: 13, t: 9, b: 8, f: 12 }

/** Two bytes a glyph. */
function glyphNumbers(string: string): number[] {
  const bytes = string.startsWith('<') ? [...Buffer.from(string.slice(1, -1), 'hex')] : literalBytes(string)
  return Array.from({ length: bytes.length / 2 }, (_, i) => bytes[2 * i]! * 256 + bytes[2 * i + 1]!)
}

function literalBytes(string: string): number[] {
  const bytes: number[] = []
  for (const [one] of string.slice(1, -1).matchAll(/\\[0-7]{1,3}|\\[\s\S]|[\s\S]/g)) {
    const octal = /^\\([0-7]+)$/.exec(one)
    if (octal) bytes.push(Number.parseInt(octal[1]!, 8))
    else if (one.length > 1) bytes.push(escapes[one[1]!] ?? one.charCodeAt(1))
    else bytes.push(one.charCodeAt(0))
  }
  return bytes
}
