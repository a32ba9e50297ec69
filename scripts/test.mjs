/**
 * `npm test`: types, format and lint, generated files, pages, then every test; the last line counts them all.
 * `npm test -- <vitest arguments>` runs the named tests alone.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureInstalled, line, root, runNode, say } from './bootstrap.mjs'
import { buildPages } from './pages.mjs'

const tsc = (project) => ['node_modules/typescript-7/bin/tsc', '-p', project]

/** What is checked before the tests, in order; each counts as one. */
const checks = [
  ['类型（服务端）', 'types (server)', () => runNode(tsc('tsconfig.json'), { quiet: true })],
  ['类型（网页）', 'types (pages)', () => runNode(tsc('tsconfig.web.json'), { quiet: true })],
  ['格式与规范', 'format and lint', () => runNode(['node_modules/@biomejs/biome/bin/biome', 'check'], { quiet: true })],
  ['数据库类型是最新的', 'database types are fresh', () => script('make-types.ts', '--check')],
  ['文档是最新的', 'documents are fresh', () => script('make-docs.ts', '--check')],
  ['网页生成', 'pages build', () => buildPages({ quiet: true })],
]

function script(name, ...args) {
  const path = join('scripts', name)
  return existsSync(join(root, path)) ? runNode([path, ...args], { quiet: true }) : undefined
}

const count = { passed: 0, failed: 0 }

async function runCheck([zh, en, run]) {
  const started = Date.now()
  const result = await run()
  // Not there yet: neither passed nor failed.
  if (!result) return
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  const passed = result.code === 0
  count[passed ? 'passed' : 'failed']++
  process.stdout.write(`${passed ? '✓' : '✗'} ${line(zh, en)} ${seconds} s\n`)
  if (!passed) process.stdout.write(`${result.output.trimEnd()}\n`)
}

/** Counts from Vitest's JSON report; a file that could not even be read counts as one failure. */
function countTests(report, code) {
  const failedFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  )
  const failed = report.numFailedTests + failedFiles.length
  count.passed += report.numPassedTests
  // Vitest also fails for errors outside any test, which no number of its report shows.
  count.failed += code !== 0 && failed === 0 ? 1 : failed
}

async function runTests(args) {
  const folder = mkdtempSync(join(tmpdir(), 'muster-report-'))
  const file = join(folder, 'report.json')
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    const { code } = await runNode(['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...args])
    if (existsSync(file)) countTests(JSON.parse(readFileSync(file, 'utf8')), code)
    else count.failed++
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const args = process.argv.slice(2)
await ensureInstalled()
if (args.length === 0) for (const check of checks) await runCheck(check)
else await buildPages()
await runTests(args)
if (count.passed + count.failed === 0) {
  say('没有找到要运行的测试', 'No test was found')
  count.failed++
}
process.stdout.write(`${count.passed} passed, ${count.failed} failed\n`)
process.exit(count.failed > 0 ? 1 : 0)
