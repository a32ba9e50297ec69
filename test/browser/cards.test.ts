/** Cards and families' requests in a real browser: printed, ended, let in, answered; wide and phone, in both languages. */
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { type Device, type Language, type Person, sampleWorld, story, type Visitor } from '#test/support/story.ts'
import { insertHousehold } from '#test/support/world.ts'

vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 })

const told = await story('cards', { now: '2020-02-08T07:52:00+08:00', publicUrl: 'https://bao.example.cn' })
const { t } = told
let chief: (device: Device, language: Language) => Promise<Visitor>
let station: string
/** The household whose card is used, and its first relative. */
let home: { id: string; name: string; member: string; relative: string; relativeName: string }

beforeAll(async () => {
  const world = await sampleWorld(told)
  station = world.unit('舜耕支队/城东大队/云台站')
  const zhao = await world.person('SG0029')
  chief = (device, language) => told.officer(zhao, 'chief', station, device, language)
  const [row] = await told.rows<typeof home>(
    `select h.id, p.name, p.id as member, r.id as relative, r.name as "relativeName"
     from household h join household_member m on m.household_id = h.id and m.position = 0 join person p on p.id = m.person_id
     join lateral (select id, name from person where household_id = h.id and kind = 'relative' and (born is null or born < 1990) order by name limit 1) r on true
     where p.staff_no = 'SG0030'`,
  )
  home = row!
})

describe('the cards of a station', () => {
  test('are counted, downloaded, and named behind each number', async () => {
    const v = await chief(1440, 'zh')
    await v.go('/cards')
    await v.page.getByRole('button', { name: '下载 PDF（A4，二维码）' }).waitFor()
    await v.picture('page')
    const download = v.page.waitForEvent('download')
    await v.page.getByRole('button', { name: '下载 PDF（A4，二维码）' }).click()
    expect((await download).suggestedFilename()).toBe('云台站-填报卡.pdf')
    const list = v.page.waitForEvent('download')
    await v.page.getByRole('button', { name: '下载清单' }).click()
    expect((await list).suggestedFilename()).toBe('云台站-填报卡.csv')
    await v.page.getByRole('button', { name: /^家庭卡/ }).click()
    await v.page.getByLabel('队员、家属姓名或编号').fill(home.relativeName)
    await v.page
      .getByRole('listitem')
      .filter({ hasText: `${home.name}家` })
      .waitFor()
    await v.picture('names')
  })

  test('a second phone is let in once the first is; the card is ended with its consequence in words', async () => {
    const token = await told.link('household', home.id)
    expect((await t.nobody.post('/api/links/exchange', { token })).body.state).toBe('in')
    const v = await chief(375, 'en')
    await v.go(`/cards?names=${station}&kind=household`)
    await v.page.getByLabel('Member, relative or number').fill(home.name)
    const row = v.page.getByRole('listitem').filter({ hasText: `Family of ${home.name}` })
    await row.getByRole('button', { name: 'Let a new phone in' }).click()
    await row.getByText('Until 08:22').waitFor()
    await v.picture('permit')
    await row.getByRole('button', { name: 'End', exact: true }).click()
    await v.page.getByText('Phones in use: 1').waitFor()
    await v.picture('end')
    await v.page.getByRole('button', { name: 'Not now' }).click()
    await row.getByText('1 phone').waitFor()
    await row.getByRole('button', { name: 'End', exact: true }).click()
    const download = v.page.waitForEvent('download')
    await v.page.getByRole('button', { name: 'End, and download a new one' }).click()
    expect((await download).suggestedFilename()).toBe(`${home.name}家-填报卡.pdf`)
    await row.getByText('not opened yet').waitFor()
    expect((await t.nobody.post('/api/links/exchange', { token })).body.code).toBe('link-revoked')
  })

  test('all of a station at once, after saying how many phones stop', async () => {
    const v = await chief(1440, 'en')
    await v.go('/cards')
    await v.page.getByRole('button', { name: 'End all and print anew' }).click()
    await v.page.getByText('No phone has opened any of them yet').waitFor()
    await v.picture('replace')
    await v.page.getByRole('button', { name: /^End \d+ cards$/ }).click()
    await v.page.getByText('old cards are ended').waitFor()
    const rows = await told.rows<{ n: number }>(`select count(*)::int as n from access_link where generation > 1`)
    expect(rows[0]!.n).toBeGreaterThan(20)
  })
})

