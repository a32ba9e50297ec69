/** Builds the console's pages into `dist/console`; the report page has its own configuration. */
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  root: at('src/web/console'),
  base: '/',
  publicDir: false,
  plugins: [react()],
  build: {
    outDir: at('dist/console'),
    emptyOutDir: true,
    assetsDir: 'assets',
    // Tablets of the last five years; the phone page holds its own, much older floor.
    target: ['es2022', 'chrome100', 'safari15.4'],
    chunkSizeWarningLimit: 1200,
  },
})
