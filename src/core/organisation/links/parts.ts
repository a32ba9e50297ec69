/** Splits the cards of a large unit into several documents, station by station, so that each can be set in seconds. */

/** How many cards one unit has, in the order of printing. */
export interface CardsAt {
  readonly unitId: string
  /** The station, office or higher unit under whose name its cards are printed. */
  readonly homeId: string
  readonly cards: number
}

export interface CardPart {
  readonly homes: readonly string[]
  readonly unitIds: readonly string[]
  readonly cards: number
}

/**
 * Parts of at most `limit` cards. A station stays whole unless it alone is larger; then its squads are split, and a
 * single squad above the limit is a part of its own.
 */
export function partsOf(units: readonly CardsAt[], limit: number): CardPart[] {
  const blocks = [...Map.groupBy(units, (u) => u.homeId)].flatMap(([home, list]) => {
    const whole = { homes: [home], unitIds: list.map((u) => u.unitId), cards: sum(list) }
    return whole.cards <= limit ? [whole] : list.map((u) => ({ homes: [home], unitIds: [u.unitId], cards: u.cards }))
  })
  const parts: CardPart[] = []
  for (const block of blocks.filter((b) => b.cards > 0)) {
    const last = parts.at(-1)
    if (last && last.cards + block.cards <= limit) parts[parts.length - 1] = joined(last, block)
    else parts.push(block)
  }
  return parts
}

const sum = (units: readonly CardsAt[]): number => units.reduce((n, u) => n + u.cards, 0)

const joined = (a: CardPart, b: CardPart): CardPart => ({
  homes: [...new Set([...a.homes, ...b.homes])],
  unitIds: [...a.unitIds, ...b.unitIds],
  cards: a.cards + b.cards,
})
