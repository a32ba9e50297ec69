/** Timed work of rosters: files that waited their hour go, imports that a stop cut off are said to have failed. */
import type { Core } from '#core/core.ts'
import type { Sweep } from '#platform/part.ts'
import type { Text } from '#platform/texts.ts'
import { failCutOff } from './store.ts'
import { deleteExpiredUploads } from './uploads.ts'

const cutOff: Text = {
  zh: '程序中途停过，名册一个字没动。请再导入一次。',
  en: 'The program was stopped meanwhile; the roster was not touched. Please import it again.',
}

export const rosterSweeps: readonly Sweep<Core>[] = [
  {
    name: 'roster.expired',
    everySeconds: 60,
    async run({ services }) {
      const now = new Date(services.clock.now())
      await deleteExpiredUploads(services.database.app, now)
      await failCutOff(services.database.app, cutOff, now)
    },
  },
]
