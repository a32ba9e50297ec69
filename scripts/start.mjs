/** `npm start`: installs what is missing, builds the pages if stale, and runs the server under Node 24. */
import { ensureInstalled, runNode } from './bootstrap.mjs'
import { ensurePages } from './pages.mjs'

await ensureInstalled()
await ensurePages()
const { code } = await runNode(['src/main.ts', ...process.argv.slice(2)])
process.exit(code)
