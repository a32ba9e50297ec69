/** Stories of access links: the first phone, the second, a stranger, a lost card, and cards on paper. */
import { beforeAll, describe, expect, test } from 'vitest'
import { Client, type TestApp, testApp } from '#test/support/app.ts'
import { smallWorld, type World } from '#test/support/world.ts'
import { linkKey, makeLinkToken, proves, readLinkToken } from './token.ts'

let t: TestApp
let world: World
const cookieOf = (answer: { headers: Record<string, unknown> }) =>
  String(answer.headers['set-cookie'] ?? '').split(';')[0]!
const phone = (cookie: string) => new Client(t.app, { cookie })
const exchange = (token: string, more: object = {}, client = t.nobody) =>
  client.post('/api/links/exchange', { token, ...more })

/** The links of a unit by name, from the CSV that a clerk downloads. */
async function links(unit: string): Promise<Record<string, string>> {
  const clerk = await t.token(world.detachment.id, ['links.print'])
  const { body } = await clerk.get<string>(`/api/links.csv?unit=${unit}`)
  const rows = body
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(','))
  return Object.fromEntries(rows.map((r) => [`${r[0]!.slice(0, 2)}${r[2]}`, r[5]!.split('/r/')[1]!]))
}

beforeAll(async () => {
  t = await testApp({ publicUrl: 'https://muster.example.org', now: '2020-02-08T06:00:00+08:00' })
  world = await smallWorld(t)
})

describe('a token', () => {
  const key = linkKey(Buffer.alloc(32, 7))
  const id = '018f3b2a-1c4d-7abc-8def-0123456789ab'

  test('names its subject, and proves one generation only', () => {
    const claim = readLinkToken(makeLinkToken(key, 'household', id, 3))!
    expect(claim).toMatchObject({ kind: 'household', id })
    expect([2, 3, 4].map((g) => proves(key, claim, g))).toEqual([false, true, false])
    expect(proves(linkKey(Buffer.alloc(32, 8)), claim, 3)).toBe(false)
  })

  test('of a person does not pass for a household’s', () => {
    const bytes = Buffer.from(makeLinkToken(key, 'person', id, 1), 'base64url')
    bytes[0] = 0x12
    const claim = readLinkToken(bytes.toString('base64url'))!
    expect(claim.kind).toBe('household')
    expect(proves(key, claim, 1)).toBe(false)
  })

  test.each(['', 'abc', 'x'.repeat(44), `${'A'.repeat(43)}!`, '孙'.repeat(44)])(
    'that is not one is told apart: %s',
    (token) => {
      expect(readLinkToken(token)).toBeUndefined()
    },
  )
})

describe('林秀英 and the household’s card', () => {
  let token: string
  let hers: Client

  beforeAll(async () => {
    token = (await links(world.squads[0]!.id))['家庭孙伟强']!
  })

  test('looking at the page lets nobody in, so that a link preview changes nothing', async () => {
    await t.nobody.get(`/r/${token}`)
    const { rows } = await t.db.owner.query('select devices from access_link where id = $1', [world.household.id])
    expect(rows).toEqual([{ devices: 0 }])
  })

  test('her phone, the first, is let in at once', async () => {
    const answer = await exchange(token)
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({ kind: 'household', state: 'in', go: '/r' })
    expect(String(answer.headers['set-cookie'])).toMatch(/HttpOnly.*SameSite=Lax/)
    hers = phone(cookieOf(answer))
    expect((await hers.get('/api/household')).body.household.name).toBe('孙伟强')
  })

  test('opening the link again on it asks nothing and counts no further device', async () => {
    const answer = await exchange(token, {}, hers)
    expect(answer.body.state).toBe('in')
    expect(answer.headers['set-cookie']).toBeUndefined()
  })

  test('a second phone is asked for the last four digits, and let in by them', async () => {
    expect((await exchange(token)).body.state).toBe('digits')
    const wrong = await exchange(token, { digits: '0000' })
    expect([wrong.status, wrong.body.code]).toEqual([403, 'link-digits-wrong'])
    expect(wrong.body.title).toContain('4')
    const right = await exchange(token, { digits: '００１３' })
    expect(right.body.state).toBe('in')
    expect((await phone(cookieOf(right)).get('/api/household')).status).toBe(200)
  })

  test('five wrong tries lock it for a quarter of an hour, on her phone nothing changes', async () => {
    const codes: string[] = []
    for (let n = 0; n < 6; n++) codes.push((await exchange(token, { digits: '9999' })).body.code)
    expect(codes).toEqual([...Array(4).fill('link-digits-wrong'), 'link-locked', 'link-locked'])
    expect((await exchange(token, { digits: '0013' })).body.code).toBe('link-locked')
    expect((await hers.get('/api/household')).status).toBe(200)
    t.clock.forward({ minutes: 15, seconds: 1 })
    expect((await exchange(token, { digits: '0013' })).body.state).toBe('in')
  })

  test('a lost card is ended: the old link and its phones stop, a new card works', async () => {
    const chief = await t.signIn(world.people.赵建国!, 'chief', world.datong.id)
    expect((await chief.post('/api/links/revoke', { kind: 'household', id: world.household.id })).status).toBe(204)
    t.app.core.identities.clear()
    expect((await hers.get('/api/household')).status).toBe(401)
    const old = await exchange(token)
    expect([old.status, old.body.code]).toEqual([410, 'link-revoked'])
    const renewed = (await links(world.squads[0]!.id))['家庭孙伟强']!
    expect(renewed).not.toBe(token)
    expect((await exchange(renewed)).body.state).toBe('in')
  })
})

