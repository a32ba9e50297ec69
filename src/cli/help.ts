/** Writes the help, and the page of the documentation, from the table of verbs. */
import { type Language, say, type Text } from '#platform/texts.ts'
import { commonOptions, type Option, type Verb } from './verb.ts'

const texts = {
  head: { zh: 'Muster · 同舟 命令行', en: 'Muster · 同舟, the command line' },
  use: { zh: '用法：npm run --silent muster -- <命令> …', en: 'Usage: npm run --silent muster -- <command> …' },
  more: {
    zh: '“<命令> --help”看一个命令的选项。服务是否在运行都可以用。',
    en: '“<command> --help” shows its options. Commands work whether or not the server is running.',
  },
} as const satisfies Record<string, Text>

const optionUse = (name: string, { value }: Option): string =>
  value === undefined ? `--${name}` : `--${name} ${value}`

/** `campaign start --unit U --playbook P`, with what may be left out in brackets. */
export function usage(verb: Verb): string {
  const operands = (verb.operands ?? []).map((operand) => operand.name)
  const options = Object.entries(verb.options).map(([name, option]) =>
    option.required ? optionUse(name, option) : `[${optionUse(name, option)}]`,
  )
  return [verb.name, ...operands, ...options].join(' ')
}

export function helpOverview(verbs: readonly Verb[], language: Language): string[] {
  const width = Math.max(...verbs.map((verb) => verb.name.length)) + 2
  const rows = verbs.map((verb) => `  ${verb.name.padEnd(width)}${say(verb.summary, language)}`)
  return [say(texts.head, language), say(texts.use, language), '', ...rows, '', say(texts.more, language)]
}

export function helpOf(verb: Verb, language: Language): string[] {
  const operands = (verb.operands ?? []).map(({ name, text }): [string, Text] => [name, text])
  const options = Object.entries({ ...verb.options, ...commonOptions }).map(([name, option]): [string, Text] => [
    optionUse(name, option),
    option.text,
  ])
  const rows = [...operands, ...options]
  const width = Math.max(...rows.map(([left]) => left.length)) + 2
  return [
    say(verb.summary, language),
    '',
    `  ${usage(verb)}`,
    '',
    ...rows.map(([left, text]) => `  ${left.padEnd(width)}${say(text, language)}`),
  ]
}

/** The generated page about the command line: one section a verb, in both languages. */
export function verbsAsMarkdown(verbs: readonly Verb[]): string {
  const section = (verb: Verb) => {
    const rows = [
      ...(verb.operands ?? []).map(({ name, text }) => `| \`${name}\` | ${text.zh} | ${text.en} |`),
      ...Object.entries(verb.options).map(
        ([name, option]) => `| \`${optionUse(name, option)}\` | ${option.text.zh} | ${option.text.en} |`,
      ),
    ]
    const table = rows.length > 0 ? `\n| | | |\n| --- | --- | --- |\n${rows.join('\n')}\n` : ''
    return `## ${verb.name}\n\n${verb.summary.zh}\n\n${verb.summary.en}\n\n    ${usage(verb)}\n${table}`
  }
  return `# 命令行 · Command line\n\n${verbs.map(section).join('\n')}`
}
