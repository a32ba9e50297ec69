/** Reads an instant from the command line: a date, a time and an offset, so that it means one moment whatever the machine's zone. */
import { Problem } from '#platform/problems.ts'
import { cliProblems } from './problems.ts'
import { type Args, textOf } from './verb.ts'

const form = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})$/

/** The value of an option, where it is there. @throws Problem `instant-expected` */
export function instantOf(args: Args, option: string): Date | undefined {
  const text = textOf(args, option)
  if (text === undefined) return undefined
  const ms = form.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(ms)) throw new Problem(cliProblems['instant-expected'], { option })
  return new Date(ms)
}
