/** Pages made from tables that the program reads itself: settings, problems, jobs, commands. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Setting, settings } from '#platform/config.ts'
import { problemKinds } from '#platform/problems.ts'
import { verbsAsMarkdown } from '../../src/cli/help.ts'
import { verbs } from '../../src/cli/verbs.ts'
import { parts } from '../../src/parts.ts'
import { jobTexts } from './job-texts.ts'
import { byText, code, generated, page, table } from './markdown.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

export function settingsPage(): string {
  const rows = Object.values<Setting>(settings).map((setting) => [
    code(setting.name),
    setting.default === undefined ? '–' : code(setting.default),
    setting.meaning.zh,
    setting.meaning.en,
  ])
  return page(
    '设置 · Settings',
    '用环境变量设置；都可以不设。空值等于不设。',
    'Set by environment variable; every one may be left out. An empty value counts as left out.',
    table(['名称 name', '默认 default', '含义', 'meaning'], rows),
  )
}

/** Files of the server that declare problems. They are imported, so that none is missing from the page. */
function declaringFiles(): string[] {
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !/\.(test|fixture|for-test|generated)\.ts$/.test(path))
    .map((path) => join(root, 'src', path))
    .filter((path) => /\bdefineProblems\(\{/.test(readFileSync(path, 'utf8').replace(/\/\*\*[\s\S]*?\*\//g, '')))
    .sort(byText)
}

/** `{count|row|rows}` as it reads for several. */
const ofMany = (text: string): string => text.replace(/\{\w+\|[^|{}]*\|([^|{}]*)\}/g, '$1')

export async function problemsPage(): Promise<string> {
  const files = declaringFiles()
  for (const file of files) await import(pathToFileURL(file).href)
  const sources = files.map((file) => [relative(root, file).replaceAll('\\', '/'), readFileSync(file, 'utf8')] as const)
  const ownerOf = (name: string) =>
    sources.find(([, text]) => text.includes(`'${name}': [`) || new RegExp(`^\\s*${name}: \\[`, 'm').test(text))?.[0]
  const rows = [...problemKinds.values()]
    .sort((a, b) => byText(a.code, b.code))
    .map((kind) => [
      code(kind.code),
      String(kind.status),
      kind.text.zh,
      ofMany(kind.text.en),
      code(ownerOf(kind.code) ?? '–'),
    ])
  return page(
    '错误代码 · Problems',
    '错误一律按 RFC 9457 返回：`code` 固定不变，文字随读者的语言。`{…}` 处填入具体内容。命令行和启动时的错误也出自这张表。',
    'Every error is an RFC 9457 document: `code` never changes, the sentence is in the reader’s language. `{…}` is filled in. What the command line and the start print comes from the same table.',
    table(['代码 code', 'HTTP', '中文', 'English', '出处 declared in'], rows),
  )
}

/** Pages about jobs; a sweep without a sentence of its own is a complaint. */
export function jobsPage(): { page: string; complaints: string[] } {
  const sweeps = parts.flatMap((part) => (part.sweeps ?? []).map((sweep) => ({ part: part.name, ...sweep })))
  sweeps.sort((a, b) => byText(a.name, b.name))
  const complaints = sweeps
    .filter((sweep) => !jobTexts[sweep.name])
    .map((sweep) => `scripts/docs/job-texts.ts does not say what ${sweep.name} does.`)
  const every = (seconds: number) =>
    seconds === 0 ? '1 s' : seconds % 3600 === 0 ? `${seconds / 3600} h` : `${seconds} s`
  const rows = sweeps.map((s) => [
    code(s.name),
    every(s.everySeconds),
    s.part,
    jobTexts[s.name]?.zh ?? '',
    jobTexts[s.name]?.en ?? '',
  ])
  const text = page(
    '定时工作 · Jobs',
    '服务每秒巡一遍，到期的就做；几台服务器同时跑也不会重复，停机期间到期的，启动后补做。',
    'The server sweeps once a second and does what is due; several servers share the work safely, and what fell due while the program was down is done at start.',
    table(['名称 name', '间隔 every', '部分 part', '做什么', 'what it does'], rows),
  )
  return { page: text, complaints }
}

export function commandsPage(): string {
  const [title, ...rest] = verbsAsMarkdown(verbs).trim().split('\n')
  return `${title}\n\n${generated}\n${rest.join('\n')}\n`
}
