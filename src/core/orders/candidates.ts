/** Who could answer at a unit where nobody does: three people who are there, the nearest in post first. */
import type { UnitTree } from '../organisation/tree.ts'
import type { Duty } from './duties.ts'
import type { Post } from './playbook/schema.ts'
import type { Candidate } from './roster-facts.ts'

/** More are found by name; a gap is closed by a tap, not by reading a list. */
const shown = 3

/** @param there members who are there, by unit */
export function candidatesFor(
  duty: Duty,
  posts: readonly Post[],
  tree: UnitTree,
  there: ReadonlyMap<string, readonly Candidate[]>,
): Candidate[] {
  const titles = posts.map((p) => p.title.zh)
  const found: { rank: number; person: Candidate }[] = []
  for (const unit of tree.below(duty.unit)) {
    for (const person of there.get(unit.id) ?? []) found.push({ rank: rankOf(person, duty, titles), person })
  }
  return found
    .sort((a, b) => a.rank - b.rank)
    .slice(0, shown)
    .map((f) => f.person)
}

/** One of the posts asked for held elsewhere below; its deputy (副…); a post of leading; anybody of the very unit; anybody below. */
function rankOf(person: Candidate, duty: Duty, titles: readonly string[]): number {
  const post = person.post ?? ''
  const at = titles.indexOf(post)
  if (at >= 0) return at
  if (titles.some((t) => post === `副${t}`)) return 20
  if (/长$|导员$/.test(post)) return 30
  return person.unitId === duty.unit.id ? 40 : 50
}
