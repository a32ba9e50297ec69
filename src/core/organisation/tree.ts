/** The units in memory: where each lies, what it is called, which detachment it belongs to. Loaded anew when they change. */
import { within } from '#platform/access/actor.ts'
import type { Services } from '#platform/services.ts'

export type UnitKind = 'service' | 'corps' | 'detachment' | 'brigade' | 'station' | 'office' | 'squad'

export interface Unit {
  readonly id: string
  readonly parentId: string | null
  readonly kind: UnitKind
  readonly name: string
  /** ltree path of numbers from the root: '1.4.12'. */
  readonly path: string
  readonly detachmentId: string | null
  readonly zone: string
  readonly children: readonly Unit[]
  /** Names from the root down, joined by '/': 舜耕支队/城区大队/大通站. */
  readonly fullName: string
}

/** A snapshot of all open units. */
export class UnitTree {
  readonly #byId = new Map<string, Unit>()
  readonly #byPath = new Map<string, Unit>()
  readonly #byName = new Map<string, Unit>()
  readonly roots: Unit[] = []

  /** `rows` sorted by path length, so that a parent comes before its children. */
  constructor(rows: readonly Omit<Unit, 'children' | 'fullName'>[]) {
    for (const row of rows) {
      const parent = row.parentId === null ? undefined : this.#byId.get(row.parentId)
      const fullName = parent ? `${parent.fullName}/${row.name}` : row.name
      const unit: Unit = { ...row, children: [], fullName }
      this.#byId.set(unit.id, unit)
      this.#byPath.set(unit.path, unit)
      this.#byName.set(fullName, unit)
      ;((parent?.children as Unit[] | undefined) ?? this.roots).push(unit)
    }
  }

  get size(): number {
    return this.#byId.size
  }

  get(id: string): Unit | undefined {
    return this.#byId.get(id)
  }

  byPath(path: string): Unit | undefined {
    return this.#byPath.get(path)
  }

  /** By id, by ltree path or by names: what the API's `unit=` takes. */
  find(key: string): Unit | undefined {
    return this.#byId.get(key) ?? this.#byPath.get(key) ?? this.#byName.get(key.replace(/^\/|\/$/g, ''))
  }

  /** The unit and everything above it, nearest first. */
  *above(unit: Unit): Iterable<Unit> {
    for (let u: Unit | undefined = unit; u; u = u.parentId === null ? undefined : this.#byId.get(u.parentId)) yield u
  }

  /** The nearest unit of one of the kinds, upwards, the unit itself included. */
  nearest(unit: Unit, ...kinds: UnitKind[]): Unit | undefined {
    for (const u of this.above(unit)) if (kinds.includes(u.kind)) return u
    return undefined
  }

  /** The unit and all below it. */
  *below(unit: Unit): Iterable<Unit> {
    yield unit
    for (const child of unit.children) yield* this.below(child)
  }

  all(): Iterable<Unit> {
    return this.#byId.values()
  }

  /** Whether `unit` is `root` or lies below it. */
  isWithin(unit: Unit, root: Unit): boolean {
    return within(unit.path, root.path)
  }
}

/** Reads all open units into a new snapshot. */
export async function loadTree(services: Services): Promise<UnitTree> {
  const rows = await services.database.app
    .selectFrom('unit')
    .select(['id', 'parent_id', 'kind', 'name', 'path', 'detachment_id', 'zone'])
    .where('closed_at', 'is', null)
    .orderBy((e) => e.fn('nlevel', ['path']))
    .orderBy('sort')
    .orderBy('no')
    .execute()
  return new UnitTree(
    rows.map((r) => ({
      id: r.id,
      parentId: r.parent_id,
      kind: r.kind as UnitKind,
      name: r.name,
      path: String(r.path),
      detachmentId: r.detachment_id,
      zone: r.zone,
    })),
  )
}
