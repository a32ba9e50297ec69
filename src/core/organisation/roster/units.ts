/** The tree of units that a file's rows stand in: known ones found, new ones listed, near names pointed out. */
import { cleanName, nameKey } from './clean.ts'
import { addTo } from './grid.ts'
import type { KnownUnit, NewUnit, UnitKind, UnitRef } from './model.ts'

export const pathLevels = ['detachment', 'brigade', 'station', 'squad'] as const
export type PathLevel = (typeof pathLevels)[number]
/** Names by level; an empty one is not there. */
export type UnitPath = Readonly<Record<PathLevel, string>>

export interface UnitNode extends UnitRef {
  readonly kind: UnitKind
  readonly level: PathLevel
  readonly parent: UnitNode | undefined
  readonly detachment: UnitNode
}

/** A name that the roster does not have there, but a similar one. */
export interface NearName {
  readonly level: PathLevel
  readonly name: string
  /** The name that is there; undefined where a squad stands without its station. */
  readonly near: string | undefined
  /** The name of the unit above; undefined for a detachment. */
  readonly parent: string | undefined
}

const officeName = /(机关|科|处|室|部|中心|office)$/i

export class UnitPlaces {
  readonly #children = new Map<string, UnitNode>()
  /** Nodes of one detachment, level and exact name, for rows that leave a level out. */
  readonly #below = new Map<string, UnitNode[]>()
  /** Nodes of one parent and level by their bare name (大通站 → 大通). */
  readonly #bare = new Map<string, UnitNode[]>()
  readonly #made: UnitNode[] = []
  readonly #found = new Map<string, UnitNode | NearName>()
  /** Rows that left a level out, by the node that they were taken as. */
  readonly skipped = new Map<UnitNode, Set<string>>()

  constructor(known: readonly KnownUnit[]) {
    const byId = new Map(known.map((unit) => [unit.id, unit]))
    const nodes = new Map<string, UnitNode | undefined>()
    const nodeOf = (unit: KnownUnit): UnitNode | undefined => {
      if (nodes.has(unit.id)) return nodes.get(unit.id)
      nodes.set(unit.id, undefined)
      const level = levelOf(unit.kind)
      const above = unit.parent ? byId.get(unit.parent) : undefined
      const parent = level === 'detachment' || !above ? undefined : nodeOf(above)
      const node =
        level && (parent || level === 'detachment')
          ? makeNode(unit.id, unit.name, level, unit.kind as UnitKind, parent, unit.id)
          : undefined
      nodes.set(unit.id, node)
      if (node) this.#enter(node)
      return node
    }
    for (const unit of known) nodeOf(unit)
  }

  /** Places every path at once, so that the answer does not depend on the order of rows; then `find` answers. */
  prepare(paths: Iterable<UnitPath>): void {
    const distinct = new Map<string, UnitPath>()
    for (const path of paths) distinct.set(pathKey(path), path)
    const depth = (path: UnitPath) => pathLevels.filter((level) => path[level] !== '').length
    const sorted = [...distinct].sort(([a, p], [b, q]) => depth(q) - depth(p) || (a < b ? -1 : 1))
    for (const [key, path] of sorted) this.#found.set(key, this.#place(path))
  }

  find(path: UnitPath): UnitNode | NearName {
    const found = this.#found.get(pathKey(path))
    if (!found) throw new Error('a path was asked for that prepare() has not seen')
    return found
  }

  /** New units that `used` rows need, with their ancestors, from the top down. */
  newUnits(used: Iterable<UnitNode>): NewUnit[] {
    const wanted = new Set<UnitNode>()
    for (const start of used) {
      for (let node: UnitNode | undefined = start; node && !wanted.has(node); node = node.parent) wanted.add(node)
    }
    return this.#made
      .filter((node) => wanted.has(node))
      .sort((a, b) => a.path.split('/').length - b.path.split('/').length || (a.path < b.path ? -1 : 1))
      .map((node) => ({
        key: node.key,
        name: node.name,
        path: node.path,
        kind: node.kind,
        parent: node.parent?.key ?? null,
        near: this.#similar(node),
      }))
  }

