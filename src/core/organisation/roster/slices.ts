/** Long work in short slices, so that reports and screens are served in between. */
import { setImmediate as othersTurn } from 'node:timers/promises'
import type { OnProgress } from './model.ts'

/** Items done before others get their turn: about 5 ms of checking. */
const sliceItems = 500

/** Does `work` for every item in order and tells the progress between `from` and `to` after each slice. */
export async function inSlices<T>(
  items: readonly T[],
  work: (item: T, index: number) => void,
  onProgress: OnProgress | undefined,
  from: number,
  to: number,
): Promise<void> {
  for (let start = 0; start < items.length; start += sliceItems) {
    const end = Math.min(start + sliceItems, items.length)
    for (let i = start; i < end; i++) work(items[i]!, i)
    onProgress?.(from + ((to - from) * end) / items.length)
    await othersTurn()
  }
}
