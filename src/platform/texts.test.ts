import { expect, test } from 'vitest'
import { fill, say } from './texts.ts'

const homes = {
  zh: '{count} 户未报',
  en: '{count} {count|household has|households have} not reported',
}

test('a place is filled; one without a parameter stays visible', () => {
  expect(say({ zh: '{name} 你好', en: 'Hello {name}' }, 'en', { name: '吴明' })).toBe('Hello 吴明')
  expect(say(homes, 'en')).toBe('{count} {count|household has|households have} not reported')
})

test('one and many, whatever the number comes as', () => {
  expect(say(homes, 'en', { count: 1 })).toBe('1 household has not reported')
  expect(say(homes, 'en', { count: 0 })).toBe('0 households have not reported')
  expect(say(homes, 'en', { count: '1,124' })).toBe('1,124 households have not reported')
  expect(fill(homes, { count: '1' })).toEqual({ zh: '1 户未报', en: '1 household has not reported' })
})
