/**
 * For any order of reports, corrections, transfers, presence changes, exemptions, restarts and repeated reconciling:
 * tallies equal those of a model that knows only the list of events, no task is there twice, and nobody is told twice.
 * `MODEL_RUNS=1000` runs longer, `MODEL_SEED` repeats a run.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { differences, recount, toldTwice, twice } from './compare.ts'
import { Model } from './model.ts'
import { Rig } from './rig.ts'
import { script, steps } from './script.ts'
import { told } from './steps.ts'
import { firstMidnight, minute } from './world.ts'

const runs = Number(process.env.MODEL_RUNS ?? 60)
const seed = process.env.MODEL_SEED ? Number(process.env.MODEL_SEED) : undefined
const limitMs = runs * 1500 + 30_000
const rig = await Rig.make()

test(
  'tallies equal the model’s, whatever happens in whatever order',
  async () => {
    await fc.assert(
      fc.asyncProperty(script, async (given) => {
        const start = firstMidnight + given.startMinutes * minute
        const list = steps(given)
        await rig.reset(start)
        const model = new Model(start)
        const lines: string[] = []
        for (const step of list) {
          lines.push(told(step))
          const [wanted, got] = [model.apply(step), await rig.play(step)]
          if (got !== wanted) throw new Error(`${told(step)} was ${got ? 'accepted' : 'refused'}\n${lines.join('\n')}`)
        }
        model.apply({ at: rig.clock.now(), kind: 'reconcile' })
        await rig.everybody()
        const found = [
          ...(await differences(rig, model)),
          ...(await twice(rig)),
          ...(await recount(rig)),
          ...(await toldTwice(rig)),
          ...rig.problems,
        ]
        if (found.length > 0) throw new Error(`${found.join('\n')}\nafter\n${lines.join('\n')}`)
      }),
      // Shrinking ends in time too: what it has found by then is reported, with its seed.
      { numRuns: runs, ...(seed !== undefined && { seed }), interruptAfterTimeLimit: limitMs, markInterruptAsFailure: true },
    )
    expect(runs).toBeGreaterThan(0)
  },
  limitMs + 30_000,
)
