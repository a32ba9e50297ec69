/** Gives the audit the names of the units that its details mention. */
import type { Core } from '#core/core.ts'
import { auditShown } from '#platform/audit/names.ts'

export function nameUnits(core: Core): void {
  core.services.hooks.on(auditShown, async (_work, { words, names }) => {
    for (const word of words) {
      const unit = core.organisation.tree.get(word)
      if (unit) names.set(word, { zh: unit.fullName, en: unit.fullName })
    }
  })
}
