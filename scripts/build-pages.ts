/** Builds the pages: the officers' console and the phone pages of members and families, into `dist/`. */
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
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
  { config: 'vite.config.ts', name: 'console' },
  { config: 'src/web/report/vite.config.ts', name: 'report' },
]

/** Built beside the pages that a running program serves, and put in their place when done. */
const draft = `dist/.draft-${process.pid}`

try {
  /** Files of this checkout that ended up in a page; `pages.mjs` asks them whether a build is stale. */
  const modules = new Set<string>()
  for (const { config, name } of bundles) {
    const outDir = at(`${draft}/${name}`)
    const built = await build({ configFile: at(config), logLevel: 'warn', build: { outDir } })
    for (const { output } of [built].flat() as { output: { type: string; moduleIds?: string[] }[] }[])
      for (const id of output.flatMap((part) => part.moduleIds ?? [])) modules.add(relative(at(''), id.split('?')[0]!))
    compress(`${outDir}/assets`)
  }
  for (const { name } of bundles) {
    rmSync(at(`dist/${name}`), { recursive: true, force: true })
    renameSync(at(`${draft}/${name}`), at(`dist/${name}`))
  }
  const own = [...modules].filter((path) => path.startsWith('src/')).sort()
  writeFileSync(at('dist/.modules'), JSON.stringify(own))
} finally {
  rmSync(at(draft), { recursive: true, force: true })
}
