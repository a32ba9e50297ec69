/** `npm run --silent muster -- <verb> …`: the command line; nothing but its own output reaches standard output. */
import { handOver } from './bootstrap.mjs'

await handOver('src/cli.ts', process.argv.slice(2))
