/** The phone's clock and chance, in one place, and the ids made from them. */

/** Now, in Unix milliseconds, as the phone believes. */
export const now = (): number => Date.now()

/** The phone's instant as the API takes it. */
export const instant = (ms: number): string => new Date(ms).toISOString()

function randomBytes(n: number): Uint8Array {
  const bytes = new Uint8Array(n)
  const source = window.crypto
  if (source?.getRandomValues) return source.getRandomValues(bytes)
  // A browser without it still has to report; an id that happened twice would be refused, not mixed up.
  for (let i = 0; i < n; i++) bytes[i] = Math.floor(Math.random() * 256)
  return bytes
}

/** A UUIDv7: made once for an entry, so that sending it twice stores it once. */
export function uuid7(): string {
  const b = randomBytes(16)
  let ms = now()
  for (let i = 5; i >= 0; i--) {
    b[i] = ms % 256
    ms = Math.floor(ms / 256)
  }
  b[6] = ((b[6] as number) & 0x0f) | 0x70
  b[8] = ((b[8] as number) & 0x3f) | 0x80
  let hex = ''
  for (let i = 0; i < 16; i++) hex += `0${(b[i] as number).toString(16)}`.slice(-2)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
