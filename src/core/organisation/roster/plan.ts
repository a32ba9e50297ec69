/** What an import would do to the roster, worked out before anything is written. */
import type { Text } from '#platform/texts.ts'
import { KnownIndex } from './known.ts'
import type {
  AbsentPerson,
  AddedPerson,
  ChangedPerson,
  CheckedRoster,
  Count,
  KnownOrganisation,
  KnownPerson,
  MovedPerson,
  OnProgress,
  PlannedHousehold,
  PlannedPost,
  RosterPlan,
} from './model.ts'
import { planAbsent } from './plan-absent.ts'
import { planHouseholds } from './plan-households.ts'
import { planMembers } from './plan-members.ts'
import { planPosts } from './plan-posts.ts'
import { planRelatives } from './plan-relatives.ts'
import { notes } from './texts.ts'

export interface PlanOptions {
  /** The user's own yes to retire people of named units whom the file does not list. */
  readonly retire?: boolean
  /** Take the good rows although others are bad. */
  readonly goodOnly?: boolean
  readonly onProgress?: OnProgress
}

/** A plan being made; the steps add to it in turn. */
export interface Planning {
  readonly checked: CheckedRoster
  readonly known: KnownIndex
  readonly added: AddedPerson[]
  readonly moved: MovedPerson[]
  readonly changed: ChangedPerson[]
  readonly absent: AbsentPerson[]
  readonly households: PlannedHousehold[]
  readonly open: PlannedPost[]
  readonly close: (PlannedPost & { readonly id: string })[]
  readonly notes: Text[]
  /** Known person for each key that the file lists. */
  readonly matched: Map<string, KnownPerson>
  readonly unchanged: { members: number; relatives: number }
}

/**
 * Compares a checked roster with what is known. Pure: the same two give the same plan, whatever the order of rows.
 * Bad rows never enter the plan, and nobody whom a bad row may mean is retired.
 */
export async function planRoster(
  checked: CheckedRoster,
  known: KnownOrganisation,
  options: PlanOptions = {},
): Promise<RosterPlan> {
  const planning: Planning = {
    checked,
    known: new KnownIndex(known),
    added: [],
    moved: [],
    changed: [],
    absent: [],
    households: [],
    open: [],
    close: [],
    notes: [],
    matched: new Map(),
    unchanged: { members: 0, relatives: 0 },
  }
  const part = (from: number, to: number) => (fraction: number) => options.onProgress?.(from + (to - from) * fraction)
  await planMembers(planning, part(0, 0.35))
  const homes = planHouseholds(planning)
  await planRelatives(planning, homes, part(0.35, 0.8))
  planAbsent(planning)
  const retired = options.retire ? [...planning.absent] : []
  const vacated = planPosts(planning, retired)
  dropRetiredMembers(planning, retired)
  options.onProgress?.(1)
  return finish(planning, known, options, retired, vacated)
}

/** Retired members leave the household that they shared with somebody who stays. */
function dropRetiredMembers(planning: Planning, retired: readonly AbsentPerson[]): void {
  const gone = new Set(retired.filter((person) => person.kind === 'member').map((person) => person.id))
  if (gone.size === 0) return
  const { known, households } = planning
  for (const household of known.households.values()) {
    const staying = household.members.filter((id) => !gone.has(id) && !known.people.get(id)?.left)
    if (staying.length === 0 || !household.members.some((id) => gone.has(id))) continue
    const at = households.findIndex((one) => one.id === household.id)
    const keys = new Set([...gone].map((id) => known.keyOf(known.people.get(id)!)))
    const before = at >= 0 ? households[at]! : undefined
    const members = (before?.members ?? staying.map((id) => known.keyOf(known.people.get(id)!))).filter(
      (key) => !keys.has(key),
    )
    const changed: PlannedHousehold = { key: household.id, id: household.id, members, absorbs: before?.absorbs ?? [] }
    if (at >= 0) households[at] = changed
    else households.push(changed)
  }
}

const byKey = <T extends { readonly key: string }>(list: readonly T[]): T[] =>
  [...list].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))

const postKey = (post: PlannedPost) => `${post.unit.path}|${post.post}|${post.person}`
const byPost = <T extends PlannedPost>(list: readonly T[]): T[] =>
  [...list].sort((a, b) => (postKey(a) < postKey(b) ? -1 : 1))

const count = (list: readonly { readonly kind: string }[]): Count => ({
  members: list.filter((one) => one.kind === 'member').length,
  relatives: list.filter((one) => one.kind === 'relative').length,
})

function finish(
  planning: Planning,
  known: KnownOrganisation,
  options: PlanOptions,
  retired: readonly AbsentPerson[],
  vacated: readonly PlannedPost[],
): RosterPlan {
  const { checked, added, moved, changed, absent, households, open, close } = planning
  const before = count(known.people.filter((person) => !person.left))
  const plus = count(added)
  const minus = count(retired)
  const work = [checked.newUnits, added, moved, changed, retired, households, open, close]
  if (
    checked.relatives.length === 0 &&
    before.relatives > 0 &&
    !checked.heldBack.some((row) => row.kind === 'relative')
  ) {
    planning.notes.push(notes.noRelatives)
  }
  return {
    blocked: checked.bad.length > 0 && !options.goodOnly,
    nothingToDo: work.every((list) => list.length === 0),
    newUnits: checked.newUnits,
    added: byKey(added),
    moved: byKey(moved),
    changed: byKey(changed),
    absent: byKey(absent),
    retired: byKey(retired),
    appointments: { open: byPost(open), close: byPost(close) },
    vacated: byPost(vacated),
    households: byKey(households),
    ids: idsOf(planning),
    counts: {
      added: plus,
      moved: count(moved),
      changed: count(changed),
      absent: count(absent),
      retired: minus,
      unchanged: planning.unchanged,
    },
    totals: {
      before,
      after: {
        members: before.members + plus.members - minus.members,
        relatives: before.relatives + plus.relatives - minus.relatives,
      },
    },
    notes: planning.notes,
  }
}

/** Ids of everybody the plan may name by key: those the file lists and all members of its households. */
function idsOf({ matched, known }: Planning): Map<string, string> {
  const ids = new Map<string, string>()
  for (const [key, person] of known.members) ids.set(key, person.id)
  for (const [key, person] of matched) ids.set(key, person.id)
  return ids
}
