/** What a session's answer takes from parts above access, each filled by its owner while the parts are wired. */
import type { Actor, Grant } from './actor.ts'
import type { CampaignSummary, Capacity, DutyOfficer } from './schema.ts'

export interface Surroundings {
  /** Organisation: units and posts behind the grants, in the same order. */
  capacities?(grants: readonly Grant[]): Promise<Capacity[]>
  /** Organisation: whether a first organisation is still to be loaded. */
  hasOrganisation?(): boolean
  /** Organisation: whether everybody in the roster is the sample's, and so fictional. */
  holdsSampleOnly?(): Promise<boolean>
  /** Organisation: a unit and everything above it, nearest first; for "something below changed". */
  lineOf?(unitId: string): readonly { id: string; path: string }[]
  /** Organisation: the IANA zone at a path. */
  zoneAt?(path: string): string | undefined
  /** Orders: the campaign in force at a path. */
  campaignAt?(path: string): CampaignSummary | undefined
  /** Alerts: today's duty officer where the actor stands. */
  dutyOfficer?(actor: Actor): Promise<DutyOfficer | undefined>
}

/** The country's one zone, where no unit says another. */
export const defaultZone = 'Asia/Shanghai'
