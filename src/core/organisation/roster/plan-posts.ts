/** Posts that end with a retirement, posts that nobody holds afterwards, and chiefs' posts held twice. */
import { fill } from '#platform/texts.ts'
import type { AbsentPerson, PlannedPost } from './model.ts'
import type { Planning } from './plan.ts'
import { unitOf } from './plan-members.ts'
import { defaultPosts } from './posts.ts'
import { notes } from './texts.ts'

/** Closes the posts of the retired, and returns the posts that stand empty after the import. */
export function planPosts(planning: Planning, retired: readonly AbsentPerson[]): PlannedPost[] {
  const { known, close, open } = planning
  for (const person of retired) {
    for (const one of known.appointments.get(person.id) ?? []) {
      const who = { person: person.key, personName: person.name }
      close.push({ ...who, id: one.id, post: one.post, unit: unitOf(one, planning) })
    }
  }
  const holders = new Map<string, number>()
  const count = (unit: string, post: string, by: number) => {
    const key = `${unit}|${post}`
    holders.set(key, (holders.get(key) ?? 0) + by)
  }
  for (const list of known.appointments.values()) for (const one of list) count(one.unit, one.post, 1)
  for (const one of close) count(one.unit.key, one.post, -1)
  for (const one of open) count(one.unit.key, one.post, 1)
  noteTwoHolders(planning, holders)
  const seen = new Set<string>()
  return close.filter((one) => {
    const key = `${one.unit.key}|${one.post}`
    const first = !seen.has(key)
    seen.add(key)
    return first && (holders.get(key) ?? 0) <= 0
  })
}

/** Posts of which a unit has one. */
const single =
  /^(detachment_head|commissar|brigade_head|brigade_instructor|station_chief|station_instructor|squad_leader)$/

function noteTwoHolders(planning: Planning, holders: ReadonlyMap<string, number>): void {
  const touched = new Map(planning.open.map((one) => [`${one.unit.key}|${one.post}`, one]))
  for (const [key, one] of [...touched].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const count = holders.get(key) ?? 0
    if (count < 2 || !single.test(one.post)) continue
    const name = defaultPosts.find((post) => post.code === one.post)?.name
    planning.notes.push(
      fill(notes.twoHolders, { unit: one.unit.path, count, post: name?.zh ?? one.post, postEn: name?.en ?? one.post }),
    )
  }
}
