/** What an import remembers of what was before it, as it is kept in `roster_import.undo`. */
import type { AppointmentRow, HouseholdMemberRow, HouseholdRow, LinkRow, PersonRow } from './rows.ts'

export interface Undo {
  /** Ids of what the import made. */
  readonly made: {
    readonly units: readonly string[]
    readonly places: readonly string[]
    readonly people: readonly string[]
    readonly households: readonly string[]
    readonly transfers: readonly string[]
    readonly appointments: readonly string[]
  }
  /** Whole rows as they were. */
  readonly before: {
    readonly people: readonly PersonRow[]
    readonly households: readonly HouseholdRow[]
    readonly members: readonly HouseholdMemberRow[]
    readonly appointments: readonly AppointmentRow[]
    readonly links: readonly LinkRow[]
  }
  /** Households whose members it set. */
  readonly joined: readonly string[]
  /** The version of everybody concerned as the import left it: a different one now means that something came later. */
  readonly versions: Readonly<Record<string, number>>
}

export const emptyUndo: Undo = {
  made: { units: [], places: [], people: [], households: [], transfers: [], appointments: [] },
  before: { people: [], households: [], members: [], appointments: [], links: [] },
  joined: [],
  versions: {},
}
