/** Reading happens in a thread of its own: the program goes on meanwhile, and whatever ends the thread is a sentence. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Worker } from 'node:worker_threads'
import { writeXlsx } from 'hucre/xlsx'
import { expect, onTestFinished, test } from 'vitest'
import { Problem } from '#platform/problems.ts'
import { readInThread } from './reader.ts'
import { bytes, csv, head, people } from './story.for-test.ts'

const columns = head.split(',')

async function workbook(count: number): Promise<Uint8Array> {
  const rows = Array.from({ length: count }, (_, i) => [
    '舜耕支队',
    '城东大队',
    '云台站',
    `${1 + (i % 9)}班`,
    `队员${i}`,
    `SG${100_000 + i}`,
    '',
    '',
    '13855000001',
    '男',
    1990,
    '消防员',
  ])
  return writeXlsx({ sheets: [{ name: '在册人员', rows: [columns, ...rows] }] })
}

/** Threads begun while `body` runs. */
async function threadsBegunBy<T>(body: () => Promise<T>): Promise<{ value: T; threads: number }> {
  const begun = new Set<Worker>()
  const hear = (worker: Worker) => void begun.add(worker)
  process.on('worker', hear)
  try {
    return { value: await body(), threads: begun.size }
  } finally {
    process.off('worker', hear)
  }
}

const refusal = async (reading: Promise<unknown>): Promise<Problem> => {
  const why = await reading.then(
    () => 'it was read',
    (error: unknown) => error,
  )
  expect(why).toBeInstanceOf(Problem)
  return why as Problem
}

test('a workbook of 20,000 rows is read in another thread', { timeout: 60_000 }, async () => {
  const file = await workbook(20_000)
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  let turns = 0
  const clock = setInterval(() => turns++, 5)
  onTestFinished(() => clearInterval(clock))
  const { value, threads } = await threadsBegunBy(() => readInThread({ name: '大.xlsx', bytes: file, pasted: false }))
  delay.disable()
  console.info(`longest stop of the program: ${Math.round(delay.max / 1e6)} ms`)
  expect(threads).toBe(1)
  // The program had its turn many times while the file was read.
  expect(turns).toBeGreaterThan(10)
  expect(value.rows).toHaveLength(20_000)
  expect(value.rows.at(-1)).toMatchObject({ row: 20_001, cells: { staff_no: 'SG119999' } })
  expect(value).toMatchObject({ name: '大.xlsx', source: 'xlsx', sheet: '在册人员' })
})

test('text and pasted cells come out as from the file itself; two files one after the other', async () => {
  const text = csv(people)
  const [file, cells] = await Promise.all([
    readInThread({ name: '花名册.csv', bytes: bytes(text), pasted: false }),
    readInThread({ name: '', bytes: bytes(text.replaceAll(',', '\t')), pasted: true }),
  ])
  expect(file).toMatchObject({ source: 'csv', encoding: 'utf-8', headerRows: [1, 1] })
  expect(cells.rows).toEqual(file.rows)
})

test('a refusal arrives as the same sentence', async () => {
  const why = await refusal(readInThread({ name: 'x.csv', bytes: bytes('甲,乙\n1,2\n'), pasted: false }))
  expect(why.kind).toMatchObject({ code: 'roster-no-header', status: 422 })
  expect(why.text.zh).toContain('甲、乙')
  expect((await refusal(readInThread({ name: 'x', bytes: new Uint8Array(), pasted: false }))).kind.code).toBe(
    'roster-empty',
  )
})

test('a file that takes too much memory or time ends its thread and not the program', { timeout: 60_000 }, async () => {
  const file = { name: '大.xlsx', bytes: await workbook(20_000), pasted: false }
  const heavy = await refusal(readInThread(file, { memoryMb: 24, timeMs: 60_000 }))
  expect(heavy.kind).toMatchObject({ code: 'roster-too-heavy', status: 422 })
  const slow = await refusal(readInThread(file, { memoryMb: 512, timeMs: 1 }))
  expect(slow.text.zh).toContain('分成几个文件')
  expect((await readInThread(file)).rows).toHaveLength(20_000)
})
