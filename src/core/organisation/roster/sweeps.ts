/** Timed work of rosters: files that waited their hour go, imports that a stop cut off are said to have failed. */
import type { Core } from '#core/core.ts'
import type { Sweep } from '#platform/part.ts'
import type { Text } from '#platform/texts.ts'
import { setBackCutOff } from './store.ts'
import { deleteExpiredUploads } from './uploads.ts'

const cutOff = {
  running: {
    zh: '程序中途停过，名册一个字没动。请再导入一次。',
    en: 'The program was stopped meanwhile; the roster was not touched. Please import it again.',
  },
  taking_back: {
    zh: '撤回做到一半程序停过，名册还是导入后的样子。请再撤回一次。',
    en: 'The program was stopped while this was being taken back; the roster is as the import left it. Please take it back again.',
  },
} as const satisfies Record<string, Text>

export const rosterSweeps: readonly Sweep<Core>[] = [
  {
    name: 'roster.expired',
    everySeconds: 60,
    async run({ services }) {
      await deleteExpiredUploads(services.database.app, new Date(services.clock.now()))
    },
  },
  {
    name: 'roster.cut_off',
    // A person who started again the program that stopped in the middle wants to know now.
    everySeconds: 2,
    run: ({ services }) => setBackCutOff(services.database.app, cutOff, new Date(services.clock.now())),
  },
]
