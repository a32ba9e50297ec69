/** The one clock, chance and ids that the program asks; tests move the clock and fix the chance. */
import { randomBytes } from 'node:crypto'

export interface Clock {
  /** Now, in Unix milliseconds. */
  now(): number
}

export interface Chance {
  /** `n` random bytes. */
  bytes(n: number): Buffer
}

export const systemClock: Clock = { now: () => Date.now() }
export const systemChance: Chance = { bytes: (n) => randomBytes(n) }

/** A clock that stands still until a test moves it. */
export class MovedClock implements Clock {
  #now: number
  constructor(start: string | number) {
    this.#now = typeof start === 'number' ? start : Date.parse(start)
  }
  now(): number {
    return this.#now
  }
  /** Sets the clock to an instant. */
  set(instant: string | number): void {
    this.#now = typeof instant === 'number' ? instant : Date.parse(instant)
  }
  /** Moves the clock forward. */
  forward(by: { hours?: number; minutes?: number; seconds?: number; ms?: number }): void {
    this.#now += (by.hours ?? 0) * 3_600_000 + (by.minutes ?? 0) * 60_000 + (by.seconds ?? 0) * 1000 + (by.ms ?? 0)
  }
}

const hex = (bytes: Buffer): string => {
  const h = bytes.toString('hex')
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-${h.slice(12, 16)}-${h.slice(16, 20)}-${h.slice(20)}`
}

/** A UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, the rest random; sorts by time. */
export function uuid7(clock: Clock, chance: Chance): string {
  const b = chance.bytes(16)
  b.writeUIntBE(clock.now(), 0, 6)
  b[6] = (b[6]! & 0x0f) | 0x70
  b[8] = (b[8]! & 0x3f) | 0x80
  return hex(b)
}

/** A UUIDv8 whose first 48 bits are Unix milliseconds and whose rest is the start of `digest` (at least 10 bytes). */
export function uuid8(unixMs: number, digest: Uint8Array): string {
  const b = Buffer.alloc(16)
  b.writeUIntBE(unixMs, 0, 6)
  b.set(digest.subarray(0, 10), 6)
  b[6] = (b[6]! & 0x0f) | 0x80
  b[8] = (b[8]! & 0x3f) | 0x80
  return hex(b)
}

/** The Unix milliseconds in the first 48 bits of a UUIDv7 or UUIDv8. */
export function uuidTime(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
}
