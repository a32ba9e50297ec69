/** What intake plugs in: the way by which every report is stored. */
import type { Core } from '#core/core.ts'
import type { Part } from '#platform/part.ts'
import { intakeRoutes } from './routes.ts'

export const intakePart: Part<Core> = { name: 'intake', routes: intakeRoutes }
