/** Characters and sizes that no answer may have, anywhere in it, whatever its form says. */
import type { Text } from '#platform/texts.ts'

/** Deeper and larger than any form needs; a body beyond this is refused before its form is looked at. */
const mostDepth = 6
const mostCharacters = 40_000
const mostValues = 6_000

const texts = {
  depth: { zh: '内容套得太深', en: 'The answers are nested too deep' },
  size: { zh: '内容太多，一次填报最多 4 万字', en: 'The answers are too long; the limit is 40,000 characters' },
  odd: { zh: '有不能保存的字符，请删去重填', en: 'There are characters that cannot be stored; please remove them' },
} satisfies Record<string, Text>

/** PostgreSQL stores neither U+0000 nor half of a surrogate pair in text. */
const storable = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000')

interface Room {
  characters: number
  values: number
}

/** The JSON pointer and sentence of the first thing that cannot be stored; undefined where all can. */
export function unsafe(value: unknown): { at: string; text: Text } | undefined {
  return look(value, '', 0, { characters: mostCharacters, values: mostValues })
}

function look(value: unknown, at: string, depth: number, room: Room): { at: string; text: Text } | undefined {
  if (--room.values < 0) return { at: '', text: texts.size }
  if (typeof value === 'string') return lookText(value, at, room)
  if (typeof value !== 'object' || value === null) return undefined
  if (depth >= mostDepth) return { at, text: texts.depth }
  const list = Array.isArray(value)
  for (const key in value) {
    if (!list) {
      const wrong = lookText(key, at, room)
      if (wrong) return wrong
    }
    const below = (value as Record<string, unknown>)[key]
    // Most values are numbers and booleans: no pointer is built for them.
    if (typeof below === 'number' || typeof below === 'boolean') {
      if (--room.values < 0) return { at: '', text: texts.size }
      continue
    }
    const found =
      typeof below === 'string' && storable(below)
        ? spend(below, room)
        : look(below, `${at}/${pointerPart(key)}`, depth + 1, room)
    if (found) return found
  }
  return undefined
}

function lookText(text: string, at: string, room: Room): { at: string; text: Text } | undefined {
  return storable(text) ? spend(text, room) : { at, text: texts.odd }
}

function spend(text: string, room: Room): { at: string; text: Text } | undefined {
  room.characters -= text.length
  return room.characters < 0 ? { at: '', text: texts.size } : undefined
}

/** A key as it stands in a JSON pointer (RFC 6901). */
export const pointerPart = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1')
