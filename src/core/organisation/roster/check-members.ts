/** What only shows when members' rows are seen together, or beside the roster: doubled, taken and exchanged numbers. */
import { fill, type Text } from '#platform/texts.ts'
import type { Checking } from './check.ts'
import { nameKey, numberKey } from './clean.ts'
import type { Draft } from './drafts.ts'
import { addTo, rowList, someOthers } from './grid.ts'
import { memberKey } from './known.ts'
import { isPresent, type MemberRows, refuseMember } from './missing-member.ts'
import type { CheckedMember, KnownPerson, RosterPost } from './model.ts'
import { withRows } from './read.ts'
import { inSlices } from './slices.ts'
import { fixes, notes, reasons } from './texts.ts'
import type { UnitNode } from './units.ts'

export interface MembersFound extends MemberRows {
  /** Drafts without fault, one a person. */
  readonly good: readonly Draft[]
  readonly checked: readonly CheckedMember[]
}

export async function checkMembers(
  checking: Checking,
  posts: readonly RosterPost[],
  onProgress: (part: number) => void,
): Promise<MembersFound> {
  const byKey = new Map<string, Draft[]>()
  const keysByNumber = new Map<string, Set<string>>()
  for (const draft of checking.drafts) {
    const key = keyOf(draft, checking)
    if (!key) continue
    addTo(byKey, key, draft)
    const number = numberKey(draft.staffNo)
    keysByNumber.set(number, (keysByNumber.get(number) ?? new Set()).add(key))
  }
  const single = checkDoubled(byKey, checking)
  await inSlices(single, (draft) => checkTaken(draft, byKey, checking), onProgress, 0, 0.5)
  const good = checkShares(single, checking, { byKey, keysByNumber })
  const atKinds = new Map(posts.map((post) => [post.code, post.at]))
  const checked: CheckedMember[] = []
  await inSlices(good, (draft) => checked.push(memberOf(draft, checking, atKinds)), onProgress, 0.5, 1)
  return { good, checked, byKey, keysByNumber }
}

function keyOf(draft: Draft, { unitOf }: Checking): string | undefined {
  const unit = unitOf.get(draft)
  return draft.kind === 'member' && unit && draft.staffNo !== ''
    ? memberKey(unit.detachment.key, draft.staffNo)
    : undefined
}

/** Rows of one number: all refused, unless they are the same in every cell; returns one draft a person. */
function checkDoubled(byKey: ReadonlyMap<string, Draft[]>, checking: Checking): Draft[] {
  const single: Draft[] = []
  for (const [key, drafts] of byKey) {
    single.push(drafts[0]!)
    if (drafts.length === 1) continue
    if (drafts.every((draft) => sameCells(draft, drafts[0]!))) {
      checking.notes.push(
        withRows(
          notes.sameTwice,
          drafts.map((draft) => draft.row),
        ),
      )
      continue
    }
    for (const draft of drafts) {
      const others = someOthers(drafts, draft)
      const list = rowList(
        others.map((other) => other.row),
        drafts.length - 1,
      )
      const name = others.every((other) => other.name === others[0]!.name) ? others[0]!.name : ''
      const reason = {
        zh: fill(reasons.numberTwice, { rows: list.zh, name }).zh,
        en: name ? fill(reasons.numberTwice, { rows: list.en, name }).en : `the same number as in row ${list.en}`,
      }
      checking.refuse(draft, 'staff_no', reason, doubledFix(draft, others, checking.known.members.get(key), checking))
    }
  }
  return single
}

export function sameCells(a: Draft, b: Draft): boolean {
  const cells = (draft: Draft) =>
    JSON.stringify(Object.entries(draft.source.cells).map(([field, cell]) => [field, nameKey(cell ?? '')]))
  return cells(a) === cells(b)
}

function doubledFix(draft: Draft, others: readonly Draft[], owner: KnownPerson | undefined, checking: Checking): Text {
  const name = nameKey(draft.name)
  if (others.every((other) => nameKey(other.name) === name)) return fixes.numberSame
  if (owner && nameKey(owner.name) === name)
    return fill(fixes.numberOwner, { number: owner.staffNo ?? '', name: owner.name })
  const own = namesakeOf(draft, checking)
  if (own) return fill(fixes.numberBack, { name: own.name, number: own.staffNo ?? '' })
  return owner ? fill(fixes.numberOther, { number: owner.staffNo ?? '', name: owner.name }) : fixes.numberBoth
}

/** The only person in the roster's detachment with the name of this row. */
function namesakeOf(draft: Draft, { known, unitOf }: Checking): KnownPerson | undefined {
  const found = known.namesakes.get(`${unitOf.get(draft)?.detachment.key}|${nameKey(draft.name)}`) ?? []
  return found.length === 1 ? found[0] : undefined
}

/** A number that the roster gives to somebody else, while the person of this row has another one that the file lacks. */
function checkTaken(draft: Draft, byKey: ReadonlyMap<string, Draft[]>, checking: Checking): void {
  const key = keyOf(draft, checking)
  const owner = key ? checking.known.members.get(key) : undefined
  if (!owner || owner.left || nameKey(owner.name) === nameKey(draft.name) || draft.wrong.length > 0) return
  const own = namesakeOf(draft, checking)
  if (own && !byKey.has(checking.known.keyOf(own))) {
    const params = { number: draft.staffNo, name: owner.name }
    checking.refuse(
      draft,
      'staff_no',
      fill(reasons.numberTaken, params),
      fill(fixes.numberBack, { name: own.name, number: own.staffNo ?? '' }),
    )
    return
  }
  checking.notes.push(fill(notes.renamed, { number: draft.staffNo, from: owner.name, to: draft.name }))
}

/** A member who shares another's household names somebody who is there; a refusal may take another's footing away. */
function checkShares(single: readonly Draft[], checking: Checking, rows: MemberRows): Draft[] {
  for (;;) {
    const good = single.filter((draft) => draft.wrong.length === 0)
    const keys = new Set(good.map((draft) => keyOf(draft, checking)))
    for (const draft of good) {
      for (const number of draft.memberNos) {
        const key = memberKey(checking.unitOf.get(draft)!.detachment.key, number)
        if (!keys.has(key) && !isPresent(key, checking)) refuseMember(draft, number, key, checking, rows)
      }
    }
    if (good.every((draft) => draft.wrong.length === 0)) return good
  }
}

function memberOf(draft: Draft, checking: Checking, atKinds: ReadonlyMap<string, RosterPost['at']>): CheckedMember {
  const unit = checking.unitOf.get(draft)!
  return {
    kind: 'member',
    row: draft.row,
    key: memberKey(unit.detachment.key, draft.staffNo),
    name: draft.name,
    staffNo: draft.staffNo,
    unit: refOf(unit),
    phone: draft.phone,
    sex: draft.sex,
    born: draft.born,
    posts: draft.posts?.map((post) => ({ post, unit: refOf(holdingUnit(unit, atKinds.get(post))) })),
    shares: draft.memberNos[0] === undefined ? undefined : memberKey(unit.detachment.key, draft.memberNos[0]),
  }
}

/** The unit at which a post is held: the gate guard of a squad's row guards the station's gate. */
function holdingUnit(unit: UnitNode, kinds: RosterPost['at']): UnitNode {
  for (let at: UnitNode | undefined = unit; at; at = at.parent) if (!kinds || kinds.includes(at.kind)) return at
  return unit
}

function refOf(node: UnitNode) {
  return node.id
    ? { key: node.key, id: node.id, name: node.name, path: node.path }
    : { key: node.key, name: node.name, path: node.path }
}
