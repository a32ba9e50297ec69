/** Arrays as the batch sends them come back from PostgreSQL as they went. */
import { expect, test } from 'vitest'
import { testDatabase } from '#test/support/database.ts'
import { booleans, byteStrings, documents, instants, integers, texts, uuids } from './arrays.ts'

const db = await testDatabase()

async function back(type: string, value: Buffer): Promise<unknown> {
  const { rows } = await db.owner.query(`select to_json(array(select unnest($1::${type}[]))) as list`, [value])
  return rows[0].list
}

test('ids, in whichever case they were written, and none', async () => {
  const ids = ['0190c3f2-7a1b-7cde-8f01-23456789abcd', null, 'FFFFFFFF-FFFF-4FFF-BFFF-FFFFFFFFFFFF']
  expect(await back('uuid', uuids(ids))).toEqual(ids.map((id) => id?.toLowerCase() ?? null))
})

test('numbers, yes and no, bytes', async () => {
  expect(await back('int', integers([0, 1, -7, 2 ** 31 - 1]))).toEqual([0, 1, -7, 2 ** 31 - 1])
  expect(await back('bool', booleans([true, false]))).toEqual([true, false])
  expect(await back('bytea', byteStrings([Buffer.from([0, 255, 16]), Buffer.alloc(0)]))).toEqual(['\\x00ff10', '\\x'])
})

test('instants to the millisecond, before and after 2000', async () => {
  const moments = [
    '2026-11-25T07:10:00.123Z',
    '1969-12-31T23:59:59.999Z',
    '1999-12-31T23:59:59.999Z',
    '2000-01-01T00:00:00Z',
  ]
  const { rows } = await db.owner.query('select array(select unnest($1::timestamptz[])) as list', [
    instants(moments.map((m) => Date.parse(m))),
  ])
  expect(rows[0].list.map((at: Date) => at.getTime())).toEqual(moments.map((m) => Date.parse(m)))
  expect(await back('timestamptz', instants([null, null]))).toEqual([null, null])
})

test('texts of one, two, three and four bytes a character, repeated and empty', async () => {
  const words = [
    'temperature',
    'temperature',
    '',
    '',
    '体温',
    '体温',
    'é',
    '消防员🚒',
    'a,"b"\\{}',
    'a,"b"\\{}',
    'temperature',
  ]
  expect(await back('text', texts(words))).toEqual(words)
})

test('documents with whatever a person types', async () => {
  const answers = [{ celsius: 36.6 }, { note: '说“没事”\n\t\\ "🚒"' }, {}]
  expect(await back('jsonb', documents(answers.map((a) => JSON.stringify(a))))).toEqual(answers)
})

test('a list of nothing', async () => {
  expect(await back('uuid', uuids([]))).toEqual([])
  expect(await back('text', texts([]))).toEqual([])
})
