/** A transfer by hand as a plan of one move, so that it is written as an import writes it. */
import type { RosterPlan } from '../roster/model.ts'
import type { Unit, UnitTree } from '../tree.ts'

const nobody = { members: 0, relatives: 0 }

/** Posts end that are held at the old unit or above it, unless that unit is also above the new one. */
export function transferPlan(
  tree: UnitTree,
  person: { readonly id: string; readonly name: string },
  posts: readonly { readonly id: string; readonly post: string; readonly unit_id: string }[],
  from: Unit,
  to: Unit,
): RosterPlan {
  const left = new Set([...tree.above(from)].map((unit) => unit.id))
  for (const unit of tree.above(to)) left.delete(unit.id)
  const ends = posts.filter((one) => left.has(one.unit_id))
  const one = {
    kind: 'member' as const,
    key: person.id,
    name: person.name,
    row: 0,
    id: person.id,
    changes: [],
    set: {},
  }
  const place = (unit: Unit) => ({ key: unit.id, name: unit.fullName })
  return {
    blocked: false,
    nothingToDo: false,
    newUnits: [],
    added: [],
    moved: [{ ...one, from: place(from), to: place(to) }],
    changed: [],
    absent: [],
    retired: [],
    appointments: {
      open: [],
      close: ends.map((post) => ({
        id: post.id,
        person: person.id,
        personName: person.name,
        post: post.post,
        unit: unitRef(tree.get(post.unit_id)!),
      })),
    },
    vacated: [],
    households: [],
    ids: new Map([[person.id, person.id]]),
    counts: {
      added: nobody,
      moved: { members: 1, relatives: 0 },
      changed: nobody,
      absent: nobody,
      retired: nobody,
      unchanged: nobody,
    },
    totals: { before: nobody, after: nobody },
    notes: [],
  }
}

const unitRef = (unit: Unit) => ({ key: unit.id, id: unit.id, name: unit.name, path: unit.fullName })
