/** Lays a period of presence over those that are there: what was said last holds, and no two ever overlap. */

export interface Period {
  readonly id: string
  readonly kind: string
  /** Unix milliseconds; `until` exclusive, null: open-ended. */
  readonly from: number
  readonly until: number | null
}

export interface Overlay {
  /** Covered wholly: no longer holds. */
  readonly withdraw: readonly string[]
  /** Cut short at one side. */
  readonly cut: readonly { readonly id: string; readonly from: number; readonly until: number | null }[]
  /** What goes on behind a period that was laid into the middle of another: a copy of `of` with these bounds. */
  readonly goOn: readonly { readonly of: string; readonly from: number; readonly until: number | null }[]
}

const end = (until: number | null): number => until ?? Number.POSITIVE_INFINITY

/** @returns how the present periods have to change so that `laid` has its time for itself */
export function overlay(present: readonly Period[], laid: Pick<Period, 'from' | 'until'>): Overlay {
  const withdraw: string[] = []
  const cut: Overlay['cut'][number][] = []
  const goOn: Overlay['goOn'][number][] = []
  for (const one of present) {
    if (end(one.until) <= laid.from || one.from >= end(laid.until)) continue
    const before = one.from < laid.from
    const behind = end(one.until) > end(laid.until)
    if (before) cut.push({ id: one.id, from: one.from, until: laid.from })
    if (before && behind) goOn.push({ of: one.id, from: laid.until!, until: one.until })
    else if (behind) cut.push({ id: one.id, from: laid.until!, until: one.until })
    else if (!before) withdraw.push(one.id)
  }
  return { withdraw, cut, goOn }
}
