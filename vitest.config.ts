/** Tests: beside what they test, against one real PostgreSQL that `global-setup` starts and removes. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    setupFiles: ['test/support/clean-slate.ts'],
    environment: 'node',
    // Forks, not threads: native parts (typst, sharp, argon2) and process.env are each file's own.
    pool: 'forks',
    // One process for many files, one after the other: the program is read once, which is a fifth of the time. Each file
    // has databases, folders and a browser of its own.
    isolate: false,
    // One for each core: by itself Vitest leaves one core out, which on two cores is half of them.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A story in Chinese stays a story in Chinese wherever it runs.
    env: { TZ: 'UTC', LANG: 'C.UTF-8' },
  },
})
