/** `npm start`: installs what is missing, builds the pages if stale, and runs the server under Node 24. */
import { startLines } from '../src/platform/start-lines.mjs'
import { ensureInstalled, language, runNode } from './bootstrap.mjs'
import { ensurePages } from './pages.mjs'

/** Packages, pages; then, said by the server itself, database and ready. */
const before = 2

const lines = startLines({ total: before + 2, language })
await ensureInstalled(lines)
await ensurePages(lines)
const { code } = await runNode(['src/main.ts', `--steps-before=${before}`, ...process.argv.slice(2)])
process.exit(code)
