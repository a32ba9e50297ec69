/** Builds the pages: the officers' console and the phone pages of members and families, into `dist/`. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))

for (const configFile of ['vite.config.ts', 'src/web/report/vite.config.ts']) {
  if (existsSync(at(configFile))) await build({ configFile: at(configFile), logLevel: 'warn' })
}
