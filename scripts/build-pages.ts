/** Builds the pages: the officers' console and the phone pages of members and families, into `dist/`. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build } from 'vite'

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))

/** Below a packet or two a compressed twin saves nothing. */
const worthBytes = 1400

/** Writes a brotli and a gzip twin beside each script and style: old phones understand only the second. */
function compress(folder: string): void {
  for (const name of readdirSync(folder).filter((file) => /\.(js|css|svg)$/.test(file))) {
    const path = join(folder, name)
    const content = readFileSync(path)
    if (content.length < worthBytes) continue
    writeFileSync(`${path}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }))
    writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }))
  }
}

const bundles = [
  { config: 'vite.config.ts', assets: 'dist/console/assets' },
  { config: 'src/web/report/vite.config.ts', assets: 'dist/report/assets' },
]

for (const bundle of bundles) {
  if (!existsSync(at(bundle.config))) continue
  await build({ configFile: at(bundle.config), logLevel: 'warn' })
  compress(at(bundle.assets))
}
