/** The clauses behind what a phone page asks for, from the orders in memory. */
import type { Core } from '#core/core.ts'
import type { AskedBy } from './schema.ts'

/** @param measures codes, any number of times; those that no campaign at `path` asks for are left out */
export function clausesOf(core: Core, measures: readonly string[], path: string): AskedBy[] {
  const running = [...new Set(measures)].flatMap((code) => core.orders.measure(code, path) ?? [])
  const ordered = running.toSorted((a, b) => a.sort - b.sort)
  return ordered.flatMap(({ campaignId, content }) => {
    const [code, number] = content.clause.split('.')
    const directive = core.orders.campaigns
      .find((c) => c.id === campaignId)
      ?.playbook.directives.find((d) => d.code === code)
    const clause = directive?.clauses.find((c) => String(c.number) === number)
    if (!directive || !clause) return []
    const title = { zh: `${clause.label.zh} ${clause.title.zh}`, en: `${clause.label.en}: ${clause.title.en}` }
    return [{ title, directive: directive.title, text: clause.text }]
  })
}
