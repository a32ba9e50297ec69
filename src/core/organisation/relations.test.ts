/** Relations in the reader's language; what the table lacks stays as the family wrote it. */
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { relationName } from './relations.ts'

test('usual words have a pair, in either direction', () => {
  expect(relationName('妻子', 'en')).toBe('wife')
  expect(relationName('爸爸', 'en')).toBe('father')
  expect(relationName('爸爸', 'zh')).toBe('爸爸')
  expect(relationName('Mother-in-law', 'zh')).toBe('岳母')
  expect(relationName('wife', 'zh')).toBe('妻子')
  expect(relationName('wife', 'en')).toBe('wife')
})

test('other words stay, and nothing stays nothing', () => {
  expect(relationName('表哥', 'en')).toBe('表哥')
  expect(relationName(null, 'en')).toBe('')
})

test('every relation of the sample reads in English', async () => {
  const sample = await readFile(new URL('../../../sample/shungeng.csv', import.meta.url), 'utf8')
  const words = new Set(
    sample
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(',')[7] ?? ''),
  )
  words.delete('')
  expect(words.size).toBeGreaterThan(5)
  expect([...words].filter((word) => /\p{Script=Han}/u.test(relationName(word, 'en')))).toEqual([])
})
