/** Reads a command line by the table of verbs; every fault is one sentence. */
import { parseArgs } from 'node:util'
import { Problem } from '#platform/problems.ts'
import type { Language } from '#platform/texts.ts'
import { cliProblems } from './problems.ts'
import { type Args, commonOptions, type Verb } from './verb.ts'

export interface Parsed {
  /** Undefined: show the help. */
  readonly verb: Verb | undefined
  readonly args: Args
  readonly json: boolean
  readonly help: boolean
  readonly language: Language
}

/** The language of the terminal; Chinese unless it is English. */
export function languageOfTerminal(env: NodeJS.ProcessEnv): Language {
  const named = env.LC_ALL || env.LC_MESSAGES || env.LANG || ''
  return named.startsWith('en') ? 'en' : 'zh'
}

/** The language that the line asks for, found even where the rest of it is wrong. */
export function languageOfLine(argv: readonly string[], env: NodeJS.ProcessEnv): Language {
  for (const [i, word] of argv.entries()) {
    const value = word === '--lang' ? argv[i + 1] : word.startsWith('--lang=') ? word.slice(7) : undefined
    if (value === 'zh' || value === 'en') return value
  }
  return languageOfTerminal(env)
}

/** @throws Problem with one sentence */
export function parse(verbs: readonly Verb[], argv: readonly string[], env: NodeJS.ProcessEnv): Parsed {
  const language = languageOfLine(argv, env)
  const { before, words, rest } = split(argv)
  const nothing: Parsed = { verb: undefined, args: { options: {}, operands: [] }, json: false, help: true, language }
  if (words.length === 0) {
    const option = before.find(
      (word) => !['--help', '-h', '--lang', '--json', 'zh', 'en'].includes(word.replace(/=.*/, '')),
    )
    if (option) throw new Problem(cliProblems['option-unknown'], { verb: 'muster', option })
    return nothing
  }
  if (words[0] === 'help' && words.length === 1) return nothing
  const asked = words[0] === 'help' ? words.slice(1) : words
  const verb = find(verbs, asked)
  const operands = asked.slice(verb.name.split(' ').length)
  const args = read(verb, [...before, ...operands, ...rest])
  const help = words[0] === 'help' || args.options.help === true
  if (!help) complete(verb, args)
  return { verb, args, json: args.options.json === true, help, language }
}

/** Options before the first word, the words up to the next option, and the rest. */
function split(argv: readonly string[]) {
  let i = 0
  while (i < argv.length && argv[i]!.startsWith('-') && argv[i] !== '--') i += argv[i] === '--lang' ? 2 : 1
  let j = i
  while (j < argv.length && !argv[j]!.startsWith('-')) j++
  return { before: argv.slice(0, i), words: argv.slice(i, j), rest: argv.slice(j) }
}

function find(verbs: readonly Verb[], words: readonly string[]): Verb {
  const two = words.slice(0, 2).join(' ')
  const verb = verbs.find((v) => v.name === two) ?? verbs.find((v) => v.name === words[0])
  if (verb) return verb
  const group = verbs.filter((v) => v.name.startsWith(`${words[0]} `))
  const named = group.length > 0 ? two : words[0]!
  throw new Problem(cliProblems['verb-unknown'], { verb: named })
}

function read(verb: Verb, args: readonly string[]): Args {
  const options: Record<string, { type: 'string' | 'boolean'; short?: string }> = {}
  for (const [name, option] of Object.entries({ ...commonOptions, ...verb.options })) {
    options[name] = { type: option.value === undefined ? 'boolean' : 'string', ...(name === 'help' && { short: 'h' }) }
  }
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
    return { options: values as Args['options'], operands: positionals }
  } catch (error) {
    throw wrongOption(verb, error as Error & { code?: string })
  }
}

function wrongOption(verb: Verb, error: Error & { code?: string }): unknown {
  const option = /'(--?[^' ,=]+)/.exec(error.message)?.[1]
  if (!option) return error
  if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    return new Problem(cliProblems['option-unknown'], { verb: verb.name, option })
  }
  const name = option.replace(/^-+/, '')
  const value = { ...commonOptions, ...verb.options }[name]?.value
  if (value === undefined) return new Problem(cliProblems['option-unknown'], { verb: verb.name, option: `${option}=` })
  return new Problem(cliProblems['option-value'], { option: name, value })
}

/** What is required is there, and nothing more. */
function complete(verb: Verb, { options, operands }: Args): void {
  const wanted = verb.operands ?? []
  const missing = wanted[operands.length]
  if (missing) throw new Problem(cliProblems['operand-missing'], { verb: verb.name, operand: missing.name })
  const surplus = operands[wanted.length]
  if (surplus !== undefined) throw new Problem(cliProblems['operand-surplus'], { verb: verb.name, operand: surplus })
  for (const [name, option] of Object.entries(verb.options)) {
    if (option.required && options[name] === undefined) {
      throw new Problem(cliProblems['option-missing'], {
        verb: verb.name,
        option: `${name} ${option.value ?? ''}`.trim(),
      })
    }
  }
  for (const [name, value] of Object.entries(options)) {
    const option = { ...commonOptions, ...verb.options }[name]
    if (option?.value && value === '')
      throw new Problem(cliProblems['option-value'], { option: name, value: option.value })
  }
  const lang = options.lang
  if (lang !== undefined && lang !== 'zh' && lang !== 'en') {
    throw new Problem(cliProblems['option-value'], { option: 'lang', value: 'zh|en' })
  }
}
