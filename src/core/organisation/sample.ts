/** Loads the sample detachment 舜耕支队 from its roster, as an import would. */
import { readFile } from 'node:fs/promises'
import type { Core } from '#core/core.ts'
import { Problem } from '#platform/problems.ts'
import type { Text } from '#platform/texts.ts'
import { type Context, systemContext } from '#platform/work.ts'
import { importRosterFile } from './roster/apply.ts'
import { setupProblems } from './setup/problems.ts'

/** The sample was made as of this day; its youngest children are born in the year before. */
const madeAt = Date.parse('2026-02-07T00:00:00Z')
const file = new URL('../../../sample/shungeng.csv', import.meta.url)

/**
 * @param onProgress told with a step in words and how much of the whole is done, 0 to 1
 * @throws Problem `organisation-there` where there are units already, `sample-missing` where the file is not there
 */
export async function loadSample(
  core: Core,
  context: Context = systemContext(core.services),
  onProgress?: (step: Text, share: number) => void,
): Promise<{ people: number }> {
  await core.organisation.ensure()
  if (core.organisation.tree.size > 0) throw new Problem(setupProblems['organisation-there'])
  const bytes = await readFile(file).catch(() => {
    throw new Problem(setupProblems['sample-missing'])
  })
  const options = {
    apply: true,
    goodOnly: false,
    retire: false,
    onProgress,
    asOf: Math.max(madeAt, core.services.clock.now()),
  }
  const { added, applied } = await importRosterFile(core, context, { name: 'shungeng.csv', bytes }, options)
  if (!applied) throw new Problem(setupProblems['sample-missing'])
  return { people: added }
}
