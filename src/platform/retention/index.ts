/** What retention plugs in: a job over what all the other parts declare about personal data. */
import type { Base } from '#platform/base.ts'
import type { Part } from '#platform/part.ts'
import { runRetention } from './retention.ts'

/** Made from the other parts, so that a table declared anywhere is deleted from without a second list. */
export function retentionPart(parts: readonly Part<never>[]): Part<Base> {
  const tables = parts.flatMap((part) => part.personalData ?? [])
  return {
    name: 'retention',
    sweeps: [
      {
        name: 'retention.delete',
        everySeconds: 3600,
        run: async ({ services }) => {
          const { deleted, dropped } = await runRetention(services, tables)
          if (Object.keys(deleted).length + dropped.length > 0) services.log.info({ deleted, dropped }, 'retention')
        },
      },
    ],
  }
}
