/** Runs one command line: parse, run, print the result, end with 0, 1 (it failed) or 2 (it was not understood). */
import { resolve } from 'node:path'
import { loadConfig } from '#platform/config.ts'
import { Problem } from '#platform/problems.ts'
import { fill, type Language, say, type Text } from '#platform/texts.ts'
import { helpOf, helpOverview } from './help.ts'
import { Installation } from './installation.ts'
import { languageOfLine, type Parsed, parse } from './parse.ts'
import type { Cli, Outcome } from './verb.ts'
import { verbs } from './verbs.ts'

export interface Streams {
  out(text: string): void
  err(text: string): void
}

/** @returns the exit code */
export async function main(argv: readonly string[], env: NodeJS.ProcessEnv, streams: Streams): Promise<number> {
  let parsed: Parsed
  try {
    parsed = parse(verbs, argv, env)
  } catch (error) {
    streams.err(`${sentence(error, languageOfLine(argv, env))}\n`)
    return 2
  }
  const { verb, language, help } = parsed
  if (!verb || help) {
    streams.out(`${(verb ? helpOf(verb, language) : helpOverview(verbs, language)).join('\n')}\n`)
    return 0
  }
  return run(parsed, env, streams)
}

async function run({ verb, args, json, language }: Parsed, env: NodeJS.ProcessEnv, streams: Streams): Promise<number> {
  let installation: Installation | undefined
  try {
    const tell = (text: Text) => streams.err(`${say(text, language)}\n`)
    installation = new Installation(loadConfig(env), tell)
    const outcome = await verb!.run(makeCli(installation, { json, language, tell, env }), args)
    print(outcome, json, streams)
    if (!outcome.failed) return 0
    streams.err(`${say(outcome.failed, language)}\n`)
    return 1
  } catch (error) {
    streams.err(`${sentence(error, language)}\n`)
    return 1
  } finally {
    await installation?.close().catch((error) => streams.err(`${sentence(error, language)}\n`))
  }
}

/** Between two remarks on how far a long work is. */
const passingMs = 1000

interface CliParts {
  readonly json: boolean
  readonly language: Language
  readonly env: NodeJS.ProcessEnv
  tell(text: Text): void
}

function makeCli(installation: Installation, { json, language, tell, env }: CliParts): Cli {
  let told = performance.now()
  const passing = (text: Text): void => {
    if (performance.now() - told < passingMs) return
    told = performance.now()
    tell(text)
  }
  return {
    language,
    json,
    installation,
    tell,
    passing,
    progress(step, share) {
      const percent = Math.floor(share * 100)
      passing(fill({ zh: `${step.zh} {percent}%`, en: `${step.en} {percent}%` }, { percent }))
    },
    // npm runs the program in the repository's folder; a file is meant from where the user stands.
    path: (name) => resolve(env.INIT_CWD ?? process.cwd(), name),
    say: (text, params) => say(text, language, params),
  }
}

function print({ json: result, lines }: Outcome, json: boolean, { out }: Streams): void {
  if (json) out(`${JSON.stringify(result, null, 2)}\n`)
  else if (lines.length > 0) out(`${lines.join('\n')}\n`)
}

/** One sentence for whoever typed the command; what went wrong inside is named, without a stack. */
function sentence(error: unknown, language: Language): string {
  if (error instanceof Problem) {
    const more = error.wrong.filter((w) => w.text.en !== error.text.en)
    const wrong = more.slice(0, 20).map((w) => `\n  ${w.at}: ${say(w.text, language)}`)
    return error.text[language] + wrong.join('')
  }
  const why = (
    error instanceof Error ? error.message || (error as NodeJS.ErrnoException).code || error.name : String(error)
  ).split('\n')[0]!
  return say({ zh: '命令没有完成：{why}。', en: 'The command was not completed: {why}.' }, language, { why })
}
