/**
 * Writes docs/generated/ from the program itself: settings, problems, permissions × roles and routes, the API, the
 * schema, jobs, commands. `--check` writes nothing and fails where a page is stale.
 * Run it after every change of those: `npm run docs`.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildApp } from '#app'
import { MovedClock, systemChance } from '#platform/clock.ts'
import { loadConfig } from '#platform/config.ts'
import { connect } from '#platform/database/connect.ts'
import { Hooks } from '#platform/hooks.ts'
import type { KnownRoute } from '#platform/http/server.ts'
import { Live } from '#platform/live/live.ts'
import { silentLog } from '#platform/log.ts'
import { startTestCluster } from '#test/support/cluster.ts'
import { makeTemplate, testKey, testStart, withClient } from '#test/support/template.ts'
import { apiPage, openapi, permissionsPage, type Swagger } from './docs/routes.ts'
import { readTables, schemaPage } from './docs/schema.ts'
import { commandsPage, jobsPage, problemsPage, settingsPage } from './docs/tables.ts'

const folder = fileURLToPath(new URL('../docs/generated/', import.meta.url))
const check = process.argv.includes('--check')

/** Every page by file name; what lacks a word that only a person can write is told as a complaint. */
async function pages(): Promise<{ files: Map<string, string>; complaints: string[] }> {
  const cluster = await startTestCluster()
  try {
    const url = await makeTemplate(cluster.serverUrl)
    const { routes, swagger } = await routesOf(url, cluster.folder)
    const tables = await withClient(url, readTables)
    const jobs = jobsPage()
    const files = new Map([
      ['settings.md', settingsPage()],
      ['problems.md', await problemsPage()],
      ['permissions.md', permissionsPage(routes)],
      ['api.md', apiPage(routes, swagger)],
      ['openapi.json', openapi(swagger)],
      ['schema.md', schemaPage(tables)],
      ['jobs.md', jobs.page],
      ['commands.md', commandsPage()],
    ])
    return { files, complaints: jobs.complaints }
  } finally {
    await cluster.remove()
  }
}

/** Builds the application on an empty database and asks it for its routes, as a client would. */
async function routesOf(url: string, folder: string): Promise<{ routes: KnownRoute[]; swagger: Swagger }> {
  const connected = connect(url, testKey, { appMax: 4, intakeMax: 1 })
  // Nobody else changes this database, so nothing has to be heard of.
  const database = { ...connected, listen: async () => async () => {} }
  const routes: KnownRoute[] = []
  const services = {
    config: loadConfig({ DATA_DIR: join(folder, 'data'), LOG_LEVEL: 'silent' }),
    clock: new MovedClock(testStart),
    chance: systemChance,
    database,
    key: testKey,
    hooks: new Hooks(),
    live: new Live(),
    log: silentLog,
  }
  const app = await buildApp(services, (route) => routes.push(route))
  const swagger = app.http.swagger() as unknown as Swagger
  await app.close()
  await connected.close()
  return { routes, swagger }
}

function write(files: ReadonlyMap<string, string>): void {
  mkdirSync(folder, { recursive: true })
  for (const name of readdirSync(folder)) if (!files.has(name)) rmSync(join(folder, name))
  for (const [name, text] of files) writeFileSync(join(folder, name), text)
}

function stale(files: ReadonlyMap<string, string>): string[] {
  const there = (name: string): string => {
    try {
      return readFileSync(join(folder, name), 'utf8')
    } catch {
      return ''
    }
  }
  return [...files].filter(([name, text]) => there(name) !== text).map(([name]) => name)
}

const { files, complaints } = await pages()
if (check) {
  const old = stale(files)
  if (old.length > 0) complaints.push(`docs/generated: ${old.join(', ')} is stale. Run npm run docs.`)
} else write(files)
for (const complaint of complaints) console.error(complaint)
process.exit(complaints.length > 0 ? 1 : 0)
