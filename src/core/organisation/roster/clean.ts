/** What people type, brought to one form: width, case, spaces and signs that nobody sees make no difference. */

// Format signs (zero-width, direction marks, BOM), controls that are not white space, variation selectors, blank letters.
const invisible = /\p{Cf}|(?!\s)\p{Cc}|[\uFE00-\uFE0F\u{E0100}-\u{E01EF}\u3164\u2800]/gu
const han = /\p{Script=Han}/u

/** Text without invisible signs, full-width letters and digits as plain ones, white space as single spaces. */
export function clean(value: string): string {
  return value.normalize('NFKC').replace(invisible, '').replace(/\s+/gu, ' ').trim()
}

/** A name of a person or unit: as `clean`, and without spaces where it is written in Chinese (张 三 → 张三). */
export function cleanName(value: string): string {
  const text = clean(value)
  return han.test(text) ? text.replaceAll(' ', '') : text
}

/** A number as it is stored: no spaces, no invisible signs, case as written. */
export function cleanNumber(value: string): string {
  return clean(value).replaceAll(' ', '')
}

/** Two numbers are the same when their keys are. */
export function numberKey(value: string): string {
  return cleanNumber(value).toUpperCase()
}

/** Two names are the same when their keys are. */
export function nameKey(value: string): string {
  return cleanName(value).toLowerCase()
}

// U+FFFD and boxes come from a wrong encoding; private-use letters are rare characters that only one computer's font shows.
const unreadable = /[\uFFFD\u25A1\u25A2\u2610\u25AF\uFFFF?？]|\p{Co}/u
const garbled = /锟斤|斤拷|烫烫|屯屯/u

/** Places (from 0) of characters that could not be read, for example `[1]` in 陈□梅; all of them in text like 锟斤拷. */
export function unreadablePlaces(value: string): number[] {
  const letters = [...value]
  if (garbled.test(value)) return letters.map((_, i) => i)
  return letters.flatMap((letter, i) => (unreadable.test(letter) ? [i] : []))
}

/** A pattern that fits every name which this partly unreadable one may be; fits anything when it is empty. */
export function namePattern(value: string): RegExp {
  if (value === '' || garbled.test(value)) return /^/u
  const source = [...value].map((letter) =>
    unreadable.test(letter) ? '.' : letter.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'),
  )
  return new RegExp(`^${source.join('')}$`, 'iu')
}

/** An error that Excel shows in place of a value. */
export function isExcelError(value: string): boolean {
  return /^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|GETTING_DATA|UNKNOWN!|BUSY!|PYTHON!)$/i.test(
    value.normalize('NFKC').trim(),
  )
}

/** Whether two texts differ by exactly one letter changed, lost, added, or by two neighbours exchanged. */
export function oneApart(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false
  let start = 0
  while (start < a.length && a[start] === b[start]) start++
  const restA = a.slice(start)
  const restB = b.slice(start)
  return (
    restA.slice(1) === restB.slice(1) ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    (restA.slice(2) === restB.slice(2) && restA[0] === restB[1] && restA[1] === restB[0])
  )
}
