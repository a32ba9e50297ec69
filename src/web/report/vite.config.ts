/** Builds the phone pages: one classic script and one style sheet for any phone's browser, named by their content. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import { defineConfig } from 'vite'

const here = fileURLToPath(new URL('.', import.meta.url))

/** Writes index.html around the hashed names; a module script would shut out browsers that the floor lets in. */
function pageAround(): Plugin {
  return {
    name: 'page-around',
    // After the style sheet has been put out.
    enforce: 'post',
    generateBundle(_options, bundle) {
      const names = Object.keys(bundle)
      const script = names.find((name) => name.endsWith('.js'))
      const style = names.find((name) => name.endsWith('.css'))
      if (!script || !style) this.error('the page needs one script and one style sheet')
      const page = readFileSync(`${here}index.html`, 'utf8')
      this.emitFile({
        type: 'asset',
        fileName: 'index.html',
        source: page.replace('%script%', `/report-${script}`).replace('%style%', `/report-${style}`),
      })
    },
  }
}

export default defineConfig({
  root: here,
  base: '/',
  logLevel: 'warn',
  plugins: [pageAround()],
  build: {
    outDir: fileURLToPath(new URL('../../../dist/report', import.meta.url)),
    emptyOutDir: true,
    target: 'es2017',
    cssTarget: 'chrome58',
    modulePreload: false,
    cssCodeSplit: false,
    rollupOptions: {
      input: `${here}main.ts`,
      output: {
        format: 'iife',
        entryFileNames: 'assets/[hash].js',
        assetFileNames: 'assets/[hash][extname]',
      },
    },
  },
})
