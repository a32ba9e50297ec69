/** Playbooks through the API: one of one's own, a faulty one with its lines, and versions that are taken. */
import { readFile } from 'node:fs/promises'
import { beforeAll, expect, test } from 'vitest'
import { type Client, type TestApp, testApp } from '#test/support/app.ts'
import { smallWorld } from '#test/support/world.ts'

let t: TestApp
let li: Client
let shipped: string

beforeAll(async () => {
  t = await testApp()
  const world = await smallWorld(t)
  li = await t.signIn(world.people.李政!, 'commander', world.detachment.id)
  shipped = await readFile(new URL('../../../playbooks/respiratory.yaml', import.meta.url), 'utf8')
})

const own = (text: string) => text.replace('playbook: respiratory', 'playbook: winter')

test('a faulty playbook is refused whole, each fault with line and column, in the reader’s language', async () => {
  const line = shipped.split('\n').findIndex((l) => l.includes('due: "07:30"')) + 1
  const source = own(shipped)
    .replace('due: "07:30"', 'due: "03:30"')
    .replace('owner: station_chief', 'owner: nobody_holds_this')
  const answer = await li.post('/api/playbooks', { source })
  expect([answer.status, answer.body.code]).toEqual([422, 'playbook-faulty'])
  expect(answer.body.wrong.map((w: { at: string }) => w.at.split(':')[0])).toContain(String(line))
  expect(answer.body.wrong.some((w: { reason: string }) => w.reason.includes('03:30'))).toBe(true)
  const reader = await t.token(t.app.core.organisation.tree.roots[0]!.id, ['campaign.manage'])
  const english = await reader.send('POST', '/api/playbooks', { source }, { 'accept-language': 'en' })
  expect(english.body.wrong.map((w: { reason: string }) => w.reason).join()).not.toMatch(/\p{Script=Han}{2}/u)
  expect((await li.get('/api/playbooks')).body).toHaveLength(1)
})

test('what is no YAML at all says so by line', async () => {
  const answer = await li.post('/api/playbooks', { source: 'playbook: [unclosed' })
  expect(answer.status).toBe(422)
  expect(answer.body.wrong[0].at).toMatch(/^1:\d+/)
})

test('one’s own playbook loads; twice changes nothing; other words need another version', async () => {
  expect((await li.post('/api/playbooks', { source: own(shipped) })).body).toEqual({ code: 'winter', version: 1 })
  expect((await li.post('/api/playbooks', { source: own(shipped) })).status).toBe(200)
  const other = own(shipped).replace('疫情防控预案', '冬季疫情防控预案')
  expect((await li.post('/api/playbooks', { source: other })).body.code).toBe('playbook-version-taken')
  expect((await li.post('/api/playbooks', { source: other.replace('version: 1', 'version: 2') })).status).toBe(200)
})

test('a form under a version that is published with other fields is refused, and nothing is loaded', async () => {
  const source = shipped
    .replace('playbook: respiratory', 'playbook: summer')
    .replace('x-title: { zh: 所在地点', 'x-title: { zh: 现在在哪里')
  const answer = await li.post('/api/playbooks', { source })
  expect(answer.body).toMatchObject({ code: 'form-version-taken', wrong: [{ at: 'forms.temperature' }] })
  expect((await li.get('/api/playbooks')).body.map((p: { code: string }) => p.code)).not.toContain('summer')
})

test('a form can be drawn from its code; one that is not there is said', async () => {
  const form = await li.get('/api/forms/temperature')
  expect(form.body).toMatchObject({
    code: 'temperature',
    version: 1,
    schema: { properties: { celsius: { 'x-unit': '℃', maximum: 43 } } },
  })
  expect((await li.get('/api/forms/nothing')).status).toBe(404)
})

test('a squad leader may read the orders, not bring a playbook', async () => {
  const world = await t.app.core.organisation.tree.find('舜耕支队/城区大队/大通站/一班')
  const zhou = await t.token(world!.id, ['campaign.read'])
  expect((await zhou.get('/api/playbooks')).status).toBe(200)
  expect((await zhou.post('/api/playbooks', { source: own(shipped) })).status).toBe(403)
})
