/** Reads a roster file in a thread of its own, so that reports and screens are served meanwhile and a bad file harms nobody. */
import { Worker } from 'node:worker_threads'
import { Problem } from '#platform/problems.ts'
import { fault, rosterProblems } from './faults.ts'
import type { Sheet, SheetRow } from './model.ts'
import type { Given, Said } from './reader-thread.ts'

export interface Limits {
  /** Of the thread's own heap. A full file of 200,000 rows takes about half of it. */
  readonly memoryMb: number
  /** A full file takes about a quarter of it on a slow machine. */
  readonly timeMs: number
}

const usual: Limits = { memoryMb: 1536, timeMs: 120_000 }
const program = new URL('./reader-thread.ts', import.meta.url)

/** One file at a time: two large ones together would take the memory of both. */
let before: Promise<unknown> = Promise.resolve()

/**
 * Reads bytes of an .xlsx or .csv, or text copied from a sheet.
 * @throws Problem that says why the file cannot be taken; `roster-too-heavy` where reading it went past the limits
 */
export function readInThread(given: Given, limits: Limits = usual): Promise<Sheet> {
  const reading = before.then(() => read(given, limits))
  before = reading.catch(() => {})
  return reading
}

function read(given: Given, { memoryMb, timeMs }: Limits): Promise<Sheet> {
  const worker = new Worker(program, {
    workerData: given,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    // Flags of the program, such as a debugger's, are not the thread's.
    execArgv: [],
  })
  const late = setTimeout(() => void worker.terminate(), timeMs)
  return new Promise<Sheet>((resolve, reject) => {
    const rows: SheetRow[] = []
    worker.on('message', (said: Said) => {
      if (said.kind === 'rows') for (const row of said.rows) rows.push(row)
      else if (said.kind === 'sheet') resolve({ ...said.sheet, rows })
      else reject(new Problem(said.problem))
    })
    worker.on('error', (error: Error & { code?: string }) =>
      reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooHeavy() : error),
    )
    // Settled already where it said how it went.
    worker.on('exit', () => reject(tooHeavy()))
  }).finally(() => clearTimeout(late))
}

const tooHeavy = () => fault(rosterProblems['roster-too-heavy'])
