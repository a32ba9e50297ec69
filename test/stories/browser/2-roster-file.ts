/** The files of point 2: the sample's roster, and a later one with five faults, each by row, column, value and reason. */
import { readFile } from 'node:fs/promises'

export const sample = (await readFile(new URL('../../../sample/shungeng.csv', import.meta.url), 'utf8'))
  .replace('\uFEFF', '')
  .replaceAll('\r\n', '\n')

/**
 * The roster of two weeks later, under a title: 姜刚 moves, 田昇平 and his family are gone, 钱新 comes to a new station;
 * and five rows are wrong.
 */
export const later = `舜耕支队花名册（2026年11月25日）,,,,,,,,,,,\n${sample
  .replace('13855000036', '1385500003')
  .replace(/^(.*云台站.*)消防员、网格员$/m, '$1战斗员')
  .replace('云台站,,姜刚,SG0030', '青禾站,,姜刚,SG0030')
  .replace(/^.*田昇平,SG0035.*\n/m, '')
  .replace(/^.*,,SG0035,.*\n/gm, '')}舜耕支队,城东大队,新建站,一班,钱新,SG0901,,,13855000901,男,2004,班长
舜耕支队,城东大队,云台站,一班,孙大为,SG0902,,,13855000902,男,1897,消防员
舜耕支队,,,,周丽,,,妻子,13855090001,女,1990,
舜耕支队,城东大队,云台站,一班,,SG0903,,,13855000903,男,2001,消防员
`
/** Where a piece of text stands, as a spreadsheet numbers rows. */
const rowOf = (piece: string): number => later.split('\n').findIndex((line) => line.includes(piece)) + 1

interface Bad {
  readonly row: number
  readonly column: string
  readonly value: string
  readonly zh: string
  readonly en: string
}

export const bad: readonly Bad[] = [
  {
    row: rowOf(',1385500003,'),
    column: '手机',
    value: '1385500003',
    zh: '少一位，只有 10 位',
    en: 'one digit short, it has 10',
  },
  {
    row: rowOf(',战斗员'),
    column: '职务',
    value: '战斗员',
    zh: '职务表里没有“战斗员”',
    en: 'the list of posts has no "战斗员"',
  },
  {
    row: rowOf('孙大为'),
    column: '出生年',
    value: '1897',
    zh: '1897 年不在 1900 到 2026 之间',
    en: '1897 is not between 1900 and 2026',
  },
  {
    row: rowOf('周丽'),
    column: '成员编号',
    value: '',
    zh: '写了关系，没写是谁的家属',
    en: 'a relation is given, but not whose relative this is',
  },
  { row: rowOf('SG0903'), column: '姓名', value: '', zh: '姓名空着', en: 'the name is empty' },
]
