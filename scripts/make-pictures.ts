/** Makes the guides' pictures from those that the browser stories leave behind; `--run` tells the stories first. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))
/** A guide is read on a phone, too. */
const mostBytes = 150_000

/** Picture in the guide → picture of a story, without its language. Its name ends in the width. */
const pictures: readonly (readonly [name: string, story: string, width: 375 | 1440])[] = [
  ['setup-administrator', '1-start-2-administrator', 1440],
  ['setup-roster', '1-start-4-two-ways', 1440],
  ['accounts-slip', '2-roster-5-codes', 1440],
  ['import', '2-roster-7-bad-rows', 1440],
  ['cards', '4-cards-1-cards', 1440],
  ['orders-clauses', '3-campaign-2-clauses', 1440],
  ['orders-gap', '3-campaign-8-gaps', 1440],
  ['orders-start', '3-campaign-10-before-start', 1440],
  ['board', '8-detachment-list', 1440],
  ['today', '7-chief-today', 1440],
  ['today-phone', '7-chief-today', 375],
  ['alert', '7-chief-assess', 1440],
  ['presence', '7-chief-hospital', 1440],
  ['squad', '6-members-5-squad-six-of-eight', 375],
  ['me', '6-members-1-keypad', 375],
  ['me-places', '6-members-8-place', 375],
  ['household-notice', '5-family-2-choice', 375],
  ['household', '5-family-3-two-of-three', 375],
  ['household-offline', '5-family-5-waits', 375],
  ['audit-verify', '10-auditor-agrees', 1440],
]

/** In fewer colours, which the eye does not miss on paper-and-ink screens, until it is small enough. */
async function small(path: string): Promise<Buffer> {
  const picture = readFileSync(path)
  for (const colours of [256, 128, 64, 32]) {
    const bytes = await sharp(picture).png({ palette: true, colours, effort: 10, compressionLevel: 9 }).toBuffer()
    if (bytes.length <= mostBytes) return bytes
  }
  throw new Error(`${path} stays above ${mostBytes} bytes`)
}

if (process.argv.includes('--run')) {
  const stories = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', 'test/stories/browser'], {
    cwd: at('.'),
    stdio: 'inherit',
    env: { ...process.env, STORIES: 'all' },
  })
  if (stories.status !== 0) throw new Error('a story failed: no pictures were made')
}

for (const [name, story, width] of pictures) {
  for (const language of ['zh', 'en']) {
    const from = at(`test-results/stories/${story}-${language}-${width}.png`)
    if (!existsSync(from)) {
      console.log(`${name}.${language}: no story leaves this picture`)
      continue
    }
    const bytes = await small(from)
    writeFileSync(at(`docs/guide/images/${name}.${language}.png`), bytes)
    console.log(`${name}.${language}.png ${Math.ceil(bytes.length / 1000)} kB`)
  }
}
