/** Relatives' rows beside their members: whose they are, whether they stand there twice, and who shares a household. */
import { fill } from '#platform/texts.ts'
import type { Checking } from './check.ts'
import { type MembersFound, sameCells } from './check-members.ts'
import { nameKey, numberKey } from './clean.ts'
import type { Draft } from './drafts.ts'
import { addTo, someOthers } from './grid.ts'
import { memberKey, relativeKey } from './known.ts'
import { isPresent, refuseMember } from './missing-member.ts'
import type { CheckedRelative } from './model.ts'
import { withRows } from './read.ts'
import { inSlices } from './slices.ts'
import { fixes, notes, reasons } from './texts.ts'

export interface RelativesFound {
  readonly checked: readonly CheckedRelative[]
}

export async function checkRelatives(
  checking: Checking,
  members: MembersFound,
  onProgress: (part: number) => void,
): Promise<RelativesFound> {
  const goodKeys = new Set(members.checked.map((member) => member.key))
  const relatives = checking.drafts.filter((draft) => draft.kind === 'relative')
  const keysOf = new Map<Draft, string[]>()
  await inSlices(
    relatives,
    (draft, i) => keysOf.set(draft, resolve(draft, relatives, i, checking, members, goodKeys)),
    onProgress,
    0,
    0.7,
  )
  const good = relatives.filter((draft) => draft.wrong.length === 0)
  const single = checkDoubled(good, keysOf, checking)
  const checked = single.map((draft) => relativeOf(draft, keysOf.get(draft)!))
  const once = onePlaceEach(checked, checking)
  onProgress(1)
  return { checked: once }
}

/** Keys of the members whom a relative's row names; each that cannot be found is refused. */
function resolve(
  draft: Draft,
  relatives: readonly Draft[],
  place: number,
  checking: Checking,
  members: MembersFound,
  goodKeys: ReadonlySet<string>,
): string[] {
  const keys: string[] = []
  for (const number of draft.memberNos) {
    const candidates = candidatesOf(draft, number, checking, members)
    if (candidates.length > 1) {
      checking.refuse(draft, 'member_no', reasons.memberTwice, fixes.memberTwice)
      continue
    }
    const key = candidates[0]
    if (key && (goodKeys.has(key) || isPresent(key, checking))) keys.push(key)
    else refuseMember(draft, number, key, checking, members, neighbours(relatives, place))
  }
  return keys
}

/** With a detachment the number means one key; without, any of the file and the roster that bears it. */
function candidatesOf(draft: Draft, number: string, { unitOf, known }: Checking, members: MembersFound): string[] {
  const unit = unitOf.get(draft)
  if (unit) return [memberKey(unit.detachment.key, number)]
  const key = numberKey(number)
  const inFile = members.keysByNumber.get(key)
  return inFile ? [...inFile] : (known.numbers.get(key) ?? [])
}

/** Member numbers of the relatives' rows right before and after. */
function neighbours(relatives: readonly Draft[], place: number): string[] {
  return [relatives[place - 1], relatives[place + 1]].flatMap((draft) => draft?.memberNos[0] ?? [])
}

/** The same member, name and relation twice: counts once when every cell is the same, else all rows are refused. */
function checkDoubled(good: readonly Draft[], keysOf: ReadonlyMap<Draft, string[]>, checking: Checking): Draft[] {
  const groups = new Map<string, Draft[]>()
  for (const draft of good) {
    const key = relativeKey(keysOf.get(draft)![0]!, draft.name, draft.relation)
    addTo(groups, key, draft)
  }
  const single: Draft[] = []
  for (const drafts of groups.values()) {
    if (drafts.length === 1) single.push(drafts[0]!)
    else if (drafts.every((draft) => sameCells(draft, drafts[0]!))) {
      single.push(drafts[0]!)
      checking.notes.push(
        withRows(
          notes.sameTwice,
          drafts.map((draft) => draft.row),
        ),
      )
    } else {
      for (const draft of drafts) {
        const others = someOthers(drafts, draft).map((other) => other.row)
        checking.refuse(
          draft,
          'name',
          withRows(reasons.relativeTwice, others, {}, drafts.length - 1),
          fixes.relativeTwice,
        )
      }
    }
  }
  return single
}

function relativeOf(draft: Draft, members: readonly string[]): CheckedRelative {
  return {
    kind: 'relative',
    row: draft.row,
    key: relativeKey(members[0]!, draft.name, draft.relation),
    name: draft.name,
    relation: draft.relation,
    members,
    phone: draft.phone,
    sex: draft.sex,
    born: draft.born,
  }
}

/**
 * A relative is in one household only. The same name with the same telephone under two members is one person:
 * counted where the roster has them already, else under the member whose key comes first.
 */
function onePlaceEach(relatives: readonly CheckedRelative[], checking: Checking): CheckedRelative[] {
  const stored = new Set<string>()
  for (const list of checking.known.relatives.values()) {
    for (const one of list) if (!one.left) for (const key of checking.known.keysOf(one)) stored.add(key)
  }
  const places = new Map<string, CheckedRelative[]>()
  for (const one of relatives) {
    if (!one.phone) continue
    const key = `${nameKey(one.name)}|${one.phone}|${one.members[0]!.split('|')[0]}`
    addTo(places, key, one)
  }
  const dropped = new Set<CheckedRelative>()
  for (const group of places.values()) {
    if (new Set(group.map((one) => one.members[0])).size < 2) continue
    const order = [...group].sort(
      (a, b) => Number(stored.has(b.key)) - Number(stored.has(a.key)) || (a.key < b.key ? -1 : 1),
    )
    const kept = order[0]!
    for (const one of order.slice(1)) {
      if (one.members[0] === kept.members[0]) continue
      dropped.add(one)
      const number = (key: string) => key.slice(key.indexOf('|') + 1)
      checking.notes.push(
        fill(notes.sameRelative, {
          row: one.row,
          name: one.name,
          member: number(kept.members[0]!),
          other: number(one.members[0]!),
        }),
      )
    }
  }
  return relatives.filter((one) => !dropped.has(one))
}
