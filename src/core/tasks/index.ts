/** What tasks plugs in: who owes what, kept true to roster, presence and orders. */
import type { Core } from '#core/core.ts'
import type { Part } from '#platform/part.ts'
import { boardRoutes } from './board/routes.ts'
import { tasksPersonalData } from './personal-data.ts'
import { noteHourly, reconcileNoted, wireReconcile } from './reconcile.ts'

export const tasksPart: Part<Core> = {
  name: 'tasks',
  personalData: tasksPersonalData,
  wire: wireReconcile,
  routes: boardRoutes,
  sweeps: [
    { name: 'tasks.hourly', everySeconds: 3600, run: noteHourly },
    { name: 'tasks.reconcile', everySeconds: 0, run: reconcileNoted },
  ],
}
