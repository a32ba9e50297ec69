/** PostgreSQL array literals as text: ready literals cost the driver and the server least. */

/** Ids, numbers, booleans, codes without quotes, commas or braces; null is NULL. */
export function plain(values: readonly (string | number | boolean | null)[]): string {
  let text = '{'
  for (let i = 0; i < values.length; i++) text += i === 0 ? (values[i] ?? 'NULL') : `,${values[i] ?? 'NULL'}`
  return `${text}}`
}

/** Instants in Unix milliseconds. */
export function instants(values: readonly (number | null)[]): string {
  let text = '{'
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    text += `${i === 0 ? '' : ','}${value === null || value === undefined ? 'NULL' : `"${new Date(value).toISOString()}"`}`
  }
  return `${text}}`
}

/**
 * Any text. A JSON string escapes exactly what an array element must: quotes and backslashes. Control characters would
 * become escapes that PostgreSQL does not know, so they may only occur inside JSON, where they are escaped already.
 */
export function quoted(values: readonly string[]): string {
  let text = '{'
  for (let i = 0; i < values.length; i++) text += `${i === 0 ? '' : ','}${JSON.stringify(values[i])}`
  return `${text}}`
}

/** Bytes as hexadecimal. */
export function bytes(values: readonly Uint8Array[]): string {
  let text = '{'
  for (let i = 0; i < values.length; i++)
    text += `${i === 0 ? '' : ','}"\\\\x${Buffer.from(values[i]!).toString('hex')}"`
  return `${text}}`
}
