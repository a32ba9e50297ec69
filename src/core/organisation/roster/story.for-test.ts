/** A small roster of named people and one-line ways to read, check, plan and apply it, for tests. */
import { readFileSync } from 'node:fs'
import { applyPlan } from './apply.for-test.ts'
import {
  type CheckedRoster,
  checkRoster,
  defaultPosts,
  type Fault,
  isFault,
  type KnownOrganisation,
  type PlanOptions,
  planRoster,
  type RosterPlan,
  readPastedRoster,
  readRosterFile,
  type Sheet,
} from './index.ts'

export const nobody: KnownOrganisation = { units: [], people: [], households: [], appointments: [] }
export const clock = { now: () => Date.parse('2026-11-25T08:00:00+08:00') }

export const head = '支队,大队,站,班,姓名,编号,成员编号,关系,手机,性别,出生年,职务'
/** 城东 brigade: two stations, six members, five relatives; header in row 1, 王志远 in row 2. */
export const people = [
  '舜耕支队,城东大队,云台站,,王志远,SG0001,,,13855000001,男,1988,站长',
  '舜耕支队,城东大队,云台站,一班,韩磊,SG0002,,,13855000002,男,1992,班长',
  '舜耕支队,城东大队,云台站,一班,何俊,SG0003,,,13855000003,男,1996,消防员',
  '舜耕支队,城东大队,云台站,二班,沈涛,SG0004,,,13855000004,男,1990,班长',
  '舜耕支队,城东大队,云台站,二班,方志远,SG0005,,,,男,1999,驾驶员',
  '舜耕支队,城东大队,大通站,一班,刘洋,SG0006,,,13855000006,男,1997,班长',
  '舜耕支队,,,,李桂芳,,SG0001,母亲,13855001001,女,1962,',
  '舜耕支队,,,,韩玉珍,,SG0002,妻子,13855001002,女,1993,',
  '舜耕支队,,,,韩小雨,,SG0002,女儿,,女,2019,',
  '舜耕支队,,,,陈梅,,SG0004,妻子,13855001004,女,1991,',
  '舜耕支队,,,,刘大勇,,SG0006,父亲,13855001006,男,1968,',
]

export const csv = (rows: readonly string[], header = head): string => [header, ...rows].join('\n')
export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
/** The rows with one of them replaced; `row` as a spreadsheet numbers it. */
export const withRow = (row: number, text: string): string[] => people.map((line, i) => (i === row - 2 ? text : line))
export const without = (...rows: number[]): string[] => people.filter((_, i) => !rows.includes(i + 2))

export function sheetOf(read: Sheet | Fault): Sheet {
  if (isFault(read)) throw read
  return read
}

export async function readFixture(path: string): Promise<Sheet | Fault> {
  return readRosterFile(readFileSync(path), path.split('/').at(-1)!)
}

export const check = (rows: readonly string[], known = nobody, header = head): Promise<CheckedRoster> =>
  checkRoster(sheetOf(readPastedRoster(csv(rows, header))), known, defaultPosts, { clock })

export async function plan(rows: readonly string[], known = nobody, options: PlanOptions = {}): Promise<RosterPlan> {
  return planRoster(await check(rows, known), known, options)
}

/** What is known after an import of these rows. */
export async function imported(
  rows: readonly string[] = people,
  known = nobody,
  options: PlanOptions = {},
): Promise<KnownOrganisation> {
  const checked = await check(rows, known)
  return applyPlan(known, await planRoster(checked, known, options), checked)
}

/** The bad rows as `row column value: reason → fix`, in Chinese. */
export const badLines = (checked: CheckedRoster): string[] =>
  checked.bad.map((bad) => `${bad.row} ${bad.column} ${bad.value}: ${bad.reason.zh} → ${bad.fix?.zh}`)
