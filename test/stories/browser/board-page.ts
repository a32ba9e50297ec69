/** The board as somebody sees it, wide or stacked: its cells by what they say aloud, and the list that each opens. */
import type { Locator } from 'playwright-core'
import { expect } from 'vitest'
import type { Visitor } from '#test/support/story.ts'

/** One cell: n of N, and what else it says; as a screen reader tells it. */
export interface ShownCell {
  readonly unit: string
  readonly title: string
  readonly n: number
  readonly of: number
  readonly words: string
}

const spoken = {
  zh: /^(.+) (\S+)：已报 (\d+)，应报 (\d+)；(.*)$/,
  en: /^(.+), ([^,]+): (\d+) of (\d+); (.*)$/,
}

/** What is asked of an element in the page; the tests know no DOM. */
interface Named {
  getAttribute(name: string): string | null
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
/** Longer than a page takes on a busy machine. */
export const patience = { timeout: 20_000 }

export interface BoardView {
  cell(unit: string, title: string): Locator
  /** n and N of a cell, once it is there. */
  figures(unit: string, title: string): Promise<[n: number, of: number]>
  /** Every cell on the screen that applies. */
  cells(): Promise<ShownCell[]>
  panel(): Locator
  names(): Locator
  open(unit: string, title: string): Promise<void>
  close(): Promise<void>
  /** The numbers that the open list offers, in its own words: 逾期未报 22. */
  states(): Promise<{ label: string; count: number }[]>
  /** Lists a state and counts its rows, all pages of it. */
  rowsOf(label: string): Promise<number>
}

export function boardOf({ page, language, device }: Visitor): BoardView {
  const cell = (unit: string, title: string) =>
    page.getByRole('button', { name: new RegExp(`^${escaped(unit)}${language === 'zh' ? ' ' : ', '}${title}[：:]`) })
  const panel = () => page.locator('section.panel')
  const names = () => panel().getByRole('listitem')
  const choices = () => panel().locator('.board-states .ant-segmented-item')
  const words = (locator: Locator) =>
    locator.evaluateAll((all) => (all as unknown as Named[]).map((one) => one.getAttribute('aria-label') ?? ''))
  return {
    cell,
    panel,
    names,
    async figures(unit, title) {
      const [, , , n, of] = spoken[language].exec((await cell(unit, title).getAttribute('aria-label'))!)!
      return [Number(n), Number(of)]
    },
    async cells() {
      const said = (await words(page.locator('.board-cell'))).map((label) => spoken[language].exec(label))
      return said
        .filter((found) => found !== null)
        .map(([, unit, title, n, of, rest]) => ({
          unit: unit!,
          title: title!,
          n: Number(n),
          of: Number(of),
          words: rest!,
        }))
    },
    async open(unit, title) {
      await cell(unit, title).click()
      await panel().waitFor()
    },
    async close() {
      if (device === 1440) await page.keyboard.press('Escape')
      else
        await panel()
          .getByRole('button', { name: language === 'zh' ? '关闭' : 'Close' })
          .click()
      await panel().waitFor({ state: 'detached' })
    },
    async states() {
      await choices().first().waitFor()
      const labels = await choices().allTextContents()
      return labels.map((label) => ({ label, count: Number(/(\d+)$/.exec(label)?.[1]) }))
    },
    async rowsOf(label) {
      await choices().getByText(label, { exact: true }).click()
      const count = Number(/(\d+)$/.exec(label)![1])
      const more = panel().getByRole('button', { name: language === 'zh' ? /^还有 \d+ 人$/ : /^\d+ more$/ })
      await expect
        .poll(async () => {
          if (await more.isVisible()) await more.click({ timeout: 1000 }).catch(() => {})
          return names().count()
        }, patience)
        .toBe(count)
      return names().count()
    },
  }
}
