/** Stories of photos: an orderly's proof, what is no photo, who may look, and what nobody needs. */
import { existsSync } from 'node:fs'
import sharp from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Client, type TestApp, testApp } from '#test/support/app.ts'
import { smallWorld, type World } from '#test/support/world.ts'
import { pathOf } from './disk.ts'

let t: TestApp
let world: World
let orderly: Client
const send = (client: Client, bytes: Buffer, type = 'image/jpeg') =>
  client.send('POST', '/api/files', bytes, { 'content-type': type })
const digestOf = async (id: string) =>
  (await t.db.owner.query('select digest from file where id = $1', [id])).rows[0]?.digest as string

/** A photo as a phone writes it, with the place where it was taken. */
async function photo(width = 3000, height = 2000, colour = '#336699'): Promise<Buffer> {
  const exif = {
    IFD0: { Make: 'Phone', Orientation: '6' },
    IFD3: { GPSLatitude: '32/1 38/1 0/1', GPSLatitudeRef: 'N' },
  }
  return sharp({ create: { width, height, channels: 3, background: colour } })
    .withExif(exif)
    .jpeg()
    .toBuffer()
}

beforeAll(async () => {
  t = await testApp({ now: '2020-02-08T08:00:00+08:00' })
  world = await smallWorld(t)
  orderly = await t.signIn(world.people.卫鹏!, 'orderly', world.datong.id)
})

describe('卫鹏 photographs the disinfected gate', () => {
  let id: string

  test('it is stored upright, smaller, and without the place that the camera wrote in', async () => {
    const original = await photo()
    expect(
      (await sharp(original).metadata()).exif?.includes('GPS') || (await sharp(original).metadata()).exif,
    ).toBeTruthy()
    const answer = await send(orderly, original)
    expect(answer.status).toBe(201)
    id = answer.body.id
    const kept = await sharp(pathOf(t.services.config.dataDir, await digestOf(id))).metadata()
    expect(kept.exif).toBeUndefined()
    expect([kept.format, kept.width, kept.height]).toEqual(['jpeg', answer.body.width, answer.body.height])
    expect(Math.max(kept.width!, kept.height!)).toBe(2000)
  })

  test('he and his chief see it; another station’s chief, and a stranger, learn nothing', async () => {
    const chief = await t.signIn(world.people.赵建国!, 'chief', world.datong.id)
    const other = await t.signIn(world.people.董卫东!, 'chief', world.tianjiaan.id)
    expect((await orderly.get(`/api/files/${id}`)).headers['content-type']).toBe('image/jpeg')
    expect((await chief.get(`/api/files/${id}`)).status).toBe(200)
    expect((await other.get(`/api/files/${id}`)).status).toBe(404)
    expect((await t.nobody.get(`/api/files/${id}`)).status).toBe(401)
    expect((await chief.get('/api/files/..%2Fkey')).status).toBe(404)
  })

  test('a photo that nothing names goes after two days, its bytes too', async () => {
    const path = pathOf(t.services.config.dataDir, await digestOf(id))
    await t.at('2020-02-10T07:59:00+08:00')
    expect(existsSync(path)).toBe(true)
    await t.at('2020-02-10T09:30:00+08:00')
    expect(existsSync(path)).toBe(false)
    expect((await orderly.get(`/api/files/${id}`)).status).toBe(404)
  })

  test('a photo that a report names stays, though nobody marked it', async () => {
    const { body } = await send(orderly, await photo(40, 30, '#aa0000'))
    await t.db.owner.query(
      `insert into report (id, detachment_id, subject_kind, subject_id, unit_id, form, form_version, observed_at, received_at, sender_kind, sender_id,
        channel, answers, salt)
       values ($1, $2, 'place', $1, $3, 'disinfection', 1, $4, $4, 'account', $5, 'page', $6, '')`,
      [
        t.id(),
        world.detachment.id,
        world.datong.id,
        new Date(t.clock.now()),
        world.people.卫鹏!.id,
        JSON.stringify({ photo: body.id }),
      ],
    )
    await t.at('2020-02-13T12:00:00+08:00')
    expect((await orderly.get(`/api/files/${body.id}`)).status).toBe(200)
    const { rows } = await t.db.owner.query('select used_at from file where id = $1', [body.id])
    expect(rows[0].used_at).not.toBeNull()
  })
})

describe('what is no photo', () => {
  test.each([
    ['a text that calls itself one', Buffer.from('不是照片'), 'photo-unreadable', 422],
    ['half a photo', undefined, 'photo-unreadable', 422],
    ['nothing', Buffer.alloc(0), 'photo-empty', 422],
    [
      'a picture drawn by a script',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>1</script></svg>'),
      'photo-unreadable',
      422,
    ],
    [
      'an iPhone’s HEIC',
      Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic'), Buffer.alloc(400)]),
      'photo-no-format',
      415,
    ],
  ])('%s', async (_what, bytes, code, status) => {
    const answer = await send(orderly, bytes ?? (await photo(800, 600)).subarray(0, 1500))
    expect([answer.status, answer.body.code]).toEqual([status, code])
    expect(answer.body.title).toMatch(/\p{Script=Han}/u)
  })

  test('30 MB are too much, and the sentence says how much is not', async () => {
    const answer = await send(orderly, Buffer.alloc(30 * 1024 * 1024))
    expect([answer.status, answer.body.code]).toEqual([413, 'photo-too-large'])
    expect(answer.body.title).toContain('10 MB')
  })
})