describe('who has no card', () => {
  test('guessed, incomplete, of another installation: a clear sentence, and no word on who exists', async () => {
    const other = makeLinkToken(linkKey(Buffer.alloc(32, 9)), 'household', world.household.id, 1)
    const nobodys = makeLinkToken(linkKey(Buffer.alloc(32, 9)), 'household', '018f3b2a-1c4d-7abc-8def-0123456789ab', 1)
    const answers = await Promise.all([exchange(other), exchange(nobodys), exchange('abc')])
    expect(answers.map((a) => [a.status, a.body.code])).toEqual([
      [404, 'link-unknown'],
      [404, 'link-unknown'],
      [404, 'link-malformed'],
    ])
    expect(answers[0]!.body).toEqual(answers[1]!.body)
    const english = await t.nobody.send('POST', '/api/links/exchange', { token: 'abc' }, { 'accept-language': 'en' })
    expect(english.body.title).toMatch(/scan the code/)
  })

  test('a retired member’s card is an ended one', async () => {
    const { 队员冯磊: token } = await links(world.squads[0]!.id)
    await t.work(async (w) => {
      await w.tx.updateTable('person').set({ retired_at: w.now }).where('id', '=', world.people.冯磊!.id).execute()
    })
    t.app.core.organisation.subjects.clear()
    expect((await exchange(token!)).body.code).toBe('link-revoked')
  })
})

describe('郑超, whose number is not on record', () => {
  let token: string

  beforeAll(async () => {
    token = (await links(world.squads[1]!.id))['队员郑超']!
    await t.db.owner.query('update person set phone = null where id = $1', [world.people.郑超!.id])
  })

  test('his new phone waits for the squad leader, who lets one in', async () => {
    const first = await exchange(token)
    expect(first.body).toMatchObject({ state: 'in', go: '/me' })
    expect((await phone(cookieOf(first)).get('/api/me')).body.person.name).toBe('郑超')
    expect((await exchange(token)).body.code).toBe('link-ask-leader')
    const leader = await t.signIn(world.people.钱勇!, 'squad_leader', world.squads[1]!.id)
    const permit = await leader.post('/api/links/permit', { kind: 'person', id: world.people.郑超!.id })
    expect(permit.body.name).toBe('郑超')
    expect((await exchange(token)).body.state).toBe('in')
    expect((await exchange(token)).body.code).toBe('link-ask-leader')
  })

  test('a permit not used in half an hour is none', async () => {
    const leader = await t.signIn(world.people.钱勇!, 'squad_leader', world.squads[1]!.id)
    await leader.post('/api/links/permit', { kind: 'person', id: world.people.郑超!.id })
    t.clock.forward({ minutes: 31 })
    expect((await exchange(token)).body.code).toBe('link-ask-leader')
  })

  test('another squad’s leader cannot let him in, nor end his card', async () => {
    const stranger = await t.signIn(world.people.许志刚!, 'squad_leader', world.squads[2]!.id)
    expect((await stranger.post('/api/links/permit', { kind: 'person', id: world.people.郑超!.id })).status).toBe(403)
    expect((await stranger.post('/api/links/revoke', { kind: 'person', id: world.people.郑超!.id })).status).toBe(403)
    const chief = await t.signIn(world.people.董卫东!, 'chief', world.tianjiaan.id)
    expect((await chief.post('/api/links/revoke', { kind: 'person', id: world.people.郑超!.id })).status).toBe(403)
  })
})

