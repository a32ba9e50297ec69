/** Whom a step tells: the post's holder, else the deputy, else the unit's duty officer, else the next level; and whom it passed over, and why. */

import type { Playbook } from '#core/orders/playbook/schema.ts'
import type { Unit, UnitTree } from '#core/organisation/tree.ts'

export type Via = 'owner' | 'holder' | 'deputy' | 'duty' | 'next_level' | 'hand' | 'named'

/** Why somebody was passed over. */
export type PassedWhy = 'vacant' | 'leave' | 'quarantine' | 'hospital' | 'outing' | 'detached' | 'off' | 'subject'

export interface Passed {
  /** The post's Chinese word. */
  readonly post: string
  readonly unit: string
  readonly person?: string
  readonly why: PassedWhy
}

export interface Recipient {
  readonly personId: string
  readonly unitId: string
  /** The post's Chinese word; 本人 for whoever owes. */
  readonly post: string
  readonly via: Via
  readonly passed: readonly Passed[]
}

/** What is owed, as far as finding people goes: a task, or an alert. */
export interface Owed {
  readonly id: string
  readonly unitId: string
  readonly subjectKind: string
  readonly subjectId: string
}

/** Who holds what and who is away, for the units concerned. */
export interface Staffing {
  /** Holders of a post (Chinese word) at a unit, longest in post first. */
  holders(unitId: string, post: string): readonly string[]
  /** Why a person cannot be told now; undefined: can. */
  away(personId: string): PassedWhy | undefined
  /** The person, or the members of the household, whom a task is about. */
  concerned(owed: Owed): ReadonlySet<string>
  /** Named by hand as the one who answers for the measure at a unit. */
  responsible(unitId: string): string | undefined
}

/** Posts in the playbook's words. */
export interface Posts {
  readonly playbook: Pick<Playbook, 'posts' | 'duty' | 'escalation'>
  /** The measure's owner and deputy (codes); undefined for an alert. */
  readonly owner?: string
  readonly deputy?: string
}

interface Candidate {
  readonly personId?: string
  readonly unitId: string
  readonly post: string
  readonly via: Via
}

/**
 * @param step which step of the ladder (`stepNo`)
 * @returns undefined where nobody up to the top of the ladder can be told; `passed` then says why, through `onPassed`
 */
export function findRecipient(
  step: number,
  owed: Owed,
  tree: UnitTree,
  posts: Posts,
  staff: Staffing,
): { recipient?: Recipient; passed: readonly Passed[] } {
  const passed: Passed[] = []
  const concerned = staff.concerned(owed)
  for (const candidate of candidates(step, owed, tree, posts, staff)) {
    const { post, unitId, personId, via } = candidate
    const why =
      personId === undefined
        ? 'vacant'
        : via === 'owner' && concerned.has(personId)
          ? undefined
          : concerned.has(personId)
            ? 'subject'
            : staff.away(personId)
    if (why === undefined) return { recipient: { personId: personId!, unitId, post, via, passed }, passed }
    passed.push({ post, unit: unitId, ...(personId !== undefined && { person: personId }), why })
  }
  return { passed }
}

function* candidates(step: number, owed: Owed, tree: UnitTree, posts: Posts, staff: Staffing): Iterable<Candidate> {
  const { ladder } = posts.playbook.escalation
  const unit = tree.get(owed.unitId)
  if (!unit) return
  const steps = [...ladder].sort((a, b) => order(a.code) - order(b.code))
  let level = 0
  for (const s of steps.filter((s) => order(s.code) >= step)) {
    const next = level++ > 0
    if (s.tells === 'subject') {
      if (!next) yield* owners(owed, unit, tree, posts, staff)
      continue
    }
    const at = [...tree.above(unit)].filter((u) => s.at.includes(u.kind))
    // A member who belongs to no squad, an office without one: the level is not there, and the next one answers.
    if (at.length === 0) continue
    for (const c of atUnit(at, s.posts, posts, staff, s.tells === 'duty')) yield next ? { ...c, via: 'next_level' } : c
  }
}

const codes = ['self', 'contact', 'squad', 'station', 'brigade', 'leading']
const order = (code: string): number => codes.indexOf(code)

const titleOf = (posts: Posts, code: string): string =>
  posts.playbook.posts.find((p) => p.code === code)?.title.zh ?? code

/**
 * Holder, deputies, and then whoever of the unit's duty officers is not among them. Where a step names several kinds of
 * unit, a post is looked for from the nearest up: a grid contact may be named for the squad or for the whole station.
 */
function* atUnit(
  units: readonly Unit[],
  codesOfStep: readonly string[],
  posts: Posts,
  staff: Staffing,
  dutyOnly: boolean,
): Iterable<Candidate> {
  const nearest = units[0]!
  const duty = posts.playbook.duty.find((d) => d.at === nearest.kind)?.posts ?? []
  const own = dutyOnly && duty.length > 0 ? [] : codesOfStep
  const seen = new Set<string>()
  for (const [list, viaFirst, viaRest] of [
    [own, 'holder', 'deputy'],
    [duty, 'duty', 'duty'],
  ] as const) {
    for (const [i, code] of list.entries()) {
      if (seen.has(code)) continue
      seen.add(code)
      const post = titleOf(posts, code)
      const at = units.find((u) => staff.holders(u.id, post).length > 0) ?? nearest
      yield* ofPost(at, post, i === 0 ? viaFirst : viaRest, staff)
    }
  }
}

function* ofPost(at: Unit, post: string, via: Via, staff: Staffing): Iterable<Candidate> {
  const holders = staff.holders(at.id, post)
  if (holders.length === 0) yield { unitId: at.id, post, via }
  for (const personId of holders) yield { unitId: at.id, post, via, personId }
}

/** Whoever owns the task: the person; for a station or a place the one named, else the measure's post nearest above. */
function* owners(owed: Owed, unit: Unit, tree: UnitTree, posts: Posts, staff: Staffing): Iterable<Candidate> {
  if (owed.subjectKind === 'person') {
    yield { unitId: unit.id, post: '本人', via: 'owner', personId: owed.subjectId }
    return
  }
  // A household is told by people, not by a notice: its grid contact telephones.
  if (owed.subjectKind === 'household' || posts.owner === undefined) return
  for (const u of tree.above(unit)) {
    const named = staff.responsible(u.id)
    if (named !== undefined) yield { unitId: u.id, post: titleOf(posts, posts.owner), via: 'owner', personId: named }
  }
  for (const [code, via] of [
    [posts.owner, 'owner'],
    [posts.deputy, 'deputy'],
  ] as const) {
    if (code === undefined) continue
    const post = titleOf(posts, code)
    // A roster may put the orderly of a station into one of its squads.
    const at = [unit, ...tree.below(unit), ...tree.above(unit)].find((u) => staff.holders(u.id, post).length > 0)
    yield* ofPost(at ?? unit, post, via, staff)
  }
}
