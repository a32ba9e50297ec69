/** A number in 成员编号 that leads to nobody: why, and which number was probably meant. */
import { fill, type Text } from '#platform/texts.ts'
import type { Checking } from './check.ts'
import { numberKey, oneApart } from './clean.ts'
import type { Draft } from './drafts.ts'
import { fixes, reasons } from './texts.ts'

/** Every member's row of the file by key, and the keys of each number. */
export interface MemberRows {
  readonly byKey: ReadonlyMap<string, readonly Draft[]>
  readonly keysByNumber: ReadonlyMap<string, ReadonlySet<string>>
}

/** Whether the roster has the member now. */
export function isPresent(key: string, { known }: Checking): boolean {
  const member = known.members.get(key)
  return member !== undefined && !member.left
}

/** Refuses the cell: the member's own row is bad, or nobody has the number. `beside` are the numbers in the rows around. */
export function refuseMember(
  draft: Draft,
  number: string,
  key: string | undefined,
  checking: Checking,
  rows: MemberRows,
  beside: readonly string[] = [],
): void {
  const first = key ? rows.byKey.get(key)?.[0] : undefined
  if (first && first !== draft) {
    const row = first.row
    checking.refuse(draft, 'member_no', fill(reasons.memberBad, { row }), fill(fixes.memberBad, { row }))
    return
  }
  const value = draft.memberNos.length > 1 ? number : undefined
  checking.refuse(draft, 'member_no', reasons.memberUnknown, likelyMember(number, beside, rows), value)
}

function likelyMember(number: string, beside: readonly string[], rows: MemberRows): Text {
  const key = numberKey(number)
  if (beside.length === 2 && numberKey(beside[0]!) === numberKey(beside[1]!) && oneApart(key, numberKey(beside[0]!))) {
    return fill(fixes.memberNeighbours, { number: beside[0]! })
  }
  const near = beside.find((other) => oneApart(key, numberKey(other)))
  const row = near && [...(rows.keysByNumber.get(numberKey(near)) ?? [])].flatMap((one) => rows.byKey.get(one) ?? [])[0]
  return row ? fill(fixes.memberNear, { number: row.staffNo, name: row.name }) : fixes.memberCheck
}
