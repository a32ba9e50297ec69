/** Builds the pages when their sources changed since the last build. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { root, runNode, say } from './bootstrap.mjs'

const builder = join(root, 'scripts', 'build-pages.ts')
const stamp = join(root, 'dist', '.sources')

/** What the last build put into pages, by its own account; shells and styles too. Empty before the first. */
function bundled() {
  const list = join(root, 'dist', '.modules')
  return existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : []
}

/** A digest of the sources; times of files mean nothing after a checkout. A new page shows by its folder's index. */
function digest() {
  const pages = readdirSync(join(root, 'src'), { recursive: true })
    .map(String)
    .filter((path) => /(^|[/\\])pages[/\\]index\.ts$/.test(path) || path.startsWith(`web${sep}`))
    .filter((path) => !/\.test\.tsx?$/.test(path) && /\.[a-z]+$/.test(path))
    .map((path) => join('src', path))
  const settings = ['vite.config.ts', 'scripts/build-pages.ts', 'package-lock.json']
  const hash = createHash('sha256')
  for (const path of [...new Set([...bundled(), ...pages, ...settings])].sort()) {
    const file = join(root, path)
    hash
      .update(path)
      .update('\0')
      .update(existsSync(file) ? readFileSync(file) : 'gone')
      .update('\0')
  }
  return hash.digest('hex')
}

/**
 * Builds if stale.
 * @param {object} [options] `quiet`: collect the builder's output instead of showing it; `onBuild`: called before a build
 * @returns {Promise<{ code: number, output: string, built: boolean }>} code 0 also where there was nothing to do
 */
export async function buildPages({ quiet = false, onBuild = () => say('正在生成网页', 'Building the pages') } = {}) {
  const nothing = { code: 0, output: '', built: false }
  if (!existsSync(builder)) return nothing
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest()) return nothing
  onBuild()
  const result = await runNode([builder], { quiet })
  if (result.code === 0) {
    // What is in the pages is known better now than before.
    writeFileSync(stamp, digest())
  }
  return { ...result, built: true }
}

/** Builds if stale, as a step of a start, and ends it where that fails. */
export async function ensurePages(lines) {
  const onBuild = () => lines.working({ zh: '网页：正在生成', en: 'Pages: building' })
  const { code, output, built } = await buildPages({ quiet: true, onBuild })
  if (code !== 0) {
    lines.failed({ zh: '网页没有生成成功：', en: 'The pages could not be built:' })
    process.stderr.write(`${output.trimEnd()}\n`)
    process.exit(1)
  }
  lines.done(built ? { zh: '网页：已生成', en: 'Pages: built' } : { zh: '网页：是最新的', en: 'Pages: up to date' })
}
