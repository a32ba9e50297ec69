/** What intake plugs in: the way by which every report is stored, and the judging that follows. */
import type { Core } from '#core/core.ts'
import type { Part } from '#platform/part.ts'
import { judgeWaiting } from './judging.ts'
import { intakePersonalData } from './personal-data.ts'
import { intakeRoutes } from './routes.ts'

export const intakePart: Part<Core> = {
  name: 'intake',
  personalData: intakePersonalData,
  routes: intakeRoutes,
  wire(core) {
    core.intake.whenToJudge(() => judgeWaiting(core))
  },
  sweeps: [{ name: 'intake.judge', everySeconds: 0, run: (core) => core.intake.judgeSoon() }],
}
