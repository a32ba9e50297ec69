/** The thread that reads a roster file: it gets the bytes, sends the sheet back in slices or why it cannot be taken, and ends. */
import { parentPort, workerData } from 'node:worker_threads'
import type { ProblemKind } from '#platform/problems.ts'
import { isFault } from './faults.ts'
import type { Sheet, SheetRow } from './model.ts'
import { readPastedRoster, readRosterFile } from './read.ts'

export interface Given {
  /** For showing only. */
  readonly name: string
  readonly bytes: Uint8Array
  /** Text copied from a sheet instead of a file. */
  readonly pasted: boolean
}

export type Said =
  | { readonly kind: 'rows'; readonly rows: readonly SheetRow[] }
  /** The sheet without its rows, which were sent before. */
  | { readonly kind: 'sheet'; readonly sheet: Sheet }
  /** With its sentence filled. */
  | { readonly kind: 'refused'; readonly problem: ProblemKind }

/** Rows of one message: the program takes each in about 2 ms and serves others in between. */
const rowsAtOnce = 1000

const say = (said: Said): void => parentPort!.postMessage(said)

const { name, bytes, pasted } = workerData as Given
// A class does not survive the way between threads: the bytes arrive as a plain Uint8Array.
const read = pasted ? readPastedRoster(new TextDecoder().decode(bytes)) : await readRosterFile(bytes, name)
if (isFault(read))
  say({ kind: 'refused', problem: { code: read.kind.code, status: read.kind.status, text: read.text } })
else {
  for (let i = 0; i < read.rows.length; i += rowsAtOnce) say({ kind: 'rows', rows: read.rows.slice(i, i + rowsAtOnce) })
  say({ kind: 'sheet', sheet: { ...read, rows: [] } })
}
