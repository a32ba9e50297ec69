/** How a relative is related, in both languages; the roster keeps the family's own word, and screens read it by this table. */
import type { Language, Text } from '#platform/texts.ts'

const pairs: readonly (readonly [zh: string, en: string, ...same: readonly string[]])[] = [
  ['妻子', 'wife', '妻', '老婆'],
  ['丈夫', 'husband', '夫', '老公'],
  ['配偶', 'spouse', '爱人'],
  ['父亲', 'father', '爸爸', '父', '爸'],
  ['母亲', 'mother', '妈妈', '母', '妈'],
  ['父母', 'parents'],
  ['儿子', 'son', '子', '长子', '次子'],
  ['女儿', 'daughter', '女', '长女', '次女'],
  ['孩子', 'child', '子女', '小孩'],
  ['哥哥', 'elder brother', '兄', '哥'],
  ['弟弟', 'younger brother', '弟'],
  ['兄弟', 'brother'],
  ['姐姐', 'elder sister', '姐'],
  ['妹妹', 'younger sister', '妹'],
  ['姐妹', 'sister'],
  ['爷爷', 'grandfather (father’s side)', '祖父'],
  ['奶奶', 'grandmother (father’s side)', '祖母'],
  ['外公', 'grandfather (mother’s side)', '姥爷', '外祖父'],
  ['外婆', 'grandmother (mother’s side)', '姥姥', '外祖母'],
  ['岳父', 'father-in-law'],
  ['岳母', 'mother-in-law'],
  ['公公', 'father-in-law'],
  ['婆婆', 'mother-in-law'],
  ['儿媳', 'daughter-in-law', '儿媳妇'],
  ['女婿', 'son-in-law'],
  ['孙子', 'grandson'],
  ['孙女', 'granddaughter'],
  ['外孙', 'grandson'],
  ['外孙女', 'granddaughter'],
  ['继父', 'stepfather'],
  ['继母', 'stepmother'],
  ['养父', 'adoptive father'],
  ['养母', 'adoptive mother'],
  ['监护人', 'guardian'],
  ['未婚妻', 'fiancée'],
  ['未婚夫', 'fiancé'],
  ['女朋友', 'girlfriend', '女友'],
  ['男朋友', 'boyfriend', '男友'],
  ['亲属', 'relative', '亲戚', '家属'],
  ['保姆', 'live-in helper', '阿姨'],
  ['其他', 'other'],
]

// Plain tables: the phone pages carry this file, and the oldest phones among them know little.
const english: Record<string, string> = Object.create(null)
const chinese: Record<string, string> = Object.create(null)
for (const [zh, en, ...same] of pairs) {
  for (const word of [zh, ...same]) english[word] = en
  // Of two Chinese words for one English word (岳父, 公公) the first stands.
  chinese[en] = chinese[en] || zh
}

/** The relation in both languages; a word that the table lacks stands for itself. */
export function relationText(word: string): Text {
  const en = english[word]
  if (en !== undefined) return { zh: word, en }
  return { zh: chinese[word.toLowerCase()] || word, en: word }
}

/** @returns '' where none is known */
export const relationName = (word: string | null | undefined, language: Language): string =>
  word ? relationText(word)[language] : ''
