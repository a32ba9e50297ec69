/** "Did you mean": the known word nearest to an unknown one. */

/** Optimal string alignment distance, given up on above `limit`. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2]! + 1)
      next.push(cost)
    }
    before = row
    row = next
  }
  return row[b.length]!
}

/** The one of `known` that differs from `word` by a slip or two; undefined where none is near. */
export function near(word: string, known: Iterable<string>): string | undefined {
  const limit = word.length <= 4 ? 1 : 2
  let best: string | undefined
  let least = limit + 1
  for (const candidate of known) {
    const d = distance(word.toLowerCase(), candidate.toLowerCase(), limit)
    if (d < least) {
      least = d
      best = candidate
    }
  }
  return best
}
