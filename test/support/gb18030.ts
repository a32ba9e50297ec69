/** Writes text as Excel in China saves a .csv. Node only reads GB18030: the table is built by reading all its pairs. */

let pairs: Map<string, Buffer> | undefined

/** The two-byte part of GB18030, which is GBK: every character of a roster. */
function table(): Map<string, Buffer> {
  if (pairs) return pairs
  pairs = new Map()
  const decoder = new TextDecoder('gb18030')
  for (let high = 0x81; high <= 0xfe; high++)
    for (let low = 0x40; low <= 0xfe; low++) {
      if (low === 0x7f) continue
      const bytes = Buffer.from([high, low])
      const sign = decoder.decode(bytes)
      if ([...sign].length === 1 && sign !== '\uFFFD') pairs.set(sign, bytes)
    }
  return pairs
}

/** @throws Error naming a character that has no two bytes */
export function gb18030(text: string): Buffer {
  const known = table()
  return Buffer.concat(
    [...text].map((sign) => {
      const bytes = sign.codePointAt(0)! < 0x80 ? Buffer.from(sign) : known.get(sign)
      if (!bytes) throw new Error(`no two bytes for ${sign}`)
      return bytes
    }),
  )
}
