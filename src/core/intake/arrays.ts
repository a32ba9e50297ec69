/**
 * PostgreSQL arrays in the binary format of its protocol. A batch carries some twenty of them: as text they took a quarter
 * of the statement's time to parse, and longer to write.
 */
import { Buffer } from 'node:buffer'

/** One dimension, whether there are nulls, the type of the elements, their number, the first index: 4 bytes each. */
const headerBytes = 20
const nullLength = -1

const types = { bool: 16, bytea: 17, int4: 23, text: 25, timestamptz: 1184, uuid: 2950, jsonb: 3802 } as const

/** An array whose elements take at most `room` bytes in all, their lengths included; `write` returns where it ended. */
function array(
  type: keyof typeof types,
  count: number,
  room: number,
  write: (to: Buffer, at: number) => number,
): Buffer {
  const to = Buffer.allocUnsafe(headerBytes + room)
  to.writeInt32BE(count === 0 ? 0 : 1, 0)
  to.writeInt32BE(1, 4)
  to.writeInt32BE(types[type], 8)
  to.writeInt32BE(count, 12)
  to.writeInt32BE(1, 16)
  // An empty array has no dimension, and nothing of one.
  return to.subarray(0, count === 0 ? 12 : write(to, headerBytes))
}

/** Elements of one size, each null or written by `write`. */
function fixed<T>(
  type: keyof typeof types,
  values: readonly (T | null)[],
  size: number,
  write: (to: Buffer, at: number, value: T) => void,
): Buffer {
  return array(type, values.length, values.length * (4 + size), (to, start) => {
    let at = start
    for (const value of values) {
      at = to.writeInt32BE(value === null ? nullLength : size, at)
      if (value === null) continue
      write(to, at, value)
      at += size
    }
    return at
  })
}

/** What each character of a hexadecimal number is worth; others count as nothing, since ids are checked before. */
const worth = new Uint8Array(128)
for (const [i, digit] of [...'0123456789abcdef'].entries()) {
  worth[digit.charCodeAt(0)] = i
  worth[digit.toUpperCase().charCodeAt(0)] = i
}

/** Where in `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx` each byte stands. */
const places = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34]

function writeUuid(to: Buffer, at: number, id: string): void {
  for (let i = 0; i < 16; i++) {
    const place = places[i]!
    to[at + i] = (worth[id.charCodeAt(place)]! << 4) | worth[id.charCodeAt(place + 1)]!
  }
}

/** UUIDs in their usual form. */
export const uuids = (values: readonly (string | null)[]): Buffer => fixed('uuid', values, 16, writeUuid)

export const integers = (values: readonly number[]): Buffer =>
  fixed('int4', values, 4, (to, at, value) => to.writeInt32BE(value, at))

export const booleans = (values: readonly boolean[]): Buffer =>
  fixed('bool', values, 1, (to, at, value) => to.writeUInt8(value ? 1 : 0, at))

/** Unix milliseconds at which PostgreSQL's count of microseconds begins: 2000-01-01 UTC. */
const epochMs = 946_684_800_000
const word = 2 ** 32

/** Instants in Unix milliseconds. */
export const instants = (values: readonly (number | null)[]): Buffer =>
  fixed('timestamptz', values, 8, (to, at, ms) => {
    const microseconds = (ms - epochMs) * 1000
    const high = Math.floor(microseconds / word)
    to.writeInt32BE(high, at)
    to.writeUInt32BE(microseconds - high * word, at + 4)
  })

export const byteStrings = (values: readonly Uint8Array[]): Buffer => {
  const room = values.reduce((sum, value) => sum + 4 + value.length, 0)
  return array('bytea', values.length, room, (to, start) => {
    let at = start
    for (const value of values) {
      at = to.writeInt32BE(value.length, at)
      to.set(value, at)
      at += value.length
    }
    return at
  })
}

/** A character of a string takes at most three bytes of UTF-8. */
const bytesPerCharacter = 3

/** Any text; a column often says the same in every row, which is then copied. */
export function texts(values: readonly string[]): Buffer {
  const room = values.reduce((sum, value) => sum + 4 + bytesPerCharacter * value.length, 0)
  return array('text', values.length, room, (to, start) => {
    let at = start
    let last = start
    for (let i = 0; i < values.length; i++) {
      const before = last
      last = at
      if (i > 0 && values[i] === values[i - 1]) {
        to.copyWithin(at, before, at)
        at += at - before
        continue
      }
      const length = to.write(values[i]!, at + 4)
      to.writeInt32BE(length, at)
      at += 4 + length
    }
    return at
  })
}

/** The format of jsonb on the wire, its first byte. */
const jsonbVersion = 1

/** JSON that is written already. */
export function documents(values: readonly string[]): Buffer {
  const room = values.reduce((sum, value) => sum + 5 + bytesPerCharacter * value.length, 0)
  return array('jsonb', values.length, room, (to, start) => {
    let at = start
    for (const value of values) {
      const length = to.write(value, at + 5)
      to.writeInt32BE(length + 1, at)
      to[at + 4] = jsonbVersion
      at += 5 + length
    }
    return at
  })
}