describe('cards on paper', () => {
  test('a station’s cards are a PDF, and the printing is in the audit without a token', async () => {
    const chief = await t.signIn(world.people.赵建国!, 'chief', world.datong.id)
    const answer = await chief.get('/api/links.pdf?unit=' + encodeURIComponent('舜耕支队/城区大队/大通站'))
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toBe('application/pdf')
    expect(String(answer.body).slice(0, 5)).toBe('%PDF-')
    const { rows } = await t.db.owner.query(
      `select action, detail::text from audit where action = 'links.printed' order by id desc limit 1`,
    )
    expect(JSON.parse(rows[0].detail)).toEqual({ as: 'pdf', cards: 9 })
  })

  test('the CSV names everybody once, member before household', async () => {
    const clerk = await t.token(world.detachment.id, ['links.print'])
    const { body, headers } = await clerk.get<string>(`/api/links.csv?unit=${world.detachment.id}`)
    const lines = body.trim().split('\r\n')
    expect(body.charCodeAt(0)).toBe(0xfeff)
    expect(lines.length).toBe(1 + 16 - 1 + 1)
    expect(headers['cache-control']).toBe('no-store')
    const sun = lines.filter((l) => l.includes('孙伟强'))
    expect(sun.map((l) => l.split(',')[0])).toEqual(['队员 member', '家庭 household'])
    expect(sun[1]).toContain('林秀英、孙小宁、孙德福')
  })

  test('another station’s chief and a squad leader may not print here', async () => {
    const chief = await t.signIn(world.people.董卫东!, 'chief', world.tianjiaan.id)
    expect((await chief.get(`/api/links.csv?unit=${world.datong.id}`)).status).toBe(403)
    const leader = await t.signIn(world.people.周海涛!, 'squad_leader', world.squads[0]!.id)
    expect((await leader.get(`/api/links.csv?unit=${world.squads[0]!.id}`)).status).toBe(403)
  })

  test('no card without the address that families can open', async () => {
    const bare = await testApp()
    const there = await smallWorld(bare)
    const clerk = await bare.token(there.detachment.id, ['links.print'])
    const answer = await clerk.get(`/api/links.pdf?unit=${there.detachment.id}`)
    expect([answer.status, answer.body.code]).toEqual([409, 'links-no-address'])
    expect(answer.body.title).toContain('PUBLIC_URL')
  })
})

