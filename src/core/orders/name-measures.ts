/** Gives the audit the titles of the measures and playbooks that its details mention by code. */
import { sql } from 'kysely'
import type { Core } from '#core/core.ts'
import { auditShown } from '#platform/audit/names.ts'
import type { Text } from '#platform/texts.ts'

export function nameMeasures(core: Core): void {
  core.services.hooks.on(auditShown, async (w, { words, names }) => {
    const codes = [...words].filter((word) => /^[a-z][a-z0-9_-]{0,47}$/.test(word))
    if (codes.length === 0) return
    // Of campaigns that are over too: the newest words of each measure.
    const { rows } = await sql<{
      code: string
      title: Text
    }>`select distinct on (code) code, content -> 'title' as title
      from measure where code = any(${codes}::text[]) order by code, valid_from desc`.execute(w.tx)
    const { rows: playbooks } = await sql<{
      code: string
      title: Text
    }>`select distinct on (code) code, content -> 'title' as title
      from playbook where code = any(${codes}::text[]) order by code, version desc`.execute(w.tx)
    for (const { code, title } of [...playbooks, ...rows]) if (title) names.set(code, title)
  })
}
