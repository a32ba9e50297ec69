/** Finds the unit that a command names. */
import type { Core } from '#core/core.ts'
import type { Unit } from '#core/organisation/tree.ts'
import { Problem } from '#platform/problems.ts'
import { cliProblems } from './problems.ts'

/**
 * By id, path or full name; a unit's own name will do where no other unit has it.
 * @throws Problem `unit-unknown`
 */
export function unitNamed(core: Core, name: string): Unit {
  const { tree } = core.organisation
  const found = tree.find(name)
  if (found) return found
  const same = [...tree.all()].filter((unit) => unit.name === name)
  if (same.length === 1) return same[0]!
  if (tree.size === 0) throw new Problem(cliProblems['no-units-yet'])
  throw new Problem(cliProblems['unit-unknown'], { unit: name })
}

/** The unit named, or the one root of the tree. */
export function unitOrRoot(core: Core, name: string | undefined): Unit {
  if (name !== undefined) return unitNamed(core, name)
  const { roots } = core.organisation.tree
  if (roots.length === 1) return roots[0]!
  if (roots.length === 0) throw new Problem(cliProblems['no-units-yet'])
  throw new Problem(cliProblems['option-missing'], { verb: 'board', option: 'unit U' })
}

export const unitOption = {
  value: 'U',
  text: {
    zh: '单位：编号、路径（1.4）或全名（舜耕支队/城区大队）',
    en: 'unit: id, path (1.4) or names from the top down, joined by /',
  },
} as const
