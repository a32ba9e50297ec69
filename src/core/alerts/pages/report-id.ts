/** A report's id made in the browser: a UUIDv7 from the server's time, so that sending twice stores once. */

/** @param now Unix milliseconds by the server's clock */
export function newReportId(now: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const ms = Math.max(0, Math.floor(now))
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(ms / 256 ** (5 - i)) % 256
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
