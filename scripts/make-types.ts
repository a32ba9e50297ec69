/**
 * Writes src/platform/database/types.generated.ts from the migrated schema; `--check` says whether it is fresh.
 * Run it after every change of a migration: `node scripts/run.mjs scripts/make-types.ts`.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startTestCluster } from '#test/support/cluster.ts'
import { makeTemplate } from '#test/support/template.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const file = join(root, 'src/platform/database/types.generated.ts')
const check = process.argv.includes('--check')

/** As `connect.ts` hands values back: int8 as number where safe, date as string. */
const mapping = { ltree: 'string', int8: 'number', int8range: 'string', tstzrange: 'string', daterange: 'string' }

function generate(url: string, out: string): void {
  const { status, stderr, stdout } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/kysely-codegen/dist/cli/bin.js'),
      ...['--dialect', 'postgres', '--url', url, '--out-file', out],
      ...['--date-parser', 'string', '--numeric-parser', 'string', '--type-mapping', JSON.stringify(mapping)],
      ...['--exclude-pattern', '*.muster_migration*'],
    ],
    { encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(stderr || stdout)
}

const cluster = await startTestCluster()
try {
  const url = await makeTemplate(cluster.serverUrl)
  const out = check ? join(cluster.folder, 'types.ts') : file
  generate(url, out)
  if (check && readFileSync(out, 'utf8') !== readFileSync(file, 'utf8')) {
    console.error(
      'types.generated.ts is not what the migrations say: run `node scripts/run.mjs scripts/make-types.ts`.',
    )
    process.exitCode = 1
  }
} finally {
  await cluster.remove()
}
