/** The shapes of a roster on its way from a file to a plan: what is known, what was read, what was found, what would change. */
import type { Problem } from '#platform/problems.ts'
import type { Text } from '#platform/texts.ts'

/** The columns of a roster file that mean something here; all others are named in a note and ignored. */
export const fields = [
  'detachment',
  'brigade',
  'station',
  'squad',
  'name',
  'staff_no',
  'member_no',
  'relation',
  'phone',
  'sex',
  'born',
  'post',
] as const
export type Field = (typeof fields)[number]

/** A refusal of the whole file: thrown or shown by whoever called. */
export type Fault = Problem

/** What a file says before anything is judged: cells as the sheet shows them, rows as a spreadsheet numbers them. */
export interface Sheet {
  readonly name: string
  readonly source: 'xlsx' | 'csv' | 'pasted'
  /** The worksheet that was read; only for .xlsx. */
  readonly sheet?: string
  /** `utf-8`, `utf-16le`, `utf-16be` or `gb18030`; only for .csv. */
  readonly encoding?: string
  /** First and last row of the header, counted from 1. */
  readonly headerRows: readonly [from: number, to: number]
  /** The title of each column in the file's own words. */
  readonly titles: Readonly<Partial<Record<Field, string>>>
  readonly rows: readonly SheetRow[]
  /** What was passed over, filled in or assumed while reading. */
  readonly notes: readonly Text[]
}

export interface SheetRow {
  readonly row: number
  readonly cells: Readonly<Partial<Record<Field, string>>>
}

export type Sex = 'male' | 'female'
export type UnitKind = 'detachment' | 'brigade' | 'station' | 'office' | 'squad'

/** The organisation as it stands, loaded by the caller: every unit that the file may name and everybody in them. */
export interface KnownOrganisation {
  readonly units: readonly KnownUnit[]
  readonly people: readonly KnownPerson[]
  readonly households: readonly KnownHousehold[]
  readonly appointments: readonly KnownAppointment[]
}

export interface KnownUnit {
  readonly id: string
  readonly parent: string | null
  /** `detachment`, `brigade`, `station`, `office`, `squad`; `corps` and `service` stand above and are not named in a file. */
  readonly kind: string
  readonly name: string
}

export interface KnownPerson {
  readonly id: string
  readonly kind: 'member' | 'relative'
  readonly name: string
  /** The home unit; of a relative, the unit at which the household counts. */
  readonly unit: string
  /** A member's number, as it was written when first stored. */
  readonly staffNo?: string | null
  /** Mainland mobile as 11 digits, any other as E.164 with its plus sign. */
  readonly phone?: string | null
  readonly sex?: Sex | null
  /** Year of birth. */
  readonly born?: number | null
  /** A relative's relation to the member under whom the file listed it. */
  readonly relation?: string | null
  readonly household?: string | null
  /** True for somebody who has left; comes back under the same id when a file lists the number again. */
  readonly left?: boolean
}

export interface KnownHousehold {
  readonly id: string
  /** Ids of its members; it counts at the unit of the first. */
  readonly members: readonly string[]
}

/** A post held now. */
export interface KnownAppointment {
  readonly id: string
  readonly person: string
  readonly unit: string
  readonly post: string
  /** True when an officer made it by hand: a roster closes it only when the person moves away from that unit. */
  readonly byHand?: boolean
}

/** A post that may stand in the column 职务. */
export interface RosterPost {
  readonly code: string
  readonly name: Text
  /** Kinds of unit at which it is held: the row's own unit, else the nearest above. Without it, the row's own. */
  readonly at?: readonly UnitKind[]
  /** Words that people write instead; they are not accepted, but lead to a suggestion. */
  readonly mistaken?: readonly string[]
}

/** Something in a cell that cannot be taken, with how to mend it. */
export interface BadRow {
  readonly row: number
  readonly field: Field
  /** The column's title in the file. */
  readonly column: string
  /** What the file says there; empty when the cell is. */
  readonly value: string
  readonly reason: Text
  readonly fix?: Text
  readonly who: Who
}

export interface Who {
  readonly name: string
  readonly relative: boolean
  /** The last two steps of the unit's path, for example `云台站 · 二班`; empty for a relative. */
  readonly unit: string
  /** Nobody in the roster answers to this row yet. */
  readonly isNew: boolean
}

/** A unit, known (`id`) or to be made (`key` starts with `new:`). For a known unit key and id are the same. */
export interface UnitRef {
  readonly key: string
  readonly id?: string
  readonly name: string
  /** Names from the detachment down, joined by `/`. */
  readonly path: string
}

export interface NewUnit extends UnitRef {
  readonly kind: UnitKind
  /** Key of the unit above; null for a detachment that is itself new. */
  readonly parent: string | null
  /** Path of a unit with a similar or the same name, pointed out before the user says yes. */
  readonly near?: string
}

