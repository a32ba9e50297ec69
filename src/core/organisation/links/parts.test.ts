/** A province's cards in documents of a size that a printer and a patience can take. */
import { expect, test } from 'vitest'
import { partsOf } from './parts.ts'

const squads = (home: string, ...cards: number[]) =>
  cards.map((n, i) => ({ unitId: `${home}/${i + 1}`, homeId: home, cards: n }))

test('what fits is one document, and a unit without cards is in none', () => {
  const parts = partsOf([...squads('大通站', 40, 50), ...squads('空站', 0), ...squads('田家庵站', 60)], 160)
  expect(parts).toEqual([
    { homes: ['大通站', '田家庵站'], unitIds: ['大通站/1', '大通站/2', '田家庵站/1'], cards: 150 },
  ])
  expect(partsOf([], 160)).toEqual([])
})

test('a station is not torn apart where the next document has room for it', () => {
  const parts = partsOf([...squads('大通站', 60, 60), ...squads('田家庵站', 30, 30), ...squads('八公山站', 100)], 160)
  expect(parts.map((p) => [p.homes, p.cards])).toEqual([
    [['大通站'], 120],
    [['田家庵站', '八公山站'], 160],
  ])
})

test('a station larger than a document is split by squads; nobody is lost, nobody is printed twice', () => {
  const units = [...squads('特勤站', 90, 80, 70, 200), ...squads('大通站', 10)]
  const parts = partsOf(units, 160)
  expect(parts.map((p) => p.cards)).toEqual([90, 150, 200, 10])
  expect(parts.flatMap((p) => p.unitIds)).toEqual(units.map((u) => u.unitId))
})
