/** Keeps photos that a report names from being thrown away as unused. */
import type { Work } from '#platform/work.ts'
import { filesNamed } from './store/readings.ts'

export async function keepNamedFiles(
  w: Work,
  expiring: { ids: Set<string>; oldest: Date; owners: ReadonlySet<string> },
): Promise<void> {
  for (const id of await filesNamed(w.tx, [...expiring.ids], [...expiring.owners], expiring.oldest))
    expiring.ids.delete(id)
}
