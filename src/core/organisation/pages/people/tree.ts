/** The flat list of units as the tree that Ant Design draws. */
import type { UnitItem } from '../../people/schema.ts'

export interface UnitNode {
  readonly key: string
  readonly value: string
  readonly title: string
  readonly name: string
  readonly members: number
  readonly children: UnitNode[]
}

/** Counts are of a unit with all below it. */
export function treeOf(units: readonly UnitItem[]): UnitNode[] {
  const children = Map.groupBy(units, (unit) => unit.parent)
  const node = (unit: UnitItem): UnitNode => {
    const below = (children.get(unit.id) ?? []).map(node)
    const members = below.reduce((sum, one) => sum + one.members, unit.members)
    return { key: unit.id, value: unit.id, name: unit.name, title: `${unit.name} ${members}`, members, children: below }
  }
  return (children.get(null) ?? []).map(node)
}

/** Keys of the nodes that are open at first: the top, and what leads to the chosen one. */
export function openAtFirst(units: readonly UnitItem[], chosen: string | undefined): string[] {
  const byId = new Map(units.map((unit) => [unit.id, unit]))
  const open = new Set(units.filter((unit) => unit.parent === null).map((unit) => unit.id))
  for (let unit = chosen ? byId.get(chosen) : undefined; unit; unit = unit.parent ? byId.get(unit.parent) : undefined)
    open.add(unit.id)
  return [...open]
}
