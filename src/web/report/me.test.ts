/** Stories of a member’s own page: the reading, the second one, places with a photo. */
import { beforeEach, describe, expect, test } from 'vitest'
import { idOf } from './test/fake-server.ts'
import { member } from './test/pages.ts'
import { fake, morning, page, phoneForEachTest, send, stored } from './test/phone.ts'

phoneForEachTest()

describe('曹阳, a member', () => {
  beforeEach(async () => {
    await page.clock.setSystemTime(morning)
    fake.now = () => morning
  })

  test('reports 36.5 in three taps; the server’s word on a wrong value stands on the page', async () => {
    fake.pages['/api/me'] = member(morning)
    await page.goto(`${fake.url}/me`)
    await page.getByText('07:30 截止，还有 10 分钟').waitFor()
    await page.getByRole('button', { name: '其他' }).click()
    await page.getByRole('button', { name: '42.', exact: true }).click()
    await page.getByRole('button', { name: '42.9' }).click()
    await send()
    await page.getByText('体温 42.9 不像真的，请再量一次').waitFor()
    await page.getByRole('button', { name: '36.', exact: true }).click()
    await page.getByRole('button', { name: '36.5' }).click()
    await send()
    await expect.poll(() => stored().length).toBe(1)
    expect(stored()[0]!.answers).toEqual({ celsius: 36.5, site: 'axillary' })
  })

  test('sends the photo of a disinfected place before the report that names it', async () => {
    const places = {
      form: (await import('./test/pages.ts')).placeForm,
      list: [
        {
          id: idOf('营门'),
          name: '营门',
          kind: 'gate',
          tasks: [{ ...member(morning).temperature.tasks[0]!, title: { zh: '早消', en: 'AM' } }],
        },
      ],
    }
    const base = member(morning)
    fake.pages['/api/me'] = { ...base, temperature: { ...base.temperature, tasks: [] }, places }
    await page.goto(`${fake.url}/me`)
    await page.getByRole('button', { name: '填报' }).click()
    await page.getByRole('button', { name: '含氯' }).click()
    await page.getByLabel('浓度').fill('１０００')
    await page.getByLabel('用量').fill('5')
    await send()
    await page.getByText('还要填：作用时间、拍照').waitFor()
    await page.getByLabel('作用时间').fill('30')
    await page.locator('input[type=file]').setInputFiles({
      name: 'a.png',
      mimeType: 'image/png',
      buffer: Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
        'base64',
      ),
    })
    await send()
    // Making the photo smaller takes its time.
    await expect.poll(() => stored().length, { timeout: 12_000 }).toBe(1)
    expect(stored()[0]).toMatchObject({
      subject: { place: idOf('营门') },
      answers: {
        agent: 'chlorine',
        mg_per_litre: 1000,
        litres: 5,
        minutes: 30,
        photo: '018f0000-0000-7000-8000-0000000f11e5',
      },
    })
  })
})
