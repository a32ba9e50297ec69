/** Judges one cell: what it means, or why it cannot be taken and how to mend it. */
import { fill, type Text } from '#platform/texts.ts'
import { clean, cleanName, cleanNumber, isExcelError, unreadablePlaces } from './clean.ts'
import type { Sex } from './model.ts'
import type { PostWords } from './posts.ts'
import { fixes, reasons } from './texts.ts'

export interface Refused {
  readonly reason: Text
  readonly fix?: Text
}

/** A meaning, nothing (the cell is empty), or a refusal. */
export type Judged<T> =
  | { readonly value: T; readonly refused?: undefined }
  | { readonly refused?: Refused; readonly value?: undefined }

const refuse = (reason: Text, fix?: Text): { refused: Refused } => ({ refused: { reason, fix } })

/** What can be wrong with any cell, whatever its column: an error of the sheet, a formula without result, lost characters. */
export function judgeAnyCell(raw: string): Refused | undefined {
  if (isExcelError(raw)) return { reason: reasons.excelError, fix: fixes.excelError }
  if (/^[=＝]/.test(raw)) return { reason: reasons.noFormulaResult, fix: fixes.noFormulaResult }
  const text = clean(raw)
  const places = unreadablePlaces(text)
  return places.length === 0 ? undefined : { reason: unreadable(places, [...text].length), fix: fixes.retype }
}

function unreadable(places: readonly number[], length: number): Text {
  if (places.length > 1) return fill(reasons.unreadableSome, { count: places.length })
  const place = places[0]!
  if (place === 0) return reasons.unreadableFirst
  if (place === length - 1) return reasons.unreadableLast
  if (length === 3) return reasons.unreadableMiddle
  return fill(reasons.unreadableOne, { place: place + 1 })
}

const longestName = 40

/** A person's name: letters of any script with · ' - . between them, two at least. */
export function judgeName(raw: string): Judged<string> {
  const name = cleanName(raw)
  const length = [...name].length
  if (length === 0) return refuse(reasons.nameEmpty, fixes.nameEmpty)
  if (length > longestName)
    return refuse(fill(reasons.nameLong, { count: length }), fill(fixes.shorten, { max: longestName }))
  if (length < 2 || !/^\p{L}[\p{L}\p{M}·・•.'’\- ]*$/u.test(name)) return refuse(reasons.nameWrong, fixes.nameWrong)
  return { value: name }
}

const longestNumber = 32

/** A staff number: letters and digits, with - _ / . between them. */
export function judgeNumber(raw: string): Judged<string> {
  const number = cleanNumber(raw)
  if (number === '') return {}
  if (number.length > longestNumber || !/^[\p{L}\p{N}][\p{L}\p{N}\-_/.]*$/u.test(number)) {
    return refuse(reasons.numberWrong, fixes.numberWrong)
  }
  return { value: number }
}

const longestRelation = 20

/** The relation of a relative to the member, in the family's own word. */
export function judgeRelation(raw: string): Judged<string> {
  const relation = cleanName(raw)
  if (relation === '') return refuse(reasons.relationEmpty, fixes.relation)
  if ([...relation].length > longestRelation || !/^\p{L}[\p{L}\p{M} \-/()'’]*$/u.test(relation)) {
    return refuse(reasons.relationWrong, fixes.relation)
  }
  return { value: relation }
}

/** A mainland mobile as its 11 digits, any other number in E.164 with its plus sign. */
export function judgePhone(raw: string): Judged<string> {
  const text = clean(raw)
  if (text === '') return {}
  if (/^\d(\.\d+)?e\+?\d+$/i.test(text)) return refuse(reasons.phoneScientific, fixes.phoneScientific)
  const pieces = text.split(/[/,;、|]|(?<=\d{11}) (?=\d)/).filter((piece) => piece.trim() !== '')
  if (pieces.length > 1 && pieces.every((piece) => piece.replace(/\D/g, '').length >= 7)) {
    return refuse(reasons.phoneTwo, fixes.phoneTwo)
  }
  const digits = text.replace(/[\s\-().,·]/g, '').replace(/^00(?=[1-9])/, '+')
  const mainland = /^(?:\+?86)?(1\d{10})$/.exec(digits)?.[1]
  if (mainland) {
    return /^1[3-9]/.test(mainland)
      ? { value: mainland }
      : refuse(fill(reasons.phonePrefix, { start: mainland.slice(0, 2) }), fixes.phoneWrong)
  }
  if (/^\+86/.test(digits) ? /^\+86[2-9]\d{8,10}$/.test(digits) : /^\+[1-9]\d{6,14}$/.test(digits))
    return { value: digits }
  return refusedPhone(digits)
}

function refusedPhone(digits: string): { refused: Refused } {
  if (/^0[1-9]\d{8,10}$/.test(digits)) {
    return refuse(reasons.phoneLandline, fill(fixes.phoneLandline, { area: digits.slice(1) }))
  }
  const mobile = /^(?:\+?86)?(1[3-9]\d*)$/.exec(digits)?.[1]
  if (!mobile || mobile.length < 7) return refuse(reasons.phoneWrong, fixes.phoneWrong)
  const count = Math.abs(mobile.length - 11)
  const said =
    mobile.length < 11
      ? count === 1
        ? reasons.phoneShortOne
        : reasons.phoneShort
      : count === 1
        ? reasons.phoneLongOne
        : reasons.phoneLong
  return refuse(fill(said, { count, digits: mobile.length }), mobile.length < 11 ? fixes.phoneDigits : fixes.phoneCut)
}

const male = new Set(['男', '男性', 'm', 'male', 'man'])
const female = new Set(['女', '女性', 'f', 'female', 'woman'])

export function judgeSex(raw: string): Judged<Sex> {
  const word = cleanName(raw).toLowerCase()
  if (word === '') return {}
  if (male.has(word)) return { value: 'male' }
  if (female.has(word)) return { value: 'female' }
  return refuse(reasons.sexWrong, fixes.sex)
}

/** The year of birth from a year or a whole date (1990, 1990-05-01, 1990年5月, 19900501). `thisYear` is the latest possible. */
export function judgeBorn(raw: string, thisYear: number): Judged<number> {
  const text = clean(raw)
  if (text === '') return {}
  const found = /^(\d{4})(?:年|年?[-./年]\d{1,2}(?:[-./月]\d{0,2}日?)?.*|(?:0[1-9]|1[0-2])(?:[0-3]\d)?)?$/.exec(text)
  if (!found) return refuse(reasons.bornWrong, fixes.born)
  const year = Number(found[1])
  if (year < 1900 || year > thisYear) return refuse(fill(reasons.bornRange, { year, now: thisYear }), fixes.born)
  return { value: year }
}

/** The posts of a cell, several with 、 or another separator between them, as codes. */
export function judgePosts(raw: string, words: PostWords): Judged<readonly string[]> {
  const codes: string[] = []
  for (const piece of clean(raw).split(/[、,;/|+]|兼/)) {
    const word = piece.trim()
    if (word === '') continue
    const post = words.find(word)
    if (!post) return refuse(fill(reasons.postUnknown, { post: word }), postFix(word, words))
    if (!codes.includes(post.code)) codes.push(post.code)
  }
  return { value: codes.sort() }
}

function postFix(word: string, words: PostWords): Text {
  const near = words.suggest(word)
  return near
    ? fill(fixes.postWrite, { post: near.name.zh })
    : { zh: fill(fixes.postList, { posts: words.names }).zh, en: fill(fixes.postList, { posts: words.namesEn }).en }
}
