/** Names cut into pieces of one and two characters, with their pinyin initials, so that an index finds any part of them. */
import { pinyin } from 'pinyin-pro'
import { cleanName } from './clean.ts'

const han = /\p{Script=Han}/u

/** Letters of a name or of what is typed, as they are compared: no case, no width, no spaces, no middle dots. */
const letters = (text: string): string[] => [
  ...cleanName(text)
    .toLowerCase()
    .replace(/[\s·•・.'’-]/gu, ''),
]

const pieces = (list: readonly string[]): string[] => [
  ...list,
  ...list.slice(1).map((letter, i) => `${list[i]}${letter}`),
]

/** `孙伟强` → 孙 伟 强 孙伟 伟强 s w q sw wq. A surname with two readings takes the one of surnames (单 is s, not d). */
export function gramsOf(name: string): string[] {
  const own = letters(name)
  const found = new Set(pieces(own))
  if (own.some((letter) => han.test(letter))) {
    const initials = pinyin(own.join(''), { pattern: 'first', toneType: 'none', type: 'array', surname: 'head' })
    for (const piece of pieces(initials.map((letter) => letter.toLowerCase()))) found.add(piece)
  }
  return [...found]
}

/** The pieces that a name has to have to hold what was typed; empty for an empty search. */
export function gramsToFind(typed: string): string[] {
  const own = letters(typed)
  return own.length === 1 ? own : [...new Set(pieces(own).slice(own.length))]
}
