/** Builds the pages when their sources changed since the last build. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { root, runNode, say } from './bootstrap.mjs'

const builder = join(root, 'scripts', 'build-pages.ts')
const stamp = join(root, 'dist', '.sources')

/** What ends up in a browser: pages and shells, and the texts, shapes and generated types that they share. */
function isSource(path) {
  if (/\.test\.tsx?$/.test(path)) return false
  if (path.startsWith(`web${sep}`) || path.includes(`${sep}pages${sep}`)) return true
  return /(^|[/\\])(texts|schema|problems)\.ts$/.test(path) || path.endsWith('.generated.ts')
}

/** A digest of the sources; times of files mean nothing after a checkout. */
function digest() {
  const src = join(root, 'src')
  const sources = readdirSync(src, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((path) => isSource(path.slice(src.length + 1)))
  const settings = ['vite.config.ts', 'scripts/build-pages.ts', 'package-lock.json'].map((name) => join(root, name))
  const hash = createHash('sha256')
  for (const path of [...sources, ...settings].filter((path) => existsSync(path)).sort()) {
    hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0')
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
  const now = digest()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return nothing
  onBuild()
  const result = await runNode([builder], { quiet })
  if (result.code === 0) {
    mkdirSync(join(root, 'dist'), { recursive: true })
    writeFileSync(stamp, now)
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
