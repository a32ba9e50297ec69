/** One spelling of what people type to sign in: staff number or telephone number, password, code. */

// Signs that nobody sees: format signs, controls, variation selectors, blank letters.
const invisible = /\p{Cf}|(?!\s)\p{Cc}|[\uFE00-\uFE0F\u3164\u2800]/gu

const plain = (text: string): string => text.normalize('NFKC').replace(invisible, '').replace(/\s+/gu, '')

/** A staff number without spaces, full-width signs and lower case: `ｓｇ 0001` is `SG0001`. */
export const staffNoKey = (text: string): string => plain(text).toUpperCase()

/**
 * A telephone number as digits: a mainland mobile bare (`13855000012`), another with its country (`+85291234567`).
 * @returns undefined where the text is no telephone number
 */
export function phoneKey(text: string): string | undefined {
  const bare = plain(text).replace(/[-\u2010-\u2015().]/g, '')
  const digits = bare.replace(/^(\+|00)/, '')
  if (!/^\d{6,15}$/.test(digits)) return undefined
  const foreign = digits.length !== bare.length
  const home = foreign || digits.length === 13 ? digits.replace(/^86(?=1\d{10}$)/, '') : digits
  return foreign && home === digits ? `+${digits}` : home
}

/** The keys under which an account may be found by what was typed. */
export function loginKeys(login: string): string[] {
  const keys = [staffNoKey(login), phoneKey(login)]
  return [...new Set(keys.filter((key) => key !== undefined && key !== ''))] as string[]
}

/** A password as it is hashed: full-width letters of a Chinese keyboard count as plain ones; spaces stay. */
export const passwordSpelling = (password: string): string => password.normalize('NFKC')
