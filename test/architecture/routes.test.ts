/** Every route names a permission; each lets in who holds it and refuses who does not. */
import { describe, expect, test } from 'vitest'
import { permissions } from '#platform/access/actor.ts'
import { testApp } from '#test/support/app.ts'
import { smallWorld } from '#test/support/world.ts'

interface Known {
  method: string
  url: string
  permission: string
}

const known: Known[] = []
const t = await testApp({ onRoute: (r) => known.push(r) })
const world = await smallWorld(t)
const doors = new Set(['open', 'signed-in', 'self', 'reporter'])

/** An address with every parameter filled by something that exists nowhere. */
const address = (url: string) =>
  url
    .replace(/:(\w+)/g, (_, name: string) =>
      name === 'code' || name === 'token' || name === 'name' ? 'nothing' : '01950000-0000-7000-8000-000000000000',
    )
    .replace('*', 'nothing')

describe('every route', () => {
  test('names a permission that exists', () => {
    expect(known.length).toBeGreaterThan(40)
    expect(known.filter((r) => !doors.has(r.permission) && !permissions.has(r.permission))).toEqual([])
  })

  test('refuses who shows nothing, unless it is open', async () => {
    const wrong: string[] = []
    for (const r of known.filter((k) => k.permission !== 'open')) {
      const { status } = await t.nobody.send(r.method as 'GET', address(r.url))
      if (status !== 401) wrong.push(`${r.method} ${r.url} ${status}`)
    }
    expect(wrong).toEqual([])
  })

  test('refuses who lacks its permission and lets in who holds it', async () => {
    const wrong: string[] = []
    for (const permission of new Set(known.map((r) => r.permission).filter((p) => !doors.has(p)))) {
      const others = [...permissions.keys()].filter((p) => p !== permission)
      const without = await t.token(world.detachment.id, others)
      const holder = await t.token(world.detachment.id, [permission])
      for (const r of known.filter((k) => k.permission === permission)) {
        const refused = await without.send(r.method as 'GET', address(r.url))
        if (refused.status !== 403) wrong.push(`${r.method} ${r.url} without: ${refused.status}`)
        const allowed = await holder.send(r.method as 'GET', address(r.url))
        if (allowed.status === 401 || allowed.body?.title === refused.body?.title)
          wrong.push(`${r.method} ${r.url} with: ${allowed.status}`)
        if (allowed.status >= 500)
          wrong.push(`${r.method} ${r.url} with: ${allowed.status} ${JSON.stringify(allowed.body)}`)
      }
    }
    expect(wrong).toEqual([])
  })
})
