/** How a person is named in the "why" box: once, with all posts that matter, and with the unit where that is not plain. */
import type { Core } from '#core/core.ts'
import type { RunningCampaign } from '#core/orders/orders.ts'
import type { Measure } from '#core/orders/playbook/schema.ts'
import type { Unit } from '#core/organisation/tree.ts'
import type { Text } from '#platform/texts.ts'
import { shownPassed } from '../notices/actions.ts'
import type { PassedShape } from '../notices/schema.ts'
import { postTitle } from '../titles.ts'
import type { Passed, Staffing } from './recipients.ts'

/** From where the box is read. */
export interface Naming {
  readonly core: Core
  readonly unit: Unit
  readonly campaign: RunningCampaign | undefined
  readonly staff: Staffing
  readonly people: ReadonlyMap<string, { name: string; phone: string | null }>
}

/** The posts that have a part in a ladder: those of its steps, of duty, and whoever answers for the measure. */
function ladderPosts(campaign: RunningCampaign | undefined, measure: Measure | undefined): Text[] {
  if (!campaign) return []
  const { posts, duty, escalation } = campaign.playbook
  const codes = new Set<string>([...escalation.ladder.flatMap((l) => l.posts), ...duty.flatMap((d) => d.posts)])
  for (const code of [measure?.owner, measure?.deputy]) if (code !== undefined) codes.add(code)
  return posts.filter((p) => codes.has(p.code)).map((p) => p.title)
}

/**
 * @param unitId where they were found
 * @param post the post's Chinese word by which they were found, where it is known
 */
export function named(
  naming: Naming,
  measure: Measure | undefined,
  who: { personId: string; unitId: string; post?: string; name?: string },
): { person: string; name: string; posts: Text[]; unit: string | null } {
  const { core, staff, people } = naming
  const held = ladderPosts(naming.campaign, measure).filter((t) =>
    staff.holders(who.unitId, t.zh).includes(who.personId),
  )
  const posts = held.length > 0 || who.post === undefined ? held : [postTitle(core, who.unitId, who.post)]
  return {
    person: who.personId,
    name: who.name ?? people.get(who.personId)?.name ?? '',
    posts,
    unit: below(naming, who.unitId),
  }
}

/**
 * A unit below the one asked about has to be said: there are several. Every station has a 二班, so that from above its
 * station a squad goes by both names.
 */
function below({ core, unit }: Naming, unitId: string): string | null {
  const { tree } = core.organisation
  const found = tree.get(unitId)
  if (!found || found.id === unit.id || !found.path.startsWith(`${unit.path}.`)) return null
  const parent = found.parentId === null ? undefined : tree.get(found.parentId)
  return found.kind === 'squad' && parent && parent.id !== unit.id ? `${parent.name}${found.name}` : found.name
}

/** Who was passed over, with the unit only where it is not plain. */
export function passedHere(naming: Naming, passed: readonly Passed[]): PassedShape[] {
  const names = new Map([...naming.people].map(([id, p]) => [id, p.name]))
  return shownPassed(naming.core, passed, names).map((p, i) => ({
    ...p,
    unit: below(naming, passed[i]!.unit) ?? '',
  }))
}
