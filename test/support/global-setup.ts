/** Starts the one PostgreSQL of a test run and makes the template database; removes both at the end. */
import type { TestProject } from 'vitest/node'
import { unpacked } from './browser.ts'
import { startTestCluster } from './cluster.ts'
import { makeTemplate } from './template.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The run's PostgreSQL as superuser, without a database. */
    postgresUrl: string
    /** A folder that PostgreSQL's user can enter, gone when the run ends: for databases of a test's own. */
    runFolder: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [cluster] = await Promise.all([startTestCluster(), unpacked()])
  try {
    await makeTemplate(cluster.serverUrl)
  } catch (error) {
    await cluster.remove()
    throw error
  }
  project.provide('postgresUrl', cluster.serverUrl)
  project.provide('runFolder', cluster.folder)
  return cluster.remove
}
