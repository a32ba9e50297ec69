/** `node scripts/run.mjs FILE …`: runs a TypeScript file under Node 24, installing what is missing first. */
import { giveUp, handOver } from './bootstrap.mjs'

const [file, ...args] = process.argv.slice(2)
if (!file) giveUp('用法：node scripts/run.mjs 文件 …', 'Usage: node scripts/run.mjs FILE …')
await handOver(file, args)
