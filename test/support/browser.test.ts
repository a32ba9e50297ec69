/** The tests' browser starts here, off line, and shows Chinese. */
import { expect, onTestFinished, test } from 'vitest'
import { launchBrowser } from './browser.ts'

test('Chinese shows as itself, not as empty boxes', async () => {
  const browser = await launchBrowser()
  onTestFinished(() => browser.close())
  const page = await browser.newPage({ viewport: { width: 300, height: 100 } })
  const pictureOf = async (text: string) => {
    await page.goto(`data:text/html;charset=utf-8,<h1>${text}</h1>`)
    return (await page.screenshot()).toString('base64')
  }
  const [boat, apart, unassigned] = [await pictureOf('舟'), await pictureOf('离'), await pictureOf('\u{2FFFD}')]
  expect(await page.textContent('h1')).toBe('\u{2FFFD}')
  expect(new Set([boat, apart, unassigned]).size).toBe(3)
})
