/** What the page of cards shows: how many of a unit were opened by a phone, below it unit by unit, and each by name. */
import type { Work } from '#platform/work.ts'
import type { Organisation } from '../organisation.ts'
import type { Unit } from '../tree.ts'
import { cardsPerDocument } from './cards.ts'
import { type CardPart, partsOf } from './parts.ts'
import type { CardCount, CardNames, CardsAnswer } from './schema.ts'
import { type CountRow, countsByUnit, namesOfCards } from './store-cards.ts'
import type { LinkKind } from './token.ts'

/** More names than anybody reads at once; the others are found by a part of the name, or by choosing a station. */
const namesAtOnce = 300

const nothing = (): CardCount => ({ opened: 0, total: 0 })

/** Counts of the unit, of each unit below it, and of what hangs on the unit itself. */
export async function cardsAnswer(w: Work, organisation: Organisation, unit: Unit): Promise<CardsAnswer> {
  const rows = await countsByUnit(w.tx, unit.path)
  const at = (row: CountRow): Unit | undefined => organisation.tree.get(row.unit_id)
  const within = (root: Unit) => rows.filter((row) => isWithin(organisation, at(row), root))
  const own = rows.filter((row) => row.unit_id === unit.id)
  return {
    unit: { id: unit.id, name: unit.name, full_name: unit.fullName, path: unit.path },
    address: w.services.config.publicUrl ?? null,
    ...countsOf(rows),
    below: unit.children
      .map((child) => ({ id: child.id, name: child.name, kind: child.kind, ...countsOf(within(child)) }))
      .filter((line) => line.members.total + line.households.total > 0),
    own: unit.children.length > 0 && own.length > 0 ? countsOf(own) : null,
    parts: partsIn(organisation, rows).map((part) => ({
      cards: part.cards,
      units: part.homes.map((id) => organisation.tree.get(id)?.name ?? ''),
    })),
  }
}

const isWithin = (organisation: Organisation, unit: Unit | undefined, root: Unit): boolean =>
  unit !== undefined && organisation.tree.isWithin(unit, root)

function countsOf(rows: readonly CountRow[]): { members: CardCount; households: CardCount } {
  const of = (kind: LinkKind) =>
    rows
      .filter((row) => row.kind === kind)
      .reduce((sum, row) => ({ opened: sum.opened + row.opened, total: sum.total + row.total }), nothing())
  return { members: of('person'), households: of('household') }
}

/** The documents that a unit's cards are printed in. */
export const cardParts = async (w: Work, organisation: Organisation, unit: Unit): Promise<CardPart[]> =>
  partsIn(organisation, await countsByUnit(w.tx, unit.path))

function partsIn(organisation: Organisation, rows: readonly CountRow[]): CardPart[] {
  const units = [...Map.groupBy(rows, (row) => row.unit_id)].flatMap(([unitId, list]) => {
    const unit = organisation.tree.get(unitId)
    if (!unit) return []
    const home = organisation.tree.nearest(unit, 'station', 'office') ?? unit
    return [{ unitId, homeId: home.id, cards: list.reduce((n, row) => n + row.total, 0) }]
  })
  return partsOf(units, cardsPerDocument)
}

export interface NamesAsked {
  readonly kind?: LinkKind | undefined
  readonly opened?: boolean | undefined
  readonly q?: string | undefined
}

/** The cards of a unit and all below it by name. */
export async function cardNames(
  w: Work,
  organisation: Organisation,
  unit: Unit,
  asked: NamesAsked,
): Promise<CardNames> {
  const rows = await namesOfCards(w.tx, {
    path: unit.path,
    kind: asked.kind,
    opened: asked.opened,
    q: asked.q?.trim() || undefined,
    now: w.now,
    limit: namesAtOnce + 1,
  })
  const cards = rows.slice(0, namesAtOnce).flatMap((row) => {
    const at = organisation.tree.get(row.unit_id)
    return at
      ? [
          {
            kind: row.kind,
            id: row.id,
            name: row.name,
            staff_no: row.staff_no,
            unit: { id: at.id, name: at.name, path: at.path, full_name: at.fullName },
            relatives: row.relatives ?? [],
            devices: row.devices,
            seen_at: row.seen_at?.toISOString() ?? null,
            locked_until: row.locked_until?.toISOString() ?? null,
            permit_until: row.permit_until?.toISOString() ?? null,
          },
        ]
      : []
  })
  return { cards, more: rows.length > namesAtOnce }
}
