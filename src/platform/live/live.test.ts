/** The live stream over a real connection: who hears of which unit, through PostgreSQL, and when it ends. */
import { beforeAll, describe, expect, test } from 'vitest'
import { type Client, type TestApp, testApp } from '#test/support/app.ts'
import { smallWorld, type World } from '#test/support/world.ts'

let t: TestApp
let world: World
let origin: string

beforeAll(async () => {
  t = await testApp()
  world = await smallWorld(t)
  origin = await t.app.http.listen({ port: 0, host: '127.0.0.1' })
})

/** Opens the stream and gives each message's units. */
async function listen(client: Client) {
  const stop = new AbortController()
  const response = await fetch(`${origin}/api/live`, { headers: client.headers, signal: stop.signal })
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const next = async (): Promise<string[] | undefined> => {
    for (;;) {
      const found = /data: (.*)\n\n/.exec(text)
      if (found) {
        text = text.slice(found.index + found[0].length)
        return JSON.parse(found[1]!).units
      }
      const { value, done } = await reader.read()
      if (done) return undefined
      text += value
    }
  }
  return { response, next, close: () => stop.abort() }
}

describe('live', () => {
  test('a chief hears of his station when a squad of it changes, and of no other station', async () => {
    const stream = await listen(await t.signIn(world.people.赵建国!, 'chief', world.datong.id))
    expect(stream.response.headers.get('content-type')).toMatch(/^text\/event-stream/)
    expect(stream.response.headers.get('x-accel-buffering')).toBe('no')
    t.services.live.touch([world.tianjiaan.id, world.squads[0]!.id])
    const units = await stream.next()
    expect(units!.sort()).toEqual([world.datong.id, world.squads[0]!.id].sort())
    stream.close()
  })

  test('what another node says arrives through the database', async () => {
    const stream = await listen(await t.signIn(world.people.王志远!, 'commander', world.detachment.id))
    await t.db.appPool.query('select pg_notify($1, $2)', ['muster_live', world.tianjiaan.id])
    expect(await stream.next()).toEqual([world.tianjiaan.id, world.brigade.id, world.detachment.id])
    stream.close()
  })

  test('the stream ends with the session', async () => {
    const client = await t.signIn(world.people.董卫东!, 'chief', world.tianjiaan.id)
    const stream = await listen(client)
    await client.delete('/api/session')
    t.services.live.touch([world.tianjiaan.id])
    expect(await stream.next()).toBeUndefined()
  })

  test('nobody and a token hear nothing', async () => {
    expect((await t.nobody.get('/api/live')).status).toBe(401)
    const token = await t.token(world.detachment.id, ['board.read'])
    expect((await token.get('/api/live')).status).toBe(401)
  })
})
