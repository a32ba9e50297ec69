/** What a verb of the command line is: a row of the one table from which parsing, help and documentation are made. */
import type { Language, Text } from '#platform/texts.ts'
import type { Installation } from './installation.ts'

export interface Option {
  /** How its value is called in the help; left out: a switch. */
  readonly value?: string
  readonly required?: true
  readonly text: Text
}

export interface Operand {
  readonly name: string
  readonly text: Text
}

/** The values of options by name (a switch is true), and operands in order. */
export interface Args {
  readonly options: Readonly<Record<string, string | true | undefined>>
  readonly operands: readonly string[]
}

/** What a verb leaves behind. Nothing but this reaches standard output. */
export interface Outcome {
  /** What `--json` prints, as one document. */
  readonly json: unknown
  /** What is printed without `--json`. */
  readonly lines: readonly string[]
  /** Set where the verb ran and what it found is not good: one sentence for standard error, and a non-zero end. */
  readonly failed?: Text
}

export interface Cli {
  readonly language: Language
  readonly json: boolean
  readonly installation: Installation
  /** Says something on standard error: progress, remarks. */
  tell(text: Text): void
  /** Says on standard error how far long work is: at most once a second, so that a short one says nothing. */
  passing(text: Text): void
  /** The same of a share done, 0 to 1. */
  progress(step: Text, share: number): void
  /** The absolute path of a file as the user names it, from where the user stands. */
  path(name: string): string
  /** A sentence in the user's language. */
  say(text: Text, params?: Readonly<Record<string, string | number>>): string
}

export interface Verb {
  /** One or two words. */
  readonly name: string
  readonly summary: Text
  readonly operands?: readonly Operand[]
  readonly options: Readonly<Record<string, Option>>
  run(cli: Cli, args: Args): Promise<Outcome>
}

/** The value of an option, where it is there. */
export function textOf(args: Args, option: string): string | undefined {
  const value = args.options[option]
  return typeof value === 'string' ? value : undefined
}

/** `--json`, `--lang` and `--help` go with every verb. */
export const commonOptions: Readonly<Record<string, Option>> = {
  json: { text: { zh: '结果按 JSON 输出', en: 'print the result as JSON' } },
  lang: { value: 'zh|en', text: { zh: '提示用中文或英文', en: 'speak Chinese or English' } },
  help: { text: { zh: '显示用法', en: 'show how it is used' } },
}
