/** What the orders' pages decide without a browser: clauses, the ladder's times, the day's bar, times as they are typed. */
import { expect, test } from 'vitest'
import { presenceTexts, subjectTexts, texts } from './pages/texts.ts'
import { changesOf, draftOf } from './pages/times-draft.ts'
import {
  barParts,
  clauseState,
  clauseTasks,
  clockOf,
  dayShare,
  faultPlace,
  findClause,
  minutesOf,
  reachedOf,
  readTime,
  rungs,
  slotNow,
} from './pages/words.ts'
import type { CampaignView, ClauseView, MeasureView } from './schema.ts'

const both = (zh: string) => ({ zh, en: zh })
const slot = (code: string, opens: string, due: string, closes: string) => ({
  code,
  title: both(code),
  short: both(code),
  opens,
  due,
  closes,
})
const slots = [slot('morning', '04:00', '07:30', '13:00'), slot('evening', '13:00', '19:30', '24:00')]
const measure = (code: string, more: Partial<MeasureView>) =>
  ({ code, ready: true, state: 'off', tasks_a_day: 0, ...more }) as MeasureView
const clause = (code: string, ...measures: MeasureView[]) =>
  ({ id: `id-${code}`, code, measures }) as unknown as ClauseView

test('times as people type them', () => {
  expect(['7:30', '730', '0730', '07：30', ' 7.30 ', '24:00'].map(readTime)).toEqual([
    '07:30',
    '07:30',
    '07:30',
    '07:30',
    '07:30',
    '24:00',
  ])
  expect(['', '7', '7:5', '25:00', '24:01', '12:60', 'noon'].map(readTime)).toEqual(Array(7).fill(undefined))
})

test('a step past midnight is on the next day', () => {
  expect(clockOf(minutesOf('19:30') + 120)).toEqual({ time: '21:30', days: 0 })
  expect(clockOf(minutesOf('23:00') + 60)).toEqual({ time: '00:00', days: 1 })
})

test('where a ladder stands: nowhere before due, at due until its first step, then at the last step that has come', () => {
  const steps = [{ minutes: 15 }, { minutes: 45 }, { minutes: 90 }]
  expect(['07:29', '07:30', '07:44', '07:45', '08:20', '12:00'].map((time) => reachedOf('07:30', steps, time))).toEqual(
    [null, 0, 0, 15, 45, 90],
  )
})

test('steps of one moment stand together; a step that does not exist is not there', () => {
  const ladder = ['self', 'contact', 'squad', 'station', 'leading'].map((code) => ({
    code,
    title: both(code),
    repeats: code === 'leading',
  }))
  const found = rungs(
    {
      owner: both('本人'),
      subject: 'person',
      late: { self: 15, squad: 15, station: 45, brigade: null, leading: null },
    },
    ladder,
  )
  expect(found.map((r) => [r.titles.map((x) => x.zh).join(), r.minutes, r.last])).toEqual([
    ['本人,squad', 15, false],
    ['station', 45, true],
  ])
})

test('a clause is on where one of its measures is, and counts those only', () => {
  const talk = clause(
    'mechanisms.3',
    measure('talk', { state: 'on', tasks_a_day: 5 }),
    measure('talk-marked', { ready: false, tasks_a_day: 9 }),
  )
  expect([clauseState(talk, 'running'), clauseTasks(talk, 'running')]).toEqual(['on', 5])
  expect(clauseState(clause('x', measure('m', { ready: false })), 'draft')).toBe('off')
  expect([clauseState(talk, 'paused'), clauseState(talk, 'stopped'), clauseTasks(talk, 'paused')]).toEqual([
    'paused',
    'off',
    0,
  ])
  expect(clauseState(clause('x', measure('m', {})), 'draft')).toBe('ready')
  expect(clauseState(clause('x', measure('m', {})), 'running')).toBe('off')
})

test('any task leads to its clause: by code, by id, by measure; without one to the first that is on', () => {
  const campaign = {
    state: 'running',
    directives: [
      {
        clauses: [
          clause('measures.1', measure('roll-call', {})),
          clause('measures.4', measure('temperature', { state: 'on' })),
        ],
      },
    ],
  } as unknown as CampaignView
  expect(findClause(campaign, { code: 'measures.1' })?.code).toBe('measures.1')
  expect(findClause(campaign, { id: 'id-measures.1' })?.code).toBe('measures.1')
  expect(findClause(campaign, { measure: 'roll-call' })?.code).toBe('measures.1')
  expect(findClause(campaign, { code: 'nonsense' })?.code).toBe('measures.4')
})

test('the day’s bar: open until due, then still taken until it closes', () => {
  expect(barParts(slots).map((p) => [p.kind, Math.round(p.from), Math.round(p.width)])).toEqual([
    ['open', 17, 15],
    ['late', 31, 23],
    ['open', 54, 27],
    ['late', 81, 19],
  ])
  expect(dayShare('12:00')).toBe(50)
  expect(slotNow(slots, '12:59')?.code).toBe('morning')
  expect(slotNow(slots, '13:00')?.code).toBe('evening')
  expect(slotNow(slots, '01:00')?.code).toBe('morning')
})

test('only what differs is sent; something that is no time yet sends nothing; a waiting version is what is changed', () => {
  const before = draftOf({ slots, late: { self: 15, leading: null } })
  expect(changesOf(before, before)).toBeUndefined()
  const typing = { ...before, slots: [{ ...before.slots[0]!, due: '8' }, before.slots[1]!] }
  expect(changesOf(before, typing)).toBeUndefined()
  const typed = { slots: [{ ...before.slots[0]!, due: '800' }, before.slots[1]!], late: { self: 20, leading: null } }
  expect(changesOf(before, typed)).toEqual({ slots: [{ code: 'morning', due: '08:00' }], late: { self: 20 } })
  const next = { valid_from: '', slots: [slot('morning', '05:00', '08:00', '13:00')], late: {} }
  expect(draftOf({ slots, late: {}, next }).slots[0]!.opens).toBe('05:00')
})

test('a fault’s place is read from what the server says', () => {
  expect(faultPlace('12:5 measures[3].slots[0].due')).toEqual({ line: 12, column: 5, path: 'measures[3].slots[0].due' })
  expect(faultPlace('forms.temperature')).toBeUndefined()
})

test('both languages: Chinese holds Han, English none', () => {
  for (const [name, text] of Object.entries({ ...texts, ...presenceTexts, ...subjectTexts })) {
    expect(text.en, name).not.toMatch(/\p{Script=Han}/u)
    const bare = text.zh.replace(/\{\w+\}/g, '').trim()
    if (/\p{L}/u.test(bare)) expect(text.zh, name).toMatch(/\p{Script=Han}/u)
  }
})
