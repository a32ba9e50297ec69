/** What a record's details say to a reader in each language. */
import { expect, test } from 'vitest'
import type { Language } from '#platform/texts.ts'
import { detailLines } from './detail.ts'

const station = '01700000-0000-7000-8000-00000000000a'
const names = { [station]: { zh: '大通站', en: '大通站' }, temperature: { zh: '体温', en: 'Temperature' } }
const line = (detail: unknown, language: Language) =>
  detailLines(detail, { language, zone: 'Asia/Shanghai', names })
    .map((one) => `${one.label}: ${one.value}`)
    .join(' | ')

test('codes, units, measures and instants are words', () => {
  const presence = { kind: 'leave', from: '2020-02-08T00:00:00.000Z', until: null, unit: station }
  expect(line(presence, 'zh')).toBe('类别: 休假 | 从: 02/08 08:00 | 负责单位: 大通站')
  expect(line(presence, 'en')).toBe('kind: on leave | from: 08/02 08:00 | unit: 大通站')
  expect(line({ day: '2020-02-08', kind: 'board.xlsx' }, 'en')).toBe('kind: board as a workbook | day: 2020-02-08')
  expect(line({ given: 1, taken: 0 }, 'zh')).toBe('给出: 1 | 收回: 0')
  expect(line({ role: 'chief' }, 'zh')).toBe('身份: 主官')
  expect(line({ permissions: ['report.write', 'board.read'] }, 'zh')).toBe('权限: 代报、看落实情况')
  expect(line({ reason: 'password', known: false }, 'en')).toBe('reason: wrong password | account exists: no')
  expect(line({ measure: 'temperature', slots: [{ code: 'am', due: '07:30' }] }, 'zh')).toBe(
    '措施: 体温 | 时段: 代号 am、截止 07:30',
  )
})

test('counts in pairs, ids as how many, and what nobody translated as it is', () => {
  expect(line({ added: { members: 2, relatives: 0 } }, 'zh')).toBe('新增: 队员 2')
  const other = station.replace(/a$/, 'b')
  expect(line({ tasks: [other, other] }, 'zh')).toBe('任务: 2 条')
  expect(line({ request: other, neu: 'x' }, 'en')).toBe('request: 01700000… | neu: x')
  expect(line({ note: 'a'.repeat(90) }, 'zh')).toBe(`note: ${'a'.repeat(80)}…`)
  expect(line({ digest: 'a'.repeat(64), by: [] }, 'zh')).toBe(`校验码: ${'a'.repeat(16)}`)
  expect(line(null, 'zh')).toBe('')
})
