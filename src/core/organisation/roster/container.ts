/** What kind of file some bytes are, judged by the bytes and never by the name. */
import { Buffer } from 'node:buffer'
import { fault, rosterProblems } from './faults.ts'
import type { Fault } from './model.ts'

const ole2 = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]

/** Most bytes that a workbook may unpack to: 20 times a full roster, far below what would exhaust the memory. */
const maxUnpackedBytes = 600 * 1024 * 1024

const startsWith = (bytes: Uint8Array, magic: readonly number[] | string): boolean =>
  [...magic].every((byte, i) => bytes[i] === (typeof byte === 'string' ? byte.charCodeAt(0) : byte))

const pictures: readonly (readonly [magic: readonly number[] | string, zh: string, en: string])[] = [
  ['%PDF', ' PDF 文件', 'a PDF'],
  [[0x89, 0x50, 0x4e, 0x47], '图片', 'a picture'],
  [[0xff, 0xd8, 0xff], '图片', 'a picture'],
  ['GIF8', '图片', 'a picture'],
  ['Rar!', '压缩包', 'an archive'],
  [[0x37, 0x7a, 0xbc, 0xaf], '压缩包', 'an archive'],
  [[0x1f, 0x8b], '压缩包', 'an archive'],
]

/** Tells an .xlsx from text, or refuses with what the file seems to be. */
export function containerOf(bytes: Uint8Array): 'xlsx' | 'text' | Fault {
  if (startsWith(bytes, ole2)) return oldContainer(bytes)
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]) || startsWith(bytes, [0x50, 0x4b, 0x05, 0x06]))
    return zipContainer(bytes)
  for (const [magic, what, whatEn] of pictures) {
    if (startsWith(bytes, magic)) return fault(rosterProblems['roster-not-a-sheet'], { what, whatEn })
  }
  return textContainer(bytes)
}

/** OLE2 holds old .xls and .doc, and new workbooks once they have a password. */
function oldContainer(bytes: Uint8Array): Fault {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const has = (stream: string) => buffer.includes(Buffer.from(stream, 'utf16le'))
  if (has('EncryptedPackage')) return fault(rosterProblems['roster-password'])
  if (has('WordDocument'))
    return fault(rosterProblems['roster-not-a-sheet'], { what: ' Word 文件', whatEn: 'a Word document' })
  return fault(rosterProblems['roster-old-xls'])
}

function zipContainer(bytes: Uint8Array): 'xlsx' | Fault {
  const entries = zipEntries(bytes)
  if (!entries) return fault(rosterProblems['roster-damaged'])
  const has = (start: string) => entries.some((entry) => entry.name.startsWith(start))
  if (has('xl/workbook.bin'))
    return fault(rosterProblems['roster-other-sheet'], { what: ' .xlsb 文件', whatEn: 'an .xlsb file' })
  if (has('word/'))
    return fault(rosterProblems['roster-not-a-sheet'], { what: ' Word 文件', whatEn: 'a Word document' })
  if (has('ppt/')) return fault(rosterProblems['roster-not-a-sheet'], { what: '演示文稿', whatEn: 'a presentation' })
  if (has('content.xml'))
    return fault(rosterProblems['roster-other-sheet'], { what: ' .ods 文件', whatEn: 'an .ods file' })
  if (has('Index/'))
    return fault(rosterProblems['roster-other-sheet'], { what: ' Numbers 文件', whatEn: 'a Numbers file' })
  if (!has('xl/')) return fault(rosterProblems['roster-not-a-sheet'], { what: '压缩包', whatEn: 'an archive' })
  const unpacked = entries.reduce((sum, entry) => sum + entry.bytes, 0)
  if (unpacked > maxUnpackedBytes) {
    return fault(rosterProblems['roster-too-large'], { size: Math.round(unpacked / 1024 / 1024) })
  }
  return 'xlsx'
}

/** Systems often export a web page or an XML sheet and call it .xls. */
function textContainer(bytes: Uint8Array): 'text' | Fault {
  const start = new TextDecoder('latin1')
    .decode(bytes.subarray(0, 512))
    .replace(/^(ï»¿)?\s+/, '')
    .toLowerCase()
  if (/^(ï»¿)?<(!doctype html|html|table|meta|head)/.test(start)) {
    return fault(rosterProblems['roster-other-sheet'], {
      what: '改了后缀的网页',
      whatEn: 'a web page under another name',
    })
  }
  if (/^(ï»¿)?<\?(xml|mso-application)/.test(start)) {
    return fault(rosterProblems['roster-other-sheet'], { what: ' XML 表格', whatEn: 'an XML sheet' })
  }
  return 'text'
}

interface ZipEntry {
  readonly name: string
  readonly bytes: number
}

/** Names and unpacked sizes from a zip's central directory; undefined when it has none. */
function zipEntries(bytes: Uint8Array): ZipEntry[] | undefined {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || end + 22 > zip.length) return undefined
  const count = zip.readUInt16LE(end + 10)
  let at = zip.readUInt32LE(end + 16)
  const entries: ZipEntry[] = []
  for (let i = 0; i < count; i++) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== 0x02014b50) return undefined
    const nameBytes = zip.readUInt16LE(at + 28)
    entries.push({ name: zip.toString('utf8', at + 46, at + 46 + nameBytes), bytes: zip.readUInt32LE(at + 24) })
    at += 46 + nameBytes + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return entries
}
