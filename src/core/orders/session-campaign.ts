/** The campaign that the console's head shows where the reader stands. */
import type { Core } from '#core/core.ts'
import type { CampaignSummary } from '#platform/access/schema.ts'

/** Days since the campaign began, in its zone, counting its first as 1. */
function dayOf(startedAt: number, now: number, zone: string): number {
  const date = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
  const midnight = (at: number) => Date.parse(`${date.format(at)}T00:00:00Z`)
  return Math.max(1, Math.round((midnight(now) - midnight(startedAt)) / 86_400_000) + 1)
}

/** Lets sessions tell of the campaign in force. Called once while the parts are wired. */
export function wireCampaign({ identities, orders, services }: Core): void {
  identities.surroundings.campaignAt = (path): CampaignSummary | undefined => {
    const campaign = orders.campaignAt(path)
    if (!campaign) return undefined
    const { id, title, unitId, zone, startedAt } = campaign
    const day = dayOf(startedAt, services.clock.now(), zone)
    return { id, title, unitId, zone, startedAt: new Date(startedAt).toISOString(), day }
  }
}
