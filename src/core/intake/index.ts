/** What intake plugs in: the way by which every report is stored, and the judging that follows. */
import type { Core } from '#core/core.ts'
import type { Part } from '#platform/part.ts'
import { judgeWaiting, waitingToBeJudged } from './judging.ts'
import { intakePersonalData } from './personal-data.ts'
import { intakeRoutes } from './routes.ts'

export const intakePart: Part<Core> = {
  name: 'intake',
  personalData: intakePersonalData,
  routes: intakeRoutes,
  wire(core) {
    core.intake.whenToJudge(() => judgeWaiting(core))
  },
  figures: [
    { name: 'intake_waiting', help: 'Reports taken and not yet stored', read: (core) => core.intake.waiting },
    { name: 'intake_stored_total', help: 'Reports stored since the start', read: (core) => core.intake.stored },
    { name: 'intake_batches_total', help: 'Batches stored since the start', read: (core) => core.intake.batches },
    { name: 'intake_to_judge', help: 'Reports that wait to be judged', read: waitingToBeJudged },
  ],
  sweeps: [{ name: 'intake.judge', everySeconds: 0, run: (core) => core.intake.judgeSoon() }],
}