describe('a detachment whose cards come in several documents', () => {
  test('offers all at once, and station by station', async () => {
    // 舜耕 has 1,119 cards; half as many families again make two documents of it.
    await t.work(async (w) => {
      const people = await w.tx
        .selectFrom('person')
        .select(['id', 'name', 'unit_id', 'detachment_id'])
        .where('kind', '=', 'member')
        .execute()
      for (const one of people) {
        const unit = { id: one.unit_id, detachmentId: one.detachment_id } as never
        await insertHousehold(w, { id: one.id, name: one.name, staffNo: '', unit }, [['某某', '亲属', 1970]])
      }
    })
    const world = t.app.core.organisation.tree.find('舜耕支队')!
    const [he] = await told.rows<Person>(
      `select id, name, staff_no, unit_id as unit from person where staff_no = 'SG0001'`,
    )
    const v = await told.officer(he!, 'commander', world.id, 1440, 'zh')
    await v.go('/cards')
    await v.page.getByRole('button', { name: '下载全部 2 份 PDF' }).waitFor()
    await v.picture('parts')
    const download = v.page.waitForEvent('download', { timeout: 60_000 })
    await v.page.getByRole('button', { name: '下载这份' }).nth(1).click()
    await v.page.getByText('正在排版，大约').waitFor()
    expect((await download).suggestedFilename()).toBe('舜耕支队-填报卡-2.pdf')
  })
})

describe('a server without PUBLIC_URL', () => {
  test.each([
    [1440, 'zh', '还不能印卡，差一项设置'],
    [375, 'en', 'One setting is missing before cards can be printed'],
  ] as const)('at %i px in %s says what to set, line by line, and still counts', async (device, language, words) => {
    const v = await chief(device, language)
    await v.page.route('**/api/links/cards*', async (route) => {
      const response = await route.fetch()
      await route.fulfill({ response, json: { ...(await response.json()), address: null } })
    })
    await v.go('/cards')
    await v.page.getByText(words).waitFor()
    await v.page.getByText('PUBLIC_URL=https://muster.example.cn npm start').waitFor()
    expect(await v.page.getByRole('button', { name: /PDF/ }).isDisabled()).toBe(true)
    await v.page.getByText('/46').first().waitFor()
    await v.picture('no-address')
  })
})

describe('a family’s request', () => {
  test('is asked on the phone, dealt with by the chief, and its answer read on the phone', async () => {
    await told.link('household', home.id)
    await told.rows(`update access_link set devices = 0 where id = $1`, [home.id])
    const [{ generation } = { generation: 1 }] = await told.rows<{ generation: number }>(
      'select generation from access_link where id = $1',
      [home.id],
    )
    const { linkKey, makeLinkToken } = await import('#core/organisation/links/index.ts')
    const token = makeLinkToken(linkKey(t.services.key), 'household', home.id, generation)
    const phone = await told.visitor({ device: 375, name: home.relativeName })
    await phone.go(`/r/${token}`)
    await phone.page.getByText('填报前，请先看一看').waitFor()
    const mine = phone.page.getByRole('group', { name: home.relativeName })
    await mine.getByRole('button', { name: '同意', exact: true }).click()
    await phone.page.getByRole('button', { name: /选好了/ }).click()
    await phone.page.getByRole('group', { name: home.relativeName }).getByRole('button', { name: '没有不舒服' }).click()
    await phone.page.locator('.send').click()
    await phone.page.getByText(/\d 收到/).waitFor()
    await phone.page.getByRole('button', { name: '我的信息' }).click()
    await phone.page.getByRole('button', { name: '要求删除' }).click()
    await phone.page.getByText('队里还没有答复').waitFor()
    await phone.picture('asked')

    const v = await chief(1440, 'zh')
    await v.go('/rights')
    await v.page.getByRole('button', { name: new RegExp(`${home.name}家 要求删除`) }).click()
    await v.page.getByText('1 份上报全部删除，不能恢复').waitFor()
    await v.picture('request')
    const copy = v.page.waitForEvent('download')
    await v.page.getByRole('button', { name: '下载 Excel' }).click()
    expect((await copy).suggestedFilename()).toBe(`${home.name}家-留存信息.xlsx`)
    await v.page.getByRole('button', { name: '删除 1 份' }).click()
    await v.page.getByRole('dialog').getByRole('button', { name: '删除 1 份' }).click()
    await v.page.getByText('已删除 1 份上报').waitFor()
    await v.page.getByRole('button', { name: '现成的话' }).click()
    await v.page.getByRole('button', { name: '答复并办结' }).click()
    await v.page.getByText('已答复，提的人在自己页面上看得到').waitFor()
    await v.picture('answered')

    await phone.go('/r')
    await phone.page.getByRole('button', { name: '我的信息' }).click()
    await phone.page.getByText('上报已经按您的要求删除，共 1 份').waitFor()
    await phone.picture('answer')

    const small = await chief(375, 'en')
    await small.go('/rights')
    await small.page.getByText('Nothing to answer').waitFor()
    await small.picture('rights-none')
    await small.go('/rights?state=answered')
    await small.page.getByText('answered by').waitFor()
    await small.picture('rights')
    await small.page.getByRole('button', { name: /asks to delete/ }).click()
    await small.page.getByText('The answer', { exact: true }).waitFor()
    await small.picture('rights-one')
  })
})
