/** The shapes of what the phone pages are given; imports nothing of the server, so that the pages share them. */
import type { ConsentBy } from '#core/organisation/consent/age.ts'
import type { Notice } from '#core/organisation/consent/notice.ts'
import type { Text } from '#platform/texts.ts'

export interface Choice {
  readonly code: string
  readonly title: Text
}

/** One field of a form as a page draws it. */
export interface Field {
  readonly name: string
  readonly type: 'number' | 'boolean' | 'text' | 'choice' | 'choices' | 'photo'
  readonly title: Text
  readonly hint?: Text
  /** What to do after an implausible value. */
  readonly again?: Text
  readonly unit?: string
  readonly required: boolean
  readonly choices?: readonly Choice[]
  readonly min?: number
  readonly max?: number
  readonly decimals?: number
  readonly maxLength?: number
  /** The answer is a list. */
  readonly many?: boolean
}

export interface PageForm {
  readonly code: string
  readonly version: number
  readonly title: Text
  readonly fields: readonly Field[]
  /** Where the form holds a list of people: the fields of one entry, without `person`. */
  readonly people?: readonly Field[]
}

/** One thing owed. Instants in RFC 3339. */
export interface Owed {
  readonly id: string
  readonly measure: string
  readonly slot: string
  readonly title: Text
  readonly opens_at: string
  readonly due_at: string
  readonly closes_at: string
  readonly state: 'open' | 'met' | 'exempt'
  /** Why it is exempt: `declined`, … */
  readonly reason?: string
}

/** The clause that asks for something owed: one step leads from the task to the order. */
export interface AskedBy {
  /** 第四条 体温监测 */
  readonly title: Text
  readonly directive: Text
  readonly text: Text
}

/** What every page begins with. */
interface Today {
  /** The server's instant, from which pages tell what is left. */
  readonly now: string
  readonly zone: string
  /** The local date. */
  readonly day: string
  /** The clauses behind what the page asks for, in the order of the directives; empty where nothing is asked. */
  readonly clauses: readonly AskedBy[]
}

export interface Relative {
  readonly id: string
  readonly name: string
  readonly relation: string | null
  readonly consent: 'needed' | 'given' | 'declined'
  readonly consent_by: ConsentBy
  /** Yesterday's answer where it was a good one; nothing else of earlier answers is shown. */
  readonly yesterday: { readonly celsius: number | null } | null
  /** Somebody has answered for this relative today, from whichever phone. */
  readonly answered: boolean
}

export interface HouseholdPage extends Today {
  readonly household: { readonly id: string; readonly name: string }
  readonly task: Owed | null
  readonly form: PageForm | null
  readonly relatives: readonly Relative[]
  readonly received: { readonly at: string } | null
  readonly notice: Notice
}

export interface Reading {
  readonly id: string
  /** The report that a correction of this reading names: the first of its versions. */
  readonly root: string
  readonly observed_at: string
  readonly received_at: string
  readonly celsius: number
  readonly site: string | null
  readonly flags: readonly string[]
}

/** When a second reading is asked for, and until when it may come before the alert turns red. */
export interface SecondReading {
  readonly due_at: string
  readonly until_at: string
}

export interface OwnPlace {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly tasks: readonly Owed[]
}

export interface MemberPage extends Today {
  readonly person: {
    readonly id: string
    readonly name: string
    readonly staff_no: string | null
    readonly unit: string
  }
  readonly absent: { readonly kind: string; readonly place: string | null } | null
  readonly temperature: {
    readonly form: PageForm | null
    readonly tasks: readonly Owed[]
    readonly yesterday: number | null
    readonly today: readonly Reading[]
    readonly second: SecondReading | null
  }
  /** The places that the member answers for; null where there are none. */
  readonly places: { readonly form: PageForm; readonly list: readonly OwnPlace[] } | null
  readonly household: string | null
}

export interface SheetMember {
  readonly id: string
  readonly name: string
  readonly staff_no: string
  readonly absent: { readonly kind: string; readonly place: string | null; readonly until: string | null } | null
  /** Null where the reader may not see telephone numbers. */
  readonly phone: string | null
  /** `none`: nothing is owed in this slot. */
  readonly state: 'none' | 'open' | 'met' | 'exempt'
  readonly reason: string | null
  /** The newest reading in this slot, where the reader may see it. */
  readonly last: (Reading & { readonly self: boolean }) | null
  readonly met_at: string | null
  readonly yesterday: number | null
  readonly second: SecondReading | null
}

export interface SquadSheet extends Today {
  readonly unit: { readonly id: string; readonly name: string; readonly station: string }
  /** Squads for which the reader may report. */
  readonly squads: readonly { readonly id: string; readonly name: string }[]
  readonly may_read: boolean
  readonly form: PageForm | null
  readonly slot: Owed | null
  readonly people: readonly SheetMember[]
}
