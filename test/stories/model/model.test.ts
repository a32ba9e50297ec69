/**
 * For any order of reports, corrections, transfers, presence changes, exemptions, restarts and repeated reconciling:
 * tallies equal those of a model that knows only the list of events, no task is there twice, and nobody is told twice.
 * `MODEL_RUNS=1000` runs longer, `MODEL_SEED` repeats a run.
 */
import fc from 'fast-check'
import { test } from 'vitest'
import { differences, recount, toldTwice, twice } from './compare.ts'
import { examples } from './examples.ts'
import { Model } from './model.ts'
import { Rig } from './rig.ts'
import { type Script, script, steps } from './script.ts'
import { told } from './steps.ts'
import { firstMidnight, minute } from './world.ts'

const runs = Number(process.env.MODEL_RUNS ?? 60)
const seed = process.env.MODEL_SEED ? Number(process.env.MODEL_SEED) : undefined
/** Once something is found, fast-check has so long to find its smallest form. */
const shrinkMs = 60_000
const rig = await Rig.make()

/** Plays a script on the program and in the model. @returns sentences about what differs at the end; none is right */
async function play(given: Script): Promise<string[]> {
  const start = firstMidnight + given.startMinutes * minute
  await rig.reset(start)
  const model = new Model(start)
  const lines: string[] = []
  for (const step of steps(given)) {
    lines.push(told(step))
    const [wanted, got] = [model.apply(step), await rig.play(step)]
    if (got !== wanted) return [`the last step was answered ${got} where the model says ${wanted}`, ...lines]
  }
  const found = [
    ...(await differences(rig, model)),
    ...(await twice(rig)),
    ...(await recount(rig)),
    ...(await toldTwice(rig)),
  ]
  found.push(...rig.problems)
  return found.length === 0 ? [] : [...found, 'after', ...lines]
}

test('tallies equal the model’s, whatever happens in whatever order', {
  timeout: runs * 10_000 + 120_000,
}, async () => {
  let foundAt: number | undefined
  const property = fc.asyncProperty(script, async (given) => {
    if (foundAt !== undefined && performance.now() - foundAt > shrinkMs) return
    const found = await play(given)
    if (found.length === 0) return
    foundAt ??= performance.now()
    throw new Error(found.join('\n'))
  })
  await fc.assert(property, {
    numRuns: runs,
    examples: examples.map((given): [Script] => [given]),
    ...(seed !== undefined && { seed }),
  })
})