  #place(path: UnitPath): UnitNode | NearName {
    let at: UnitNode | undefined
    let gap = false
    for (const level of pathLevels) {
      if (path[level] === '') {
        gap ||= level !== 'squad'
        continue
      }
      const name = cleanName(path[level])
      let next = this.#children.get(childKey(at, name))
      if (!next && gap && at) {
        const below = this.#below.get(belowKey(at.detachment, level, name)) ?? []
        if (below.length === 1 && isBelow(below[0]!, at)) {
          next = below[0]!
          this.skipped.set(next, (this.skipped.get(next) ?? new Set()).add(pathKey(path)))
        }
      }
      if (!next) {
        const near = this.#bare.get(bareKey(at, level, name))?.find((node) => node.id)
        if (near) return { level, name, near: near.name, parent: at?.name }
        // A new squad right below a brigade: most likely the station's name was left out in this row.
        if (level === 'squad' && gap) return { level, name, near: undefined, parent: at?.name }
        next = this.#make(at, level, name)
      }
      at = next
      gap = false
    }
    return at!
  }

  #make(parent: UnitNode | undefined, level: PathLevel, name: string): UnitNode {
    const kind = level === 'station' && officeName.test(name) ? 'office' : level
    const path = parent ? `${parent.path}/${name}` : name
    const node = makeNode(`new:${path}`, name, level, kind, parent, undefined)
    this.#made.push(node)
    this.#enter(node)
    return node
  }

  #enter(node: UnitNode): void {
    this.#children.set(childKey(node.parent, node.name), node)
    addTo(this.#below, belowKey(node.detachment, node.level, node.name), node)
    addTo(this.#bare, bareKey(node.parent, node.level, node.name), node)
  }

  /** Path of another unit that a new one may have been meant to be: of like name beside it, or of the same elsewhere. */
  #similar(node: UnitNode): string | undefined {
    const beside = this.#bare.get(bareKey(node.parent, node.level, node.name)) ?? []
    const elsewhere =
      node.level === 'station' ? (this.#below.get(belowKey(node.detachment, node.level, node.name)) ?? []) : []
    return [...beside, ...elsewhere]
      .filter((other) => other !== node)
      .map((other) => other.path)
      .sort()[0]
  }
}

function levelOf(kind: string): PathLevel | undefined {
  if (kind === 'office') return 'station'
  return pathLevels.find((level) => level === kind)
}

function makeNode(
  key: string,
  name: string,
  level: PathLevel,
  kind: UnitKind,
  parent: UnitNode | undefined,
  id: string | undefined,
): UnitNode {
  const path = parent ? `${parent.path}/${name}` : name
  const node = { key, id, name, level, kind, parent, path } as { -readonly [K in keyof UnitNode]: UnitNode[K] }
  node.detachment = parent?.detachment ?? node
  return node
}

function isBelow(node: UnitNode, top: UnitNode): boolean {
  for (let at: UnitNode | undefined = node; at; at = at.parent) if (at === top) return true
  return false
}

const pathKey = (path: UnitPath) => pathLevels.map((level) => nameKey(path[level])).join('/')
const childKey = (parent: UnitNode | undefined, name: string) => `${parent?.key ?? ''}|${nameKey(name)}`
const belowKey = (detachment: UnitNode, level: PathLevel, name: string) => `${detachment.key}|${level}|${nameKey(name)}`
const bareKey = (parent: UnitNode | undefined, level: PathLevel, name: string) =>
  `${parent?.key ?? ''}|${level}|${bareName(name)}`

const figures = '零一二三四五六七八九'

/** A unit's name without the words that people leave out or add: 大通消防救援站, 大通站 and 大通 are one; so are 1班, 第一班, 一班. */
export function bareName(name: string): string {
  const key = nameKey(name)
  const bare = key
    .replace(/^第/, '')
    .replace(/(市|区|县)?(消防救援|特勤消防|小型消防|消防)(?=站|中队|大队|支队)/, '')
    .replace(/(中队|大队|支队|战斗班|站|班|station|squad|brigade|detachment)$/, '')
    .replace(/[号\s]$/, '')
    .replace(/\d/g, (digit) => figures[Number(digit)]!)
  return bare === '' ? key : bare
}