describe('the page of cards', () => {
  const summary = (who: Client, unit = world.datong.id) => who.get(`/api/links/cards?unit=${unit}`)
  const names = async (who: Client, query: string) =>
    ((await who.get(`/api/links/names?unit=${world.datong.id}${query}`)).body.cards as any[]).map(
      (c) => `${c.kind === 'person' ? '' : '家 '}${c.name} ${c.devices}`,
    )
  let chief: Client

  beforeAll(async () => {
    chief = await t.signIn(world.people.赵建国!, 'chief', world.datong.id)
  })

  test('says of each unit below how many cards a phone has opened, and what hangs on the unit itself', async () => {
    const { body } = await summary(chief)
    expect(body).toMatchObject({
      address: 'https://muster.example.org',
      members: { opened: 1, total: 8 },
      households: { opened: 1, total: 1 },
      own: { members: { opened: 0, total: 2 }, households: { opened: 0, total: 0 } },
      parts: [{ cards: 9, units: ['大通站'] }],
    })
    expect(body.below.map((b: any) => [b.name, b.members, b.households])).toEqual([
      ['一班', { opened: 0, total: 3 }, { opened: 1, total: 1 }],
      ['二班', { opened: 1, total: 3 }, { opened: 0, total: 0 }],
    ])
  })

  test('opens by name: those without a phone first; found by a relative’s name too', async () => {
    expect(await names(chief, '&kind=person&opened=true')).toEqual(['郑超 2'])
    expect(await names(chief, '&kind=household')).toEqual(['家 孙伟强 1'])
    expect(await names(chief, '&q=秀英')).toEqual(['家 孙伟强 1'])
    expect(await names(chief, '&q=%25')).toEqual([])
    const all = await names(chief, '')
    expect(all).toHaveLength(9)
    expect(all.at(-1)).toBe('郑超 2')
  })

  test('shows a permit until it is used or runs out', async () => {
    const { body } = await chief.post('/api/links/permit', { kind: 'household', id: world.household.id })
    const list = (await chief.get(`/api/links/names?unit=${world.datong.id}&kind=household`)).body.cards
    expect(list[0].permit_until).toBe(body.until)
    t.clock.forward({ minutes: 31 })
    const later = (await chief.get(`/api/links/names?unit=${world.datong.id}&kind=household`)).body.cards
    expect(later[0].permit_until).toBeNull()
  })

  test('prints one card alone, in its own name', async () => {
    const answer = await chief.get(`/api/links/card.pdf?kind=household&id=${world.household.id}`)
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/pdf'])
    const { rows } = await t.db.owner.query(
      `select subject_kind, subject_id, detail from audit where action = 'links.printed' order by id desc limit 1`,
    )
    expect(rows).toEqual([
      { subject_kind: 'household', subject_id: world.household.id, detail: { as: 'pdf', cards: 1 } },
    ])
    const stranger = await t.signIn(world.people.董卫东!, 'chief', world.tianjiaan.id)
    expect((await stranger.get(`/api/links/card.pdf?kind=household&id=${world.household.id}`)).status).toBe(403)
  })

  test('prints in parts, and says so where there is no such part', async () => {
    expect((await chief.get(`/api/links.pdf?unit=${world.datong.id}&part=1`)).status).toBe(200)
    const answer = await chief.get(`/api/links.pdf?unit=${world.datong.id}&part=2`)
    expect([answer.status, answer.body.code]).toEqual([404, 'links-no-part'])
  })

  test('ends every card of a squad at once: phones are out, the others’ go on, new cards work', async () => {
    const before = await links(world.squads[1]!.id)
    const sun = await links(world.squads[0]!.id)
    const zheng = phone(cookieOf(await exchange(sun['队员孙伟强']!)))
    expect((await chief.post('/api/links/replace', { unit: world.squads[1]!.id })).body).toEqual({ cards: 3 })
    t.app.core.identities.clear()
    expect((await exchange(before['队员郑超']!)).body.code).toBe('link-revoked')
    expect((await zheng.get('/api/me')).body.person.name).toBe('孙伟强')
    expect((await exchange((await links(world.squads[1]!.id))['队员郑超']!)).body.state).toBe('in')
    const leader = await t.signIn(world.people.周海涛!, 'squad_leader', world.squads[0]!.id)
    expect((await leader.post('/api/links/replace', { unit: world.squads[0]!.id })).status).toBe(403)
    expect((await summary(leader, world.squads[0]!.id)).status).toBe(403)
  })

  test('without PUBLIC_URL says that it is not set, and still counts', async () => {
    const bare = await testApp()
    const there = await smallWorld(bare)
    const clerk = await bare.token(there.detachment.id, ['links.print'])
    const { body } = await clerk.get(`/api/links/cards?unit=${there.detachment.id}`)
    expect([body.address, body.members.total]).toEqual([null, 16])
  })
})

describe('a card opened on an officer’s phone', () => {
  let account: string
  let card: string
  const as = (page?: string) =>
    new Client(t.app, { cookie: `${account}; ${card}`, ...(page && { 'x-muster-page': page }) })

  beforeAll(async () => {
    account = (await t.signIn(world.people.赵建国!, 'chief', world.datong.id)).headers.cookie!
    const token = (await links(world.squads[0]!.id))['家庭孙伟强']!
    await t.db.owner.query('update access_link set devices = 0 where id = $1', [world.household.id])
    const answer = await exchange(token, {}, new Client(t.app, { cookie: account, 'x-muster-page': 'household' }))
    expect(String(answer.headers['set-cookie'])).toMatch(/^muster_link=/)
    card = cookieOf(answer)
  })

  test('signs nobody out: the console is still his, the family’s page the family’s, his own page his', async () => {
    expect((await as().get('/api/session')).body.account.name).toBe('赵建国')
    expect((await as('household').get('/api/household')).body.household.name).toBe('孙伟强')
    expect((await as('member').get('/api/me')).body.person.name).toBe('赵建国')
  })

  test('the family’s page has none of his rights, the console none of the family’s', async () => {
    expect((await as('household').get(`/api/links.csv?unit=${world.datong.id}`)).status).toBe(403)
    expect((await as().get('/api/household')).status).toBe(401)
  })

  test('a card alone opens its page also where no page is named', async () => {
    expect((await phone(card).get('/api/household')).status).toBe(200)
    expect((await phone(card).get('/api/session')).body.account).toBeNull()
  })

  test('an ended card falls back to nobody, not to the officer, on the family’s page', async () => {
    await t.db.owner.query('update access_link set generation = generation + 1 where id = $1', [world.household.id])
    t.app.core.identities.clear()
    expect((await as('household').get('/api/household')).status).toBe(401)
    expect((await as().get('/api/session')).body.account.name).toBe('赵建国')
  })
})
