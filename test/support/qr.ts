/**
 * Reads a QR code back from its modules, by the standard and not with the library that draws them: a test then sees what
 * a telephone would. Clean modules only: it corrects no errors.
 */

/** `dark[row][column]`, without the quiet zone. */
export type Modules = readonly (readonly boolean[])[]

/** Data codewords of each block at level M, by version (ISO/IEC 18004, table 9). */
const blocksAtM: readonly (readonly number[])[] = [
  [16],
  [28],
  [44],
  [32, 32],
  [43, 43],
  [27, 27, 27, 27],
  [31, 31, 31, 31],
  [38, 38, 39, 39],
  [36, 36, 36, 37, 37],
  [43, 43, 43, 43, 44],
]
/** Where alignment patterns have their centres, by version. */
const centres: readonly (readonly number[])[] = [
  [],
  [6, 18],
  [6, 22],
  [6, 26],
  [6, 30],
  [6, 34],
  [6, 22, 38],
  [6, 24, 42],
  [6, 26, 46],
  [6, 28, 50],
]

const masks: readonly ((r: number, c: number) => boolean)[] = [
  (r, c) => (r + c) % 2 === 0,
  (r) => r % 2 === 0,
  (_, c) => c % 3 === 0,
  (r, c) => (r + c) % 3 === 0,
  (r, c) => (Math.floor(r / 2) + Math.floor(c / 3)) % 2 === 0,
  (r, c) => ((r * c) % 2) + ((r * c) % 3) === 0,
  (r, c) => (((r * c) % 2) + ((r * c) % 3)) % 2 === 0,
  (r, c) => (((r + c) % 2) + ((r * c) % 3)) % 2 === 0,
]

/** The text of a code of level M, version 1 to 10. */
export function readQr(dark: Modules): string {
  const version = (dark.length - 17) / 4
  const blocks = blocksAtM[version - 1]
  if (!blocks) throw new Error(`a code of ${dark.length} modules a side is not read here`)
  const { level, mask } = formatOf(dark)
  // 00 is M in the standard's order of levels.
  if (level !== 0) throw new Error('a code of another level than M is not read here')
  return words(inOrder(codewords(dark, version, masks[mask]!), blocks), version)
}

/** The 15 bits beside the upper left finder, freed of their own mask. */
function formatOf(dark: Modules): { level: number; mask: number } {
  const places = [0, 1, 2, 3, 4, 5, 7, 8].map((c) => dark[8]![c]!)
  places.push(...[7, 5, 4, 3, 2, 1, 0].map((r) => dark[r]![8]!))
  const bits = places.reduce((n, on) => n * 2 + Number(on), 0) ^ 0b101010000010010
  return { level: bits >> 13, mask: (bits >> 10) & 7 }
}

/** Whether a module belongs to a finder, timing, alignment, format or version pattern. */
function isPattern(size: number, version: number, r: number, c: number): boolean {
  if (r === 6 || c === 6) return true
  if ((r < 9 && (c < 9 || c >= size - 8)) || (r >= size - 8 && c < 9)) return true
  if (version >= 7 && ((r < 6 && c >= size - 11) || (c < 6 && r >= size - 11))) return true
  const list = centres[version - 1]!
  const last = list.at(-1)
  return list.some((y) =>
    list.some(
      (x) =>
        !((y === 6 && (x === 6 || x === last)) || (x === 6 && y === last)) &&
        Math.abs(r - y) <= 2 &&
        Math.abs(c - x) <= 2,
    ),
  )
}

/** All codewords as they lie: two columns at a time from the right, upwards and downwards in turn. */
function codewords(dark: Modules, version: number, mask: (r: number, c: number) => boolean): number[] {
  const size = dark.length
  const bits: number[] = []
  let up = true
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5
    for (let i = 0; i < size; i++) {
      const r = up ? size - 1 - i : i
      for (const c of [right, right - 1])
        if (!isPattern(size, version, r, c)) bits.push(Number(dark[r]![c]! !== mask(r, c)))
    }
    up = !up
  }
  return Array.from({ length: Math.floor(bits.length / 8) }, (_, i) =>
    Number.parseInt(bits.slice(8 * i, 8 * i + 8).join(''), 2),
  )
}

/** Data codewords block after block; on the paper they lie by turns. */
function inOrder(all: readonly number[], blocks: readonly number[]): number[] {
  const data: number[][] = blocks.map(() => [])
  let next = 0
  for (let i = 0; i < Math.max(...blocks); i++)
    for (const [b, length] of blocks.entries()) if (i < length) data[b]!.push(all[next++]!)
  return data.flat()
}

const alphanumeric = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'

/** Segments of digits, capitals or bytes, until the terminator. */
function words(data: readonly number[], version: number): string {
  const bits = data.map((n) => n.toString(2).padStart(8, '0')).join('')
  let at = 0
  const take = (n: number) => {
    at += n
    return Number.parseInt(bits.slice(at - n, at), 2)
  }
  const bytes: number[] = []
  const large = version > 9
  while (at + 4 <= bits.length) {
    const mode = take(4)
    if (mode === 0) break
    if (mode === 4) for (let n = take(large ? 16 : 8); n > 0; n--) bytes.push(take(8))
    else if (mode === 2) bytes.push(...capitals(take(large ? 11 : 9), take))
    else if (mode === 1) bytes.push(...digits(take(large ? 12 : 10), take))
    else throw new Error(`segment of mode ${mode}`)
  }
  return Buffer.from(bytes).toString('utf8')
}

function capitals(count: number, take: (n: number) => number): number[] {
  const signs: number[] = []
  for (let left = count; left > 0; left -= 2) {
    const value = take(left > 1 ? 11 : 6)
    signs.push(...(left > 1 ? [Math.floor(value / 45), value % 45] : [value]))
  }
  return signs.map((n) => alphanumeric.charCodeAt(n))
}

function digits(count: number, take: (n: number) => number): number[] {
  let text = ''
  for (let left = count; left > 0; left -= 3) {
    const n = Math.min(3, left)
    text += String(take([0, 4, 7, 10][n]!)).padStart(n, '0')
  }
  return [...Buffer.from(text)]
}
