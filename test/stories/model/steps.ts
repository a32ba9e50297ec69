/** What can happen, made exact: each step with its instant and everything in it decided before it is played. */
import type { PersonNo, RelativeNo, SquadNo } from './world.ts'

export interface Reported {
  readonly id: string
  /** A person, or the household. */
  readonly subject: PersonNo | 'household'
  /** Named by staff number rather than by id; persons only. */
  readonly byNumber: boolean
  readonly observed: number
  readonly tried: number | null
  /** How far the sender's clock is ahead, in milliseconds; null: it does not say when it sent. */
  readonly ahead: number | null
  readonly fever: boolean
  /** Whom a household's answer speaks of. */
  readonly of: readonly RelativeNo[]
  readonly corrects: string | null
}

/** What identifies a task, whoever computes it. */
export interface TaskKey {
  readonly subject: PersonNo | 'household'
  readonly code: string
  readonly dayNo: number
  readonly slot: string
}

export type Doing =
  | { readonly kind: 'reports'; readonly via: 'single' | 'array' | 'page'; readonly items: readonly Reported[] }
  | {
      readonly kind: 'presence'
      readonly no: number
      readonly person: PersonNo
      readonly word: string
      readonly from: number
      readonly until: number | null
      readonly squad: SquadNo | null
    }
  /** Taken back whole, or cut short now. */
  | { readonly kind: 'back'; readonly no: number; readonly person: PersonNo; readonly whole: boolean }
  | { readonly kind: 'transfer'; readonly person: PersonNo; readonly squad: SquadNo }
  | { readonly kind: 'exempt' | 'unexempt'; readonly task: TaskKey }
  | { readonly kind: 'switch'; readonly measure: number; readonly on: boolean }
  | { readonly kind: 'consent'; readonly relative: RelativeNo; readonly given: boolean }
  | { readonly kind: 'restart' | 'sweep' | 'reconcile' }

export type Step = { readonly at: number } & Doing

const clock = (at: number) => new Date(at + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ')

/** One line for a failing run. */
export function told(step: Step): string {
  const { at, kind, ...rest } = step
  const words = JSON.stringify(rest, (_, value) => (typeof value === 'number' && value > 1e12 ? clock(value) : value))
  return `${clock(at)} ${kind} ${words}`
}
