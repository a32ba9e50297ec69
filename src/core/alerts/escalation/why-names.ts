/** Names in a sentence: each person once, with the posts and, where it is not plain, the unit; and who was passed over. */
import type { Text } from '#platform/texts.ts'
import { type PassedShape, passedTexts } from '../notices/schema.ts'

export interface Named {
  readonly person: string
  readonly name: string
  readonly posts: readonly Text[]
  readonly unit: string | null
}

/** Everybody whom one sentence tells. */
export interface Who {
  /** How many are told of their own name. */
  readonly persons: number
  readonly list: readonly (Named & { readonly passed?: readonly PassedShape[] })[]
}

/** More names make a sentence that nobody reads to its end. */
const namesShown = 3

/** 一班班长周海涛; squad leader 周海涛 of 一班. */
export function nameOf({ name, posts, unit }: Named): Text {
  const post = { zh: posts.map((p) => p.zh).join('兼'), en: posts.map((p) => p.en).join(' and ') }
  return {
    zh: `${unit ?? ''}${post.zh}${post.zh !== '' && !/^\p{Script=Han}/u.test(name) ? ' ' : ''}${name}`,
    en: `${post.en === '' ? '' : `${post.en} `}${name}${unit === null ? '' : ` of ${unit}`}`,
  }
}

/** The same person told at several steps is one person, with all posts. */
export function merged<T extends Named & { passed?: readonly PassedShape[] }>(list: readonly T[]): T[] {
  return [...Map.groupBy(list, (n) => n.person).values()].map((same) => ({
    ...same[0]!,
    posts: same.flatMap((n) => n.posts).filter((p, i, all) => all.findIndex((q) => q.zh === p.zh) === i),
    passed: same.flatMap((n) => n.passed ?? []),
  }))
}

/** @param self the words for those who are told of their own name */
export function whoText(who: Who, self: Text): Text {
  const list = merged(who.list)
  const spoken = new Set(list.map((n) => n.person))
  const shown = list.slice(0, namesShown).map((n): Text => {
    const name = nameOf(n)
    const passed = passedText(n.passed ?? [], spoken)
    return passed === null ? name : { zh: `${name.zh}（${passed.zh}）`, en: `${name.en} (${passed.en})` }
  })
  const more = list.length - shown.length
  const all = who.persons > 0 ? [self, ...shown] : shown
  if (more > 0)
    return {
      zh: `${who.persons > 0 ? `${self.zh}和` : ''}${shown.map((t) => t.zh).join('、')}等 ${list.length} 人`,
      en: `${all.map((t) => t.en).join(', ')} and ${more} more`,
    }
  return {
    zh: joined(
      all.map((t) => t.zh),
      '、',
      '和',
    ),
    en: joined(
      all.map((t) => t.en),
      ', ',
      ' and ',
    ),
  }
}

/** Plain names: the first three, and how many there are. */
export function severalText(names: readonly string[]): Text {
  const more = names.length - namesShown
  const shown = names.slice(0, namesShown)
  return more > 0
    ? { zh: `${shown.join('、')}等 ${names.length} 人`, en: `${shown.join(', ')} and ${more} more` }
    : { zh: names.join('、'), en: joined(names, ', ', ' and ') }
}

/** A、B和C; A, B and C. */
const joined = (list: readonly string[], comma: string, and: string): string =>
  list.length < 2 ? list.join('') : `${list.slice(0, -1).join(comma)}${and}${list.at(-1)}`

/**
 * 一班、三班班长空缺，站长赵建国休假. Whoever the sentence names already is not named again.
 * @returns null where nobody was passed over
 */
export function passedText(passed: readonly PassedShape[], spoken: ReadonlySet<string> = new Set()): Text | null {
  if (passed.length === 0) return null
  const parts: Text[] = []
  const vacant = Map.groupBy(
    passed.filter((p) => p.why === 'vacant'),
    (p) => p.post,
  )
  for (const list of vacant.values()) parts.push(vacantText(list))
  const held = new Map(passed.filter((p) => p.why !== 'vacant').map((p) => [`${p.person} ${p.why}`, p]))
  for (const p of held.values()) parts.push(awayText(p, p.person !== null && spoken.has(p.person)))
  return { zh: parts.map((t) => t.zh).join('，'), en: parts.map((t) => t.en).join('; ') }
}

function vacantText(list: readonly PassedShape[]): Text {
  const { title } = list[0]!
  const units = [...new Set(list.map((p) => p.unit).filter((u) => u !== ''))]
  const shown = units.slice(0, namesShown)
  const zh = units.length > shown.length ? `${shown.join('、')}等 ${units.length} 处` : shown.join('、')
  const en =
    units.length > shown.length
      ? `${shown.join(', ')} and ${units.length - shown.length} more`
      : joined(shown, ', ', ' and ')
  return { zh: `${zh}${title.zh}空缺`, en: en === '' ? `no ${title.en}` : `no ${title.en} in ${en}` }
}

function awayText(p: PassedShape, spoken: boolean): Text {
  const why = passedTexts[p.why] ?? { zh: p.why, en: p.why }
  if (spoken)
    return p.why === 'subject'
      ? { zh: `${p.title.zh}本人也未报`, en: `the ${p.title.en} is missing too` }
      : { zh: `${p.title.zh}${why.zh}`, en: `the ${p.title.en} is ${why.en}` }
  const who = nameOf({ person: '', name: p.name ?? '', posts: [p.title], unit: p.unit === '' ? null : p.unit })
  return { zh: `${who.zh}${why.zh}`, en: `${who.en} is ${why.en}` }
}
