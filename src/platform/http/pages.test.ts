/** How the built pages are served. Needs `dist/`, which `npm test` builds before. */
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '#test/support/app.ts'

const folder = fileURLToPath(new URL('../../../dist/console/assets', import.meta.url))
const visit = { accept: 'text/html,application/xhtml+xml' }
let t: TestApp

beforeAll(async () => {
  t = await testApp()
})

describe('pages', () => {
  test.each(['/', '/board?unit=1', '/people/import', '/settings/accounts'])(
    '%s is the console, and is asked for anew each time',
    async (url) => {
      const { status, body, headers } = await t.nobody.send<string>('GET', url, undefined, visit)
      expect(status).toBe(200)
      expect(body).toContain('<div id="root">')
      expect(headers['cache-control']).toBe('no-cache')
      expect(headers['content-security-policy']).toContain("default-src 'self'")
    },
  )

  test('an address of the API that does not exist answers with a problem, not with a page', async () => {
    const { status, body } = await t.nobody.send('GET', '/api/nothing', undefined, visit)
    expect([status, body.code]).toEqual([404, 'not-found'])
  })

  test('scripts are compressed as the browser understands, and kept for a year', async () => {
    const name = readdirSync(folder).find((file) => /^index-.*\.js$/.test(file))
    const { headers } = await t.nobody.send('GET', `/assets/${name}`, undefined, { 'accept-encoding': 'gzip, br' })
    expect(headers['content-encoding']).toBe('br')
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable')
    const old = await t.nobody.send('GET', `/assets/${name}`, undefined, { 'accept-encoding': 'gzip' })
    expect(old.headers['content-encoding']).toBe('gzip')
  })

  test.each(['/assets/missing.js', '/assets/../../package.json', '/assets/%2e%2e/%2e%2e/package.json'])(
    '%s is not found',
    async (url) => {
      expect((await t.nobody.get(url)).status).toBe(404)
    },
  )
})