export interface CheckedMember {
  readonly kind: 'member'
  readonly row: number
  /** `<key of the detachment>|<number without case, width, spaces>`. */
  readonly key: string
  readonly name: string
  readonly staffNo: string
  readonly unit: UnitRef
  readonly phone?: string
  readonly sex?: Sex
  readonly born?: number
  /** Posts and where they are held; undefined when the file has no such column. */
  readonly posts?: readonly { readonly post: string; readonly unit: UnitRef }[]
  /** Key of the member whose household this one shares. */
  readonly shares?: string
}

export interface CheckedRelative {
  readonly kind: 'relative'
  readonly row: number
  /** `<key of the first member>|<name>|<relation>`. */
  readonly key: string
  readonly name: string
  readonly relation: string
  /** Keys of the members on whom the household hangs, as written. */
  readonly members: readonly string[]
  readonly phone?: string
  readonly sex?: Sex
  readonly born?: number
}

/** Whom a bad row may mean, so that nobody is retired because of a typing error. */
export interface HeldBack {
  readonly kind: 'member' | 'relative'
  readonly keys: readonly string[]
  readonly name: string
}

export interface CheckedRoster {
  /** Rows that hold a person, good and bad. */
  readonly rows: number
  /** Rows without any fault. */
  readonly good: number
  readonly bad: readonly BadRow[]
  readonly members: readonly CheckedMember[]
  readonly relatives: readonly CheckedRelative[]
  readonly newUnits: readonly NewUnit[]
  readonly heldBack: readonly HeldBack[]
  readonly notes: readonly Text[]
}

export interface Change {
  readonly field: 'name' | 'phone' | 'sex' | 'born' | 'relation' | 'post' | 'household'
  readonly from: string
  readonly to: string
}

interface Planned {
  readonly kind: 'member' | 'relative'
  readonly key: string
  readonly name: string
}

export type AddedPerson = Planned & {
  readonly row: number
  /** Set for somebody who had left and comes back. */
  readonly id?: string
  readonly phone?: string
  readonly sex?: Sex
  readonly born?: number
} & (
    | { readonly kind: 'member'; readonly staffNo: string; readonly unit: UnitRef }
    | {
        readonly kind: 'relative'
        readonly relation: string
        /** Key of the member under whom the file lists this relative. */
        readonly member: string
        /** Key into `RosterPlan.households`, or the id of a household that stays as it is. */
        readonly household: string
      }
  )

/** A known person with something new; `id` is always there. */
export interface ChangedPerson extends Planned {
  readonly row: number
  readonly id: string
  readonly changes: readonly Change[]
  /** Values to be written, by field; only those that changed. */
  readonly set: Readonly<Partial<{ name: string; phone: string; sex: Sex; born: number; relation: string }>>
}

export interface MovedPerson extends ChangedPerson {
  /** A unit for a member, a household (key or id, name of its first member) for a relative. */
  readonly from: { readonly key: string; readonly name: string }
  readonly to: { readonly key: string; readonly name: string }
}

export interface AbsentPerson extends Planned {
  readonly id: string
  readonly unit: string
  readonly why: 'not-in-file' | 'member-left'
}

export interface PlannedHousehold {
  /** The id where it exists, else `home:<key of its first member>`. */
  readonly key: string
  readonly id?: string
  /** Keys of its members after the import, the first counts. */
  readonly members: readonly string[]
  /** Ids of households that merge into this one. */
  readonly absorbs: readonly string[]
}

export interface PlannedPost {
  readonly person: string
  readonly personName: string
  readonly unit: UnitRef
  readonly post: string
}

export interface Count {
  readonly members: number
  readonly relatives: number
}

/** What the import would do. Nothing in it depends on the order of the rows but the row numbers. */
export interface RosterPlan {
  /** True when bad rows stand in the way: nothing may be written without `goodOnly`. */
  readonly blocked: boolean
  /** True when there is nothing to write. */
  readonly nothingToDo: boolean
  readonly newUnits: readonly NewUnit[]
  readonly added: readonly AddedPerson[]
  readonly moved: readonly MovedPerson[]
  readonly changed: readonly ChangedPerson[]
  /** In the roster, in a unit that the file names, and not in the file. */
  readonly absent: readonly AbsentPerson[]
  /** Those of `absent` whom this import retires: all of them with the option `retire`, else nobody. */
  readonly retired: readonly AbsentPerson[]
  readonly appointments: {
    readonly open: readonly PlannedPost[]
    readonly close: readonly (PlannedPost & { readonly id: string })[]
  }
  /** Posts that nobody holds any more after this import. */
  readonly vacated: readonly PlannedPost[]
  readonly households: readonly PlannedHousehold[]
  /** Known id of every person key that the plan mentions and that exists already. */
  readonly ids: ReadonlyMap<string, string>
  readonly counts: Readonly<Record<'added' | 'moved' | 'changed' | 'absent' | 'retired' | 'unchanged', Count>>
  /** People in the roster now and after this import. */
  readonly totals: { readonly before: Count; readonly after: Count }
  readonly notes: readonly Text[]
}

/** Told now and then how far the work is, from 0 to 1. */
export type OnProgress = (fraction: number) => void
