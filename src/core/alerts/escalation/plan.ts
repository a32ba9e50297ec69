/** What a step sends: one notice per recipient with all its names, and what is not sent, with the reason. */
import type { UnitTree } from '#core/organisation/tree.ts'
import { findRecipient, type Owed, type Passed, type Posts, type Recipient, type Staffing } from './recipients.ts'

/** An earlier notice of the same ladder, in the same state of its matter. */
export interface Told {
  readonly recipientId: string
  readonly owedIds: readonly string[]
}

export interface PlannedNotice {
  readonly step: number
  readonly recipient: Recipient
  readonly owedIds: readonly string[]
}

export interface PlannedSilence {
  readonly step: number
  readonly why: 'acknowledged' | 'told' | 'nobody'
  readonly recipientId: string | null
  readonly owedIds: readonly string[]
  readonly passed: readonly Passed[]
}

export interface Plan {
  readonly notices: readonly PlannedNotice[]
  readonly silences: readonly PlannedSilence[]
}

/**
 * @param told what counts as told: who was told already of all these names is not told once more
 * @param held names that somebody has taken up, and who: nobody is told of them
 * @param again the last level repeats: who was told already is told once more
 */
export function planStep(input: {
  step: number
  owed: readonly Owed[]
  told: readonly Told[]
  held: ReadonlyMap<string, string>
  again: boolean
  tree: UnitTree
  posts: Posts
  staff: Staffing
}): Plan {
  const { step, told } = input
  const silences = new Map<string, { silence: PlannedSilence; ids: string[] }>()
  const groups = new Map<string, { recipient: Recipient; ids: string[]; passed: Passed[] }>()
  const silent = (why: PlannedSilence['why'], recipientId: string | null, id: string, passed: readonly Passed[]) => {
    const key = `${why} ${recipientId}`
    const known = silences.get(key)
    if (known) known.ids.push(id)
    else silences.set(key, { silence: { step, why, recipientId, owedIds: [], passed }, ids: [id] })
  }
  for (const owed of input.owed) {
    const by = input.held.get(owed.id)
    if (by !== undefined) {
      silent('acknowledged', by, owed.id, [])
      continue
    }
    const { recipient, passed } = findRecipient(step, owed, input.tree, input.posts, input.staff)
    if (!recipient) {
      silent('nobody', null, owed.id, passed)
      continue
    }
    const group = groups.get(recipient.personId)
    if (group) {
      group.ids.push(owed.id)
      addPassed(group.passed, recipient.passed)
    } else groups.set(recipient.personId, { recipient, ids: [owed.id], passed: [...recipient.passed] })
  }
  const notices: PlannedNotice[] = []
  for (const { recipient, ids, passed } of groups.values()) {
    if (!input.again && toldAlready(told, recipient, ids))
      for (const id of ids) silent('told', recipient.personId, id, passed)
    else notices.push({ step, recipient: { ...recipient, passed }, owedIds: ids })
  }
  return { notices, silences: [...silences.values()].map(({ silence, ids }) => ({ ...silence, owedIds: ids })) }
}

/** A holder already told of all these names counts as told. */
function toldAlready(told: readonly Told[], recipient: Recipient, ids: readonly string[]): boolean {
  const known = new Set(told.filter((t) => t.recipientId === recipient.personId).flatMap((t) => t.owedIds))
  return ids.every((id) => known.has(id))
}

function addPassed(list: Passed[], more: readonly Passed[]): void {
  for (const p of more)
    if (!list.some((q) => q.unit === p.unit && q.post === p.post && q.person === p.person)) list.push(p)
}
